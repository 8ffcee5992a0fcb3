"""The case after what its owner said of how we did: what he says last counts, and a poor answer asks for a call once."""

from datetime import timedelta
from typing import Any

from builders import MONDAY_9AM
from core.working import closed
from huiyin.core.case import Case
from huiyin.core.events import CallBackLogged, SurveyAnswered, SurveyInvited
from huiyin.core.evolution import evolve
from huiyin.core.surveyed import Survey
from huiyin.policy.schema import Policy

DAY = timedelta(days=1)


def said(day: int, *, bad: bool, grade: int = 3) -> SurveyAnswered:
    at = MONDAY_9AM + day * DAY
    facts: dict[str, Any] = {"grades": (("result", grade),), "improve": (), "hidden": bad, "publish": False}
    due = at + 2 * DAY if bad else None
    return SurveyAnswered(at=at, by="owner", role="owner", solved="solved", **facts, bad=bad, call_due=due)


def called(day: int, outcome: str, *, ends: bool) -> CallBackLogged:
    return CallBackLogged(at=MONDAY_9AM + day * DAY, by="gu.ning", role="quality", outcome=outcome, line="mobile", ends=ends)


def after(case: Case, *events: Any) -> Survey:
    for event in events:
        case = evolve(case, event)
    assert case.handling.survey is not None
    return case.handling.survey


def test_it_opens_with_the_closing_and_with_nothing_said(policy: Policy) -> None:
    assert closed(policy).handling.survey == Survey()


def test_what_he_says_last_counts_and_when_he_first_spoke_is_kept(policy: Policy) -> None:
    known = after(closed(policy), said(1, bad=False, grade=5), said(2, bad=False, grade=3))
    assert (known.grades, known.answered_at) == ((("result", 3),), MONDAY_9AM + DAY)


def test_a_poor_answer_is_counted_from_the_first_and_a_better_one_before_the_call_asks_for_none(policy: Policy) -> None:
    known = after(closed(policy), said(1, bad=True), said(2, bad=True))
    assert (known.bad_at, known.call_due) == (MONDAY_9AM + DAY, MONDAY_9AM + 3 * DAY)
    known = after(closed(policy), said(1, bad=True), said(2, bad=False))
    assert (known.bad_at, known.call_due, known.hidden) == (None, None, False)


def test_a_poor_answer_is_heard_though_he_was_called_before(policy: Policy) -> None:
    invited = SurveyInvited(at=MONDAY_9AM, by="system", role="system", call_due=MONDAY_9AM + DAY)
    known = after(closed(policy), invited, called(1, "no_answer", ends=False), called(1, "answered", ends=True), said(1, bad=True))
    assert (known.called, known.tries, known.call_due) == ("", (), MONDAY_9AM + 3 * DAY)


def test_only_calls_that_nobody_took_are_tries(policy: Policy) -> None:
    known = after(closed(policy), called(1, "postponed", ends=False), called(2, "no_answer", ends=False), called(3, "no_answer", ends=True))
    assert known.tries == (MONDAY_9AM + 2 * DAY, MONDAY_9AM + 3 * DAY)
    assert known.called == "no_answer"
