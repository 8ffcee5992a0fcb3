"""The desk's forms for hearings, visits and checks on site: what each asks for, how it is read, and to whom it is open."""

from dataclasses import replace
from typing import Any

import pytest

from builders import MONDAY_9AM, someone, staff
from core.working import done, lamp
from huiyin.core.case import Case
from huiyin.core.commands import Actor, LogJointCheck, LogVisit, RecordHearing
from huiyin.core.errors import NotUnderstood
from huiyin.entry.actions import actions
from huiyin.entry.actions.checks import CHECKS
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

BY_COMMAND = {one.command: one for one in CHECKS}


def read(command: str, body: dict[str, Any], policy: Policy) -> Any:
    fields = Fields(Body(values=body, form=False))
    ask = BY_COMMAND[command].read(fields, someone(policy, "quality"), policy)
    fields.nothing_else()
    return ask


def offered(case: Case, actor: Actor, policy: Policy) -> dict[str, Any]:
    return {one["command"]: one for one in actions(case, actor, policy, MONDAY_9AM)}


def test_what_was_sent_becomes_the_command(policy: Policy) -> None:
    by = someone(policy, "quality")
    heard = read("record-hearing", {"heard_person": "jiang.bo", "hearing": "stated", "statement": "我不在"}, policy)
    assert heard == RecordHearing(by=by, person="jiang.bo", outcome="stated", statement="我不在")
    assert read("log-visit", {"visit": "met", "note": "灯亮"}, policy) == LogVisit(by=by, outcome="met", note="灯亮")
    checked = read("log-joint-check", {"witness": "李女士", "note": "灯亮"}, policy)
    assert checked == LogJointCheck(by=by, witness="李女士", note="灯亮")


@pytest.mark.parametrize(
    ("command", "body", "field"),
    [
        ("record-hearing", {"hearing": "stated", "statement": "好"}, "heard_person"),
        ("record-hearing", {"heard_person": "nobody", "hearing": "stated", "statement": "好"}, "heard_person"),
        ("record-hearing", {"heard_person": "jiang.bo", "hearing": "maybe", "statement": "好"}, "hearing"),
        ("record-hearing", {"heard_person": "jiang.bo", "hearing": "stated"}, "statement"),
        ("log-visit", {"note": "好"}, "visit"),
        ("log-visit", {"visit": "met"}, "note"),
        ("log-joint-check", {"note": "好"}, "witness"),
        ("log-joint-check", {"witness": "李女士"}, "note"),
    ],
)
def test_a_form_is_held_to_its_fields_and_words(policy: Policy, command: str, body: dict[str, Any], field: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read(command, body, policy)
    assert refusal.value.field == field


def test_a_hearing_is_offered_where_somebody_is_accused_and_names_nobody_else(policy: Policy) -> None:
    quality = staff(policy, "shen.yu")
    assert offered(lamp(policy), quality, policy)["record-hearing"]["why"]["code"] == "nobody_accused"
    hearing = offered(replace(lamp(policy), accused=("jiang.bo", "environment")), quality, policy)["record-hearing"]
    assert hearing["open"]
    assert [one["value"] for one in hearing["fields"][0]["choices"]] == ["jiang.bo"]


def test_an_answer_stays_open_at_the_desk_while_a_hearing_is_missing_for_it_may_say_not_upheld(policy: Policy) -> None:
    case = replace(done(policy), accused=("jiang.bo",))
    assert offered(case, someone(policy, "triage"), policy)["release-answer"]["open"]


def test_a_missing_visit_closes_the_answer_with_its_reason(policy: Policy) -> None:
    case = done(policy).handled(disputes=2)
    assert offered(case, someone(policy, "triage"), policy)["release-answer"]["why"]["code"] == "visit_missing"
