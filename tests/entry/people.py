"""The people of the tests, and how they ask."""

from typing import Any

from entry.conftest import Ask
from entry.doors import KEY, complaint, event, post_json
from entry.tokens import bearer

DESK, TRIAGE, HANDLER, OTHER, CONFID, MANAGER = "lin.jing", "he.min", "li.wei", "ma.hui", "ye.qing", "jiang.bo"
TRIAGED = {"category": "elevator", "sub_issue": "out_of_service", "severity": 3, "urgency": 3, "level": "general", "lead": "repairs"}


def get(desk: Ask, who: str, path: str, **query: str) -> Any:
    return desk(event("GET", f"/api/desk/{path}", headers=bearer(who), query=query))


def do(desk: Ask, who: str, number: str, command: str, body: dict[str, Any], **more: Any) -> Any:
    return desk(post_json(f"/api/desk/cases/{number}/{command}", body, headers=bearer(who) | more.pop("headers", {}), **more))


def taken_to(desk: Ask, number: str, *, accepted: bool = False) -> None:
    assert do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "called_back"}).status == 200
    assert do(desk, TRIAGE, number, "triage-case", {"version": 2, **TRIAGED, "handler": HANDLER}).status == 200
    if accepted:
        assert do(desk, HANDLER, number, "accept-case", {"version": 3, "no_interest": True}).status == 200


def receipt(owners: Ask, **changes: Any) -> dict[str, Any]:
    said = owners(post_json("/api/complaints", complaint(**changes), key=KEY))
    assert said.status == 201, said.text
    return dict(said.json)
