"""The ladder: who hears, when, and that he says so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, register, someone, staff, triage
from huiyin.core.case import Case
from huiyin.core.clocks import clock_moments, watch_clocks
from huiyin.core.commands import SYSTEM, AcknowledgeStep, WatchClocks
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotYours
from huiyin.core.events import StepAcknowledged, StepEscalated
from huiyin.core.evolution import evolve
from huiyin.core.handling import DatedAnswer
from huiyin.core.ladder import DATED_ANSWER, answer_steps, dated_answer_at, hearer, other_steps
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy

DAY = timedelta(days=1)


def escalated(case: Case, policy: Policy, days: int) -> tuple[Case, list[StepEscalated]]:
    events = watch_clocks(case, WatchClocks(by=SYSTEM), policy, MONDAY_9AM + days * DAY)
    for event in events:
        case = evolve(case, event)
    return case, [event for event in events if isinstance(event, StepEscalated)]


def test_the_answer_is_heard_of_by_three_before_the_statutory_day(policy: Policy) -> None:
    steps = answer_steps(MONDAY_9AM, MONDAY_9AM + 7 * DAY, policy)
    assert steps == {"dept_lead": MONDAY_9AM + 3.5 * DAY, "manager": MONDAY_9AM + 5.6 * DAY, "company": MONDAY_9AM + 7 * DAY}


def test_an_answer_due_on_the_statutory_day_is_heard_of_days_before_it(policy: Policy) -> None:
    steps = answer_steps(MONDAY_9AM, MONDAY_9AM + 10 * DAY, policy)
    assert steps == {"dept_lead": MONDAY_9AM + 5 * DAY, "manager": MONDAY_9AM + 7 * DAY, "company": MONDAY_9AM + 8 * DAY}


def test_another_clock_is_heard_of_when_it_is_missed_and_no_later_than_the_answer_from_then_on(policy: Policy) -> None:
    due = MONDAY_9AM + 2 * DAY
    assert other_steps(MONDAY_9AM, due, {}, policy) == {"dept_lead": due, "manager": due + DAY, "company": due + 2 * DAY}
    answer = {"dept_lead": MONDAY_9AM + DAY, "manager": due + DAY / 2, "company": MONDAY_9AM}
    assert other_steps(MONDAY_9AM, due, answer, policy) == {"dept_lead": due, "manager": due + DAY / 2, "company": due}


@given(limit_h=st.integers(1, 24 * 60), answer_h=st.integers(1, 240))
def test_nobody_hears_before_the_one_below_him_nor_of_another_clock_before_it_is_missed(limit_h: int, answer_h: int) -> None:
    policy = load_policy()
    answer = answer_steps(MONDAY_9AM, MONDAY_9AM + timedelta(hours=answer_h), policy)
    due = MONDAY_9AM + timedelta(hours=limit_h)
    others = other_steps(MONDAY_9AM, due, answer, policy)
    for steps in (answer, others):
        assert list(steps.values()) == sorted(steps.values())
    for role, at in others.items():
        assert due <= at <= max(due, answer[role])


def test_a_case_that_nobody_was_given_climbs_the_same_ladder(policy: Policy) -> None:
    _, steps = escalated(a_case(policy), policy, 30)
    heard = {one.step: (one.to_role, one.to) for one in steps if one.clock == "answer"}
    desk = policy.departments.departments[policy.promises.ladder.unassigned]
    assert heard["dept_lead"] == ("dept_lead", desk.lead)
    assert set(heard) == {"dept_lead", "manager", "company", DATED_ANSWER}
    assert heard[DATED_ANSWER][0] == policy.promises.ladder.dated_answer.role


def test_whoever_is_accused_hears_nothing(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    repairs = policy.departments.departments["repairs"]
    assert hearer(case, "dept_lead", policy) == ("dept_lead", repairs.lead)
    assert hearer(replace(case, accused=(repairs.lead,)), "dept_lead", policy) == ("dept_lead", repairs.deputy)
    assert hearer(replace(case, accused=("repairs",)), "dept_lead", policy)[0] == "duty_manager"
    assert hearer(replace(case, accused=("jiang.bo",)), "manager", policy) == ("manager", "luo.han")
    everybody = tuple(policy.departments.departments)
    assert hearer(replace(case, accused=everybody), "manager", policy) == ("company", "")


def test_a_guarded_case_stays_with_the_confidential_officers(policy: Policy) -> None:
    case = replace(a_case(policy), guarded=True, accused=("ye.qing",))
    for step in ("dept_lead", "manager", "company"):
        assert hearer(case, step, policy) == ("confid", "qin.yue")


def test_each_step_is_said_once_and_then_acknowledged_by_whoever_heard(policy: Policy) -> None:
    case, steps = escalated(a_case(policy, register(policy), triage(policy)), policy, 4)
    assert ("answer", "dept_lead") in {(one.clock, one.step) for one in steps}
    assert escalated(case, policy, 4)[1] == []
    lead = staff(policy, "zhao.gang")
    ask = AcknowledgeStep(by=lead, clock="answer", step="dept_lead")
    (heard,) = decide(case, ask, policy, MONDAY_9AM + 4 * DAY)
    assert isinstance(heard, StepAcknowledged)
    assert (heard.role, heard.by) == ("dept_lead", "zhao.gang")
    case = evolve(case, heard)
    with pytest.raises(NotAllowedNow) as again:
        decide(case, ask, policy, MONDAY_9AM + 4 * DAY)
    assert (again.value.code, again.value.field) == ("nothing_to_acknowledge", "step")
    assert not {("answer", "dept_lead")} & {(one.clock, one.says) for one in clock_moments(case, policy)}


def test_nobody_acknowledges_for_another(policy: Policy) -> None:
    quiet = a_case(policy, register(policy), triage(policy))
    ask = AcknowledgeStep(by=someone(policy, "company"), clock="answer", step="dept_lead")
    with pytest.raises(NotAllowedNow) as nothing:
        decide(quiet, ask, policy, MONDAY_9AM)
    assert (nothing.value.code, nothing.value.field) == ("nothing_to_acknowledge", None)
    case = evolve(quiet, StepEscalated(at=MONDAY_9AM, by="system", role="system", clock="answer", due=MONDAY_9AM, step="dept_lead",
                                       to_role="dept_lead", to="zhao.gang"))  # fmt: skip
    with pytest.raises(NotYours):
        decide(case, ask, policy, MONDAY_9AM)
    with pytest.raises(NotAllowedNow):
        decide(case, replace(ask, by=staff(policy, "zhao.gang"), clock="resolve"), policy, MONDAY_9AM)


def test_on_the_last_day_but_one_the_manager_hears_once_that_an_answer_with_a_date_has_to_leave(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    last = dated_answer_at(case.received_at, policy)
    assert last == MONDAY_9AM + (policy.charter.statutory_answer_d - 1) * DAY
    _, before = escalated(case, policy, policy.charter.statutory_answer_d - 2)
    assert DATED_ANSWER not in {one.step for one in before}
    told, steps = escalated(case, policy, policy.charter.statutory_answer_d - 1)
    assert [(one.clock, one.to_role, one.to) for one in steps if one.step == DATED_ANSWER] == [("answer", "manager", "jiang.bo")]
    assert escalated(told, policy, policy.charter.statutory_answer_d)[1] == []
    manager = staff(policy, "jiang.bo")
    (heard,) = decide(told, AcknowledgeStep(by=manager, clock="answer", step=DATED_ANSWER), policy, last)
    assert isinstance(heard, StepAcknowledged)


def test_an_answer_with_a_date_that_has_left_is_asked_of_nobody(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    sent = case.handled(dated=DatedAnswer(drafter="li.wei", until=MONDAY_9AM + 30 * DAY, sent_at=MONDAY_9AM + DAY))
    assert DATED_ANSWER not in {one.step for one in escalated(sent, policy, 20)[1]}
