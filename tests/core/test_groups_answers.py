"""The answer of a group is its members': when it reaches them, whose date it keeps, what opens it again and what closes it."""

from dataclasses import replace
from datetime import timedelta
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, a_group, group_seen, someone, then
from core.grouping import SOON, an_answered_group, answer, joining, member, note, refusal
from huiyin.core.commands import SYSTEM, AnswerOwnPart, CloseGroup, NoteMember, SettleGroup
from huiyin.core.decide import decide
from huiyin.core.events import CaseReopened, FlatCounted, GroupDueMoved, MemberDisputed
from huiyin.core.evolution import evolve
from huiyin.core.groups import enough_disputes
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy

POLICY = load_policy()


def test_the_answer_of_the_group_is_each_members(policy: Policy) -> None:
    answered = then(member(policy), answer(policy), policy)
    assert answered.state == "ANSWERED"
    assert answered.handling.answer is not None
    assert (answered.handling.answer.by, [point.finding for point in answered.handling.points]) == ("he.min", ["upheld"])
    assert {"li.wei", "he.min"} <= set(answered.handling.verifiers)


def test_a_member_whom_nobody_had_taken_up_gets_the_people_of_the_group(policy: Policy) -> None:
    group = a_group(policy)
    fresh = then(a_case(policy), joining(policy, group, seen=replace(group_seen(group), incident=True)), policy)
    answered = then(fresh, answer(policy), policy)
    assert (answered.lead, answered.handler) == ("repairs", "li.wei")


def test_what_is_a_members_alone_is_answered_before_he_is(policy: Policy) -> None:
    case = member(policy, own="我家门铃也坏了")
    assert refusal(case, answer(policy), policy).code == "own_part_open"
    part = AnswerOwnPart(by=someone(policy, "triage"), text="门铃明天换。")
    assert then(then(case, part, policy), answer(policy), policy).state == "ANSWERED"
    assert refusal(member(policy), part, policy).code == "no_own_part"


def test_the_group_is_answered_by_the_earliest_date_of_all(policy: Policy) -> None:
    group = a_group(policy)
    sooner = group.answer_due - timedelta(days=1)
    ask = NoteMember(by=SYSTEM, member="30000007", happened="joined", answer_due=sooner)
    event, counted = decide(group, ask, policy, SOON)
    assert isinstance(event, GroupDueMoved)
    assert isinstance(counted, FlatCounted)
    moved = evolve(evolve(group, event), counted)
    assert moved.answer_due == sooner
    assert decide(moved, replace(ask, answer_due=group.answer_due), policy, SOON) == ()


def test_enough_disputes_open_the_group_again_and_one_counts_once(policy: Policy) -> None:
    group = an_answered_group(policy, members=20)
    for number in (1, 2, 3):
        (event,) = decide(group, note(number), policy, SOON)
        assert isinstance(event, MemberDisputed)
        group = evolve(group, event)
    assert decide(group, note(2), policy, SOON) == ()
    disputed, opened = decide(group, note(4), policy, SOON)
    assert isinstance(opened, CaseReopened)
    again = evolve(evolve(group, disputed), opened)
    assert again.state == "INVESTIGATING"
    assert again.handling.group is not None
    assert (len(again.handling.group.disputed), again.handling.group.settled) == (4, False)


def test_disputes_that_came_while_members_were_still_being_answered_count(policy: Policy) -> None:
    group = a_group(policy).handled(state="ANSWERED")
    for number in (1, 2, 3):
        group = then(group, note(number), policy)
    assert group.state == "ANSWERED"
    assert then(group, SettleGroup(by=SYSTEM, members=5), policy).state == "INVESTIGATING"


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_more_members_never_need_fewer_disputes(one: int, two: int) -> None:
    few, many = sorted((one, two))
    assert enough_disputes(few, POLICY) <= enough_disputes(many, POLICY)
    assert enough_disputes(many, POLICY) == max(POLICY.measures.groups.disputes, ceil(many * POLICY.measures.groups.dispute_share))


def test_a_group_is_closed_only_after_every_member_has_the_answer(policy: Policy) -> None:
    group = a_group(policy).handled(state="ANSWERED")
    assert refusal(group, CloseGroup(by=SYSTEM), policy).code == "members_open"
    settled = then(group, SettleGroup(by=SYSTEM, members=3), policy)
    closed = then(settled, CloseGroup(by=SYSTEM), policy)
    assert (closed.state, closed.handling.closed_at) == ("CLOSED", MONDAY_9AM)
    assert decide(settled, SettleGroup(by=SYSTEM, members=3), policy, MONDAY_9AM) == ()
