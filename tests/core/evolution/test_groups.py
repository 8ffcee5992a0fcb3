"""A group case as it begins, and what becomes of its dates, members and disputes."""

from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_case, a_group, register, triage
from huiyin.core.clocks import is_contact_kept, running
from huiyin.core.events import (
    AnswerDisputed,
    GroupClosed,
    GroupDueMoved,
    GroupSettled,
    MemberDisputed,
    MemberJoined,
    MemberLeft,
)
from huiyin.core.evolution import evolve
from huiyin.policy.schema import Policy


def test_nobody_waits_for_a_call_about_a_group_case_but_for_its_triage_and_its_answer(policy: Policy) -> None:
    group = a_group(policy)
    assert is_contact_kept(group)
    assert {clock.name for clock in running(group, policy)} == {"answer", "on_site", "triage"} | (
        {"resolve"} if group.resolve_due else set()
    )


def test_a_group_case_begins_a_history_and_none_goes_on_with_it(policy: Policy) -> None:
    with pytest.raises(ValueError, match="begins"):
        evolve(None, GroupClosed(at=MONDAY_9AM, by="system", role="system"))
    with pytest.raises(ValueError, match="not a group"):
        evolve(a_case(policy), GroupClosed(at=MONDAY_9AM, by="system", role="system"))


def test_a_member_is_to_be_called_and_has_no_other_clock_of_his_own_until_he_leaves(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    joined = evolve(case, MemberJoined(at=MONDAY_9AM, by="system", role="system", group="20000006", has_own=False))
    assert [clock.name for clock in running(joined, policy)] == ["first_contact"]
    later = MONDAY_9AM + timedelta(days=1)
    left = evolve(joined, MemberLeft(at=later, by="owner", role="owner", group="20000006", to="TRIAGED"))
    assert {"accept", "answer"} <= {clock.name for clock in running(left, policy)}
    assert left.handling.step_at == later


def test_a_group_remembers_disputes_and_how_many_have_its_answer(policy: Policy) -> None:
    group = evolve(a_group(policy), MemberDisputed(at=MONDAY_9AM, by="system", role="system", member="18720043"))
    group = evolve(group, GroupSettled(at=MONDAY_9AM, by="system", role="system", members=7))
    assert group.handling.group is not None
    assert (group.handling.group.disputed, group.handling.group.members, group.handling.group.settled) == (("18720043",), 7, True)
    sooner = group.answer_due - timedelta(hours=1)
    moved = evolve(group, GroupDueMoved(at=MONDAY_9AM, by="system", role="system", member="1", answer_due=sooner))
    assert moved.answer_due == sooner


def test_what_its_owner_disputes_is_his_own_matter_again(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    joined = evolve(case, MemberJoined(at=MONDAY_9AM, by="system", role="system", group="20000006", has_own=False))
    disputed = AnswerDisputed(
        at=MONDAY_9AM,
        by="owner",
        role="owner",
        count=1,
        solved="unsolved",
        points=(1,),
        priority="P3",
        answer_due=MONDAY_9AM,
        plan_due=MONDAY_9AM,
        resolve_due=MONDAY_9AM,
        other_handler=False,
    )
    assert evolve(joined, disputed).handling.membership is None
