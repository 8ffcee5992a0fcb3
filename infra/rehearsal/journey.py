"""What is asked of the rehearsed deployment: does a complaint come in, does its letter leave, does its owner find it again."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Json = dict[str, Any]
_LETTER_S = 20.0
_EVENTS = Path(__file__).parents[2] / "tests/events"


class WentWrong(Exception):
    """A step of the journey did not answer as it must; says which and what came instead."""


class Deployed:
    """The HTTP API of a deployed stack, asked as a client would."""

    def __init__(self, url: str, api_id: str) -> None:
        self._url, self._host = url, f"{api_id}.execute-api.localhost"

    def ask(self, path: str, body: Json | None = None, headers: Mapping[str, str] | None = None) -> tuple[int, Json]:
        """Status and JSON of one request; with a body it is posted."""
        sent = None if body is None else json.dumps(body).encode()
        more = {"Host": self._host, "Content-Type": "application/json", "Accept": "application/json", **(headers or {})}
        request = urllib.request.Request(self._url + path, data=sent, headers=more)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read() or b"{}")

    def letters(self) -> list[str]:
        """To whom letters have left so far."""
        with urllib.request.urlopen(f"{self._url}/_ministack/ses/messages", timeout=10) as answer:
            held = json.loads(answer.read())["messages"]
        return [to for messages in held.values() for message in messages for to in message["To"]]


def walk(deployed: Deployed) -> Iterator[str]:
    """One complaint through the deployment, a line for each step. Raises: WentWrong."""
    status, policy = deployed.ask("/api/policy.json")
    _expect("GET /api/policy.json", status, 200, policy)
    yield f"GET /api/policy.json: 200, edition {policy['edition']}"
    (consent,) = [one["edition"] for one in policy["consents"] if one["code"] == "service"]
    complaint = {
        "matter": "三号楼的电梯停了两天。",
        "category": "elevator",
        "building": "b3",
        "email": "owner@example.org",
        "consent": consent,
    }
    key = {"Idempotency-Key": "rehearsal-of-one-complaint"}
    status, receipt = deployed.ask("/api/complaints", complaint, key)
    _expect("POST /api/complaints", status, 201, receipt)
    yield f"POST /api/complaints: 201, {receipt['number']}"
    status, again = deployed.ask("/api/complaints", complaint, key)
    _expect("the same complaint again", (status, again.get("number")), (201, receipt["number"]), again)
    yield "the same complaint again: 201, the same number"
    until = time.monotonic() + _LETTER_S
    while "owner@example.org" not in deployed.letters():
        if time.monotonic() > until:
            raise WentWrong("no letter left to the owner: the stream did not reach FollowUp, or it failed")
        time.sleep(0.2)
    yield f"table stream -> FollowUp -> SES: {len(deployed.letters())} letters left"
    status, found = deployed.ask("/api/track", {"number": receipt["number"], "code": receipt["code"]})
    _expect("POST /api/track", (status, found.get("number")), (200, receipt["number"]), found)
    yield f"POST /api/track: 200, state {found['state']}"
    status, refused = deployed.ask("/api/desk/me")
    _expect("GET /api/desk/me without a token", status, 401, refused)
    yield "GET /api/desk/me without a token: 401"


# Functions on a schedule, and their recorded events.
_SCHEDULED = {
    "SweepDeadlines": "sweep_deadlines",
    "WatchRisk": "watch_risk",
    "SendDigest": "send_digest",
    "WriteReport": "write_report",
    "ArchiveCases": "archive_cases",
}


def clocks(functions: Mapping[str, str], client: Any) -> Iterator[str]:
    """Every function on a schedule, told a moment. functions: logical id -> name. Raises: WentWrong."""
    for name, recorded in _SCHEDULED.items():
        event = (_EVENTS / f"{recorded}.json").read_bytes()
        answer = client.invoke(FunctionName=functions[name], Payload=event)
        said = json.loads(answer["Payload"].read())
        _expect(f"invoke {name}", answer.get("FunctionError"), None, said)
        yield f"invoke {name}: {json.dumps(said, ensure_ascii=False)[:80]}"


def _expect(step: str, found: Any, wanted: Any, said: Json) -> None:
    if found != wanted:
        raise WentWrong(f"{step}: {found} instead of {wanted}: {json.dumps(said, ensure_ascii=False)[:300]}")
