"""What rings in the chat groups: an emergency at once, each rung that it climbs, and nothing that somebody has taken up."""

from dataclasses import replace
from datetime import timedelta

from builders import MONDAY_9AM, a_complaint, a_history, register, someone, triage
from huiyin.core.commands import SYSTEM, Command, LogContact, WatchClocks
from huiyin.core.decide import decide
from huiyin.core.events import DeadlineMissed, DeadlineNeared, Event, StepEscalated
from huiyin.core.evolution import fold
from huiyin.mail.rings import RINGING, Ring, may_ring, ring_of
from huiyin.policy.schema import Policy


def emergency(policy: Policy, *asks: Command, minutes: int = 0, **changes: object) -> tuple[Event, ...]:
    """A danger that was reported, what was done about it, and what the clocks said so many minutes later."""
    events = a_history(policy, *asks, complaint=a_complaint(danger=True, **changes))
    return events + decide(fold(events), WatchClocks(by=SYSTEM), policy, MONDAY_9AM + timedelta(minutes=minutes))


def rings(events: tuple[Event, ...], policy: Policy) -> list[Ring]:
    found = (ring_of(event, fold(events), policy) for event in events)
    return [ring for ring in found if ring is not None]


def test_a_danger_rings_at_once_and_an_ordinary_complaint_does_not(policy: Policy) -> None:
    assert [ring.about for ring in rings(emergency(policy), policy)] == ["rung"]
    assert rings(a_history(policy), policy) == []


def test_each_rung_that_nobody_answered_before_rings_for_its_role(policy: Policy) -> None:
    events = emergency(policy, minutes=10)
    assert [(ring.about, ring.role) for ring in rings(events, policy)] == [("rung", ""), ("climbed", "manager"), ("climbed", "company")]


def test_once_somebody_has_taken_it_up_nothing_rings_however_late_it_is_asked(policy: Policy) -> None:
    reached = LogContact(by=someone(policy, "desk"), way="phone", reached=True, note="已电话联系。")
    assert rings(emergency(policy, reached, minutes=10), policy) == []


def test_a_case_that_triage_makes_an_emergency_rings_for_that(policy: Policy) -> None:
    risen = triage(policy, severity=4, urgency=4, level="major")
    events = a_history(policy, register(policy), risen)
    assert fold(events).priority == "P1"
    assert [ring.about for ring in rings(events, policy)] == ["rung"]


def test_the_clock_of_another_promise_rings_for_nobody(policy: Policy) -> None:
    events = emergency(policy, minutes=30)
    nearly = [event for event in events if isinstance(event, DeadlineNeared | DeadlineMissed)]
    assert nearly
    assert not any(may_ring(event, policy) for event in nearly)
    climbed = next(event for event in events if isinstance(event, StepEscalated))
    assert not may_ring(replace(climbed, clock="answer"), policy)


def test_the_stream_knows_by_name_whatever_may_ring(policy: Policy) -> None:
    events = emergency(policy, minutes=10) + a_history(policy, register(policy), triage(policy, severity=4, urgency=4))
    assert {type(event).__name__ for event in events if may_ring(event, policy)} <= RINGING
    assert {"ComplaintReceived", "GroupOpened", "CaseTriaged", "LevelRaised", "StepEscalated"} == RINGING
