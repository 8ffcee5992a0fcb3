"""The level of a case: anybody raises it at once, it falls by those alone who answer for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, register, staff, then, triage
from huiyin.core.case import Case
from huiyin.core.commands import Actor, LowerLevel, RaiseLevel
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.policy.schema import Policy


def raised(policy: Policy, *reasons: str, case: Case | None = None, by: str = "lin.jing") -> Case:
    ordinary = case or a_case(policy, register(policy), triage(policy, severity=1, urgency=1))
    return then(ordinary, RaiseLevel(by=staff(policy, by), level="major", reasons=reasons, note="现场确认"), policy)


def test_anybody_of_staff_raises_the_level_at_once_and_dates_come_nearer(policy: Policy) -> None:
    calm = a_complaint(category="cleaning", sub_issue="smell_fumes")
    before = a_case(policy, register(policy), triage(policy, severity=1, urgency=1), complaint=calm)
    after = raised(policy, "M2", "M6", case=before)
    assert (after.level, after.priority, after.state) == ("major", "P2", "TRIAGED")
    assert after.handling.level_reasons == ("M2", "M6")
    assert after.answer_due < before.answer_due
    assert after.resolve_due < before.resolve_due
    assert after.plan_due < before.plan_due
    assert after.first_contact_due < before.first_contact_due


@pytest.mark.parametrize("hour", range(0, 400, 37))
def test_raising_never_moves_a_promise_away(policy: Policy, hour: int) -> None:
    before = a_case(policy, register(policy), triage(policy, severity=2, urgency=2))
    ask = RaiseLevel(by=staff(policy, "lin.jing"), level="major", reasons=("M2",), note="现场确认")
    after = then(before, ask, policy, MONDAY_9AM + timedelta(hours=hour))
    for name in ("first_contact_due", "answer_due", "plan_due", "resolve_due"):
        assert getattr(after, name) <= getattr(before, name)


def test_a_case_nobody_triaged_is_raised_as_well(policy: Policy) -> None:
    after = raised(policy, "M2", case=a_case(policy, complaint=a_complaint(category=None, sub_issue=None)))
    assert (after.level, after.plan_due, after.resolve_due) == ("major", None, None)
    low = then(then(after, register(policy), policy), triage(policy, severity=1, urgency=1), policy)
    assert (low.level, low.handling.level_reasons, low.priority) == ("major", ("M2",), "P2")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"level": "group"}, "unknown_word"),
        ({"level": "general"}, "unknown_word"),
        ({"reasons": ()}, "field_required"),
        ({"reasons": ("M99",)}, "unknown_word"),
        ({"note": " "}, "field_required"),
    ],
)
def test_raising_names_a_rule_and_what_was_seen(policy: Policy, changes: dict[str, object], code: str) -> None:
    ask = RaiseLevel(by=staff(policy, "lin.jing"), level="major", reasons=("M2",), note="现场确认")
    with pytest.raises(NotUnderstood) as refusal:
        decide(a_case(policy), replace(ask, **changes), policy, MONDAY_9AM)
    assert refusal.value.code == code


def test_the_same_rule_raises_once_and_another_adds_its_reason(policy: Policy) -> None:
    case = raised(policy, "M2")
    with pytest.raises(NotAllowedNow) as refusal:
        raised(policy, "M2", case=case)
    assert refusal.value.code == "level_stands"
    assert raised(policy, "M2", "M3", case=case).handling.level_reasons == ("M2", "M3")


def lowered(case: Case, policy: Policy, by: str) -> Case:
    return then(case, LowerLevel(by=staff(policy, by), level="general", reason="核实后没有人受伤"), policy)


def test_the_manager_lowers_the_level_and_the_priority_stays(policy: Policy) -> None:
    after = lowered(raised(policy, "M2"), policy, "jiang.bo")
    assert (after.level, after.handling.level_reasons, after.priority) == ("general", (), "P2")
    with pytest.raises(NotAllowedNow) as refusal:
        lowered(after, policy, "jiang.bo")
    assert refusal.value.code == "level_stands"


def test_quality_alone_does_not_lower_an_ordinary_major_matter(policy: Policy) -> None:
    with pytest.raises(NotYours):
        lowered(raised(policy, "M2"), policy, "gu.ning")


@pytest.mark.parametrize(("first", "second"), [("jiang.bo", "gu.ning"), ("gu.ning", "jiang.bo")])
def test_under_a_guarded_rule_the_manager_and_quality_lower_it_together(policy: Policy, first: str, second: str) -> None:
    asked = lowered(raised(policy, "M2", "M3"), policy, first)
    assert (asked.level, asked.handling.lowering[1]) == ("major", first)
    with pytest.raises(NotAllowedNow) as refusal:
        lowered(asked, policy, first)
    assert refusal.value.code == "waits_for_other"
    assert lowered(asked, policy, second).level == "general"


def test_one_person_with_both_roles_does_not_lower_it_alone(policy: Policy) -> None:
    both = Actor(code="jiang.bo", roles=frozenset({"manager", "quality"}), department="management")
    ask = LowerLevel(by=both, level="general", reason="核实后没有这回事")
    asked = then(raised(policy, "M4"), ask, policy)
    with pytest.raises(NotAllowedNow):
        decide(asked, ask, policy, MONDAY_9AM)
    assert asked.level == "major"


def test_another_reason_makes_an_asked_for_lowering_void(policy: Policy) -> None:
    asked = lowered(raised(policy, "M3"), policy, "jiang.bo")
    assert raised(policy, "M4", case=asked).handling.lowering is None


def test_the_level_of_a_guarded_case_is_lowered_by_as_many_officers(policy: Policy) -> None:
    case = replace(raised(policy, "M3"), guarded=True)
    asked = lowered(case, policy, "ye.qing")
    assert asked.level == "major"
    with pytest.raises(NotAllowedNow):
        lowered(asked, policy, "ye.qing")
    assert lowered(asked, policy, "qin.yue").level == "general"
    assert lowered(case.handled(level_reasons=("M2",)), policy, "ye.qing").level == "general"


def test_lowering_leads_to_general_alone_and_has_its_reason(policy: Policy) -> None:
    for changes in ({"level": "group"}, {"reason": ""}):
        ask = replace(LowerLevel(by=staff(policy, "jiang.bo"), level="general", reason="无此事"), **changes)
        with pytest.raises(NotUnderstood):
            decide(raised(policy, "M2"), ask, policy, MONDAY_9AM)
