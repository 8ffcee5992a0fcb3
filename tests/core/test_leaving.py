"""Whoever has left keeps nothing in hand: to whom his work goes, and who of the company alone may be given it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_case, accept, register, staff, triage
from core.test_attendance import without
from huiyin.core.case import Case
from huiyin.core.commands import SYSTEM, AssignCase
from huiyin.core.decide import decide
from huiyin.core.errors import NotYours
from huiyin.core.events import CaseAssigned
from huiyin.core.handling import Task
from huiyin.core.leaving import has_left, heir_of, may_handle
from huiyin.core.turns import TASKS, turns_of
from huiyin.policy.schema import Policy

LI_WEI = "li.wei"


def left(policy: Policy, *codes: str, heir: str | None = None) -> Policy:
    """The policy once these people have left."""
    people = policy.departments.staff
    gone = {code: replace(people[code], roles=(), deputy=None, certificates=(), heir=heir) for code in codes}
    return replace(policy, departments=replace(policy.departments, staff={**people, **gone}))


@pytest.fixture
def case(policy: Policy) -> Case:
    return replace(a_case(policy, register(policy), triage(policy), accept(policy)), handler=LI_WEI)


def test_whoever_is_away_or_there_has_not_left(policy: Policy) -> None:
    assert not has_left(LI_WEI, policy, MONDAY_9AM)
    assert not has_left(LI_WEI, without(policy, LI_WEI), MONDAY_9AM)
    assert has_left(LI_WEI, left(policy, LI_WEI), MONDAY_9AM)
    assert has_left("never.heard.of", policy, MONDAY_9AM)


def test_his_case_goes_to_whom_he_named_else_to_the_head_else_to_whoever_is_there(policy: Policy, case: Case) -> None:
    repairs = policy.departments.departments["repairs"]
    assert heir_of(case, left(policy, LI_WEI, heir="wu.lei")) == "wu.lei"
    assert heir_of(case, left(policy, LI_WEI)) == repairs.lead
    assert heir_of(case, left(policy, LI_WEI, repairs.lead)) == repairs.deputy
    assert heir_of(case, left(policy, LI_WEI, repairs.lead, repairs.deputy)) == "wu.lei"
    assert heir_of(case, left(policy, LI_WEI, repairs.lead, repairs.deputy, "wu.lei")) is None


@pytest.mark.parametrize("named", ["cao.jie", "bai.xue", "nobody.at.all"])
def test_whoever_may_not_have_it_does_not_get_it_because_he_was_named(policy: Policy, case: Case, named: str) -> None:
    assert heir_of(case, left(policy, LI_WEI, heir=named)) == policy.departments.departments["repairs"].lead


def test_it_goes_to_nobody_who_is_accused_has_an_interest_or_had_it_before_a_dispute(policy: Policy, case: Case) -> None:
    gone = left(policy, LI_WEI, heir="wu.lei")
    for barred in (
        replace(case, accused=("wu.lei",)),
        case.handled(recused=("wu.lei",)),
        case.handled(former=("wu.lei",)),
    ):
        assert heir_of(barred, gone) == "zhao.gang"
    assert heir_of(replace(case, accused=("repairs",)), gone) is None


def test_a_confidential_case_goes_to_another_officer_and_to_nobody_else(policy: Policy, case: Case) -> None:
    hidden = replace(case, guarded=True, handler="ye.qing")
    assert heir_of(hidden, left(policy, "ye.qing")) == "qin.yue"
    assert heir_of(hidden, left(policy, "ye.qing", heir="wu.lei")) == "qin.yue"
    assert not may_handle(hidden, "zhao.gang", policy)


def test_the_system_gives_it_away_and_only_where_somebody_has_left(policy: Policy, case: Case) -> None:
    ask = AssignCase(by=SYSTEM, handler="wu.lei")
    with pytest.raises(NotYours):
        decide(case, ask, policy, MONDAY_9AM)
    with pytest.raises(NotYours):
        decide(case, ask, without(policy, LI_WEI), MONDAY_9AM)
    with pytest.raises(NotYours):
        decide(replace(case, handler=None), ask, left(policy, LI_WEI), MONDAY_9AM)
    (event,) = decide(case, ask, left(policy, LI_WEI), MONDAY_9AM)
    assert isinstance(event, CaseAssigned)
    assert (event.by, event.role, event.handler, event.before) == ("system", "system", "wu.lei", LI_WEI)


def test_a_step_of_somebody_who_has_left_falls_to_whoever_handles_the_case(policy: Policy, case: Case) -> None:
    due = MONDAY_9AM + timedelta(days=1)
    working = case.handled(state="EXECUTING", tasks=(Task(n=1, department="repairs", assignee="wu.lei", due=due),))
    assert [turn.rows for turn in turns_of(working, policy) if turn.kind == TASKS] == [("wu.lei",)]
    assert [turn.rows for turn in turns_of(working, left(policy, "wu.lei")) if turn.kind == TASKS] == []
    assert staff(policy, LI_WEI).code == working.handler
