"""The case after the owner's verdict: a new round begins afresh, and who took which part before is not forgotten."""

from datetime import timedelta

import pytest

from builders import MONDAY_9AM, someone, staff
from core.working import answered, closed, conclude, dated, dispute, disputed, lamp, major, release, went, working
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, AskReview, Command, DecideReview, ReopenCase
from huiyin.policy.schema import Policy

LATER = MONDAY_9AM + timedelta(days=6)
AFRESH = ("plan", "playbook", "emergency_at", "dated", "answer", "reported_at", "closed_at")


def _again(policy: Policy) -> list[tuple[Case, Command]]:
    replaced = DecideReview(by=staff(policy, "wei.lan"), outcome="replaced", text="重新办理。")
    return [
        (answered(policy), dispute()),
        (closed(policy), ReopenCase(by=OWNER, grounds="又坏了")),
        (went(closed(policy), policy, AskReview(by=OWNER, grounds="不对")), replaced),
    ]


@pytest.mark.parametrize("which", range(3))
def test_a_new_round_begins_afresh_with_its_own_dates(policy: Policy, which: int) -> None:
    before, ask = _again(policy)[which]
    after = went(before, policy, ask, at=LATER)
    assert after.state == "INVESTIGATING"
    assert {name: getattr(after.handling, name) for name in AFRESH} == dict.fromkeys(AFRESH)
    assert (after.handling.without_work, after.handling.extended) == (False, False)
    assert after.answer_due == LATER + timedelta(days=policy.measures.dispute_d)
    assert after.resolve_due is not None
    assert before.resolve_due is not None
    assert after.resolve_due > before.resolve_due
    for part in ("drafters", "executors", "approvers", "verifiers"):
        assert getattr(after.handling, part) == getattr(before.handling, part)
    assert after.first_contact_due == before.first_contact_due
    assert after.handling.tasks == before.handling.tasks


def test_the_handler_leaves_with_the_second_dispute_and_is_remembered(policy: Policy) -> None:
    assert disputed(policy, 1).handler == "li.wei"
    case = disputed(policy, 2)
    assert (case.handler, case.handling.former) == (None, ("li.wei",))
    assert case.lead == "repairs", "the department stays responsible"


def test_a_conclusion_has_its_drafter_and_an_answer_its_checker(policy: Policy) -> None:
    case = went(lamp(policy), policy, conclude(policy))
    assert (case.handling.without_work, case.handling.drafters) == (True, ("li.wei",))
    done = went(case, policy, release(policy, findings=("unverifiable",), wishes=("not_met",)))
    assert (done.handling.points[0].finding, done.handling.verifiers) == ("unverifiable", ("fang.yuan",))


def test_a_dated_answer_leaves_wishes_open(policy: Policy) -> None:
    case = went(working(policy), policy, dated(policy), dated(policy, by=someone(policy, "triage")))
    assert (case.handling.points[0].finding, case.handling.points[0].wish) == ("upheld", None)
    assert case.handling.dated is not None
    assert case.handling.dated.drafter == "li.wei"


def test_a_major_matter_remembers_all_its_hands(policy: Policy) -> None:
    case = went(major(policy), policy, release(policy, by=staff(policy, "shen.yu")))
    known = case.handling
    assert {*known.drafters, *known.approvers, *known.verifiers} == {"li.wei", "jiang.bo", "gu.ning", "shen.yu"}
