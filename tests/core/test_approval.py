"""Who has to agree: all rows that apply, nobody twice, nobody for what he does, and always somebody."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_task, agree, agreed, someone, staff, submit, triage, with_plan
from huiyin.core.approval import Weight, doers, missing_row, missing_rows, rows_of
from huiyin.core.case import Case
from huiyin.core.commands import Actor, RaiseLevel, ReturnPlan
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotThere, NotYours
from huiyin.core.events import PlanApproved
from huiyin.core.evolution import evolve
from huiyin.policy import load_policy
from huiyin.policy.schema import PRIORITIES, Policy

PLAIN = Weight(level="general", priority="P3", major=False, guarded=False, by_lead=False, cost_yuan=600, source="service_fee")
# Whoever stands further up decides whatever those below may decide.
REACH = {"dept_lead": 1, "duty_manager": 1, "manager": 2, "company": 3}


def weight(**changes: object) -> Weight:
    return replace(PLAIN, **changes)


def covered(rows: tuple[str, ...], by: tuple[str, ...]) -> bool:
    """Each of these rows is among the others, or somebody further up is."""
    return all(row in by or any(REACH.get(other, 0) > REACH.get(row, 9) for other in by) for row in rows)


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ({}, ("dept_lead",)),
        ({"cost_yuan": 1000}, ("dept_lead",)),
        ({"cost_yuan": 1001}, ("manager",)),
        ({"by_lead": True}, ("manager",)),
        ({"priority": "P2"}, ("manager",)),
        ({"priority": "P1"}, ("duty_manager", "manager")),
        ({"level": "major", "major": True, "priority": "P2"}, ("manager", "quality")),
        ({"level": "group", "households": 7}, ("manager",)),
        ({"level": "group", "households": 7, "major": True}, ("manager", "quality")),
        ({"level": "group", "households": 7, "cost_yuan": 5001}, ("manager", "company")),
        ({"level": "group", "households": 10}, ("manager", "company")),
        ({"level": "group"}, ("manager", "company")),
        ({"cost_yuan": 20000}, ("manager",)),
        ({"cost_yuan": 20001}, ("manager", "company")),
        ({"source": "maintenance_fund"}, ("dept_lead", "company")),
        ({"guarded": True, "cost_yuan": 0}, ("confid", "company")),
        ({"cost_yuan": 300, "payment_yuan": 300}, ("manager",)),
        ({"cost_yuan": 5000, "payment_yuan": 5000}, ("manager",)),
        ({"cost_yuan": 5001, "payment_yuan": 5001}, ("manager", "company")),
        ({"guarded": True, "cost_yuan": 9000, "payment_yuan": 9000}, ("confid", "company")),
        ({"departments": ("environment", "security")}, ("dept_lead", "lead:environment", "lead:security")),
    ],
)
def test_all_rows_that_apply_have_to_agree(policy: Policy, changes: dict[str, object], rows: tuple[str, ...]) -> None:
    assert rows_of(weight(**changes), policy) == rows


weights = st.builds(
    Weight,
    level=st.sampled_from(["general", "major", "group"]),
    priority=st.sampled_from(PRIORITIES),
    major=st.booleans(),
    guarded=st.booleans(),
    by_lead=st.booleans(),
    cost_yuan=st.integers(0, 60_000),
    source=st.sampled_from([None, "service_fee", "maintenance_fund"]),
    departments=st.sampled_from([(), ("security",)]),
    households=st.one_of(st.none(), st.integers(5, 40)),
    payment_yuan=st.sampled_from([0, 1, 5000, 5001]),
).map(lambda one: replace(one, major=one.major or one.level == "major"))


@given(weights, st.integers(0, 60_000))
def test_more_money_never_needs_fewer_people_nor_lesser_ones(one: Weight, more: int) -> None:
    policy = load_policy()
    little, much = rows_of(one, policy), rows_of(replace(one, cost_yuan=one.cost_yuan + more), policy)
    assert len(much) >= len(little)
    assert covered(little, much)


@given(weights, st.integers(0, 20_000))
def test_a_larger_concession_never_needs_fewer_people_nor_lesser_ones(one: Weight, more: int) -> None:
    policy = load_policy()
    little, much = rows_of(one, policy), rows_of(replace(one, payment_yuan=one.payment_yuan + more), policy)
    assert len(much) >= len(little)
    assert covered(little, much)


@given(weights)
def test_a_higher_level_or_priority_never_needs_fewer_people_nor_lesser_ones(one: Weight) -> None:
    policy = load_policy()
    plain = replace(one, level="general", major=False)
    higher = [replace(plain, level="major", major=True), replace(plain, level="group"), replace(plain, level="group", major=True)]
    if one.priority != "P1":
        higher.append(replace(plain, priority=PRIORITIES[PRIORITIES.index(one.priority) - 1]))
    for other in higher:
        assert len(rows_of(other, policy)) >= len(rows_of(plain, policy))
        assert covered(rows_of(plain, policy), rows_of(other, policy)), (plain, other)


def refusal(case: Case, by: Actor, policy: Policy, **changes: object) -> str:
    with pytest.raises((NotAllowedNow, NotYours)) as refused:
        decide(case, agree(case, by, **changes), policy, MONDAY_9AM)
    return refused.value.code


def test_the_head_of_the_department_agrees_and_the_work_begins(policy: Policy) -> None:
    case = with_plan(policy)
    lead = staff(policy, "zhao.gang")
    (event,) = decide(case, agree(case, lead, comment="同意"), policy, MONDAY_9AM)
    assert isinstance(event, PlanApproved)
    assert (event.for_role, event.role, event.complete, event.comment) == ("dept_lead", "dept_lead", True, "同意")
    after = evolve(case, event)
    assert (after.state, after.handling.approvers, after.handling.plan.agreed_yuan) == ("EXECUTING", ("zhao.gang",), 600)


def test_whoever_drew_the_plan_or_is_to_carry_it_out_does_not_agree_to_it(policy: Policy) -> None:
    qian = staff(policy, "qian.feng")
    case = with_plan(policy, tasks=(a_task(assignee="qian.feng"),))
    assert refusal(case, qian, policy) == "own_plan"
    drawn = with_plan(policy, by=staff(policy, "zhao.gang"))
    assert drawn.handling.plan.approvers == ("manager",)
    assert refusal(drawn, staff(policy, "zhao.gang"), policy) == "own_plan"
    assert doers(case) == {"li.wei", "qian.feng"}


def test_another_department_and_another_role_are_not_asked(policy: Policy) -> None:
    case = with_plan(policy)
    assert refusal(case, staff(policy, "he.min"), policy) == "agreement_not_yours"
    assert refusal(case, staff(policy, "gu.ning"), policy) == "agreement_not_yours"


def test_an_agreement_names_exactly_what_was_read(policy: Policy) -> None:
    case, lead = with_plan(policy), staff(policy, "zhao.gang")
    assert refusal(case, lead, policy, digest="0" * 64) == "plan_changed"
    assert refusal(case, lead, policy, no_interest=False) == "recused"


def test_a_major_matter_waits_for_two_and_nobody_signs_twice(policy: Policy) -> None:
    case = with_plan(policy, triaged=triage(policy, severity=2, urgency=2, level="major"))
    both = Actor(code="jiang.bo", roles=frozenset({"manager", "quality"}), department="management")
    half = agreed(case, policy, both)
    assert (half.state, missing_rows(half, half.handling.plan, policy)) == ("PLAN_REVIEW", ("quality",))
    assert refusal(half, both, policy) == "agreed_before"
    assert agreed(half, policy, staff(policy, "gu.ning")).state == "EXECUTING"


def test_a_level_raised_while_the_plan_waits_asks_for_more_people(policy: Policy) -> None:
    case = with_plan(policy)
    ask = RaiseLevel(by=someone(policy, "desk"), level="major", reasons=("M2",), note="有人受伤")
    (event,) = decide(case, ask, policy, MONDAY_9AM)
    raised = agreed(evolve(case, event), policy, staff(policy, "zhao.gang"))
    assert raised.state == "PLAN_REVIEW"
    assert agreed(raised, policy, staff(policy, "jiang.bo"), staff(policy, "gu.ning")).state == "EXECUTING"


def test_departments_that_take_part_countersign_and_may_read_the_case(policy: Policy) -> None:
    steps = (a_task(), a_task(department="environment", assignee="ma.hui"))
    case = with_plan(policy, tasks=steps)
    assert case.handling.plan.approvers == ("dept_lead", "lead:environment")
    half = agreed(case, policy, staff(policy, "tang.li"))
    assert (half.state, half.handling.plan.approvals) == ("PLAN_REVIEW", (("lead:environment", "tang.li"),))
    assert agreed(half, policy, staff(policy, "zhao.gang")).state == "EXECUTING"
    with pytest.raises(NotThere):
        decide(with_plan(policy), agree(case, staff(policy, "tang.li")), policy, MONDAY_9AM)


def test_where_nobody_is_free_to_sign_the_next_one_up_does(policy: Policy) -> None:
    lead_heads = (a_task(assignee="zhao.gang"), a_task(assignee="qian.feng"))
    case = with_plan(policy, tasks=lead_heads)
    assert missing_row(case, case.handling.plan, staff(policy, "jiang.bo"), policy) == "dept_lead"
    assert missing_row(with_plan(policy), case.handling.plan, staff(policy, "jiang.bo"), policy) is None
    accused = replace(case, accused=("jiang.bo",))
    assert missing_row(accused, case.handling.plan, staff(policy, "wei.lan"), policy) == "dept_lead"
    assert agreed(accused, policy, staff(policy, "wei.lan")).state == "EXECUTING"


def test_an_accused_manager_does_not_know_of_the_plan(policy: Policy) -> None:
    case = replace(with_plan(policy, cost_yuan=3000), accused=("jiang.bo",))
    with pytest.raises(NotThere):
        decide(case, agree(case, staff(policy, "jiang.bo")), policy, MONDAY_9AM)
    assert agreed(case, policy, staff(policy, "ren.jun")).state == "EXECUTING"


def guarded_plan(policy: Policy) -> Case:
    officer = staff(policy, "ye.qing")
    case = replace(with_plan(policy), guarded=True, lead="quality", handler="ye.qing", state="INVESTIGATING")
    step = a_task(department="quality", assignee="ye.qing")
    (event,) = decide(case.handled(drafters=(), tasks=()), submit(policy, by=officer, tasks=(step,)), policy, MONDAY_9AM)
    return evolve(case, event)


def test_a_guarded_plan_is_agreed_to_by_another_officer_and_the_company_who_reads_it_for_that_alone(policy: Policy) -> None:
    case = guarded_plan(policy)
    company = staff(policy, "wei.lan")
    assert case.handling.plan.approvers == ("confid", "company")
    done = agreed(case, policy, staff(policy, "qin.yue"), company)
    assert done.state == "EXECUTING"
    with pytest.raises(NotThere):
        decide(done, agree(done, company), policy, MONDAY_9AM)
    with pytest.raises(NotThere):
        decide(case, agree(case, staff(policy, "jiang.bo")), policy, MONDAY_9AM)


def test_only_those_who_have_to_agree_send_a_plan_back_and_with_reasons(policy: Policy) -> None:
    case = with_plan(policy)
    lead = staff(policy, "zhao.gang")
    (event,) = decide(case, ReturnPlan(by=lead, reasons="请附报价"), policy, MONDAY_9AM)
    assert evolve(case, event).state == "INVESTIGATING"
    for by, code in ((staff(policy, "gu.ning"), "agreement_not_yours"), (staff(policy, "li.wei"), "not_yours")):
        with pytest.raises(NotYours) as refused:
            decide(case, ReturnPlan(by=by, reasons="请附报价"), policy, MONDAY_9AM)
        assert refused.value.code == code
    with pytest.raises(NotAllowedNow) as own:
        decide(case.handled(executors=("zhao.gang",)), ReturnPlan(by=lead, reasons="请附报价"), policy, MONDAY_9AM)
    assert own.value.code == "own_plan"


def test_without_a_plan_there_is_nothing_to_agree_to(policy: Policy) -> None:
    case = with_plan(policy).handled(plan=None)
    assert refusal(case, staff(policy, "zhao.gang"), policy) == "nothing_to_agree"
