"""5 执行与反馈: who may take which part in a case, and what has to be said of each of its problem points."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from huiyin.core.case import Case
from huiyin.core.clock import due_after
from huiyin.core.commands import Actor
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.handling import Point
from huiyin.policy.schema import Limit, Phrase, Policy

# The finding on a point that somebody else is judging.
ELSEWHERE = "elsewhere"


def is_lead(case: Case, actor: Actor) -> bool:
    """Whether this person heads the department that leads.

    Policy: 5.1
    """
    return "dept_lead" in actor.roles and case.lead is not None and actor.department == case.lead


def is_in_charge(case: Case, actor: Actor) -> bool:
    """Whether the case is this person's to handle: the handler, the head of the lead department, for a guarded case confid.

    Policy: 5.1
    """
    if actor.code in case.handling.recused:
        return False
    if case.guarded:
        return "confid" in actor.roles
    return actor.acts_for(case.handler) or is_lead(case, actor)


def check_in_charge(case: Case, actor: Actor) -> None:
    """Refuse whoever does not handle the case.

    Policy: 5.1
    """
    if not is_in_charge(case, actor):
        raise NotYours


def role_in_charge(case: Case, actor: Actor) -> str:
    """As what this person handles the case."""
    if case.guarded:
        return actor.role("confid")
    return actor.role("handler" if actor.acts_for(case.handler) else "dept_lead")


def chain(case: Case) -> frozenset[str]:
    """Everybody who took a part in how the case was handled, of all rounds.

    Policy: 5.4, 5.6
    """
    known = case.handling
    took = (*known.drafters, *known.executors, *known.approvers, *known.verifiers, *known.former)
    return frozenset(took if case.handler is None else (*took, case.handler))


def check_points(case: Case, policy: Policy, findings: tuple[str, ...], wishes: tuple[str, ...] | None = None) -> None:
    """Each problem point has a finding, and how far its wish is met when wishes are asked for.

    Policy: 4.1, 5.4
    Raises: NotAllowedNow before triage; NotUnderstood naming the point.
    """
    points = case.handling.points
    if not points:
        raise NotAllowedNow("triage_first")
    _check_each(len(points), findings, [outcomes_of(case, point, policy) for point in points], "finding")
    if wishes is not None:
        _check_each(len(points), wishes, [policy.measures.wishes] * len(points), "wish")


def outcomes_of(case: Case, point: Point, policy: Policy) -> Mapping[str, Phrase]:
    """What may be found on a point: on one that somebody else is judging only that.

    Policy: 4.1
    """
    if point.elsewhere:
        return {ELSEWHERE: policy.charter.outcomes[ELSEWHERE]}
    return policy.outcomes_of(case.kind)


def _check_each(wanted: int, said: tuple[str, ...], known: Sequence[Mapping[str, Phrase]], name: str) -> None:
    for n, code in enumerate(said, start=1):
        if n > wanted or code not in known[n - 1]:
            raise NotUnderstood("unknown_word", field=f"{name}_{n}")
    if len(said) < wanted:
        raise NotUnderstood("field_required", field=f"{name}_{len(said) + 1}")


def check_said(**words: str) -> None:
    """Refuse the first of these texts that is blank, by its name."""
    for name, text in words.items():
        if not text.strip():
            raise NotUnderstood("field_required", field=name)


def far_apart(moments: Iterable[datetime], apart: timedelta) -> Iterator[datetime]:
    """Those of the moments that count when each has to lie so far after the one that counted before it.

    Policy: 3.4, 5.4
    """
    last: datetime | None = None
    for moment in sorted(moments):
        if last is None or moment - last >= apart:
            yield moment
            last = moment


def days_after(start: datetime, days: int, policy: Policy) -> datetime:
    """So many calendar days later.

    Policy: 1.6
    """
    return due_after(start, Limit(amount=days, unit="d"), policy.calendar)
