"""The desk's forms for acceptance and contacts: what each asks for and how it is read."""

from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, register, someone, staff, triage
from entry.conftest import Ask
from entry.doors import post_json
from entry.people import DESK, do, get, receipt
from huiyin.core.commands import AcceptCase, LogArrival, LogContact, ReportMadeSafe
from huiyin.core.decide import why_not
from huiyin.core.errors import NotUnderstood
from huiyin.entry.actions.work import WORK
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

BY_COMMAND = {one.command: one for one in WORK}


def read(command: str, body: dict[str, Any], policy: Policy) -> Any:
    fields = Fields(Body(values=body, form=False))
    ask = BY_COMMAND[command].read(fields, someone(policy, "handler", "repairs"), policy)
    fields.nothing_else()
    return ask


def test_a_contact_is_read_as_it_was_made(policy: Policy) -> None:
    way = next(iter(policy.contact_ways))
    ask = read("log-contact", {"way": way, "outcome": "tried", "note": "无人接听"}, policy)
    assert ask == LogContact(by=ask.by, way=way, reached=False, note="无人接听")
    ask = read("log-contact", {"way": way, "outcome": "reached", "note": "已谈", "wish": "快修", "convenient": "晚上"}, policy)
    assert (ask.reached, ask.wish, ask.convenient) == (True, "快修", "晚上")


def test_the_declaration_is_made_by_ticking(policy: Policy) -> None:
    assert read("accept-case", {"no_interest": True}, policy) == AcceptCase(by=someone(policy, "handler", "repairs"), no_interest=True)
    assert read("accept-case", {}, policy).no_interest is False


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"outcome": "tried", "note": "好"}, "way"),
        ({"way": "phone", "note": "好"}, "outcome"),
        ({"way": "phone", "outcome": "tried"}, "note"),
    ],
)
def test_a_contact_says_how_whether_and_what(policy: Policy, body: dict[str, Any], field: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read("log-contact", body, policy)
    assert refusal.value.field == field


def test_only_the_handler_finds_acceptance_open(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    accept = BY_COMMAND["accept-case"]
    for code, is_open in (("li.wei", True), ("zhao.gang", False)):
        actor = staff(policy, code)
        assert (why_not(case, accept.example(case, actor, policy), policy, MONDAY_9AM) is None) is is_open


def test_an_arrival_is_noted_now_or_as_it_was(policy: Policy) -> None:
    by = someone(policy, "handler", "repairs")
    assert read("log-arrival", {}, policy) == LogArrival(by=by)
    said = read("log-arrival", {"arrived_at": "2026-11-23 09:20", "note": "已到三栋"}, policy)
    assert said == LogArrival(by=by, arrived_at=MONDAY_9AM + timedelta(minutes=20), note="已到三栋")


def test_whoever_made_it_safe_says_how(policy: Policy) -> None:
    assert read("report-made-safe", {"note": "已断电"}, policy) == ReportMadeSafe(by=someone(policy, "handler", "repairs"), note="已断电")
    with pytest.raises(NotUnderstood) as refusal:
        read("report-made-safe", {}, policy)
    assert refusal.value.field == "note"


def test_a_visit_is_agreed_moved_and_told_to_the_owner(desk: Ask, owners: Ask) -> None:
    given = receipt(owners)
    number = given["number"]
    said = do(desk, DESK, number, "agree-appointment", {"version": 1, "visit_at": "2026-11-24T10:00", "note": "业主上午在家"})
    assert (said.status, said.json["state"]) == (200, "RECEIVED"), said.text
    row = said.json["timeline"][-1]
    assert (row["title"]["zh"], row["words"]) == ("已约定上门时间：11 月 24 日（周二）10:00", "业主上午在家")
    fields = {one["command"]: one["fields"] for one in get(desk, DESK, f"cases/{number}").json["actions"]}["agree-appointment"]
    assert [field["name"] for field in fields] == ["visit_at", "why_moved", "note"]
    moved = {"version": 2, "visit_at": "2026-11-25T10:00", "why_moved": "owner_asked", "note": "业主要出差"}
    assert do(desk, DESK, number, "agree-appointment", {**moved, "why_moved": ""}).json["field"] == "why_moved"
    assert do(desk, DESK, number, "agree-appointment", moved).status == 200
    seen = owners(post_json("/api/track", {"number": number, "code": given["code"]})).json["timeline"][-1]
    assert (seen["title"]["en"], seen["words"]) == (
        "The visit is moved to 10:00 on Wednesday 25 November (The owner asked for it)",
        None,
    )


def test_two_people_give_an_owner_one_contact_person_and_he_objects(desk: Ask, owners: Ask) -> None:
    given = receipt(owners)
    number = given["number"]
    asked = {"contact_person": "fang.yuan", "reason": "连日在电话里辱骂"}
    assert do(desk, DESK, number, "limit-contact", {"version": 1, **asked}).status == 200
    assert do(desk, DESK, number, "limit-contact", {"version": 2, **asked}).code == "four_eyes"
    said = do(desk, "he.min", number, "limit-contact", {"version": 2, **asked})
    assert (said.status, said.json["timeline"][-1]["words"]) == (200, "连日在电话里辱骂"), said.text
    call = {"version": 3, "way": "phone", "outcome": "reached", "note": "已联系"}
    assert do(desk, DESK, number, "log-contact", call).code == "one_contact_person"
    lookup = {"number": number, "code": given["code"]}
    told = owners(post_json("/api/owner/object-limit", {**lookup, "grounds": "我没有骂人"}, key="key-of-the-objection"))
    assert told.status == 200, told.text
    assert [row["type"] for row in told.json["timeline"][-2:]] == ["ContactLimited", "LimitObjected"]
    assert told.json["timeline"][-2]["words"] is None
    lifted = do(desk, "gu.ning", number, "lift-limit", {"version": 4, "reason": "双方误会"})
    assert lifted.status == 200, lifted.text
    assert do(desk, DESK, number, "log-contact", {**call, "version": 5}).status == 200
