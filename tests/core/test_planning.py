"""Plans: submitted whole, agreed to word by word, changed in the open, and a date that moves once."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, a_task, accept, agree, agreed, change, register, staff, submit, triage, with_plan
from huiyin.core.case import Case
from huiyin.core.commands import Actor, ExtendDate
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import DateExtended, PlanChanged, PlanSubmitted
from huiyin.core.evolution import evolve
from huiyin.core.handling import Plan
from huiyin.core.planning import digest_of, is_reviewed
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy

TUESDAY_9AM = MONDAY_9AM + timedelta(days=1)


def working(policy: Policy) -> Case:
    """A case whose plan was agreed to."""
    return agreed(with_plan(policy), policy, staff(policy, "zhao.gang"))


def changed(case: Case, policy: Policy, **changes: object) -> PlanChanged:
    (event,) = decide(case, change(policy, **changes), policy, MONDAY_9AM)
    assert isinstance(event, PlanChanged)
    return event


def test_a_plan_says_all_and_waits_for_those_who_have_to_agree(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy, severity=2, urgency=2), accept(policy))
    (event,) = decide(case, submit(policy), policy, MONDAY_9AM)
    assert isinstance(event, PlanSubmitted)
    assert (event.version, event.role, event.approvers, event.cost_yuan, event.source) == (1, "handler", ("dept_lead",), 600, "service_fee")
    assert json.loads(event.task_words) == ["更换门锁装置"]
    assert json.loads(event.resource_words) == ["门锁装置一套"]
    after = evolve(case, event)
    assert (after.state, after.handling.drafters) == ("PLAN_REVIEW", ("li.wei",))
    assert [(point.finding, point.wish) for point in after.handling.points] == [("upheld", "met")]


def test_whoever_does_not_have_the_case_submits_nothing(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy), accept(policy))
    for code in ("wu.lei", "ye.qing"):
        with pytest.raises(NotYours):
            decide(case, submit(policy, by=staff(policy, code)), policy, MONDAY_9AM)


def test_every_word_figure_and_step_of_a_plan_is_in_its_mark(policy: Policy) -> None:
    case, plain = with_plan(policy), submit(policy)
    others = [
        replace(plain, solution="只修触点。"),
        replace(plain, cost_yuan=601),
        replace(plain, source="insurance"),
        replace(plain, findings=("not_upheld",)),
        replace(plain, finish_due=plain.finish_due + timedelta(minutes=1)),
        replace(plain, tasks=(a_task(words="修触点"),)),
        replace(plain, tasks=(a_task(assignee="li.wei"),)),
        replace(plain, resources=()),
        replace(plain, concession="payment"),
        replace(plain, payment_yuan=1),
        replace(plain, settlement=True),
        replace(plain, insurance_report=True),
        replace(plain, legal_note="可以和解。"),
    ]
    marks = [digest_of(case, one, 1) for one in (plain, *others)] + [digest_of(case, plain, 2)]
    assert len(set(marks)) == len(others) + 2
    assert digest_of(case, submit(policy), 1) == marks[0]


def test_a_plan_sent_back_comes_again_as_the_next_version(policy: Policy) -> None:
    case = with_plan(policy).handled(state="INVESTIGATING")
    (event,) = decide(case, submit(policy, solution="更换并附报价。"), policy, MONDAY_9AM)
    assert isinstance(event, PlanSubmitted)
    assert event.version == 2
    assert [task.n for task in event.tasks] == [2]
    with pytest.raises(NotAllowedNow) as stale:
        decide(evolve(case, event), agree(case, staff(policy, "zhao.gang")), policy, MONDAY_9AM)
    assert stale.value.code == "plan_changed"


@pytest.mark.parametrize(
    ("changes", "reviewed"),
    [
        ({"change": "scope"}, True),
        ({"change": "date"}, True),
        ({"change": "cost", "cost_yuan": 800}, False),
        ({"change": "cost", "cost_yuan": 801}, True),
        ({"change": "cheaper", "cost_yuan": 599, "resources": ()}, False),
        ({"change": "cheaper", "cost_yuan": 599, "resources": (), "finish_due": MONDAY_9AM + timedelta(days=3)}, True),
        ({"change": "owner_wish", "finish_due": MONDAY_9AM + timedelta(days=3)}, False),
        ({"change": "owner_wish", "cost_yuan": 900}, True),
        ({"change": "owner_wish", "cost_yuan": 601, "concession": "gift", "payment_yuan": 1}, True),
        ({"change": "owner_wish", "source": "maintenance_fund"}, True),
        ({"change": "cost", "source": "public_revenue"}, True),
        ({"change": "owner_wish", "tasks": (a_task(department="environment", assignee="ma.hui"),)}, True),
    ],
)
def test_a_change_is_agreed_to_again_unless_it_is_small_cheaper_or_the_owners_wish(
    policy: Policy, changes: dict[str, object], reviewed: bool
) -> None:
    case = working(policy)
    event = changed(case, policy, **changes)
    assert event.reviewed is reviewed
    after = evolve(case, event)
    assert after.state == ("PLAN_REVIEW" if reviewed else "EXECUTING")
    assert after.handling.plan.version == 2


def test_whoever_agreed_and_then_changes_the_plan_himself_needs_somebody_else_to_agree(policy: Policy) -> None:
    lead = staff(policy, "zhao.gang")
    case = agreed(with_plan(policy), policy, lead)
    (event,) = decide(case, change(policy, by=lead, change="owner_wish"), policy, MONDAY_9AM)
    assert isinstance(event, PlanChanged)
    assert event.reviewed
    by_another = decide(case, change(policy, change="owner_wish"), policy, MONDAY_9AM)
    assert isinstance(by_another[0], PlanChanged)
    assert not by_another[0].reviewed


def test_what_is_called_cheaper_is_cheaper(policy: Policy) -> None:
    with pytest.raises(NotUnderstood) as refused:
        changed(working(policy), policy, change="cheaper")
    assert (refused.value.code, refused.value.field) == ("not_cheaper", "cost_yuan")


def test_a_change_is_of_a_known_kind_and_has_its_reason(policy: Policy) -> None:
    for changes, field in (({"change": "mood"}, "change"), ({"reason": " "}, "reason")):
        with pytest.raises(NotUnderstood) as refused:
            changed(working(policy), policy, **changes)
        assert refused.value.field == field


@given(st.lists(st.integers(0, 200), min_size=1, max_size=12))
def test_small_changes_add_up(steps: list[int]) -> None:
    policy = load_policy()
    plan = Plan(
        version=1,
        by="li.wei",
        at=MONDAY_9AM,
        finish_due=submit(policy).finish_due,
        cost_yuan=600,
        digest="",
        approvers=("dept_lead",),
        source="service_fee",
        agreed_yuan=600,
    )
    cost = 600
    for more in steps:
        cost += more
        if is_reviewed(plan, change(policy, change="cost", cost_yuan=cost), ("dept_lead",), policy):
            break
        plan = replace(plan, cost_yuan=cost)
    # However it is cut into pieces, nobody spends more than a fifth and 200 yuan above what was agreed to.
    assert plan.cost_yuan <= 800


def test_costs_that_somebody_else_would_have_to_agree_to_are_not_small(policy: Policy) -> None:
    case = agreed(with_plan(policy, cost_yuan=950), policy, staff(policy, "zhao.gang"))
    assert not changed(case, policy, change="cost", cost_yuan=1000).reviewed
    assert changed(case, policy, change="cost", cost_yuan=1001).reviewed


def test_until_a_change_is_agreed_to_the_work_goes_on_as_it_was(policy: Policy) -> None:
    case = working(policy)
    event = changed(case, policy, change="scope", tasks=(a_task(words="调整导轨", assignee="li.wei"),))
    waiting = evolve(case, event)
    assert [task.n for task in waiting.handling.tasks] == [1]
    assert [task.n for task in waiting.handling.coming] == [2]
    done = agreed(waiting, policy, staff(policy, "zhao.gang"))
    assert ([task.n for task in done.handling.tasks], done.handling.coming) == ([2], ())


def test_after_acting_first_the_plan_is_drawn_as_a_change_and_agreed_to(policy: Policy) -> None:
    case = with_plan(policy).handled(state="EXECUTING", plan=None, tasks=(), resources=(), drafters=(), emergency_at=MONDAY_9AM)
    event = changed(case, policy, change="owner_wish")
    assert (event.version, event.reviewed) == (1, True)
    assert agreed(evolve(case, event), policy, staff(policy, "zhao.gang")).state == "EXECUTING"


def moved(case: Case, policy: Policy, by: Actor, days: float, reason: str = "配件晚到") -> DateExtended:
    assert case.resolve_due is not None
    ask = ExtendDate(by=by, until=case.resolve_due + timedelta(days=days), reason=reason)
    (event,) = decide(case, ask, policy, TUESDAY_9AM)
    assert isinstance(event, DateExtended)
    return event


def test_the_date_moves_once_and_nothing_else_does(policy: Policy) -> None:
    case = working(policy)
    event = moved(case, policy, staff(policy, "zhao.gang"), 7)
    assert (event.old_due, event.role) == (case.resolve_due, "dept_lead")
    after = evolve(case, event)
    assert (after.resolve_due, after.answer_due, after.state) == (event.new_due, case.answer_due, "EXECUTING")
    with pytest.raises(NotAllowedNow) as refused:
        moved(after, policy, staff(policy, "jiang.bo"), 1)
    assert refused.value.code == "extended_before"


@pytest.mark.parametrize(("days", "code"), [(0, "date_not_later"), (-1, "date_not_later"), (7.01, "extension_too_long")])
def test_the_date_moves_later_and_only_by_so_much(policy: Policy, days: float, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        moved(working(policy), policy, staff(policy, "jiang.bo"), days)
    assert (refused.value.code, refused.value.field) == (code, "until")


def test_a_date_that_has_passed_does_not_move(policy: Policy) -> None:
    late = replace(working(policy), resolve_due=TUESDAY_9AM)
    with pytest.raises(NotAllowedNow) as refused:
        moved(late, policy, staff(policy, "jiang.bo"), 1)
    assert refused.value.code == "date_has_passed"


def test_whoever_drew_the_plan_does_not_move_its_date(policy: Policy) -> None:
    case = with_plan(policy, by=staff(policy, "zhao.gang"))
    with pytest.raises(NotAllowedNow) as own:
        moved(case, policy, staff(policy, "zhao.gang"), 1)
    assert own.value.code == "own_plan"
    with pytest.raises(NotYours):
        moved(case, policy, staff(policy, "he.min"), 1)
    with pytest.raises(NotUnderstood):
        moved(case, policy, staff(policy, "jiang.bo"), 1, reason="")


def test_the_date_of_a_guarded_case_is_moved_by_another_officer(policy: Policy) -> None:
    case = replace(with_plan(policy), guarded=True).handled(drafters=("ye.qing",))
    assert moved(case, policy, staff(policy, "qin.yue"), 1).role == "confid"
    with pytest.raises(NotAllowedNow):
        moved(case, policy, staff(policy, "ye.qing"), 1)
