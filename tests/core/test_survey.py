"""The survey: asked once, by day; answered for some days, changed for fewer; a poor answer is heard by somebody who took no part."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, someone, staff
from core.working import closed, disputed, went
from huiyin.core.call_backs import CALL, owed
from huiyin.core.case import Case
from huiyin.core.clock import local
from huiyin.core.commands import OWNER, SYSTEM, AnswerSurvey, LogCallBack, ReopenCase, WatchClocks
from huiyin.core.decide import decide, why_not
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours, Refusal
from huiyin.core.events import CallBackLogged, SurveyAnswered, SurveyInvited
from huiyin.core.falling_due import next_moment
from huiyin.core.owed import Owed
from huiyin.core.survey import invited_at, is_bad, may_read
from huiyin.mail.readers import is_withheld
from huiyin.policy.schema import Policy

DAY = timedelta(days=1)
WATCH = WatchClocks(by=SYSTEM)


def says(**facts: Any) -> AnswerSurvey:
    return AnswerSurvey(**({"by": OWNER, "solved": "solved", "grades": (("result", 5), ("process", 4))} | facts))


def called(policy: Policy, by: str = "gu.ning", **facts: Any) -> LogCallBack:
    return LogCallBack(**({"by": staff(policy, by), "outcome": "answered", "line": "mobile", "note": "约好周三再看"} | facts))


def refused(case: Case, ask: Any, policy: Policy, at: Any = MONDAY_9AM) -> Refusal:
    found = why_not(case, ask, policy, at)
    assert found is not None
    return found


def only_phone(policy: Policy) -> Case:
    case = replace(closed(policy), has_phone=True, has_email=False)
    return went(case, policy, WATCH, at=invited_at(case, policy))


@pytest.mark.parametrize("hour", range(24))
def test_he_is_asked_once_and_by_day_whenever_it_was_closed(policy: Policy, hour: int) -> None:
    case = closed(policy)
    case = case.handled(closed_at=MONDAY_9AM + timedelta(hours=hour))
    at = invited_at(case, policy)
    assert at is not None
    assert case.handling.closed_at is not None
    window = policy.calendar.windows[policy.promises.interim_window]
    assert window.opens <= local(at, policy.calendar).time() < window.closes
    assert at >= case.handling.closed_at + timedelta(hours=policy.survey.invite_h)
    for moment, times in ((at - timedelta(seconds=1), 0), (at, 1), (at + 5 * DAY, 1)):
        assert sum(isinstance(event, SurveyInvited) for event in decide(case, WATCH, policy, moment)) == times
    assert not any(isinstance(event, SurveyInvited) for event in decide(went(case, policy, WATCH, at=at), WATCH, policy, at + DAY))


def test_nobody_is_asked_after_the_days_of_the_survey_nor_once_he_has_spoken(policy: Policy) -> None:
    late = MONDAY_9AM + (policy.survey.open_d + 1) * DAY
    for case in (closed(policy), replace(closed(policy), has_phone=True, has_email=False)):
        (event,) = decide(case, WATCH, policy, late)
        assert isinstance(event, SurveyInvited)
        assert event.call_due is None
        # So that it rests: no clock looks at it again.
        assert next_moment(went(case, policy, WATCH, at=late), policy) is None
        assert is_withheld(Owed("survey", "owner"), event, went(case, policy, WATCH, at=late), policy)
    assert invited_at(went(closed(policy), policy, says()), policy) is None


def test_what_he_says_is_kept_as_codes(policy: Policy) -> None:
    (event,) = decide(closed(policy), says(improve=("news",), hidden=True, publish=True, words="多谢"), policy, MONDAY_9AM)
    assert isinstance(event, SurveyAnswered)
    assert (event.by, event.role, event.grades, event.improve) == ("owner", "owner", (("result", 5), ("process", 4)), ("news",))
    assert (event.hidden, event.publish, event.bad, event.call_due, event.line) == (True, True, False, None, "")


@pytest.mark.parametrize(
    ("facts", "bad"),
    [
        ({}, False),
        ({"solved": "partly"}, True),
        ({"solved": "unsolved"}, True),
        ({"grades": (("result", 2),)}, True),
        ({"grades": (("process", 1),)}, True),
        ({"grades": (("result", 3), ("speed", 1), ("effort", 1))}, False),
        ({"grades": ()}, False),
    ],
)
def test_what_is_not_solved_or_poorly_done_is_heard_by_a_call(policy: Policy, facts: dict[str, Any], bad: bool) -> None:
    assert is_bad(says(**facts), policy) is bad


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"solved": "perhaps"}, "solved"),
        ({"grades": (("price", 3),)}, "grades"),
        ({"grades": (("result", 6),)}, "result"),
        ({"grades": (("result", 3), ("result", 4))}, "result"),
        ({"improve": ("price",)}, "improve"),
    ],
)
def test_a_code_that_nobody_knows_is_refused(policy: Policy, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        decide(closed(policy), says(**facts), policy, MONDAY_9AM)
    assert (refusal.value.code, refusal.value.field) == ("unknown_word", field)


def test_it_is_open_for_its_days_and_may_be_changed_for_fewer(policy: Policy) -> None:
    rules, case = policy.survey, closed(policy)
    assert why_not(case, says(), policy, MONDAY_9AM + rules.open_d * DAY) is None
    assert refused(case, says(), policy, MONDAY_9AM + (rules.open_d + 1) * DAY).code == "survey_over"
    said = went(case, policy, says())
    assert why_not(said, says(solved="partly"), policy, MONDAY_9AM + rules.change_d * DAY) is None
    assert refused(said, says(), policy, MONDAY_9AM + (rules.change_d + 1) * DAY).code == "survey_settled"
    assert refused(disputed(policy, 1), says(), policy).code == "not_allowed_now"


def test_staff_fill_nothing_in_for_him(policy: Policy) -> None:
    for code in ("gu.ning", "li.wei", "jiang.bo"):
        with pytest.raises(NotYours):
            decide(closed(policy), says(by=staff(policy, code)), policy, MONDAY_9AM)


def test_a_poor_answer_is_heard_by_quality_who_took_no_part(policy: Policy) -> None:
    bad = went(closed(policy), policy, says(solved="unsolved"))
    with pytest.raises(NotYours):
        decide(bad, called(policy, "lin.jing"), policy, MONDAY_9AM)
    took_part = replace(bad.handled(verifiers=("gu.ning",)))
    assert refused(took_part, called(policy), policy).code == "call_back_own_work"
    assert refused(bad.handled(recused=("gu.ning",)), called(policy), policy).code == "recused"
    assert refused(bad, called(policy, note=" "), policy).field == "note"
    (event,) = decide(bad, called(policy), policy, MONDAY_9AM)
    assert isinstance(event, CallBackLogged)
    assert (event.role, event.ends) == ("quality", True)
    assert refused(went(bad, policy, called(policy)), called(policy), policy).code == "no_call_back"


def test_what_he_says_on_the_phone_is_written_down_as_he_says_it(policy: Policy) -> None:
    case, desk = only_phone(policy), someone(policy, "desk")
    assert owed(case) == CALL
    assert refused(case, called(policy, "lin.jing"), policy).field == "solved"
    said = says(by=desk, solved="partly", grades=(("result", 2),))
    logged, answered = decide(case, called(policy, "lin.jing", said=said), policy, MONDAY_9AM)
    assert isinstance(answered, SurveyAnswered)
    assert (answered.by, answered.role, answered.line, answered.bad) == ("lin.jing", "desk", "mobile", True)
    assert isinstance(logged, CallBackLogged)
    # Not content: somebody of quality calls him again.
    assert owed(went(case, policy, called(policy, "lin.jing", said=said))) == "survey_bad"
    assert refused(case, called(policy, "lin.jing", outcome="no_answer", said=said), policy).code == "only_if_answered"


def test_calls_that_nobody_takes_end_after_tries_enough_far_enough_apart(policy: Policy) -> None:
    case, rules = only_phone(policy), policy.survey
    tries = called(policy, "lin.jing", outcome="no_answer", note="")
    for n in range(3):
        case = went(case, policy, tries, at=MONDAY_9AM + DAY + n * timedelta(minutes=5))
    assert owed(case) == CALL, "three calls in a quarter of an hour are one try"
    for n in range(1, rules.tries):
        case = went(case, policy, tries, at=MONDAY_9AM + DAY + n * rules.tries_apart_d * DAY)
    assert owed(case) is None
    assert case.handling.survey is not None
    assert case.handling.survey.called == "no_answer"


@pytest.mark.parametrize(("outcome", "ends"), [("refused", True), ("postponed", False)])
def test_whoever_does_not_want_to_is_left_in_peace_and_whoever_has_no_time_is_not(policy: Policy, outcome: str, ends: bool) -> None:
    after = went(only_phone(policy), policy, called(policy, "lin.jing", outcome=outcome, note=""))
    assert (owed(after) is None) is ends


@pytest.mark.parametrize(("facts", "field"), [({"outcome": "rang"}, "outcome"), ({"line": "pigeon"}, "line")])
def test_a_call_is_told_in_known_words(policy: Policy, facts: dict[str, str], field: str) -> None:
    found = refused(only_phone(policy), called(policy, "lin.jing", **facts), policy)
    assert (found.code, found.field) == ("unknown_word", field)


def test_nobody_calls_where_nobody_has_to(policy: Policy) -> None:
    with pytest.raises(NotAllowedNow, match="no_call_back"):
        decide(closed(policy), called(policy), policy, MONDAY_9AM)


def test_who_reads_what_he_thinks(policy: Policy) -> None:
    case = went(closed(policy), policy, says())
    assert may_read(case, staff(policy, "li.wei"), hidden=False)
    for code in ("li.wei", "lin.jing"):
        assert not may_read(case, staff(policy, code), hidden=True)
    assert all(may_read(case, staff(policy, code), hidden=True) for code in ("gu.ning", "jiang.bo", "wei.lan"))
    assert not may_read(case.handled(approvers=("jiang.bo",)), staff(policy, "jiang.bo"), hidden=True)


def test_a_case_that_is_taken_up_again_is_asked_about_anew(policy: Policy) -> None:
    again = went(went(closed(policy), policy, says(solved="unsolved")), policy, ReopenCase(by=OWNER, grounds="又坏了"))
    assert again.handling.survey is None
    assert invited_at(again, policy) is None
