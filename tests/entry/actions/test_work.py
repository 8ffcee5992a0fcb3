"""The desk's forms for acceptance and contacts: what each asks for and how it is read."""

from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, register, someone, staff, triage
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
