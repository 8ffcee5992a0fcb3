"""The desk on how long a case is kept: held for a court with a reason that colleagues read, and let go again."""

from entry.conftest import Ask
from entry.people import CONFID, DESK, MANAGER, do, get

QUALITY, COMPANY = "gu.ning", "wei.lan"
REASON = "业主已向法院起诉，案号待补"


def flags(desk: Ask, number: str) -> list[str]:
    return [flag["code"] for flag in get(desk, QUALITY, f"cases/{number}").json["flags"]]


def test_a_case_is_held_and_let_go_and_the_reason_stands_in_the_timeline(desk: Ask, number: str) -> None:
    assert "legal" not in flags(desk, number)
    held = do(desk, QUALITY, number, "hold-case", {"version": 1, "reason": REASON})
    assert (held.status, held.json["state"]) == (200, "RECEIVED"), held.text
    assert "legal" in flags(desk, number)
    row = held.json["timeline"][-1]
    assert (row["type"], row["words"], row["by"]) == ("CaseHeld", REASON, QUALITY)
    again = do(desk, COMPANY, number, "hold-case", {"version": 2, "reason": REASON})
    assert (again.status, again.code) == (409, "held_already")
    free = do(desk, COMPANY, number, "release-hold", {"version": 2, "reason": "已经撤诉"})
    assert (free.status, free.json["timeline"][-1]["words"]) == (200, "已经撤诉"), free.text
    assert "legal" not in flags(desk, number)


def test_only_quality_company_and_confid_may(desk: Ask, number: str) -> None:
    for who in (DESK, MANAGER):
        assert do(desk, who, number, "hold-case", {"version": 1, "reason": REASON}).code == "not_yours"
        assert not [one for one in get(desk, who, f"cases/{number}").json["actions"] if one["command"] in {"hold-case", "release-hold"}]
    offered = {one["command"]: one for one in get(desk, CONFID, f"cases/{number}").json["actions"]}
    assert (offered["hold-case"]["open"], offered["release-hold"]["why"]["code"]) == (True, "not_held")
    assert [field["name"] for field in offered["hold-case"]["fields"]] == ["reason"]


def test_nothing_is_held_without_a_reason(desk: Ask, number: str) -> None:
    said = do(desk, QUALITY, number, "hold-case", {"version": 1, "reason": " "})
    assert (said.status, said.code, said.json["field"]) == (400, "field_required", "reason")


def test_a_guarded_case_is_held_by_the_confidential_officer_alone(desk: Ask, guarded: str) -> None:
    assert do(desk, QUALITY, guarded, "hold-case", {"version": 1, "reason": REASON}).status == 404
    assert do(desk, CONFID, guarded, "hold-case", {"version": 1, "reason": REASON}).status == 200
