"""The alarm of an emergency: who hears when nobody takes it up, and what stops it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, a_complaint, a_group, register, someone, staff, then, triage
from huiyin.core.alarm import ALARM, alarm, alarm_steps, answers_alarm, is_alarmed_by
from huiyin.core.case import Case
from huiyin.core.clocks import clock_moments, watch_clocks
from huiyin.core.commands import OWNER, SYSTEM, AcknowledgeStep, AddFact, Command, LogContact, StartWork, WatchClocks
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotThere
from huiyin.core.events import StepEscalated
from huiyin.core.evolution import evolve
from huiyin.core.lifecycle import ENDED
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy

MINUTE = timedelta(minutes=1)


def an_emergency(policy: Policy, **changes: object) -> Case:
    return a_case(policy, complaint=a_complaint(danger=True, **changes))


def rung(case: Case, policy: Policy, minutes: int) -> list[tuple[str, str]]:
    events = watch_clocks(case, WatchClocks(by=SYSTEM), policy, MONDAY_9AM + minutes * MINUTE)
    return [(one.step, one.to) for one in events if isinstance(one, StepEscalated) and one.clock == ALARM]


def test_after_minutes_without_anybody_the_manager_hears_and_then_the_company(policy: Policy) -> None:
    case = an_emergency(policy)
    assert alarm_steps(MONDAY_9AM, policy) == {"manager": MONDAY_9AM + 5 * MINUTE, "company": MONDAY_9AM + 10 * MINUTE}
    assert rung(case, policy, 4) == []
    assert rung(case, policy, 5) == [("manager", "jiang.bo")]
    assert rung(case, policy, 10) == [("manager", "jiang.bo"), ("company", "wei.lan")]


def test_each_rung_hears_once(policy: Policy) -> None:
    case = an_emergency(policy)
    for event in watch_clocks(case, WatchClocks(by=SYSTEM), policy, MONDAY_9AM + 5 * MINUTE):
        case = evolve(case, event)
    assert rung(case, policy, 5) == []
    assert [step for step, _ in rung(case, policy, 60)] == ["company"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda policy: AcknowledgeStep(by=someone(policy, "duty"), clock=ALARM, step="duty"),
        lambda policy: LogContact(by=someone(policy, "duty"), way="phone", reached=False, note="占线"),
        lambda policy: StartWork(by=someone(policy, "duty"), emergency=True, playbook=None, note="马上到"),
        register,
    ],
)
def test_any_step_of_the_staff_stops_it(policy: Policy, ask: object) -> None:
    made: Command = ask(policy)  # type: ignore[operator]
    assert alarm(then(an_emergency(policy), made, policy), policy) is None


def test_neither_its_owner_nor_a_clock_has_taken_it_up(policy: Policy) -> None:
    case = then(an_emergency(policy), AddFact(by=OWNER, note="快来"), policy)
    assert alarm(case, policy) is not None
    for event in watch_clocks(case, WatchClocks(by=SYSTEM), policy, MONDAY_9AM + 5 * MINUTE):
        case = evolve(case, event)
    assert alarm(case, policy) is not None


def test_no_other_priority_and_no_ended_case_alarms_anybody(policy: Policy) -> None:
    assert alarm(a_case(policy), policy) is None
    for state in ENDED:
        assert alarm(replace(an_emergency(policy), state=state), policy) is None


def test_what_triage_finds_to_be_an_emergency_alarms_from_then_on(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy, severity=4, urgency=4), at=MONDAY_9AM)
    ringing = alarm(case, policy)
    assert ringing is not None
    assert ringing.start == case.last_at > case.received_at - MINUTE
    assert is_alarmed_by(case, case.last_at, policy)
    assert not is_alarmed_by(case, case.last_at + MINUTE, policy)
    ordinary = a_case(policy, register(policy), triage(policy))
    assert not is_alarmed_by(ordinary, ordinary.last_at, policy)


def test_what_is_written_down_hours_later_alarms_from_then_on(policy: Policy) -> None:
    desk = someone(policy, "desk")
    heard = MONDAY_9AM - 3 * timedelta(hours=1)
    told = a_complaint(by=desk, channel="counter", mode="oral", danger=True, received_at=heard, read_back="spoken", late_proof="note")
    (event,) = decide(None, told, policy, MONDAY_9AM)
    ringing = alarm(evolve(None, event), policy)
    assert ringing is not None
    assert ringing.start == MONDAY_9AM


def test_a_group_alarms_from_when_there_was_one(policy: Policy) -> None:
    group = replace(a_group(policy), priority="P1", received_at=MONDAY_9AM - timedelta(days=2))
    ringing = alarm(group, policy)
    assert ringing is not None
    assert group.handling.group is not None
    assert ringing.start == group.handling.group.opened_at


def test_whoever_was_woken_says_that_he_has_heard_and_nobody_else_can(policy: Policy) -> None:
    case = an_emergency(policy)
    for role in policy.promises.ladder.alarmed:
        (heard,) = answers_alarm(case, someone(policy, role), policy)
        assert (heard.clock, heard.step) == (ALARM, role)
    assert answers_alarm(case, someone(policy, "company"), policy) == ()
    ask = AcknowledgeStep(by=staff(policy, "wei.lan"), clock=ALARM, step="duty")
    with pytest.raises(NotAllowedNow):
        decide(case, ask, policy, MONDAY_9AM)
    quiet = then(case, AcknowledgeStep(by=someone(policy, "duty"), clock=ALARM, step="duty"), policy)
    assert answers_alarm(quiet, someone(policy, "duty"), policy) == ()


def test_of_a_confidential_emergency_whoever_is_on_duty_says_nothing(policy: Policy) -> None:
    case = an_emergency(policy, sensitive=True)
    with pytest.raises(NotThere):
        decide(case, AcknowledgeStep(by=someone(policy, "duty"), clock=ALARM, step="duty"), policy, MONDAY_9AM)
    assert [to for _, to in rung(case, policy, 10)] == ["ye.qing", "ye.qing"]


@given(ticks=st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_ticks_in_any_order_wake_each_rung_once_and_never_too_soon(ticks: list[int]) -> None:
    policy = load_policy()
    case, heard = an_emergency(policy), []
    for minutes in ticks:
        due = [moment for moment in clock_moments(case, policy) if moment.clock == ALARM and moment.at <= MONDAY_9AM + minutes * MINUTE]
        events = watch_clocks(case, WatchClocks(by=SYSTEM), policy, MONDAY_9AM + minutes * MINUTE)
        for event in events:
            case = evolve(case, event)
        new = [one.step for one in events if isinstance(one, StepEscalated) and one.clock == ALARM]
        assert len(new) == len(due)
        heard += new
    assert len(heard) == len(set(heard))
    assert heard == [role for role, at in alarm_steps(MONDAY_9AM, policy).items() if at <= MONDAY_9AM + max(ticks) * MINUTE]
