"""A repair in time is a repair; late, disputed or reported again it counts as a complaint, with the priority that it had."""

from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, register, someone, then, triage
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, SYSTEM, DisputeAnswer, NoteFlags, WatchClocks
from huiyin.core.decide import decide
from huiyin.core.events import DeadlineMissed, DeadlineNeared, KindChanged
from huiyin.core.repairs import turned
from huiyin.policy.schema import Policy

WEEK_LATER = MONDAY_9AM + timedelta(days=8)


def a_repair(policy: Policy, kind: str = "repair") -> Case:
    return a_case(policy, register(policy), triage(policy, severity=2, urgency=2), complaint=a_complaint(kind=kind))


def test_a_repair_whose_answer_is_missed_counts_as_a_complaint_once(policy: Policy) -> None:
    case = a_repair(policy)
    events = decide(case, WatchClocks(by=SYSTEM), policy, WEEK_LATER)
    (changed,) = [event for event in events if isinstance(event, KindChanged)]
    assert (changed.kind, changed.why, changed.by) == ("complaint", "late", "system")
    after = then(case, WatchClocks(by=SYSTEM), policy, WEEK_LATER)
    assert (after.kind, after.priority, after.answer_due) == ("complaint", case.priority, case.answer_due)
    later = decide(after, WatchClocks(by=SYSTEM), policy, WEEK_LATER + timedelta(days=9))
    assert not [event for event in later if isinstance(event, KindChanged)]


def test_a_repair_that_the_owner_disputes_or_that_was_reported_before_counts_as_one(policy: Policy) -> None:
    answered = a_repair(policy).handled(state="ANSWERED")
    assert then(answered, DisputeAnswer(by=OWNER, solved="unsolved", points=(), words="又坏了"), policy).kind == "complaint"
    noted = NoteFlags(by=someone(policy, "desk"), flags=("repeat",))
    assert then(a_repair(policy), noted, policy).kind == "complaint"
    at_the_desk = a_case(policy, register(policy, flags=("repeat",)), complaint=a_complaint(kind="repair"))
    assert at_the_desk.kind == "complaint"


@pytest.mark.parametrize("kind", ["help", "enquiry", "suggestion", "praise", "complaint"])
def test_other_kinds_stay_what_they_are(policy: Policy, kind: str) -> None:
    assert then(a_repair(policy, kind), WatchClocks(by=SYSTEM), policy, WEEK_LATER).kind == kind


def test_a_repair_in_time_stays_a_repair(policy: Policy) -> None:
    case = a_repair(policy)
    near = DeadlineNeared(at=MONDAY_9AM, by="system", role="system", clock="answer", due=case.answer_due)
    other = DeadlineMissed(at=MONDAY_9AM, by="system", role="system", clock="accept", due=MONDAY_9AM)
    assert turned(case, (near, other), MONDAY_9AM) == ()
    assert then(case, NoteFlags(by=someone(policy, "desk"), flags=("safety",)), policy).kind == "repair"
