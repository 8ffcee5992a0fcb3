"""A request as it came in and an answer as it goes out, for every part of the local web server."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

_STYLE = (
    "body{font:16px/1.6 system-ui,'Noto Sans CJK SC',sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1d2b2a;"
    "background:#fbfaf7}h1{font-size:1.5rem}h2{font-size:1.1rem;margin:0}table{border-collapse:collapse;width:100%}"
    "td,th{border-bottom:1px solid #d9d5cb;padding:.3rem .6rem .3rem 0;text-align:left;vertical-align:top}"
    "article{border:1px solid #d9d5cb;border-radius:8px;background:#fff;padding:1rem;margin:1rem 0}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}"
    "iframe{width:100%;height:34rem;border:1px solid #d9d5cb;border-radius:6px}"
    "input,button{font:inherit;padding:.5rem;border-radius:6px;border:1px solid #7a8583;width:100%;box-sizing:border-box}"
    "button{background:#0f5c55;color:#fff;border:0;margin-top:1rem}label{display:block;margin-top:.8rem}"
    # people, each a card: nobody scrolls sideways for who may do what
    "@media(max-width:40rem){table,tbody,tr{display:block}thead{display:none}tr{border-bottom:1px solid #d9d5cb;padding:.4rem 0}"
    "td{display:block;border:0;padding:0;overflow-wrap:anywhere}td:first-child{font-weight:600}td:nth-child(n+3){color:#55605e}}"
    ".wrong{border-left:4px solid #a3271b;padding-left:.8rem}.soft{color:#55605e}"
)


@dataclass(frozen=True)
class Request:
    """One HTTP request; header names in lower case, several values of one header joined by a comma."""

    method: str
    raw_path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    address: str

    @property
    def path(self) -> str:
        return unquote(self.raw_path)

    def form(self) -> dict[str, str]:
        """Fields of a form-encoded body; empty when it is not one."""
        try:
            return dict(parse_qsl(self.body.decode(), keep_blank_values=True))
        except UnicodeDecodeError:
            return {}

    def asked(self) -> dict[str, str]:
        """Fields of the query."""
        return dict(parse_qsl(self.query, keep_blank_values=True))


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)

    def has(self, name: str) -> bool:
        return any(known.lower() == name.lower() for known, _ in self.headers)


def as_json(content: Any, status: int = 200, *more: tuple[str, str]) -> Answer:
    """An answer in JSON that nobody keeps."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return Answer(status, body, [("content-type", "application/json"), ("cache-control", "no-store"), *more])


def as_page(title: str, body: str, status: int = 200, *, letters: bool = False) -> Answer:
    """A plain page of the local tools: one style sheet, no script, nothing from elsewhere.

    letters: the page shows letters with styles of their own.
    """
    html = (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<link rel="icon" href="data:,"><title>{title}</title><style>{_STYLE}</style></head><body>{body}</body></html>'
    )
    digest = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    # a letter's own style attributes are shown in a sandboxed frame, which inherits this policy
    styles = "'unsafe-inline'" if letters else f"'sha256-{digest}'"
    policy = (
        f"default-src 'none'; style-src {styles}; img-src data:; frame-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
    ]
    return Answer(status, html.encode(), headers)
