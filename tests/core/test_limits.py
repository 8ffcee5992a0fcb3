"""How long a step may take: in working time, and never past its share of the answer's calendar time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from builders import MONDAY_9AM, a_case, a_complaint
from huiyin.core.clock import due_after, share_of
from huiyin.core.limits import limited
from huiyin.policy.schema import PRIORITIES, Policy, Priority

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AFTER_THE_PLAN = ("countersigned", "plan_decided", "verified")


@pytest.mark.parametrize("priority", PRIORITIES)
def test_a_limit_in_working_hours_ends_within_its_share_of_the_answers_time_whenever_it_began(policy: Policy, priority: Priority) -> None:
    """TM03: over holidays and make-up days of 2026, for each hour of a day."""
    answer = policy.promises.clocks[priority].answer
    base = replace(a_case(policy), priority=priority)
    for hour in range(0, 8760, 61):
        at = datetime(2026, 1, 1, tzinfo=UTC) + hour * HOUR
        case = replace(base, received_at=at, answer_due=due_after(at, answer, policy.calendar))
        found = limited(case, "countersigned", at + HOUR, policy)
        assert found.start < found.due < case.answer_due
        assert found.due <= share_of(at, case.answer_due, policy.promises.caps["plan_decided"])


def test_a_wait_for_the_owner_is_given_back_to_what_waited_for_it_alone(policy: Policy) -> None:
    case = a_case(policy, complaint=a_complaint(category="greening", sub_issue=None))
    waited = case.handled(waited_s=3600, resumed_at=MONDAY_9AM + HOUR)
    assert limited(waited, "register", MONDAY_9AM, policy).due == limited(case, "register", MONDAY_9AM, policy).due + HOUR
    for name in AFTER_THE_PLAN:
        assert limited(waited, name, MONDAY_9AM, policy).due == limited(case, name, MONDAY_9AM, policy).due


def test_what_begins_after_the_answer_was_due_has_its_plain_time(policy: Policy) -> None:
    case = replace(a_case(policy), priority="P3")
    late = case.answer_due + DAY
    assert limited(case, "plan_decided", late, policy).due == due_after(late, policy.promises.clocks["P3"].plan_decided, policy.calendar)
