"""Clocks beside the next step: going there, making safe, looking at work under way, countersigning."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, a_complaint, a_task, accept, register, someone, staff, submit, then, triage
from huiyin.core.beside import TO_BE_VISITED, beside, needs_visit
from huiyin.core.case import Case
from huiyin.core.clocks import clock_moments, running, watch_clocks
from huiyin.core.commands import SYSTEM, ApprovePlan, EvaluatePlan, LogArrival, RaiseLevel, ReplyToQuestion, ReportMadeSafe, WatchClocks
from huiyin.core.events import DeadlineMissed, StepEscalated
from huiyin.core.evolution import evolve
from huiyin.core.handling import Pause
from huiyin.core.lifecycle import OPEN
from huiyin.core.limits import Clock
from huiyin.policy import load_policy
from huiyin.policy.schema import PRIORITIES, Policy

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def clocks(case: Case, policy: Policy) -> dict[str, Clock]:
    return {one.name: one for one in beside(case, policy)}


def an_emergency(policy: Policy, at: datetime = MONDAY_9AM) -> Case:
    return a_case(policy, complaint=a_complaint(danger=True), at=at)


def under_way(policy: Policy, **changes: object) -> Case:
    """Work under way by an approved plan, with a task of another department."""
    return replace(_planned(policy), **changes).handled(state="EXECUTING", begun_at=MONDAY_9AM)


def _planned(policy: Policy, *, other: bool = False) -> Case:
    case = a_case(policy, register(policy), triage(policy), accept(policy))
    task = a_task(department="security", assignee="xu.ming", physical=False) if other else a_task()
    return then(case, submit(policy, tasks=(task,)), policy)


def test_an_emergency_to_be_visited_has_minutes_to_get_there_and_hours_to_be_safe(policy: Policy) -> None:
    found = clocks(an_emergency(policy), policy)
    assert found["on_site"] == Clock("on_site", MONDAY_9AM, MONDAY_9AM + timedelta(minutes=30))
    assert found["made_safe"] == Clock("made_safe", MONDAY_9AM, MONDAY_9AM + 4 * HOUR)


def test_an_urgent_matter_has_hours_to_get_there_and_others_an_appointment(policy: Policy) -> None:
    case = a_case(policy)
    assert clocks(replace(case, priority="P2"), policy)["on_site"].due == MONDAY_9AM + 4 * HOUR
    assert "made_safe" not in clocks(replace(case, priority="P2"), policy)
    for ordinary in ("P3", "P4"):
        assert not {"on_site", "made_safe"} & set(clocks(replace(case, priority=ordinary), policy))


def test_nobody_has_to_go_where_its_kind_of_matter_needs_no_visit(policy: Policy) -> None:
    for category, sub_issue in (("fees", "tariff"), ("elevator", None), (None, None), ("gone", "older")):
        case = replace(an_emergency(policy), category=category, sub_issue=sub_issue)
        assert not needs_visit(case, policy)
        assert clocks(case, policy) == {}


@pytest.mark.parametrize("state", OPEN)
def test_no_wait_and_nobody_outside_makes_a_place_safe(policy: Policy, state: str) -> None:
    found = set(clocks(replace(an_emergency(policy), state=state), policy))
    assert found == ({"on_site", "made_safe"} if state in TO_BE_VISITED else set())


def test_whoever_arrives_stops_one_clock_and_whoever_makes_it_safe_both(policy: Policy) -> None:
    duty = someone(policy, "duty")
    there = then(an_emergency(policy), LogArrival(by=duty), policy)
    assert set(clocks(there, policy)) == {"made_safe"}
    assert clocks(then(an_emergency(policy), ReportMadeSafe(by=duty, note="已断电"), policy), policy) == {}


def test_a_raised_level_gives_its_time_from_then_on(policy: Policy) -> None:
    ordinary = a_case(policy, register(policy), triage(policy, severity=2, urgency=2), accept(policy))
    assert "on_site" not in clocks(ordinary, policy)
    raised = then(
        ordinary, RaiseLevel(by=staff(policy, "zhao.gang"), level="major", reasons=("M2",), note="有人受伤"), policy, MONDAY_9AM + DAY
    )
    assert raised.priority == "P2"
    assert clocks(raised, policy)["on_site"] == Clock("on_site", MONDAY_9AM + DAY, MONDAY_9AM + DAY + 4 * HOUR)


def test_a_place_missed_is_said_once_and_goes_up_the_ladder_whether_somebody_has_the_case_or_not(policy: Policy) -> None:
    for case in (an_emergency(policy), a_case(policy, register(policy), triage(policy, severity=4, urgency=4))):
        late = MONDAY_9AM + 3 * HOUR
        said = [one for one in watch_clocks(case, WatchClocks(by=SYSTEM), policy, late) if getattr(one, "clock", "") == "on_site"]
        assert [type(one) for one in said] == [DeadlineMissed, *[StepEscalated] * len(policy.promises.ladder.others)]
        for event in said:
            case = evolve(case, event)
        assert not [moment for moment in clock_moments(case, policy) if moment.clock == "on_site"]


def test_work_under_way_is_looked_at_each_week_and_urgent_work_each_day(policy: Policy) -> None:
    measures = policy.measures
    for priority in PRIORITIES:
        days = measures.evaluate_urgent_d if priority in {"P1", "P2"} else measures.evaluate_d
        assert clocks(under_way(policy, priority=priority), policy)["evaluation"] == Clock(
            "evaluation", MONDAY_9AM, MONDAY_9AM + days * DAY
        )


def test_a_look_at_the_work_begins_its_clock_anew_and_what_was_said_of_it_is_forgotten(policy: Policy) -> None:
    case = under_way(policy, priority="P2")
    for event in watch_clocks(case, WatchClocks(by=SYSTEM), policy, MONDAY_9AM + DAY):
        case = evolve(case, event)
    assert "evaluation:missed" in case.warned
    assert any(one.clock == "evaluation" for one in case.handling.called)
    look = EvaluatePlan(by=someone(policy, "handler", "repairs"), decision="go_on", forecast=MONDAY_9AM + 9 * DAY, progress="已到货")
    looked = then(case, look, policy, MONDAY_9AM + DAY)
    assert clocks(looked, policy)["evaluation"].start == MONDAY_9AM + DAY
    assert not [one for one in (*looked.warned, *(called.clock for called in looked.handling.called)) if one.startswith("evaluation")]


def test_work_that_waited_for_the_owner_is_looked_at_so_long_after_it_goes_on(policy: Policy) -> None:
    waits = under_way(policy, priority="P3").handled(
        state="AWAITING_OWNER", pause=Pause(since=MONDAY_9AM + DAY, until=MONDAY_9AM + 3 * DAY, before="EXECUTING")
    )
    assert "evaluation" not in clocks(waits, policy)
    on = then(waits, ReplyToQuestion(by=staff(policy, "lin.jing"), answer="周三在家"), policy, MONDAY_9AM + 2 * DAY)
    assert clocks(on, policy)["evaluation"].start == MONDAY_9AM + 2 * DAY


def test_a_department_that_takes_part_signs_within_hours_and_the_manager_within_his_own_time(policy: Policy) -> None:
    case = replace(_planned(policy, other=True), priority="P3")
    found = {one.name: one for one in running(case, policy)}
    assert "lead:security" in (case.handling.plan.missing if case.handling.plan else ())
    assert found["countersigned"].due < found["plan_decided"].due
    signed = then(case, _agreed(case, policy, "zhou.tao"), policy)
    assert "countersigned" not in {one.name for one in running(signed, policy)}
    assert "countersigned" not in {one.name for one in running(_planned(policy), policy)}


def _agreed(case: Case, policy: Policy, who: str) -> ApprovePlan:
    plan = case.handling.plan
    return ApprovePlan(by=staff(policy, who), digest=plan.digest if plan else "", no_interest=True)


def _every_hour(policy: Policy, hours: range) -> None:
    emergency = replace(an_emergency(policy), state="EXECUTING")
    for hour in hours:
        at = datetime(2026, 1, 1, tzinfo=UTC) + hour * HOUR
        for priority in PRIORITIES:
            answer = at + DAY if priority == "P1" else at + 3 * DAY
            case = replace(emergency, priority=priority, received_at=at, answer_due=answer).handled(begun_at=at)
            found = clocks(case, policy)
            assert all(one.start == at < one.due for one in found.values())
            assert all(found[name].due < answer for name in ("on_site", "made_safe") if name in found)


def test_whenever_it_came_somebody_is_there_before_the_answer_is_due(policy: Policy) -> None:
    """TM03, TM07: some hours of 2026, the others in make long."""
    _every_hour(policy, range(0, 8760, 97))


@pytest.mark.long
def test_at_every_hour_of_the_year_somebody_is_there_before_the_answer_is_due(policy: Policy) -> None:
    _every_hour(policy, range(8760))


@given(ticks=st.lists(st.integers(0, 20 * 24), min_size=1, max_size=10))
def test_ticks_that_come_twice_late_or_in_disorder_say_each_thing_once(ticks: list[int]) -> None:
    """ST01, ST02, TM05: of the clocks beside the next step."""
    policy = load_policy()
    case, said = under_way(policy, priority="P1"), []
    for hours in ticks:
        events = watch_clocks(case, WatchClocks(by=SYSTEM), policy, MONDAY_9AM + hours * HOUR)
        for event in events:
            case = evolve(case, event)
        said += [(type(one).__name__, one.clock, getattr(one, "step", "")) for one in events if hasattr(one, "clock")]
    assert len(said) == len(set(said))
