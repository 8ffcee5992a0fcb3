"""What a plan must say: each guard is refused with its code, at its field."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_case, a_task, accept, register, staff, submit, triage
from huiyin.core.case import Case
from huiyin.core.commands import PLAN_WORDS, ResourceWanted
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.plan_checks import check_plan, words_asked
from huiyin.policy.schema import Policy

PAST = MONDAY_9AM - timedelta(minutes=1)
LATE = MONDAY_9AM + timedelta(days=9)


def a_part(**changes: object) -> ResourceWanted:
    return replace(ResourceWanted(words="门锁", kind="part", by=MONDAY_9AM + timedelta(hours=1), cost_yuan=100), **changes)


@pytest.fixture
def case(policy: Policy) -> Case:
    return a_case(policy, register(policy), triage(policy, severity=2, urgency=2, points=(("noise", "plant_hum"),)), accept(policy))


# A payment above what the estate manager may promise, with all that it needs.
LARGE = {
    "concession": "payment",
    "payment_yuan": 5001,
    "cost_yuan": 5601,
    "settlement": True,
    "insurance_report": True,
    "legal_note": "律师认为可以和解。",
}
WHOLE = {"findings": ("upheld", "not_upheld"), "wishes": ("met", "not_met")}


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"findings": ("upheld",)}, "field_required", "finding_2"),
        ({"findings": ("upheld", "maybe")}, "unknown_word", "finding_2"),
        ({"wishes": ("met",)}, "field_required", "wish_2"),
        ({"wishes": ("met", "met", "met")}, "unknown_word", "wish_3"),
        ({"solution": ""}, "field_required", "solution"),
        ({"finish_due": MONDAY_9AM}, "date_passed", "finish_due"),
        ({"concession": "wings", "payment_yuan": 1}, "unknown_word", "concession"),
        ({"concession": "payment"}, "field_required", "payment_yuan"),
        ({"payment_yuan": 1}, "field_required", "concession"),
        ({"payment_yuan": -1}, "wrong_type", "payment_yuan"),
        ({"concession": "payment", "payment_yuan": 1}, "cost_below_parts", "cost_yuan"),
        ({**LARGE, "settlement": False}, "large_payment", "settlement"),
        ({**LARGE, "insurance_report": False}, "large_payment", "insurance_report"),
        ({**LARGE, "legal_note": " "}, "field_required", "legal_note"),
        ({"tasks": ()}, "field_required", "tasks"),
        ({"tasks": (a_task(),) * 21}, "too_many_values", "tasks"),
        ({"resources": (a_part(cost_yuan=0),) * 21}, "too_many_values", "resources"),
        ({"tasks": (a_task(words=" "),)}, "field_required", "tasks.0.words"),
        ({"tasks": (a_task(department="moon"),)}, "unknown_word", "tasks.0.department"),
        ({"tasks": (a_task(assignee="nobody"),)}, "assignee_unknown", "tasks.0.assignee"),
        ({"tasks": (a_task(), a_task(department="security"))}, "assignee_unknown", "tasks.1.assignee"),
        ({"tasks": (a_task(due=PAST),)}, "date_passed", "tasks.0.due"),
        ({"tasks": (a_task(due=LATE),)}, "task_after_finish", "tasks.0.due"),
        ({"tasks": (a_task(certificate="wings"),)}, "unknown_word", "tasks.0.certificate"),
        ({"tasks": (a_task(after=(1,)),)}, "task_order", "tasks.0.after"),
        ({"tasks": (a_task(), a_task(after=(2,)))}, "task_order", "tasks.1.after"),
        ({"tasks": (a_task(), a_task(after=(0,)))}, "task_order", "tasks.1.after"),
        ({"resources": (a_part(words=""),)}, "field_required", "resources.0.words"),
        ({"resources": (a_part(kind="gold"),)}, "unknown_word", "resources.0.kind"),
        ({"resources": (a_part(by=PAST),)}, "date_passed", "resources.0.by"),
        ({"resources": (a_part(cost_yuan=-1),)}, "wrong_type", "resources.0.cost_yuan"),
        ({"cost_yuan": -1, "resources": ()}, "wrong_type", "cost_yuan"),
        ({"cost_yuan": 199, "resources": (a_part(), a_part())}, "cost_below_parts", "cost_yuan"),
        ({"source": None}, "source_required", "source"),
        ({"source": "pocket"}, "unknown_word", "source"),
    ],
)
def test_what_is_missing_or_wrong_is_named_by_its_field(
    policy: Policy, case: Case, changes: dict[str, object], code: str, field: str
) -> None:
    ask = submit(policy, **{**WHOLE, **changes})
    with pytest.raises(NotUnderstood) as refused:
        decide(case, ask, policy, MONDAY_9AM)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_plan_without_costs_needs_no_source_and_steps_may_follow_one_another(policy: Policy, case: Case) -> None:
    steps = (a_task(), a_task(after=(1,), certificate="lift"))
    check_plan(case, submit(policy, **WHOLE, cost_yuan=0, source=None, resources=(), tasks=steps), policy, MONDAY_9AM)


@pytest.mark.parametrize("accused", ["wu.lei", "repairs"])
def test_no_step_is_given_to_whoever_is_accused(policy: Policy, case: Case, accused: str) -> None:
    with pytest.raises(NotAllowedNow) as refused:
        check_plan(replace(case, accused=(accused,)), submit(policy, **WHOLE), policy, MONDAY_9AM)
    assert (refused.value.code, refused.value.field) == ("recused", "tasks.0.assignee")


def test_steps_of_a_guarded_case_stay_with_confidential_officers(policy: Policy, case: Case) -> None:
    guarded = replace(case, guarded=True)
    with pytest.raises(NotAllowedNow) as refused:
        check_plan(guarded, submit(policy, **WHOLE), policy, MONDAY_9AM)
    assert refused.value.code == "recused"
    step = a_task(department="quality", assignee="qin.yue")
    check_plan(guarded, submit(policy, **WHOLE, by=staff(policy, "ye.qing"), tasks=(step,)), policy, MONDAY_9AM)


def test_before_triage_there_are_no_points_to_find_anything_on(policy: Policy, case: Case) -> None:
    with pytest.raises(NotAllowedNow) as refused:
        check_plan(case.handled(points=()), submit(policy), policy, MONDAY_9AM)
    assert refused.value.code == "triage_first"


def test_the_plan_of_a_small_matter_says_what_is_done_by_whom_and_until_when(policy: Policy, case: Case) -> None:
    short = submit(policy, **WHOLE, **dict.fromkeys(set(PLAN_WORDS) - {"solution"}, ""))
    check_plan(case, short, policy, MONDAY_9AM)
    assert words_asked(case, policy) == ("solution",)


@pytest.mark.parametrize("name", PLAN_WORDS)
@pytest.mark.parametrize("graver", [{"level": "major"}, {"level": "group"}, {"guarded": True}])
def test_the_plan_of_a_graver_or_confidential_matter_says_all(policy: Policy, case: Case, graver: dict, name: str) -> None:
    case = replace(case, **graver)
    assert words_asked(case, policy) == PLAN_WORDS
    with pytest.raises(NotUnderstood) as refused:
        check_plan(case, submit(policy, **WHOLE, **{name: " "}), policy, MONDAY_9AM)
    assert (refused.value.code, refused.value.field) == ("field_required", name)
