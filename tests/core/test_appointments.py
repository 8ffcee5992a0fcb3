"""Appointments on site: agreed with the owner, moved with the reason, kept by coming, missed by not coming."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, accept, register, someone, staff, triage
from huiyin.core.appointments import APPOINTMENT, appointment_clock
from huiyin.core.case import Case
from huiyin.core.clocks import running, watch_clocks
from huiyin.core.commands import SYSTEM, AgreeAppointment, LogArrival, WatchClocks
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import AppointmentAgreed, DeadlineMissed, StepEscalated
from huiyin.core.evolution import evolve
from huiyin.policy.schema import Policy

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = MONDAY_9AM + DAY


def a_visit(policy: Policy, **changes: Any) -> Case:
    """A case that is not urgent, taken up by its handler."""
    return a_case(policy, register(policy), triage(policy, **{"severity": 2, "urgency": 2, **changes}), accept(policy))


def agreed(policy: Policy, visit_at: datetime = TOMORROW, **changes: Any) -> AgreeAppointment:
    return AgreeAppointment(**{"by": staff(policy, "li.wei"), "visit_at": visit_at, **changes})


def then(case: Case, ask: Any, policy: Policy, now: datetime = MONDAY_9AM) -> Case:
    for event in decide(case, ask, policy, now):
        case = evolve(case, event)
    return case


def due(case: Case, policy: Policy) -> dict[str, datetime]:
    return {clock.name: clock.due for clock in running(case, policy)}


def test_the_time_on_site_of_what_is_not_urgent_is_the_one_agreed_with_its_owner(policy: Policy) -> None:
    case = a_visit(policy)
    assert (case.priority, APPOINTMENT in due(case, policy), "on_site" in due(case, policy)) == ("P3", False, False)
    assert list(appointment_clock(case)) == []
    after = then(case, agreed(policy), policy)
    assert due(after, policy)[APPOINTMENT] == TOMORROW
    assert {name: at for name, at in due(after, policy).items() if name != APPOINTMENT} == due(case, policy), "it moves no other limit"


def test_whoever_comes_keeps_it_and_may_agree_on_another_one(policy: Policy) -> None:
    case = then(a_visit(policy), agreed(policy), policy)
    there = then(case, LogArrival(by=staff(policy, "li.wei")), policy, TOMORROW - HOUR)
    assert (there.handling.visit_at, there.handling.arrived_at) == (None, TOMORROW - HOUR)
    second = then(there, agreed(policy, TOMORROW + DAY), policy, TOMORROW)
    kept = then(second, LogArrival(by=staff(policy, "li.wei")), policy, TOMORROW + DAY)
    assert (kept.handling.visit_at, kept.handling.arrived_at) == (None, TOMORROW - HOUR)
    with pytest.raises(NotAllowedNow, match="arrived_before"):
        decide(kept, LogArrival(by=staff(policy, "li.wei")), policy, TOMORROW + 2 * DAY)


def test_a_missed_one_is_said_once_and_taken_up_the_ladder(policy: Policy) -> None:
    case = then(a_visit(policy), agreed(policy), policy)
    said = watch_clocks(case, WatchClocks(by=SYSTEM), policy, TOMORROW)
    missed = [event for event in said if isinstance(event, DeadlineMissed) and event.clock == APPOINTMENT]
    called = [event.step for event in said if isinstance(event, StepEscalated) and event.clock == APPOINTMENT]
    assert ([event.due for event in missed], called) == ([TOMORROW], ["dept_lead"])
    for event in said:
        case = evolve(case, event)
    assert [one for one in watch_clocks(case, WatchClocks(by=SYSTEM), policy, TOMORROW) if getattr(one, "clock", "") == APPOINTMENT] == []


def test_a_moved_one_begins_anew_and_says_why(policy: Policy) -> None:
    case = then(a_visit(policy), agreed(policy), policy)
    for event in watch_clocks(case, WatchClocks(by=SYSTEM), policy, TOMORROW):
        case = evolve(case, event)
    (event,) = decide(case, agreed(policy, TOMORROW + DAY, why="we_missed", note="抢修耽误"), policy, TOMORROW + HOUR)
    assert isinstance(event, AppointmentAgreed)
    assert (event.moved_from, event.why) == (TOMORROW, "we_missed")
    moved = evolve(case, event)
    assert due(moved, policy)[APPOINTMENT] == TOMORROW + DAY
    assert not [key for key in moved.warned if key.startswith(APPOINTMENT)]
    assert not [one for one in moved.handling.called if one.clock == APPOINTMENT]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"why": "", "note": "x"}, "field_required", "why_moved"),
        ({"why": "weather", "note": "x"}, "unknown_word", "why_moved"),
        ({"why": "owner_asked"}, "field_required", "note"),
        ({"visit_at": MONDAY_9AM}, "date_passed", "visit_at"),
    ],
)
def test_what_is_missing_is_named(policy: Policy, changes: dict[str, Any], code: str, field: str) -> None:
    case = then(a_visit(policy), agreed(policy), policy)
    with pytest.raises(NotUnderstood) as refused:
        decide(case, agreed(policy, **{"visit_at": TOMORROW + DAY, **changes}), policy, MONDAY_9AM)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_the_same_time_again_is_no_news(policy: Policy) -> None:
    case = then(a_visit(policy), agreed(policy), policy)
    with pytest.raises(NotAllowedNow, match="appointment_stands"):
        decide(case, agreed(policy, why="owner_asked", note="x"), policy, MONDAY_9AM)


def test_who_speaks_with_owners_may_agree_on_it_and_another_handler_may_not(policy: Policy) -> None:
    case = a_visit(policy)
    for role in ("desk", "duty", "steward"):
        (event,) = decide(case, agreed(policy, by=someone(policy, role)), policy, MONDAY_9AM)
        assert event.role == role
    with pytest.raises(NotYours):
        decide(case, agreed(policy, by=staff(policy, "wu.lei")), policy, MONDAY_9AM)


def test_an_urgent_matter_keeps_its_limit_beside_the_appointment(policy: Policy) -> None:
    case = a_visit(policy, severity=3, urgency=3)
    before = due(case, policy)
    assert "on_site" in before
    assert due(then(case, agreed(policy), policy), policy)["on_site"] == before["on_site"]
