"""What goes back through a door: JSON or a page, always with the security headers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Any, Self

from huiyin.policy.records import dataclass

Json = dict[str, Any]

_ALWAYS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_JSON_CSP = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of a door. code: the refusal's code, for the log; number: the case it is about."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None
    number: str | None = None

    def holding(self, body: str) -> Self:
        """The same answer with another body: for JSON that was written elsewhere."""
        return replace(self, body=body)

    def as_event(self) -> Json:
        """The answer as the gateway expects it."""
        return {
            "statusCode": self.status,
            "headers": {**_ALWAYS, **self.headers},
            "body": self.body,
            "isBase64Encoded": False,
        }


def in_json(status: int, value: Any, *, code: str | None = None, number: str | None = None, **headers: str) -> Answer:
    """An answer for programs. headers: names with _ for -."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    head = {"content-type": "application/json; charset=utf-8", "content-security-policy": _JSON_CSP, **named}
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Answer(status=status, body=body, headers=head, code=code, number=number)


def in_html(
    status: int,
    html: str,
    *,
    posts_to: Iterable[str] = (),
    shows_from: Iterable[str] = (),
    code: str | None = None,
    number: str | None = None,
    more: Mapping[str, str] | None = None,
) -> Answer:
    """A page without script. posts_to, shows_from: other origins that its forms and pictures need; more: further headers."""
    forms = " ".join(dict.fromkeys(("'self'", *posts_to)))
    pictures = " ".join(dict.fromkeys(("'self'", *shows_from)))
    csp = f"default-src 'none'; style-src 'self'; img-src {pictures}; form-action {forms}; frame-ancestors 'none'; base-uri 'none'"
    head = {"content-type": "text/html; charset=utf-8", "content-security-policy": csp, **(more or {})}
    return Answer(status=status, body=html, headers=head, code=code, number=number)
