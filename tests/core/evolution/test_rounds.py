"""Clocks that begin anew forget what was said of them; no other one does."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, accept, register, triage
from huiyin.core.case import Case
from huiyin.core.events import (
    DatedAnswerSent,
    DateExtended,
    Event,
    ObjectionAccepted,
    OwnerReplied,
    PlanReturned,
    ReviewAsked,
    TransferRecorded,
    TriageReturned,
)
from huiyin.core.evolution.rounds import counted_anew
from huiyin.core.handling import Called, Pause
from huiyin.policy.schema import Policy

NAMES = ("first_contact", "triage", "accept", "plan_submitted", "plan_decided", "answer", "resolve", "follow_up", "review")
LATER = MONDAY_9AM + timedelta(days=3)
BY: dict[str, Any] = {"at": LATER, "by": "jiang.bo", "role": "manager"}


def warned(policy: Policy) -> Case:
    """A case of which every clock was said to be missed and taken to the lead."""
    case = a_case(policy, register(policy), triage(policy), accept(policy))
    called = tuple(Called(clock=name, step="dept_lead", role="dept_lead", to="zhao.gang") for name in NAMES)
    return replace(case, warned=tuple(f"{name}:missed" for name in NAMES)).handled(called=called)


@pytest.mark.parametrize(
    ("event", "anew"),
    [
        (TriageReturned(**BY, count=1), {"triage", "accept"}),
        (PlanReturned(**BY), {"plan_submitted", "follow_up"}),
        (TransferRecorded(**BY, to="INVESTIGATING"), {"plan_submitted", "follow_up"}),
        (DatedAnswerSent(**BY, findings=(), until=LATER, drafter="li.wei"), {"resolve"}),
        (DateExtended(**BY, old_due=LATER, new_due=LATER), {"resolve"}),
        (ReviewAsked(**BY, due=LATER), {"review"}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_clock_that_begins_anew_may_be_said_again(policy: Policy, event: Event, anew: set[str]) -> None:
    case = warned(policy)
    after = counted_anew(case, case, event)
    assert {key.partition(":")[0] for key in after.warned} == set(NAMES) - anew
    assert {one.clock for one in after.handling.called} == set(NAMES) - anew


def test_another_round_begins_every_clock_anew_but_the_first_contact(policy: Policy) -> None:
    case = warned(policy)
    after = counted_anew(case, case, ObjectionAccepted(**BY, answer_due=LATER))
    assert after.warned == ("first_contact:missed",)
    assert after.handling.called == ()
    assert (after.counted_from, after.handling.step_at) == (LATER, LATER)
    assert case.counted_from == case.received_at


@pytest.mark.parametrize(("before", "waited"), [("REGISTERED", 3 * 86_400), ("EXECUTING", 0)])
def test_steps_get_back_the_time_in_which_they_waited_for_the_owner(policy: Policy, before: str, waited: int) -> None:
    case = a_case(policy).handled(state="AWAITING_OWNER", pause=Pause(since=MONDAY_9AM, until=LATER, before=before))
    reply = OwnerReplied(**BY, replied=False, plan_due=None, answer_due=case.answer_due, resolve_due=None)
    after = counted_anew(case, case, reply)
    assert after.handling.waited_s == waited
    assert after.handling.resumed_at == (LATER if waited else None)
    again = counted_anew(after, after, TriageReturned(**BY, count=1))
    assert (again.handling.waited_s, again.handling.resumed_at) == (0, None)
