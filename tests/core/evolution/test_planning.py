"""The case after plans: what is done stays done, numbers mean one task, and an agreement holds what was agreed to."""

from dataclasses import replace

from builders import a_task, agreed, change, staff, submit, then, with_plan
from huiyin.core.case import Case
from huiyin.core.commands import ReturnPlan
from huiyin.policy.schema import Policy


def working(policy: Policy) -> Case:
    steps = (a_task(), a_task(words="调试", after=(1,)))
    return agreed(with_plan(policy, tasks=steps), policy, staff(policy, "zhao.gang"))


def in_state(case: Case, n: int, state: str) -> Case:
    return case.handled(tasks=tuple(replace(task, state=state) if task.n == n else task for task in case.handling.tasks))


def test_a_new_version_leaves_what_is_done_and_takes_the_place_of_the_rest(policy: Policy) -> None:
    case = in_state(working(policy), 1, "done")
    after = then(case, change(policy, change="owner_wish", tasks=(a_task(words="再调试"),)), policy)
    assert [(task.n, task.state) for task in after.handling.tasks] == [(1, "done"), (3, "open")]
    assert after.handling.plan.approvals == case.handling.plan.approvals
    assert (after.handling.plan.approvers, after.handling.plan.agreed_yuan) == (("dept_lead",), 600)


def test_steps_name_those_that_come_before_by_their_number_in_the_case(policy: Policy) -> None:
    case = working(policy)
    assert case.handling.tasks[1].after == (1,)
    after = then(case, change(policy, change="owner_wish", tasks=(a_task(), a_task(after=(1,)))), policy)
    assert [(task.n, task.after) for task in after.handling.tasks] == [(3, ()), (4, (3,))]


def test_a_change_sent_back_leaves_the_tasks_that_were_agreed_to(policy: Policy) -> None:
    case = then(working(policy), change(policy, change="scope"), policy)
    assert case.handling.coming
    back = then(case, ReturnPlan(by=staff(policy, "zhao.gang"), reasons="先报价"), policy)
    assert (back.state, back.handling.coming, back.handling.needed) == ("INVESTIGATING", (), ())
    assert [task.n for task in back.handling.tasks] == [1, 2]
    again = then(back, submit(policy), policy)
    assert (again.state, again.handling.plan.version, again.handling.plan.approvals) == ("PLAN_REVIEW", 3, ())


def test_agreement_remembers_the_costs_it_was_given_for(policy: Policy) -> None:
    case = working(policy)
    small = then(case, change(policy, change="cost", cost_yuan=700), policy)
    assert (small.handling.plan.cost_yuan, small.handling.plan.agreed_yuan) == (700, 600)
    large = then(case, change(policy, change="cost", cost_yuan=900), policy)
    assert large.handling.plan.agreed_yuan == 600
    assert agreed(large, policy, staff(policy, "zhao.gang")).handling.plan.agreed_yuan == 900


def test_drafters_and_those_who_agreed_are_remembered(policy: Policy) -> None:
    assert (working(policy).handling.drafters, working(policy).handling.approvers) == (("li.wei",), ("zhao.gang",))
