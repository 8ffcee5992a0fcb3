"""One household, one matter, one case: what it says again is added, and nothing is lost or held against it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, accept, register, someone, triage
from core.fitting_groups import MARK
from huiyin.core.archiving import archive_due
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, SYSTEM, AddToCase, CaseSeen, LeaveGroup, NoteReport
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import KindChanged, ReportAdded
from huiyin.core.evolution import evolve
from huiyin.core.handling import Group, Membership
from huiyin.core.same_household import is_under_way, may_be_added
from huiyin.policy.schema import PRIORITIES, Policy

AN_HOUR = timedelta(hours=1)


def a_report(policy: Policy, *asks: Any, **changes: Any) -> Case:
    """A case of a flat that the desk knows, received an hour later than the first."""
    case = a_case(policy, *(asks or (register(policy),)))
    return replace(case, **{"flat_mark": MARK, "verified": True, "received_at": MONDAY_9AM + AN_HOUR, **changes})


def seen(**changes: Any) -> CaseSeen:
    facts = {"case_id": "10000001", "number": "HY-2026-10000001", "flat_mark": MARK, "verified": True, "received_at": MONDAY_9AM}
    return CaseSeen(**{**facts, "lead": "repairs", "handler": "li.wei", "open": True, **changes})


def noted(case: Case, **changes: Any) -> NoteReport:
    facts = {"report": "20000007", "number": "HY-2026-20000007", "flat_mark": MARK, "priority": case.priority, "words": "又停了。"}
    return NoteReport(**{"by": SYSTEM, **facts, "first_contact_due": case.first_contact_due, "answer_due": case.answer_due, **changes})


def then(case: Case, ask: Any, policy: Policy) -> Case:
    for event in decide(case, ask, policy, MONDAY_9AM + 2 * AN_HOUR):
        case = evolve(case, event)
    return case


def refused(case: Case, ask: Any, policy: Policy) -> str:
    with pytest.raises(NotAllowedNow) as refusal:
        decide(case, ask, policy, MONDAY_9AM + 2 * AN_HOUR)
    return refusal.value.code


def test_a_second_report_ends_in_the_first_case_and_lies_with_whoever_has_that(policy: Policy) -> None:
    after = then(a_report(policy), AddToCase(by=SYSTEM, seen=seen()), policy)
    assert (after.state, after.lead, after.handler) == ("MERGED", "repairs", "li.wei")
    assert after.handling.added is not None
    assert (after.handling.added.to, after.handling.added.before) == ("10000001", "REGISTERED")


@pytest.mark.parametrize(
    ("case", "other", "code"),
    [
        ({"flat_mark": "another"}, {}, "not_same_household"),
        ({"flat_mark": None}, {"flat_mark": None}, "not_same_household"),
        ({"verified": False}, {}, "not_same_household"),
        ({}, {"verified": False}, "not_same_household"),
        ({"anonymous": True}, {}, "not_same_household"),
        ({}, {"open": False}, "not_same_household"),
        ({}, {"received_at": MONDAY_9AM + 3 * AN_HOUR}, "not_same_household"),
        ({"accused": ("li.wei",)}, {}, "accused_apart"),
        ({"danger": True}, {}, "danger_apart"),
        ({"hints": ("danger",)}, {}, "danger_apart"),
        ({"kind": "suggestion"}, {}, "kind_apart"),
        ({"sub_issue": None}, {}, "triage_first"),
    ],
)
def test_what_stays_a_case_of_its_own(policy: Policy, case: dict[str, Any], other: dict[str, Any], code: str) -> None:
    report = a_report(policy, **case)
    assert refused(report, AddToCase(by=SYSTEM, seen=seen(**other)), policy) == code
    assert not may_be_added(report, seen(**other), policy)
    assert may_be_added(a_report(policy), seen(), policy)


def test_nobody_is_added_to_himself_or_to_the_later_of_two_that_came_at_once(policy: Policy) -> None:
    report = a_report(policy)
    both = seen(received_at=report.received_at)
    assert not may_be_added(report, replace(both, case_id=report.case_id), policy)
    assert may_be_added(report, replace(both, case_id="00000001"), policy)
    assert not may_be_added(report, replace(both, case_id="99999999"), policy)


def test_once_taken_apart_it_is_another_matter_and_keeps_its_own_dates(policy: Policy) -> None:
    before = a_report(policy)
    added = then(before, AddToCase(by=SYSTEM, seen=seen()), policy)
    with pytest.raises(NotUnderstood):
        decide(added, LeaveGroup(by=someone(policy, "triage")), policy, MONDAY_9AM)
    apart = then(added, LeaveGroup(by=OWNER), policy)
    assert (apart.state, apart.lead, apart.handling.added) == ("REGISTERED", None, None)
    assert (apart.answer_due, apart.first_contact_due) == (before.answer_due, before.first_contact_due)
    assert refused(apart, AddToCase(by=SYSTEM, seen=seen()), policy) == "taken_apart_before"
    triaged = a_report(policy, register(policy), triage(policy))
    of_triaged = then(then(triaged, AddToCase(by=SYSTEM, seen=seen()), policy), LeaveGroup(by=OWNER), policy)
    assert (of_triaged.state, of_triaged.lead) == ("TRIAGED", "repairs")


def test_the_open_case_hears_it_once_and_is_promised_no_later(policy: Policy) -> None:
    case = a_report(policy, register(policy), triage(policy), accept(policy))
    (event,) = decide(case, noted(case, answer_due=case.answer_due - AN_HOUR), policy, MONDAY_9AM)
    assert isinstance(event, ReportAdded)
    after = evolve(case, event)
    assert (after.state, after.handling.reports, event.count) == (case.state, ("20000007",), 1)
    assert (after.answer_due, after.first_contact_due) == (case.answer_due - AN_HOUR, case.first_contact_due)
    assert (after.priority, after.plan_due, after.resolve_due) == (case.priority, case.plan_due, case.resolve_due)
    assert decide(after, noted(case), policy, MONDAY_9AM) == ()


@pytest.mark.parametrize("priority", PRIORITIES)
def test_it_gets_as_urgent_as_the_new_report_and_never_less(policy: Policy, priority: Any) -> None:
    case = a_report(policy, register(policy), triage(policy), accept(policy))
    after = then(case, noted(case, priority=priority), policy)
    assert after.priority == min(case.priority, priority)
    dates = ("first_contact_due", "answer_due", "plan_due", "resolve_due")
    assert all(getattr(after, name) <= getattr(case, name) for name in dates)
    assert after.level == case.level


def test_a_repair_that_is_reported_again_counts_as_a_complaint(policy: Policy) -> None:
    case = a_report(policy, kind="repair")
    told, turned = decide(case, noted(case), policy, MONDAY_9AM)
    assert isinstance(turned, KindChanged)
    assert (turned.why, evolve(evolve(case, told), turned).kind) == ("repeated", "complaint")


@pytest.mark.parametrize(
    "changes", [{"guarded": True}, {"accused": ("li.wei",)}, {"kind": "praise"}, {"state": "ANSWERED"}, {"state": "CLOSED"}]
)
def test_a_report_is_not_added_to_what_is_confidential_or_answered(policy: Policy, changes: dict[str, Any]) -> None:
    case = a_report(policy)
    assert is_under_way(case, policy)
    assert not is_under_way(replace(case, **changes), policy)


def test_a_member_of_a_group_is_under_way_and_a_group_case_is_nobodys(policy: Policy) -> None:
    member = replace(a_report(policy), state="MERGED").handled(membership=Membership(group="20000006", at=MONDAY_9AM))
    assert is_under_way(member, policy)
    assert then(member, noted(member), policy).handling.reports == ("20000007",)
    group = a_report(policy).handled(group=Group(place="b3", founder="1", opened_at=MONDAY_9AM))
    assert not is_under_way(group, policy)
    assert refused(then(a_report(policy), AddToCase(by=SYSTEM, seen=seen()), policy), noted(member), policy) == "not_same_household"


def test_a_report_that_was_added_is_erased_when_its_time_is_over(policy: Policy) -> None:
    added = then(a_report(policy), AddToCase(by=SYSTEM, seen=seen()), policy)
    due = archive_due(added, policy)
    assert due is not None
    assert due.year == MONDAY_9AM.year + policy.charter.kept.closed_y
    member = replace(a_report(policy), state="MERGED").handled(membership=Membership(group="20000006", at=MONDAY_9AM))
    assert archive_due(member, policy) is None
