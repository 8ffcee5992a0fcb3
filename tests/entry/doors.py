"""Asking a door as the gateway does, over a cloud of moto."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from builders import MONDAY_9AM
from huiyin.policy import load_policy

EVENTS = Path(__file__).parents[1] / "events"
TABLE, EVIDENCE, SITE, BOOKS = "cases", "evidence", "site", "books"
FRONT = "what only the distribution knows"
KEY = "a-key-of-one-form-0001"
MATTER = "二号梯这周停了三次，老人上下楼很不方便。"


class Said:
    """What a door answered."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self.status: int = answer["statusCode"]
        self.headers: Mapping[str, str] = answer["headers"]
        self.text: str = answer["body"]

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        return str(self.json["code"])


def event(
    method: str,
    path: str,
    body: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    at: datetime = MONDAY_9AM,
    **more: Any,
) -> dict[str, Any]:
    """A recorded event of the HTTP API, changed to this request."""
    made: dict[str, Any] = json.loads((EVENTS / "http.json").read_text("utf-8"))
    made["rawPath"] = made["requestContext"]["http"]["path"] = path
    made["requestContext"]["http"]["method"] = method
    made["requestContext"]["timeEpoch"] = round(at.timestamp() * 1000)
    made["headers"] |= {name.lower(): value for name, value in (headers or {}).items()}
    if query:
        made |= {"queryStringParameters": dict(query), "rawQueryString": urlencode(query)}
    if body is not None:
        made["body"] = body
    return made | more


def post_json(path: str, body: Any, *, key: str | None = None, headers: Mapping[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """A POST of JSON. body: an object, or text that is sent as it is."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    head = {"content-type": "application/json"} | ({"idempotency-key": key} if key else {}) | dict(headers or {})
    return event("POST", path, text, headers=head, **more)


def post_form(path: str, fields: Any, *, page: bool = True, headers: Mapping[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """A POST of a page's form, as a browser sends it."""
    text = fields if isinstance(fields, str) else urlencode(fields, doseq=True)
    head = {"content-type": "application/x-www-form-urlencoded"} | ({"accept": "text/html,*/*;q=0.8"} if page else {})
    return event("POST", path, text, headers=head | dict(headers or {}), **more)


def complaint(**changes: Any) -> dict[str, Any]:
    """A complaint as a client sends it; a change to None leaves the field out."""
    plain = {
        "matter": MATTER,
        "consent": edition(),
        "category": "elevator",
        "sub_issue": "out_of_service",
        "building": "b3",
        "name": "王芳",
        "phone": "13800138000",
        "email": "wang@example.com",
    }
    return {name: value for name, value in (plain | changes).items() if value is not None}


def edition() -> str:
    """The consent text of today."""
    return load_policy().consents["service"].edition


def solved(challenge: str) -> str:
    """The work that a challenge asks for, done."""
    bits, start = int(challenge.split(".")[1]), sha256(f"{challenge}.".encode())
    for number in count():
        tried = start.copy()
        tried.update(str(number).encode())
        if int.from_bytes(tried.digest()[:8], "big") >> (64 - bits) == 0:
            return f"{challenge}.{number}"
    raise AssertionError("numbers do not end")
