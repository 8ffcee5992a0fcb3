"""Who is still to be phoned after the closing: nobody who was asked in writing and is content, everybody else within his limit."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_complaint, someone
from core.working import closed, went
from huiyin.core.call_backs import CALL, CALL_OF_BAD, clocks, owed
from huiyin.core.case import Case
from huiyin.core.clock import due_after
from huiyin.core.clocks import running
from huiyin.core.commands import OWNER, SYSTEM, AnswerSurvey, LogCallBack, WatchClocks
from huiyin.core.falling_due import next_moment
from huiyin.core.survey import invited_at
from huiyin.policy.schema import Limit, Policy

BAD = AnswerSurvey(by=OWNER, solved="unsolved")


def by_phone(policy: Policy) -> Case:
    """A case of somebody who left a phone alone, closed."""
    return replace(closed(policy), has_phone=True, has_email=False)


def invited(case: Case, policy: Policy) -> Case:
    """Asked at the moment at which the system asks."""
    at = invited_at(case, policy)
    assert at is not None
    return went(case, policy, WatchClocks(by=SYSTEM), at=at)


def test_nobody_calls_whoever_is_asked_in_writing(policy: Policy) -> None:
    case = invited(replace(closed(policy), has_email=True, unreachable=False), policy)
    assert owed(case) is None
    assert [*clocks(case)] == []


def test_whoever_left_a_phone_alone_is_called_within_the_limit_of_his_priority(policy: Policy) -> None:
    case = invited(by_phone(policy), policy)
    assert owed(case) == CALL
    (clock,) = clocks(case)
    limit = policy.promises.clocks[case.priority].survey
    assert (clock.name, clock.start, clock.due) == (CALL, MONDAY_9AM, due_after(MONDAY_9AM, limit, policy.calendar))
    assert running(case, policy) == [clock]
    assert next_moment(case, policy) is not None


@pytest.mark.parametrize("hour", range(0, 24 * 14, 5))
def test_a_poor_answer_is_heard_within_its_working_days_whenever_it_comes(policy: Policy, hour: int) -> None:
    at = MONDAY_9AM + timedelta(hours=hour)
    case = went(closed(policy), policy, BAD, at=at)
    (clock,) = clocks(case)
    limit = Limit(amount=policy.survey.call_wd, unit="wd")
    assert (owed(case), clock.name, clock.start, clock.due) == (CALL_OF_BAD, CALL_OF_BAD, at, due_after(at, limit, policy.calendar))
    assert clock.due > at


def test_the_head_of_the_department_is_not_told_by_the_clock_that_somebody_is_not_satisfied(policy: Policy) -> None:
    case = went(closed(policy), policy, BAD)
    late = went(case, policy, WatchClocks(by=SYSTEM), at=MONDAY_9AM + timedelta(days=20))
    steps = {one.step for one in late.handling.called if one.clock == CALL_OF_BAD}
    assert steps
    assert "dept_lead" not in steps
    assert f"{CALL_OF_BAD}:missed" in late.warned


def test_a_call_that_ends_it_stops_the_clock(policy: Policy) -> None:
    case = went(closed(policy), policy, BAD)
    quality = someone(policy, "quality")
    heard = went(case, policy, LogCallBack(by=quality, outcome="answered", line="mobile", note="约好周三再看"))
    assert (owed(heard), [*clocks(heard)], running(heard, policy)) == (None, [], [])


def test_whoever_took_it_back_is_not_called(policy: Policy) -> None:
    assert owed(went(closed(policy), policy, BAD).handled(gone=True)) is None


def test_a_case_that_is_taken_up_again_has_no_survey(policy: Policy) -> None:
    assert a_complaint() is not None
    case = went(closed(policy), policy, BAD).handled(survey=None)
    assert owed(case) is None
