"""Whose case it is, who took a part, and what has to be said of each point."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, accept, register, someone, staff, triage
from huiyin.core.commands import Actor
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.hands import chain, check_in_charge, check_points, check_said, days_after, far_apart, is_in_charge, role_in_charge
from huiyin.policy.schema import Policy

APART = timedelta(days=2)


def test_a_case_is_its_handlers_and_the_head_of_the_lead_departments(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy), accept(policy))
    assert is_in_charge(case, someone(policy, "handler", "repairs"))
    assert is_in_charge(case, someone(policy, "dept_lead", "repairs"))
    for code in ("wu.lei", "tang.li", "jiang.bo", "he.min", "ye.qing", "gu.ning"):
        assert not is_in_charge(case, staff(policy, code)), code
        with pytest.raises(NotYours):
            check_in_charge(case, staff(policy, code))


def test_a_guarded_case_is_the_confidential_officers_alone(policy: Policy) -> None:
    case = replace(a_case(policy, register(policy), triage(policy)), guarded=True)
    assert is_in_charge(case, staff(policy, "ye.qing"))
    assert role_in_charge(case, staff(policy, "ye.qing")) == "confid"
    assert not is_in_charge(case, someone(policy, "handler", "repairs"))
    assert not is_in_charge(case, someone(policy, "dept_lead", "repairs"))


def test_before_triage_it_is_nobodys(policy: Policy) -> None:
    case = a_case(policy, register(policy))
    nowhere = Actor(code="a.b", roles=frozenset({"dept_lead", "handler"}))
    assert not is_in_charge(case, nowhere)
    assert not is_in_charge(case, staff(policy, "zhao.gang"))


def test_a_person_of_two_roles_handles_it_in_the_one_that_has_it(policy: Policy) -> None:
    case = replace(a_case(policy, register(policy), triage(policy)), handler="qian.feng")
    assert role_in_charge(case, staff(policy, "qian.feng")) == "handler"
    assert role_in_charge(replace(case, handler="li.wei"), staff(policy, "qian.feng")) == "dept_lead"


def test_the_chain_holds_everybody_of_all_rounds(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    parts = {"drafters": ("a",), "executors": ("b",), "approvers": ("c",), "verifiers": ("d",), "former": ("e",)}
    assert chain(case.handled(**parts)) == {"a", "b", "c", "d", "e", case.handler}
    assert chain(replace(case, handler=None)) == frozenset()


def test_every_point_is_judged_and_no_other(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    two = case.handled(points=case.handling.points * 2)
    check_points(two, policy, ("upheld", "not_ours"), ("met", "not_met"))
    check_points(two, policy, ("upheld", "not_ours"))
    for findings, wishes, field in (
        (("upheld",), ("met", "met"), "finding_2"),
        (("upheld", "hm"), ("met", "met"), "finding_2"),
        (("upheld", "upheld", "upheld"), ("met", "met"), "finding_3"),
        (("upheld", "upheld"), (), "wish_1"),
        (("upheld", "upheld"), ("met", "upheld"), "wish_2"),
    ):
        with pytest.raises(NotUnderstood) as refusal:
            check_points(two, policy, findings, wishes)
        assert refusal.value.field == field
    with pytest.raises(NotAllowedNow) as early:
        check_points(a_case(policy), policy, ("upheld",))
    assert early.value.code == "triage_first"


def test_the_first_blank_text_is_named() -> None:
    check_said(one="a", other="b")
    with pytest.raises(NotUnderstood) as refusal:
        check_said(one="a", other=" \n", last="")
    assert refusal.value.field == "other"


@given(st.lists(st.integers(0, 500), max_size=12))
def test_what_counts_lies_apart_and_nothing_more_could_count(hours: list[int]) -> None:
    moments = [MONDAY_9AM + timedelta(hours=hour) for hour in hours]
    counted = list(far_apart(moments, APART))
    assert all(later - earlier >= APART for earlier, later in pairwise(counted))
    assert bool(counted) is bool(moments)
    # Greedy from the first is the most that can count: every other one lies within reach of one that counts.
    assert all(any(timedelta(0) <= one - kept < APART for kept in counted) for one in moments)


def test_calendar_days_are_whole_days(policy: Policy) -> None:
    assert days_after(MONDAY_9AM, 10, policy) == MONDAY_9AM + timedelta(days=10)


@pytest.mark.parametrize(
    ("kind", "fitting", "other"),
    [
        ("complaint", "upheld", "adopted"),
        ("repair", "partly_upheld", "explained"),
        ("suggestion", "partly_adopted", "upheld"),
        ("enquiry", "explained", "not_adopted"),
        ("praise", "passed_on", "upheld"),
    ],
)
def test_each_kind_of_matter_has_its_findings(policy: Policy, kind: str, fitting: str, other: str) -> None:
    case = replace(a_case(policy, register(policy), triage(policy)), kind=kind)
    check_points(case, policy, (fitting,), ("met",))
    with pytest.raises(NotUnderstood) as refused:
        check_points(case, policy, (other,), ("met",))
    assert refused.value.field == "finding_1"
