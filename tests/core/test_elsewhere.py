"""Points that a court is judging are left to it; the rest of the case is answered as always."""

from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, accept, register, someone, triage
from huiyin.core.case import Case
from huiyin.core.commands import ConcludeWithoutWork, NotePending, ReleaseAnswer
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.evolution import evolve
from huiyin.core.hands import ELSEWHERE, outcomes_of
from huiyin.policy.schema import Policy

TWO = (("noise", "plant_hum"),)


def of_two_points(policy: Policy) -> Case:
    return a_case(policy, register(policy), triage(policy, points=TWO), accept(policy))


def pending(policy: Policy, *points: int, **changes: Any) -> NotePending:
    asked = {"by": someone(policy, "triage"), "points": points, "body": "court" if points else "", "note": "已由法院立案"}
    return NotePending(**{**asked, **changes})


def then(case: Case, ask: Any, policy: Policy) -> Case:
    for event in decide(case, ask, policy, MONDAY_9AM):
        case = evolve(case, event)
    return case


def concluding(policy: Policy, *findings: str) -> ConcludeWithoutWork:
    by = someone(policy, "handler", "repairs")
    return ConcludeWithoutWork(by=by, findings=findings, wishes=("met",) * len(findings), grounds="已查", answer="已查明。")


def test_only_that_point_is_left_to_the_court_and_the_case_goes_on(policy: Policy) -> None:
    before = of_two_points(policy)
    case = then(before, pending(policy, 2), policy)
    assert [point.elsewhere for point in case.handling.points] == ["", "court"]
    assert (case.state, case.answer_due, case.priority) == (before.state, before.answer_due, before.priority)
    assert list(outcomes_of(case, case.handling.points[1], policy)) == [ELSEWHERE]
    assert ELSEWHERE not in outcomes_of(case, case.handling.points[0], policy)
    concluded = then(case, concluding(policy, "not_upheld", ELSEWHERE), policy)
    released = ReleaseAnswer(
        by=someone(policy, "quality"), findings=("not_upheld", ELSEWHERE), wishes=("met", "met"), text="第一条已查明。", no_interest=True
    )
    assert then(concluded, released, policy).state == "ANSWERED"


@pytest.mark.parametrize(
    ("findings", "field"),
    [((ELSEWHERE, ELSEWHERE), "finding_1"), (("upheld", "upheld"), "finding_2"), (("upheld", "not_ours"), "finding_2")],
)
def test_nobody_judges_what_is_before_the_court_nor_says_so_of_what_is_not(policy: Policy, findings: tuple[str, ...], field: str) -> None:
    case = then(of_two_points(policy), pending(policy, 2), policy)
    with pytest.raises(NotUnderstood) as refused:
        decide(case, concluding(policy, *findings), policy, MONDAY_9AM)
    assert (refused.value.code, refused.value.field) == ("unknown_word", field)


def test_what_comes_back_is_judged_here_again_and_has_no_finding_yet(policy: Policy) -> None:
    case = then(then(of_two_points(policy), pending(policy, 1, 2), policy), concluding(policy, ELSEWHERE, ELSEWHERE), policy)
    back = then(case, pending(policy), policy)
    assert [(point.elsewhere, point.finding) for point in back.handling.points] == [("", None), ("", None)]


def test_another_class_of_triage_leaves_the_point_where_it_is(policy: Policy) -> None:
    case = then(a_case(policy, register(policy), triage(policy, points=TWO)), pending(policy, 2), policy)
    again = then(case.handled(state="REGISTERED"), triage(policy, points=TWO), policy)
    assert [point.elsewhere for point in again.handling.points] == ["", "court"]
    assert [point.elsewhere for point in then(case.handled(state="REGISTERED"), triage(policy), policy).handling.points] == [""]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"points": (3,)}, "unknown_word", "points"),
        ({"body": "somebody"}, "unknown_word", "elsewhere"),
        ({"body": ""}, "field_required", "elsewhere"),
        ({"note": " "}, "field_required", "note"),
    ],
)
def test_what_is_not_said_whole_is_refused_by_its_field(policy: Policy, changes: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        decide(of_two_points(policy), pending(policy, 1, **changes), policy, MONDAY_9AM)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_the_same_again_and_a_case_without_points_are_refused(policy: Policy) -> None:
    case = then(of_two_points(policy), pending(policy, 1), policy)
    for asked, code in ((case, "pending_stands"), (case.handled(points=()), "triage_first")):
        with pytest.raises(NotAllowedNow) as refused:
            decide(asked, pending(policy, 1), policy, MONDAY_9AM)
        assert refused.value.code == code
