"""Where the one whose turn it is may not act, the next one up does; in the end a second one of the company, or somebody outside."""

from dataclasses import replace

import pytest

from builders import MONDAY_9AM, a_case, accept, agree_to_decline, propose_decline, register, staff, then, triage, with_plan
from huiyin.core.approval import missing_row
from huiyin.core.case import Case
from huiyin.core.commands import (
    AcceptObjection,
    AssignCase,
    Command,
    ExtendDate,
    LowerLevel,
    RaiseLevel,
    RecordTransferResult,
    ReturnToTriage,
    TransferCase,
)
from huiyin.core.decide import decide
from huiyin.core.errors import NotYours, Refusal
from huiyin.core.standing_in import acting_as, holds, is_free, nobody_left, standing_in, stands_aside
from huiyin.policy.schema import Policy

COMPANY = ("wei.lan", "ren.jun")


def without(case: Case, *recused: str, accused: tuple[str, ...] = ()) -> Case:
    return replace(case, accused=accused).handled(recused=recused)


def ordinary(policy: Policy) -> Case:
    return a_case(policy, register(policy), triage(policy, severity=2, urgency=2), accept(policy))


@pytest.mark.parametrize(
    ("row", "away", "stands_in"),
    [
        ("manager", (), "manager"),
        ("manager", ("jiang.bo",), "company"),
        ("manager", ("jiang.bo", "wei.lan"), "company"),
        ("dept_lead", (), "dept_lead"),
        ("dept_lead", ("zhao.gang",), "dept_lead"),
        ("dept_lead", ("zhao.gang", "qian.feng"), "manager"),
        ("dept_lead", ("zhao.gang", "qian.feng", "jiang.bo"), "company"),
        ("lead:security", ("zhou.tao", "xu.ming"), "manager"),
        ("duty_manager", ("luo.han",), "manager"),
        ("quality", ("gu.ning", "shen.yu"), "company"),
        ("company", COMPANY, "company"),
    ],
)
def test_the_next_one_up_acts_where_nobody_is_free(policy: Policy, row: str, away: tuple[str, ...], stands_in: str) -> None:
    assert standing_in(row, without(ordinary(policy), *away), policy) == stands_in
    assert standing_in(row, without(ordinary(policy), accused=away), policy) == stands_in
    assert standing_in(row, ordinary(policy), policy, frozenset(away)) == stands_in


def test_whoever_is_accused_of_an_accused_department_or_recused_stands_aside(policy: Policy) -> None:
    case = without(ordinary(policy), "wu.lei", accused=("security", "he.min"))
    assert [stands_aside(case, *who) for who in (("wu.lei", "repairs"), ("he.min", "desk"), ("zhou.tao", "security"))] == [True] * 3
    assert not stands_aside(case, "li.wei", "repairs")
    assert acting_as("dept_lead", staff(policy, "zhou.tao"), case, policy) is None


def test_he_who_stands_in_acts_as_what_he_is_and_nobody_else_does(policy: Policy) -> None:
    case = without(ordinary(policy), "jiang.bo")
    assert acting_as("manager", staff(policy, "wei.lan"), case, policy) == "company"
    assert acting_as("manager", staff(policy, "jiang.bo"), case, policy) is None
    assert acting_as("manager", staff(policy, "gu.ning"), case, policy) is None
    assert acting_as("manager", staff(policy, "wei.lan"), ordinary(policy), policy) is None
    assert acting_as("lead:repairs", staff(policy, "zhao.gang"), case, policy) == "dept_lead"
    assert holds("dept_lead", frozenset({"dept_lead"}), "repairs", case)
    assert not holds("dept_lead", frozenset({"dept_lead"}), "security", case)


def test_once_the_whole_company_is_accused_nobody_within_is_left(policy: Policy) -> None:
    case = ordinary(policy)
    assert not nobody_left(case, policy)
    assert not nobody_left(without(case, accused=COMPANY[:1]), policy)
    assert is_free("company", without(case, accused=COMPANY[:1]), policy)
    assert nobody_left(without(case, accused=COMPANY), policy)
    assert nobody_left(without(case, accused=("management",)), policy)


def twice_returned(policy: Policy) -> Case:
    case = a_case(policy, register(policy), triage(policy))
    for _ in range(2):
        case = then(case, ReturnToTriage(by=staff(policy, "li.wei"), reason="属于秩序部"), policy)
        case = case if case.handling.triage_returns > 1 else then(case, triage(policy), policy)
    return case


