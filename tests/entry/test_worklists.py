"""Lists of the desk: what each person sees, what is due, what goes on."""

from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, staff
from entry.actions.test_planning import PLAN, STEP
from entry.conftest import Ask
from entry.doors import complaint, event, post_json
from entry.people import CONFID, DESK, HANDLER, MANAGER, OTHER, TRIAGE, do, get, taken_to
from entry.tokens import bearer
from huiyin.casework import note_return
from huiyin.core.case import case_id_of
from huiyin.core.commands import Actor
from huiyin.core.lifecycle import STAFF
from huiyin.entry import wiring
from huiyin.entry.list_filters import Narrowed
from huiyin.entry.worklists import VIEWS, page_of, rows_of
from huiyin.policy import load_policy


def test_a_guarded_case_is_on_no_list_but_that_of_the_confidential_officer(desk: Ask, guarded: str) -> None:
    for who in (DESK, TRIAGE, HANDLER, MANAGER, "wei.lan", "luo.han", "gu.ning"):
        for view in ("to-accept", "all", "overdue", "due-today"):
            assert get(desk, who, "cases", view=view).json["items"] == []
    (row,) = get(desk, CONFID, "cases", view="to-accept").json["items"]
    assert row["number"] == guarded
    assert [one["code"] for one in get(desk, CONFID, f"cases/{guarded}").json["flags"]] == ["sensitive"]


def test_lists_show_what_is_due_and_overdue(desk: Ask, number: str) -> None:
    def numbers(view: str, hours: int) -> list[str]:
        at = MONDAY_9AM + timedelta(hours=hours)
        said = desk(event("GET", "/api/desk/cases", headers=bearer(DESK, at), query={"view": view}, at=at))
        return [row["number"] for row in said.json["items"]]

    assert numbers("due-today", 1) == [number]
    assert numbers("overdue", 1) == []
    assert numbers("due-today", 3) == []
    assert numbers("overdue", 3) == [number]


def test_words_of_danger_are_marked_on_the_list_before_anybody_opened_the_case(desk: Ask, owners: Ask) -> None:
    said = {
        owners(post_json("/api/complaints", complaint(matter=matter), key=f"key-of-danger-test-{n}")).json["number"]: marked
        for n, (matter, marked) in enumerate([("二号梯有人被困，按铃没有人应。", True), ("楼道灯不亮。", False)])
    }
    rows = get(desk, DESK, "cases", view="to-accept").json["items"]
    assert {row["number"]: row["danger"] for row in rows} == said


def test_a_list_goes_on_page_by_page(desk: Ask, owners: Ask) -> None:
    sent = {owners(post_json("/api/complaints", complaint(), key=f"key-of-page-test-{n:04d}")).json["number"] for n in range(53)}
    first = get(desk, DESK, "cases", view="all").json
    assert len(first["items"]) == 50
    second = get(desk, DESK, "cases", view="all", cursor=first["next"]).json
    assert second["next"] is None
    assert {row["number"] for row in (*first["items"], *second["items"])} == sent


@pytest.mark.parametrize(
    ("query", "code"),
    [
        pytest.param({"cursor": "x" * 40}, "cursor_invalid", id="S15-cursor"),
        pytest.param({"view": "secrets"}, "unknown_word", id="view"),
        pytest.param({"state": "received"}, "unknown_word", id="state"),
        pytest.param({"department": "moon"}, "unknown_word", id="department"),
        pytest.param({"limit": "-1"}, "unknown_field", id="S15-limit"),
        pytest.param({"view": "mine,all"}, "unknown_word", id="two-views"),
    ],
)
def test_a_list_is_asked_for_in_known_words(desk: Ask, query: dict[str, str], code: str) -> None:
    said = get(desk, DESK, "cases", **query)
    assert (said.status, said.code) == (400, code)


def caseworkers() -> list[str]:
    return [code for code, one in load_policy().departments.staff.items() if set(one.roles) & set(STAFF)]


def numbers(desk: Ask, who: str, view: str, **query: str) -> list[str]:
    return [row["number"] for row in get(desk, who, "cases", view=view, **query).json["items"]]


