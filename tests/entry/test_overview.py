"""The overview: who sees it, what it counts, and that nobody learns from a number what his lists do not show."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import complaint, event, post_json
from entry.people import CONFID, DESK, HANDLER, MANAGER, TRIAGE, TRIAGED, do, taken_to
from entry.tokens import bearer
from huiyin.policy import load_policy, put_in_force

LEAD, COMPANY, DUTY_MANAGER = "zhao.gang", "wei.lan", "luo.han"
LATER = MONDAY_9AM + timedelta(hours=3)


def told(desk: Ask, who: str, at: Any = LATER) -> Any:
    said = desk(event("GET", "/api/desk/overview", headers=bearer(who, at), at=at))
    assert said.status == 200, said.text
    return said.json


def now(found: Any) -> dict[str, int]:
    return {one["code"]: one["count"] for one in found["now"]}


def by(rows: list[dict[str, Any]], name: str) -> dict[str, int]:
    return {row[name]: row["open"] for row in rows if row["open"]}


def report(owners: Ask, n: int, **changes: Any) -> str:
    said = owners(post_json("/api/complaints", complaint(**changes), key=f"key-of-overview-test-{n:04d}"))
    assert said.status == 201, said.text
    return str(said.json["number"])


def test_whoever_answers_for_the_work_of_others_sees_it_and_nobody_else(desk: Ask) -> None:
    for code, one in load_policy().departments.staff.items():
        said = desk(event("GET", "/api/desk/overview", headers=bearer(code)))
        overseer = bool({"manager", "duty_manager", "company", "dept_lead"} & set(one.roles))
        assert said.status == (200 if overseer else 404), code
        me = desk(event("GET", "/api/desk/me", headers=bearer(code))).json
        assert ("overview" in me["may"]) == overseer, code
    assert desk(event("GET", "/api/desk/overview")).status == 401
    asked = desk(event("GET", "/api/desk/overview", headers=bearer(MANAGER), query={"department": "repairs"}))
    assert (asked.status, asked.code) == (400, "unknown_field")


def test_an_empty_house_has_nothing_to_tell_but_who_is_free(desk: Ask) -> None:
    found = told(desk, MANAGER)
    assert set(now(found).values()) == {0}
    assert (found["stages"], found["departments"], found["more"]) == ([], [], False)
    assert {row["handler"] for row in found["handlers"]} >= {HANDLER, "wu.lei", "xu.ming"}
    assert all(row["open"] == 0 and row["longest_min"] is None for row in found["handlers"])


def test_the_estate_is_counted_case_by_case(desk: Ask, owners: Ask) -> None:
    taken = report(owners, 1)
    taken_to(desk, taken, accepted=True)
    report(owners, 2, building="b1")
    report(owners, 3, danger=True)
    found = told(desk, MANAGER)
    # By three hours later the first contact of all three is late: of a lift in two hours, of a danger in half an hour.
    assert now(found) == {"P1": 1, "P2": 2, "overdue": 3, "due_today": 0, "in_review": 0, "unassigned": 2, "open": 3, "approvals": 0}
    assert by(found["handlers"], "handler") == {HANDLER: 1}
    assert found["handlers"][0]["handler_words"] == {"zh": "李伟", "en": "Li Wei"}
    assert by(found["ages"], "age") == {"0-1": 3}
    assert by(found["stages"], "state") == {"RECEIVED": 2, "INVESTIGATING": 1}
    assert by(found["departments"], "department") == {"-": 2, "repairs": 1}
    (received, _) = found["stages"]
    assert (received["median_min"], received["longest_min"]) == (180, 180)
    assert received["longest_words"] == {"zh": "3 小时", "en": "3 h"}
    assert now(told(desk, MANAGER, MONDAY_9AM))["due_today"] == 3


def test_waiting_is_counted_from_the_last_hand_over(desk: Ask, number: str) -> None:
    registered = MONDAY_9AM + timedelta(hours=1)
    headers = {"headers": bearer(DESK, registered), "at": registered}
    assert do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "called_back"}, **headers).status == 200
    assert [(one["state"], one["median_min"]) for one in told(desk, MANAGER)["stages"]] == [("REGISTERED", 120)]
    triaged = MONDAY_9AM + timedelta(hours=2)
    headers = {"headers": bearer(TRIAGE, triaged), "at": triaged}
    assert do(desk, TRIAGE, number, "triage-case", {"version": 2, **TRIAGED, "handler": HANDLER}, **headers).status == 200
    # A note moves nothing.
    noted = MONDAY_9AM + timedelta(minutes=150)
    headers = {"headers": bearer(DESK, noted), "at": noted}
    assert do(desk, DESK, number, "add-fact", {"version": 3, "note": "业主来电补充"}, **headers).status == 200
    found = told(desk, MANAGER)
    assert [(one["state"], one["longest_min"]) for one in found["stages"]] == [("TRIAGED", 60)]
    assert [(one["department"], one["longest_min"]) for one in found["departments"]] == [("repairs", 60)]


def test_a_guarded_case_is_counted_nowhere_and_for_nobody(desk: Ask, owners: Ask, guarded: str) -> None:
    empty = {who: told(desk, who) for who in (DUTY_MANAGER, MANAGER, COMPANY, LEAD)}
    for found in empty.values():
        assert set(now(found).values()) == {0}
        assert all(row["open"] == 0 for part in ("handlers", "ages", "stages", "departments") for row in found[part])
    # Also once a confidential officer works on it: not a number changes.
    assert do(desk, CONFID, guarded, "register-case", {"version": 1, "identity_check": "called_back"}).status == 200
    for who, found in empty.items():
        assert told(desk, who) == found


def test_a_head_of_department_sees_his_department_alone(desk: Ask, owners: Ask) -> None:
    taken_to(desk, report(owners, 1))
    report(owners, 2, building="b1")
    found = told(desk, LEAD)
    assert found["department"] == "repairs"
    assert now(found)["open"] == 1
    assert {row["department_words"]["en"] for row in found["handlers"]} == {found["department_words"]["en"]}
    assert all(one["list"].get("department") == "repairs" for one in found["now"] if one["code"] != "approvals")
    # He is triage as well, and sees more in lists: as head he answers for his own department.
    assert now(told(desk, TRIAGE))["open"] == 0


def test_the_page_holds_no_word_of_an_owner(desk: Ask, owners: Ask) -> None:
    number = report(owners, 1, name="欧阳金丝雀", matter="金丝雀困在电梯里", spot="金丝雀门口")
    said = desk(event("GET", "/api/desk/overview", headers=bearer(MANAGER))).text
    assert "金丝雀" not in said
    assert number not in said


def test_whoever_works_in_one_community_finds_the_cases_of_another_nowhere(owners: Ask, desk: Ask) -> None:
    policy = load_policy()
    other = {"north": replace(policy.communities["yunjin"])}
    people = {code: replace(one, communities=("yunjin",)) if code == MANAGER else one for code, one in policy.departments.staff.items()}
    scoped = replace(policy, communities={**policy.communities, **other}, departments=replace(policy.departments, staff=people))
    # The door reads at its first request what is in force; from then on it is this.
    here = report(owners, 1)
    put_in_force(scoped)
    try:
        there = report(owners, 2, community="north")
        assert (now(told(desk, "wei.lan"))["open"], now(told(desk, MANAGER))["open"]) == (2, 1)
        for view in ("all", "to-accept", "approvals"):
            said = desk(event("GET", "/api/desk/cases", headers=bearer(MANAGER), query={"view": view}))
            assert there not in said.text
            assert (here in said.text) == (view != "approvals")
        found = desk(event("GET", "/api/desk/cases", headers=bearer(MANAGER), query={"view": "all", "ending": there[-4:]})).json
        assert there not in str(found)
        assert here not in str(found)
        not_there = f"{there[:-8]}00000000"
        answers = [desk(event("GET", f"/api/desk/cases/{one}", headers=bearer(MANAGER))) for one in (there, not_there)]
        assert [one.status for one in answers] == [404, 404]
        assert answers[0].text == answers[1].text
        assert desk(event("GET", f"/api/desk/cases/{there}", headers=bearer("wei.lan"))).status == 200
    finally:
        put_in_force(None)
