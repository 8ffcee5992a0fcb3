"""A lift case, the group it joins, and what its members are answered: for tests of groups."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, a_group, group_seen, register, someone, then, triage
from huiyin.core.case import Case
from huiyin.core.commands import SYSTEM, AnswerMember, JoinGroup, NoteMember, OpenGroupCase, SettleGroup
from huiyin.core.decide import decide
from huiyin.core.errors import Refusal
from huiyin.core.handling import GivenAnswer
from huiyin.policy.schema import Policy

SOON = MONDAY_9AM + timedelta(minutes=10)


def triaged(policy: Policy, **changes: Any) -> Case:
    return a_case(policy, register(policy), triage(policy), complaint=a_complaint(**changes))


def opening(policy: Policy, **changes: Any) -> OpenGroupCase:
    return replace(OpenGroupCase(by=someone(policy, "triage"), cause="同一台曳引机", number="HY-2026-20000006"), **changes)


def joining(policy: Policy, group: Case, **changes: Any) -> JoinGroup:
    return replace(JoinGroup(by=someone(policy, "triage"), group=group.number, seen=group_seen(group)), **changes)


def member(policy: Policy, **changes: Any) -> Case:
    return then(triaged(policy), joining(policy, a_group(policy), **changes), policy)


def answer(policy: Policy, **changes: Any) -> AnswerMember:
    plain = AnswerMember(
        by=SYSTEM,
        points=(("elevator", "out_of_service"),),
        findings=("upheld",),
        wishes=("met",),
        lead="repairs",
        handler="li.wei",
        hands=("li.wei", "he.min"),
        released_by="he.min",
        text="曳引机已更换。",
    )
    return replace(plain, **changes)


def refusal(case: Case, ask: Any, policy: Policy) -> Refusal:
    with pytest.raises(Refusal) as refused:
        decide(case, ask, policy, MONDAY_9AM)
    return refused.value


def an_answered_group(policy: Policy, *, members: int) -> Case:
    group = a_group(policy)
    given_answer = GivenAnswer(at=MONDAY_9AM, by="he.min", reply_due=MONDAY_9AM + timedelta(days=7))
    group = group.handled(state="ANSWERED", answer=given_answer)
    return then(group, SettleGroup(by=SYSTEM, members=members), policy)


def note(number: int) -> NoteMember:
    return NoteMember(by=SYSTEM, member=f"{number:08d}", happened="disputed", answer_due=MONDAY_9AM)