def test_what_waits_for_a_persons_word_is_on_his_list_until_he_has_said_it(desk: Ask, number: str) -> None:
    said = do(desk, DESK, number, "decline-case", {"version": 1, "agree": "agreed", "reason": "not_ours", "text": "由供电公司负责。"})
    assert said.status == 200, said.text
    asked = {who for who in caseworkers() if number in numbers(desk, who, "approvals")}
    assert asked == {MANAGER, "wei.lan", "ren.jun"}
    # It stays on the lists of those who look after it.
    assert numbers(desk, DESK, "to-accept") == numbers(desk, DESK, "all") == [number]
    assert do(desk, MANAGER, number, "decline-case", {"version": 2, "agree": "refused", "text": "请再核实。"}).status == 200
    assert numbers(desk, MANAGER, "approvals") == []
    assert numbers(desk, DESK, "to-accept") == [number]


def test_a_plan_is_on_the_lists_of_its_signers_its_department_and_its_handler_but_awaits_its_author_nowhere(desk: Ask, number: str) -> None:
    taken_to(desk, number, accepted=True)
    later = (MONDAY_9AM + timedelta(hours=9)).isoformat()
    plan = {**PLAN, "finish_due": later, "tasks": [{**STEP, "due": later}], "resources": []}
    said = do(desk, HANDLER, number, "submit-plan", {"version": 4, **plan})
    assert said.status == 200, said.text
    assert said.json["state"] == "PLAN_REVIEW"
    asked = {who for who in caseworkers() if number in numbers(desk, who, "approvals")}
    assert asked
    assert HANDLER not in asked
    for who in asked:
        (action,) = (one for one in get(desk, who, f"cases/{number}").json["actions"] if one["command"] == "approve-plan")
        assert action["open"], who
    assert numbers(desk, HANDLER, "mine") == numbers(desk, "zhao.gang", "department") == numbers(desk, DESK, "all") == [number]
    assert numbers(desk, "wu.lei", "mine") == []


def test_a_case_that_another_department_leads_is_on_the_lists_of_whoever_takes_part(desk: Ask, number: str) -> None:
    taken_to(desk, number, accepted=True)
    later = (MONDAY_9AM + timedelta(hours=9)).isoformat()
    theirs = {**STEP, "words": "清理机房", "department": "environment", "assignee": "ma.hui", "due": later}
    plan = {**PLAN, "finish_due": later, "tasks": [{**STEP, "due": later}, theirs], "resources": []}
    assert do(desk, HANDLER, number, "submit-plan", {"version": 4, **plan}).status == 200
    assert numbers(desk, "tang.li", "approvals") == [number]
    assert numbers(desk, "ma.hui", "mine") == []
    back = do(desk, "tang.li", number, "return-plan", {"version": 5, "reasons": "周五以前没有人手。"})
    assert back.json["plan"]["returned"] == "周五以前没有人手。"
    assert do(desk, HANDLER, number, "submit-plan", {"version": 6, **plan}).status == 200
    for n, who in enumerate(numbers_of_signers(desk, number), start=7):
        digest = get(desk, who, f"cases/{number}").json["plan"]["digest"]
        signed = do(desk, who, number, "approve-plan", {"version": n, "digest": digest, "no_interest": True})
        assert signed.status == 200, signed.text
    assert signed.json["state"] == "EXECUTING"
    for view in ("mine", "department", "all"):
        assert numbers(desk, "ma.hui", view) == [number], view
    assert numbers(desk, "tang.li", "department") == numbers(desk, HANDLER, "mine") == numbers(desk, "zhao.gang", "department") == [number]
    for view in ("to-accept", "overdue", "due-today"):
        assert numbers(desk, "tang.li", view) == numbers(desk, "ma.hui", view) == [], view
    for view in VIEWS:
        assert numbers(desk, "cao.jie", view) == numbers(desk, "deng.yan", view) == [], view
    mine = {one["command"] for one in get(desk, "ma.hui", f"cases/{number}").json["actions"] if one["open"]}
    assert "finish-task" in mine
    assert not mine & {"report-done", "change-plan", "add-task", "extend-date", "evaluate-plan"}


