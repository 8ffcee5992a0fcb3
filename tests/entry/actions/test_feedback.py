"""The desk's forms for answers: what each asks for, how it is read, and to whom it is open."""

from typing import Any

import pytest

from builders import MONDAY_9AM, someone, staff
from core.working import answered, closed, dated, disputed, done, lamp, went, working
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, Actor, AskReview, AssignCase, ConcludeWithoutWork, DecideReview, ReleaseAnswer, ReopenCase
from huiyin.core.decide import why_not
from huiyin.core.errors import NotUnderstood
from huiyin.entry.actions import ELSEWHERE
from huiyin.entry.actions.feedback import FEEDBACK
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

BY_COMMAND = {one.command: one for one in FEEDBACK}


def read(command: str, body: dict[str, Any], policy: Policy) -> Any:
    fields = Fields(Body(values=body, form=False))
    ask = BY_COMMAND[command].read(fields, someone(policy, "triage"), policy)
    fields.nothing_else()
    return ask


def names(command: str, case: Case, policy: Policy) -> list[str]:
    return [one["name"] for one in BY_COMMAND[command].fields(case, someone(policy, "triage"), policy)]


def test_each_form_asks_for_every_point(policy: Policy) -> None:
    case = done(policy)
    two = case.handled(points=case.handling.points * 2)
    points = ["finding_1", "wish_1", "finding_2", "wish_2"]
    assert names("release-answer", two, policy) == [*points, "text", "no_interest"]
    assert names("conclude-without-work", two, policy) == [*points, "grounds", "answer"]
    assert names("send-dated-answer", two, policy) == ["finding_1", "finding_2", "until", "text"]


def test_what_was_found_is_offered_to_whoever_checks(policy: Policy) -> None:
    fields = BY_COMMAND["release-answer"].fields(done(policy), someone(policy, "triage"), policy)
    assert [one["value"] for one in fields[:2]] == ["upheld", "met"]


def test_what_was_sent_becomes_the_command(policy: Policy) -> None:
    judged = {"finding_1": "upheld", "wish_1": "met"}
    by = someone(policy, "triage")
    released = read("release-answer", {**judged, "text": "已修复。", "no_interest": True}, policy)
    assert released == ReleaseAnswer(by=by, findings=("upheld",), wishes=("met",), text="已修复。", no_interest=True)
    concluded = read("conclude-without-work", {**judged, "grounds": "正常", "answer": "正常。"}, policy)
    assert concluded == ConcludeWithoutWork(by=by, findings=("upheld",), wishes=("met",), grounds="正常", answer="正常。")
    soon = read("send-dated-answer", {"finding_1": "upheld", "finding_2": "not_ours", "until": "2026-12-01T09:00", "text": "下周"}, policy)
    assert (soon.findings, soon.until.isoformat(), soon.text) == (("upheld", "not_ours"), "2026-12-01T01:00:00+00:00", "下周")
    assert read("assign-case", {"handler": "wu.lei"}, policy) == AssignCase(by=by, handler="wu.lei")
    assert read("decide-review", {"outcome": "upheld", "text": "维持"}, policy) == DecideReview(by=by, outcome="upheld", text="维持")
    assert read("reopen-case", {"grounds": "新情况"}, policy) == ReopenCase(by=by, grounds="新情况")


@pytest.mark.parametrize(
    ("command", "body", "field"),
    [
        ("release-answer", {"finding_1": "upheld", "wish_1": "met", "text": " "}, "text"),
        ("release-answer", {"finding_1": "upheld", "text": "好"}, "wish_1"),
        ("conclude-without-work", {"finding_1": "upheld", "wish_1": "met", "answer": "好"}, "grounds"),
        ("send-dated-answer", {"until": "2026-12-01T09:00", "text": "好"}, "finding_1"),
        ("send-dated-answer", {"finding_1": "upheld", "text": "好"}, "until"),
        ("assign-case", {"handler": "nobody"}, "handler"),
        ("decide-review", {"outcome": "hm", "text": "好"}, "outcome"),
        ("reopen-case", {"grounds": ""}, "grounds"),
        ("reopen-case", {"grounds": "好", "count": 1}, "count"),
    ],
)
def test_a_form_is_held_to_its_fields_and_words(policy: Policy, command: str, body: dict[str, Any], field: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read(command, body, policy)
    assert refusal.value.field == field


def test_whoever_had_it_before_or_has_it_now_is_not_offered(policy: Policy) -> None:
    def people(case: Case) -> set[str]:
        (field,) = BY_COMMAND["assign-case"].fields(case, someone(policy, "triage"), policy)
        return {one["value"] for one in field["choices"]}

    assert "li.wei" not in people(working(policy))
    assert people(disputed(policy, 2)) == {"wu.lei", "zhao.gang", "qian.feng"}


def open_to(case: Case, actor: Actor, policy: Policy) -> set[str]:
    """The forms that stand open to this person now."""
    closed_ones = {one.command: why_not(case, one.example(case, actor, policy), policy, MONDAY_9AM) for one in FEEDBACK}
    return {command for command, refusal in closed_ones.items() if refusal is None}


def test_forms_are_open_when_their_turn_has_come(policy: Policy) -> None:
    handler, checker, company = someone(policy, "handler", "repairs"), someone(policy, "triage"), staff(policy, "wei.lan")
    assert open_to(lamp(policy), handler, policy) == {"conclude-without-work"}
    assert open_to(working(policy), handler, policy) == {"send-dated-answer"}
    assert open_to(working(policy), checker, policy) == {"assign-case"}
    drafted = went(working(policy), policy, dated(policy))
    assert open_to(drafted, checker, policy) == {"assign-case", "send-dated-answer"}
    assert open_to(done(policy), handler, policy) == set()
    assert open_to(done(policy), checker, policy) == {"release-answer", "assign-case"}
    assert open_to(closed(policy), checker, policy) == {"reopen-case"}
    asked = went(answered(policy), policy, AskReview(by=OWNER, grounds="不对"))
    assert open_to(asked, company, policy) == {"decide-review"}
    assert open_to(asked, staff(policy, "jiang.bo"), policy) == set()


def test_the_owners_own_words_are_not_posted_at_the_desk() -> None:
    assert {"ConfirmAnswer", "DisputeAnswer", "AskReview"} <= ELSEWHERE
