"""People of the estate and its staff as tests need them: they speak HTTP to a running stack, as a browser would."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

Json = dict[str, Any]
EDITION = "2026.11"


@dataclass(frozen=True)
class Reply:
    """An answer of a door."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self) -> Json:
        """The body as JSON."""
        answer: Json = json.loads(self.body)
        return answer


def send(url: str, body: Json | bytes | None = None, *, method: str | None = None, **headers: str) -> Reply:
    """One request; a refusal is an answer like any other. Header names with underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    data = json.dumps(body).encode() if isinstance(body, dict) else body
    if isinstance(body, dict):
        named.setdefault("content-type", "application/json")
    request = Request(url, data=data, method=method or ("GET" if data is None else "POST"), headers=named)
    try:
        with urlopen(request, timeout=30) as answer:
            return Reply(answer.status, dict(answer.headers), answer.read())
    except HTTPError as refusal:
        with refusal:
            return Reply(refusal.code, dict(refusal.headers), refusal.read())


def a_report(**changes: Any) -> Json:
    """What the form sends for an ordinary complaint."""
    plain: Json = {
        "matter": "二号梯这周停了三次，老人上下楼很不方便。",
        "wish": "请尽快彻底检修。",
        "consent": EDITION,
        "category": "elevator",
        "sub_issue": "out_of_service",
        "building": "b3",
        "unit": "3-1-802",
        "name": "王芳",
        "phone": "138 0013 8000",
        "email": "wang.fang@example.com",
        "no_evidence": True,
        "language": "zh",
    }
    return {name: value for name, value in (plain | changes).items() if value is not None}


class Owner:
    """An owner with a phone: reports, keeps number and code, follows."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.number = ""
        self.code = ""

    def report(self, *, key: str | None = None, **changes: Any) -> Reply:
        """Send the form; keep the receipt."""
        reply = send(f"{self.url}/api/complaints", a_report(**changes), idempotency_key=key or uuid.uuid4().hex)
        if reply.status == 201:
            self.number, self.code = reply.json["number"], reply.json["code"]
        return reply

    @property
    def receipt(self) -> Json:
        """Number and code, as every later request needs them."""
        return {"number": self.number, "code": self.code}

    def track(self) -> Json:
        """The case as its owner sees it."""
        return send(f"{self.url}/api/track", self.receipt).json

    def act(self, name: str, **more: Any) -> Reply:
        """One of the owner's acts."""
        return send(f"{self.url}/api/owner/{name}", self.receipt | more)


class Colleague:
    """A member of staff, signed in."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.token = token

    def get(self, path: str) -> Reply:
        """Something of the desk."""
        return send(f"{self.url}/api/desk/{path}", authorization=f"Bearer {self.token}")

    def case(self, number: str) -> Json:
        """The case as this person sees it."""
        return self.get(f"cases/{number}").json

    def do(self, number: str, command: str, *, key: str | None = None, version: int | None = None, **fields: Any) -> Reply:
        """A command on a case as it stands."""
        body = {"version": self.case(number)["version"] if version is None else version, **fields}
        return send(
            f"{self.url}/api/desk/cases/{number}/{command}",
            body,
            authorization=f"Bearer {self.token}",
            idempotency_key=key or uuid.uuid4().hex,
        )

    def reveal(self, number: str, **fields: Any) -> Reply:
        """Ask for the owner's identity."""
        return send(f"{self.url}/api/desk/cases/{number}/identity", fields, authorization=f"Bearer {self.token}")
