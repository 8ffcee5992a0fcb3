"""Four eyes over any history: nobody judges what he drew, did or agreed to; the accused take no part, get none and see nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_complaint, staff
from cases import ASKS, KINDS, WAYS, kind_of
from huiyin.core import events as happened
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, SYSTEM, Actor
from huiyin.core.decide import decide
from huiyin.core.errors import Refusal
from huiyin.core.evolution import evolve, fold
from huiyin.core.hands import chain
from huiyin.core.lifecycle import LIFECYCLE, Step
from huiyin.core.privacy import may_open
from huiyin.core.standing_in import nobody_left
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy

ACCUSABLE = ("jiang.bo", "zhao.gang", "li.wei", "he.min", "gu.ning", "wei.lan", "security", "management")
OTHERWISE: dict[str, tuple[dict[str, Any], ...]] = {
    "StartWork": ({"emergency": False, "playbook": "lamp_replacing", "no_interest": True},),
    "ChangePlan": ({"change": "cheaper", "cost_yuan": 600 - 1, "resources": ()}, {"change": "owner_wish"}),
    "RecordTransferResult": ({"to": "VERIFYING"},),
    "DecideReview": ({"outcome": "replaced"},),
    "AssignCase": ({"handler": "qian.feng"}, {"handler": "zhao.gang"}),
    "TriageCase": ({"handler": "zhao.gang"}, {"level": "major"}, {"handler": "qin.yue"}),
}
# What stops a history, or adds nothing to who did what.
DULL = frozenset({"WithdrawCase", "DeclineCase", "TransferCase", "ReturnLetter", "UrgeCase", "CheckEvidence", "ReturnToTriage", "AskOwner"})
TRIES, STEPS_OF_ONE = 12, 25
STEPS = tuple(step for step in LIFECYCLE if step.command in ASKS and step.command not in DULL)


@cache
def cases_of(kind: str) -> dict[str, Case]:
    """Where a history may begin."""
    return kind_of(load_policy(), kind)


def people(step: Step, policy: Policy) -> list[Actor]:
    """Everybody who may take that step in some case."""
    ours = [staff(policy, code) for code, one in policy.departments.staff.items() if set(one.roles) & set(step.roles)]
    return [*(one for one in (OWNER, SYSTEM) if one.code in step.roles), *ours]


def check_event(before: Case, event: happened.Event) -> None:
    """Whoever judges took no part in what he judges."""
    known = before.handling
    did = {*known.drafters, *known.executors}
    match event:
        case happened.PlanApproved():
            assert event.by not in did | {before.handler, *(task.assignee for task in (*known.tasks, *known.coming))}
            assert known.plan is not None
            assert event.by not in {signed for _, signed in known.plan.approvals}
        case happened.AnswerReleased() | happened.WorkReturned():
            assert event.by not in did | {before.handler, *known.approvers}
            if isinstance(event, happened.AnswerReleased) and before.level == "major":
                assert len(chain(before) | {event.by}) >= 4
        case happened.DatedAnswerSent():
            assert event.by != event.drafter
        case happened.ReviewDecided():
            assert event.by not in chain(before)
        case _:
            pass


def check_case(case: Case, policy: Policy) -> None:
    """As it stands: nobody has agreed to his own plan, and nobody who is accused has a part, a task or a word of it."""
    known = case.handling
    if known.plan is not None:
        assert known.plan.by not in {signed for _, signed in known.plan.approvals}
    barred = {code for code, one in policy.departments.staff.items() if {code, one.department} & set(case.accused)}
    tasks = {task.assignee for task in (*known.tasks, *known.coming)}
    parts = {*known.drafters, *known.executors, *known.approvers, *known.verifiers, *tasks, *(one.to for one in known.called)}
    assert not barred & (parts | {case.handler})
    assert not [code for code in barred if may_open(case, staff(policy, code))]


def registered(kind: str, accused: list[str], policy: Policy) -> Case:
    """A complaint of that kind, registered by the confidential officer, who enters whom it accuses."""
    case = fold(decide(None, a_complaint(**KINDS[kind].complaint), policy, MONDAY_9AM))
    ask = ASKS["RegisterCase"](case, staff(policy, "ye.qing"), policy, MONDAY_9AM)
    # Whoever accuses all of the company stays with the confidential officers.
    of_us = nobody_left(replace(case, accused=tuple(accused)), policy)
    for event in decide(case, replace(ask, accused=tuple(accused), release=kind == "accused" and not of_us), policy, MONDAY_9AM):  # type: ignore[call-arg]
        case = evolve(case, event)
    return case


def walk(case: Case, chance: Random, policy: Policy, now: datetime) -> Case:
    """The first step of some that is taken, checked; refused ones change nothing."""
    open_now = [step for step in STEPS if case.state in step.sources]
    for _ in range(TRIES):
        step = chance.choice(open_now)
        by = chance.choice(people(step, policy))
        changes = chance.choice(({}, *OTHERWISE.get(step.command, ())))
        try:
            events = decide(case, replace(ASKS[step.command](case, by, policy, now), **changes), policy, now)
        except Refusal:
            continue
        for event in events:
            check_event(case, event)
            case = evolve(case, event)
            check_case(case, policy)
        return case
    return case


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    chance=st.randoms(use_true_random=False),
    way=st.sampled_from(("", *WAYS)),
    accused=st.lists(st.sampled_from(ACCUSABLE), min_size=1, max_size=2, unique=True),
)
def test_over_any_history_four_eyes_hold_and_the_accused_have_no_part(kind: str, chance: Random, way: str, accused: list[str]) -> None:
    policy = load_policy()
    case = cases_of(kind).get(way) or registered(kind, accused, policy)
    for n in range(STEPS_OF_ONE):
        check_case(case, policy)
        if not [step for step in STEPS if case.state in step.sources]:
            return
        case = walk(case, chance, policy, MONDAY_9AM + timedelta(hours=n))
