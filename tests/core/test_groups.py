"""Matters of many households: what may be one, who joins and leaves, whose answer it is, and what opens it again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, a_group, accept, group_seen, register, someone, then, triage
from core.grouping import SOON, answer, joining, member, note, opening, refusal, triaged
from huiyin.core.commands import (
    OWNER,
    SYSTEM,
    DeclareIncident,
    LeaveGroup,
    LogContact,
    SettleGroup,
)
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import GroupOpened, MemberJoined
from huiyin.core.evolution import evolve
from huiyin.policy.schema import Policy


def test_a_group_case_is_made_of_a_case_with_its_matter_place_and_date_and_has_no_owner(policy: Policy) -> None:
    founder = triaged(policy)
    (event,) = decide(founder, opening(policy), policy, SOON)
    assert isinstance(event, GroupOpened)
    group = evolve(None, event)
    assert (group.state, group.level, group.version) == ("REGISTERED", "group", 1)
    assert (group.sub_issue, group.building, group.answer_due) == (founder.sub_issue, founder.building, founder.answer_due)
    assert group.priority == policy.promises.floors["major"]
    assert (group.has_phone, group.has_email, group.handling.group and group.handling.group.founder) == (False, False, founder.case_id)
    assert refusal(group, LogContact(by=someone(policy, "triage"), way="phone", reached=True, note="x"), policy).code == "no_owner"


def test_a_group_of_the_whole_estate_has_no_place(policy: Policy) -> None:
    (event,) = decide(triaged(policy), opening(policy, whole=True), policy, SOON)
    assert isinstance(event, GroupOpened)
    assert event.place is None
    nowhere = triaged(policy, building=None)
    assert refusal(nowhere, opening(policy), policy).code == "place_required"
    assert decide(nowhere, opening(policy, whole=True), policy, SOON)


def test_a_group_says_what_its_members_have_in_common(policy: Policy) -> None:
    refused = refusal(triaged(policy), opening(policy, cause=" "), policy)
    assert (refused.code, refused.field) == ("field_required", "cause")


def test_a_case_joins_a_group_of_the_same_matter_and_its_own_promise_stands(policy: Policy) -> None:
    case = triaged(policy)
    (event,) = decide(case, joining(policy, a_group(policy), own="我家门铃也坏了"), policy, SOON)
    assert isinstance(event, MemberJoined)
    assert (event.has_own, event.own) == (True, "我家门铃也坏了")
    joined = evolve(case, event)
    assert (joined.state, joined.answer_due, joined.lead) == ("MERGED", case.answer_due, case.lead)
    assert joined.handling.membership is not None
    assert joined.handling.membership.own == "open"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sub_issue": "entrapment"}, "not_same_matter"),
        ({"community": "elsewhere"}, "not_same_matter"),
        ({"place": "b4"}, "not_same_matter"),
        ({"received_at": MONDAY_9AM - timedelta(days=15)}, "group_too_old"),
    ],
)
def test_another_matter_does_not_join(policy: Policy, changes: dict[str, Any], code: str) -> None:
    seen = replace(group_seen(a_group(policy)), **changes)
    refused = refusal(triaged(policy), joining(policy, a_group(policy), seen=seen), policy)
    assert (refused.code, refused.field) == (code, "group")


def test_a_group_that_is_none_is_not_joined(policy: Policy) -> None:
    refused = refusal(triaged(policy), joining(policy, a_group(policy), seen=None), policy)
    assert isinstance(refused, NotUnderstood)
    assert (refused.code, refused.field) == ("unknown_group", "group")


def test_what_nobody_has_triaged_joins_an_incident_only(policy: Policy) -> None:
    received, group = a_case(policy), a_group(policy)
    assert refusal(received, joining(policy, group), policy).code == "triage_first"
    incident = replace(group_seen(group), incident=True)
    assert then(received, joining(policy, group, seen=incident), policy).state == "MERGED"


def test_who_leaves_goes_on_where_his_case_stood_and_is_not_taken_in_again(policy: Policy) -> None:
    group = a_group(policy)
    left = then(member(policy), LeaveGroup(by=OWNER), policy)
    assert (left.state, left.handling.membership, left.handling.left) == ("TRIAGED", None, (group.case_id,))
    assert refusal(left, joining(policy, group, by=SYSTEM), policy).code == "left_before"
    assert then(left, joining(policy, group), policy).state == "MERGED"
    incident = replace(group_seen(group), incident=True)
    fresh = then(a_case(policy), joining(policy, group, seen=incident), policy)
    assert then(fresh, LeaveGroup(by=OWNER), policy).state == "RECEIVED"


def test_staff_say_why_somebody_leaves(policy: Policy) -> None:
    refused = refusal(member(policy), LeaveGroup(by=someone(policy, "triage")), policy)
    assert (refused.code, refused.field) == ("field_required", "reason")


def test_an_open_group_becomes_an_incident_once(policy: Policy) -> None:
    ask = DeclareIncident(by=someone(policy, "duty_manager"), cause="全小区停电")
    incident = then(a_group(policy), ask, policy)
    assert incident.handling.group is not None
    assert incident.handling.group.incident
    assert refusal(incident, ask, policy).code == "incident_runs"


def test_an_incident_is_declared_of_what_has_just_come_in(policy: Policy) -> None:
    ask = DeclareIncident(by=someone(policy, "duty_manager"), cause="全小区停电", whole=True, number="HY-2026-20000006")
    (event,) = decide(a_case(policy), ask, policy, SOON)
    assert isinstance(event, GroupOpened)
    assert (event.incident, event.place) == (True, None)


def test_what_is_no_group_hears_of_no_members(policy: Policy) -> None:
    for ask in (note(1), SettleGroup(by=SYSTEM)):
        assert refusal(a_case(policy, register(policy), triage(policy), accept(policy)), ask, policy).code == "not_a_group"


def test_a_step_of_a_member_needs_a_group(policy: Policy) -> None:
    lost = replace(triaged(policy), state="MERGED")
    for ask in (LeaveGroup(by=OWNER), answer(policy)):
        refused = refusal(lost, ask, policy)
        assert isinstance(refused, NotAllowedNow)
        assert refused.code == "not_a_member"
