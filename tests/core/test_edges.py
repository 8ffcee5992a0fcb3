"""Every edge of the lifecycle is walked by a case that came there by real commands; all else is refused with a code."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import NamedTuple, get_args

from builders import MONDAY_9AM, staff
from cases import ASKS, all_cases
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, SYSTEM, Actor, Command, GroupCommand, RightsCommand
from huiyin.core.decide import decide
from huiyin.core.errors import Refusal
from huiyin.core.evolution import evolve
from huiyin.core.handling import Called, Survey
from huiyin.core.lifecycle import LIFECYCLE, OPEN, STATES, STEPS, Step
from huiyin.core.ties import Order
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy

# What else may be said in a command, so that each of its targets is reached.
OTHERWISE = {
    "StartWork": ({"emergency": False, "playbook": "lamp_replacing", "no_interest": True},),
    "RecordTransferResult": ({"to": "VERIFYING"},),
    "DecideReview": ({"outcome": "replaced"},),
}
# Before triage no department has the case, so whoever sees those of his department alone sees none yet.
OF_A_DEPARTMENT = frozenset({"handler", "dept_lead", "steward"})
BEFORE_TRIAGE = frozenset({"RECEIVED", "REGISTERED"})
# Steps that may leave a case in its state, and when.
MAY_STAY = {
    "DeclineCase": "proposed, for somebody else to agree to",
    "ApprovePlan": "others have still to agree",
    "TriageCase": "work that began in an emergency goes on",
    "DecideReview": "the answer stands, or the case is handled again already",
    "WithdrawCase": "what endangers people or breaks the law goes on",
}
# Targets that a step has from one of its states and not from another.
NOT_FROM = {
    "TriageCase": {"EXECUTING"},
    "DecideReview": {"AWAITING_OWNER", "INVESTIGATING", "PLAN_REVIEW", "EXECUTING", "VERIFYING", "TRANSFERRED"},
}
# Members of a group are walked with their group, in the tests of groups; what has ended long ago in those of archiving, and
# what needs a limit that two people set in those of limits; what is asked of one's own data in those of rights.
GROUPS = frozenset(command.__name__ for command in get_args(GroupCommand)) | {"ArchiveCase", "ObjectToLimit", "LiftLimit"}
RIGHTS = frozenset(command.__name__ for command in get_args(RightsCommand))
WALKED = tuple(step for step in LIFECYCLE if step.sources and step.command not in GROUPS | RIGHTS)


class Tried(NamedTuple):
    """What became of one command on one case. role: the only one of whoever asked."""

    state: str
    step: Step
    role: str
    refusal: Refusal | None
    after: str


def actors(case: Case, role: str, policy: Policy) -> Iterator[Actor]:
    """People who hold only that role: somebody of the lead department, whoever handles the case, and those who were told of it."""
    if role in {"owner", "system"}:
        yield OWNER if role == "owner" else SYSTEM
        return
    plain = Actor(code=f"some.{role}", roles=frozenset({role}), department=case.lead)
    yield plain
    if case.handler is not None:
        yield replace(plain, code=case.handler)
    yield from (replace(staff(policy, one.to), roles=frozenset({role})) for one in case.handling.called[:3] if one.to)


def asks(case: Case, step: Step, by: Actor, policy: Policy) -> Iterator[Command]:
    """Otherwise right commands."""
    plain = ASKS[step.command](case, by, policy, MONDAY_9AM)
    yield plain
    for changes in OTHERWISE.get(step.command, ()):
        yield replace(plain, **changes)


def tried(case: Case, ask: Command, role: str, step: Step, policy: Policy) -> Tried:
    """One command on one case; clocks come when everything is due."""
    now = MONDAY_9AM + timedelta(days=20 if role == "system" else 0)
    after = case
    try:
        for event in decide(case, ask, policy, now):
            after = evolve(after, event)
    except Refusal as refusal:
        return Tried(case.state, step, role, refusal, case.state)
    assert after.version >= case.version
    return Tried(case.state, step, role, None, after.state)


def ordered(case: Case, step: Step, role: str) -> Case:
    """An authority waits for its reply in every state, whoever handled it has left where the system gives it to another."""
    if (step.command, role) == ("AssignCase", "system"):
        return replace(case, handler="left.long.ago")
    order = Order(n=1, body="petition", due=MONDAY_9AM + timedelta(days=2), noted_at=MONDAY_9AM)
    return case.handled(orders=(order,)) if step.command == "RecordOrderReply" else case


@cache
def everything() -> tuple[Tried, ...]:
    """Every command by every role: on every case where the table allows it, else on one case of each state."""
    policy = load_policy()
    cases = all_cases(policy)
    first = {case.state: case for case in reversed(cases)}
    # A member of a group and what was erased are met in tests of their own; here it is only asked what they refuse.
    first |= {"ARCHIVED": replace(cases[0], state="ARCHIVED"), "MERGED": replace(first["INVESTIGATING"], state="MERGED")}
    heard = tuple(Called(clock="first_contact", step=role, role=role, to="") for role in STEPS["AcknowledgeStep"].roles)
    # Whoever can only be phoned, and the reminders that nobody does so.
    closed = first["CLOSED"].handled(survey=Survey(invited_at=MONDAY_9AM, call_due=MONDAY_9AM))
    led = (replace(first[state], lead="repairs") for state in ("DECLINED", "WITHDRAWN"))
    cases += [closed, *(case.handled(called=heard) for case in (closed, *led))]
    members = (first["MERGED"], first["MERGED"].handled(held_at=MONDAY_9AM), first["MERGED"].handled(called=heard))
    cases += [*members, first["ARCHIVED"]]
    steps = [(step, role) for step in WALKED for role in policy.charter.roles]
    allowed = [
        (ordered(case, step, role), step, role)
        for case in cases
        for step, role in steps
        if case.state in step.sources and role in step.roles
    ]
    others = [(first[state], step, role) for state in STATES for step, role in steps if state not in step.sources or role not in step.roles]
    return tuple(
        tried(case, ask, role, step, policy)
        for case, step, role in (*allowed, *others)
        for by in actors(case, role, policy)
        for ask in asks(case, step, by, policy)
    )


def cells() -> set[tuple[str, str, str]]:
    """(state, command, role) that the table allows and somebody can fill."""
    allowed = {(state, step.command, role) for step in WALKED for state in step.sources for role in step.roles}
    return {cell for cell in allowed if not (cell[0] in BEFORE_TRIAGE and cell[2] in OF_A_DEPARTMENT)}


def walked() -> set[tuple[str, str, str]]:
    """(command, from, to) of every step that a case took."""
    return {(one.step.command, one.state, one.after) for one in everything() if one.refusal is None}


def test_every_cell_of_the_table_is_walked_and_no_other() -> None:
    assert {(one.state, one.step.command, one.role) for one in everything() if one.refusal is None} == cells()


def test_every_state_is_there() -> None:
    assert {one.state for one in everything()} == set(STATES)


def test_whatever_is_refused_is_refused_with_a_sentence_in_both_languages(policy: Policy) -> None:
    refusals = [one.refusal for one in everything() if one.refusal is not None]
    assert len(refusals) > 5000
    for code in {refusal.code for refusal in refusals}:
        assert policy.word(f"refusals.{code}", "zh")
        assert policy.word(f"refusals.{code}", "en")


def test_every_step_leads_to_each_of_its_targets_and_nowhere_else() -> None:
    table = {
        (step.command, state, target)
        for step in WALKED
        for state in step.sources
        for target in (step.targets or (state,))
        if state not in NOT_FROM.get(step.command, ())
    }
    # Back to where it was before the question: the table names all of these, a case has one.
    staying = {(command, before, after) for command, before, after in walked() if command in MAY_STAY and after == before}
    resumed = {edge for edge in walked() if edge[:2] == ("WithdrawCase", "AWAITING_OWNER")}
    assert walked() - staying - resumed == table - resumed
    assert {command for command, _, _ in staying} == set(MAY_STAY)


def test_no_case_is_closed_but_from_its_answer_nor_answered_but_from_its_check() -> None:
    assert {before for _, before, after in walked() if after == "CLOSED" and before != after} == {"ANSWERED"}
    assert {before for _, before, after in walked() if after == "ANSWERED" and before != after} == {"VERIFYING"}


def test_whatever_is_open_can_be_moved_by_somebody_who_works_here(policy: Policy) -> None:
    moving = [step for step in WALKED if step.targets and step.command not in {"WithdrawCase", "AskOwner"}]
    people = [staff(policy, code) for code in policy.departments.staff]
    stuck = [
        (case.state, case.guarded, case.accused, case.last_event)
        for case in all_cases(policy)
        if (case.state in OPEN and case.state != "ANSWERED") or case.handling.objected_at is not None
        if not any(
            tried(case, ask, "", step, policy).refusal is None for step in moving for by in people for ask in asks(case, step, by, policy)
        )
    ]
    assert stuck == [], stuck
