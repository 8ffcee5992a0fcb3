"""The course of a case: who is still to agree, and who took which part."""

from datetime import timedelta

from builders import MONDAY_9AM
from huiyin.core.handling import Handling, Plan

PLAN = Plan(
    version=1,
    by="li.wei",
    at=MONDAY_9AM,
    finish_due=MONDAY_9AM + timedelta(days=2),
    cost_yuan=1200,
    digest="d",
    approvers=("manager", "quality"),
)


def test_a_plan_names_those_who_have_not_agreed_yet_in_order() -> None:
    assert PLAN.missing == ("manager", "quality")
    agreed = Plan(**{name: getattr(PLAN, name) for name in PLAN.__slots__ if name != "approvals"}, approvals=(("manager", "jiang.bo"),))
    assert agreed.missing == ("quality",)


def test_a_part_is_taken_once_and_never_forgotten() -> None:
    handling = Handling(executors=("li.wei",))
    assert handling.with_part("executors", "wu.lei", "li.wei") == ("li.wei", "wu.lei")
    assert handling.with_part("drafters") == ()


def test_a_case_that_nobody_took_up_has_an_empty_course() -> None:
    assert Handling() == Handling(points=(), tasks=(), plan=None)