def major(policy: Policy) -> Case:
    return then(ordinary(policy), RaiseLevel(by=staff(policy, "lin.jing"), level="major", reasons=("M2",), note="有人受伤"), policy)


def steps(policy: Policy, code: str) -> dict[str, tuple[Case, Command]]:
    """Everything that waits for the estate manager, asked by that person."""
    by, case = staff(policy, code), ordinary(policy)
    passed_on = TransferCase(by=staff(policy, "jiang.bo"), body="street_office", document="", contact="张主任", follow_up_d=7)
    later = case.resolve_due
    assert later is not None
    return {
        "pass on": (case, replace(passed_on, by=by)),
        "take back": (then(case, passed_on, policy), RecordTransferResult(by=by, to="INVESTIGATING", result="已派人")),
        "extend": (case, ExtendDate(by=by, until=later.replace(hour=23), reason="配件晚到")),
        "assign": (case, AssignCase(by=by, handler="wu.lei")),
        "lower": (major(policy), LowerLevel(by=by, level="general", reason="没有这回事")),
        "agree to a decline": (a_case(policy, propose_decline(policy)), agree_to_decline(policy, by=by)),
        "take up": (a_case(policy, propose_decline(policy), agree_to_decline(policy)), AcceptObjection(by=by, grounds="在公共部位")),
        "triage": (twice_returned(policy), triage(policy, by=by)),
    }


STEPS = ("pass on", "take back", "extend", "assign", "lower", "agree to a decline", "take up", "triage")


@pytest.mark.parametrize("step", STEPS)
def test_the_company_decides_for_a_manager_who_stands_aside(policy: Policy, step: str) -> None:
    case, ask = steps(policy, "wei.lan")[step]
    (event,) = decide(without(case, "jiang.bo"), ask, policy, MONDAY_9AM)
    assert (event.by, event.role) == ("wei.lan", "company")
    (second,) = decide(without(case, "jiang.bo", "wei.lan"), steps(policy, "ren.jun")[step][1], policy, MONDAY_9AM)
    assert second.by == "ren.jun"


@pytest.mark.parametrize("step", STEPS)
def test_a_manager_with_an_interest_decides_nothing_of_it(policy: Policy, step: str) -> None:
    case, ask = steps(policy, "jiang.bo")[step]
    with pytest.raises(Refusal):
        decide(without(case, "jiang.bo"), ask, policy, MONDAY_9AM)


@pytest.mark.parametrize("step", [step for step in STEPS if step not in {"agree to a decline", "triage"}])
def test_the_company_does_not_decide_while_the_manager_may(policy: Policy, step: str) -> None:
    case, ask = steps(policy, "wei.lan")[step]
    with pytest.raises(Refusal) as refused:
        decide(case, ask, policy, MONDAY_9AM)
    assert isinstance(refused.value, NotYours) or refused.value.code == "nothing_objected"


def test_two_of_the_company_lower_a_level_where_neither_manager_nor_quality_is_free(policy: Policy) -> None:
    by = staff(policy, "lin.jing")
    case = then(ordinary(policy), RaiseLevel(by=by, level="major", reasons=("M3",), note="涉嫌动手"), policy)
    case = without(case, "jiang.bo", "gu.ning", "shen.yu")
    half = then(case, LowerLevel(by=staff(policy, "wei.lan"), level="general", reason="没有这回事"), policy)
    assert (half.level, half.handling.lowering) == ("major", ("manager", "wei.lan"))
    again = LowerLevel(by=staff(policy, "wei.lan"), level="general", reason="没有这回事")
    with pytest.raises(Refusal) as refused:
        decide(half, again, policy, MONDAY_9AM)
    assert refused.value.code == "waits_for_other"
    assert then(half, replace(again, by=staff(policy, "ren.jun")), policy).level == "general"


def test_a_plan_is_signed_by_the_company_where_the_manager_stands_aside(policy: Policy) -> None:
    case = without(with_plan(policy, cost_yuan=3000), "jiang.bo")
    plan = case.handling.plan
    assert plan is not None
    assert missing_row(case, plan, staff(policy, "wei.lan"), policy) == "manager"
    assert missing_row(case, plan, staff(policy, "jiang.bo"), policy) is None