def numbers_of_signers(desk: Ask, number: str) -> list[str]:
    """One person for each signature that the plan waits for: what a lift asks for is signed by the manager, quality and the head."""
    missing = get(desk, HANDLER, f"cases/{number}").json["plan"]["missing"]
    signers = {"部门负责人": "zhao.gang", "项目经理": "jiang.bo", "品质／合规": "gu.ning", "品质": "gu.ning"}
    return [signers.get(row["zh"], "tang.li") for row in missing]


def test_whoever_is_to_be_phoned_is_on_one_list_of_the_desk_and_stays_on_those_of_whoever_handles_it(desk: Ask, number: str) -> None:
    taken_to(desk, number, accepted=True)
    policy, store = load_policy(), wiring.case_store()
    why = {"event": 1, "letter": "complaint-received", "why": "bounced"}
    assert note_return(case_id_of(number), **why, store=store, policy=policy, now=MONDAY_9AM)
    for who, view in ((DESK, "to-call"), (HANDLER, "to-call"), (HANDLER, "mine"), ("zhao.gang", "department"), (TRIAGE, "all")):
        assert numbers(desk, who, view) == [number], (who, view)
    assert numbers(desk, OTHER, "to-call") == []


def test_a_guarded_decision_is_shown_to_whom_it_waits_for_alone(desk: Ask, guarded: str) -> None:
    body = {"version": 1, "agree": "agreed", "reason": "not_ours", "text": "由公安机关处理。"}
    said = do(desk, CONFID, guarded, "decline-case", body)
    assert said.status == 200, said.text
    found = {who for who in caseworkers() for view in VIEWS if guarded in numbers(desk, who, view)}
    assert found == {CONFID, "qin.yue"}
    assert numbers(desk, CONFID, "approvals") == []
    assert numbers(desk, "qin.yue", "approvals") == [guarded]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ({"category": "elevator"}, {"category": "noise"}),
        ({"priority": "P2"}, {"priority": "P4"}),
        ({"level": "general"}, {"level": "major"}),
        ({"assignee": HANDLER}, {"assignee": "wu.lei"}),
        ({"department": "repairs", "state": "TRIAGED"}, {"department": "repairs", "state": "RECEIVED"}),
    ],
)
def test_every_filter_keeps_what_it_names_and_nothing_else(desk: Ask, number: str, right: dict[str, str], wrong: dict[str, str]) -> None:
    taken_to(desk, number)
    (row,) = get(desk, DESK, "cases", view="all").json["items"]
    assert right.get("priority", row["priority"]) == row["priority"]
    assert numbers(desk, DESK, "all", building=row["building"], **right) == [number]
    assert numbers(desk, DESK, "all", **wrong) == []


def test_every_row_of_a_view_can_be_taken_at_once(desk: Ask, owners: Ask) -> None:
    sent = {owners(post_json("/api/complaints", complaint(), key=f"key-of-rows-test-{n:04d}")).json["number"] for n in range(53)}
    policy = load_policy()
    told: dict[str, Any] = {"store": wiring.case_store(), "policy": policy, "now": MONDAY_9AM}
    assert {row.number for row in rows_of(staff(policy, DESK), "all", **told)} == sent
    assert list(rows_of(staff(policy, HANDLER), "all", **told)) == []
    assert list(rows_of(staff(policy, DESK), "all", narrowed=Narrowed(state="CLOSED"), **told)) == []
    accused = Actor(code="li.wei", roles=frozenset({"admin"}))
    assert page_of(accused, "all", **told).rows == ()


def test_a_list_can_be_narrowed(desk: Ask, number: str) -> None:
    assert get(desk, DESK, "cases", view="all", state="RECEIVED").json["items"] != []
    assert get(desk, DESK, "cases", view="all", state="TRIAGED").json["items"] == []
    taken_to(desk, number)
    assert get(desk, MANAGER, "cases", view="all", department="repairs").json["items"] != []
    assert get(desk, MANAGER, "cases", view="all", department="finance").json["items"] == []
    assert [row["number"] for row in get(desk, "zhao.gang", "cases", view="department").json["items"]] == [number]
    assert get(desk, "wu.lei", "cases", view="to-accept").json["items"] == []
