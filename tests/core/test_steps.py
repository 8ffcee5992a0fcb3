"""Whose the open steps of the work are, and when nobody has one."""

from dataclasses import replace

from builders import a_task, agreed, change, staff, then, with_plan
from huiyin.core.commands import AskOwner, FinishTask
from huiyin.core.steps import left_behind, open_steps
from huiyin.policy.schema import Policy

ZHAO = "zhao.gang"


def test_a_plan_that_nobody_agreed_to_gives_nobody_a_step(policy: Policy) -> None:
    planned = with_plan(policy)
    assert (open_steps(planned), left_behind(planned)) == ((), ())
    assert [task.assignee for task in open_steps(agreed(planned, policy, staff(policy, ZHAO)))] == ["wu.lei"]


def test_while_a_change_waits_or_the_owner_is_asked_the_agreed_steps_go_on(policy: Policy) -> None:
    working = agreed(with_plan(policy), policy, staff(policy, ZHAO))
    changing = then(working, change(policy, tasks=(replace(a_task(), assignee="qian.feng"),)), policy)
    assert changing.state == "PLAN_REVIEW"
    assert [task.assignee for task in open_steps(changing)] == ["wu.lei"]
    asking = then(working, AskOwner(by=staff(policy, "li.wei"), question="哪天在家？", days=1), policy)
    assert asking.state == "AWAITING_OWNER"
    assert [task.assignee for task in open_steps(asking)] == ["wu.lei"]
    moved = agreed(changing, policy, staff(policy, ZHAO))
    assert (moved.state, [task.assignee for task in open_steps(moved)], moved.handling.relieved) == (
        "EXECUTING",
        ["qian.feng"],
        ("wu.lei",),
    )


def test_a_step_that_is_over_is_nobodys_and_one_that_is_held_up_stays_his(policy: Policy) -> None:
    working = agreed(with_plan(policy), policy, staff(policy, ZHAO))
    held = then(working, FinishTask(by=staff(policy, "wu.lei"), n=1, outcome="blocked", note="缺配件。"), policy)
    assert [task.n for task in open_steps(held)] == [1]
    over = then(working, FinishTask(by=staff(policy, "li.wei"), n=1, outcome="cancelled", note="不换了。"), policy)
    assert open_steps(over) == left_behind(over) == ()


def test_whoever_stands_in_for_the_one_who_is_to_do_it_may_say_that_it_is_done(policy: Policy) -> None:
    working = agreed(with_plan(policy), policy, staff(policy, ZHAO))
    stand_in = replace(staff(policy, "xu.ming"), stands_in=frozenset({"wu.lei"}))
    after = then(working, FinishTask(by=stand_in, n=1, outcome="blocked", note="等配件。"), policy)
    assert after.handling.tasks[0].state == "blocked"
