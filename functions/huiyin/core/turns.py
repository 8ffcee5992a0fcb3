"""5 执行与反馈: whose turn it is: who has to agree to something of a case, to check it or to judge it, besides whoever handles it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from huiyin.core.answers import checking_rows, kept_from_checking
from huiyin.core.approval import doers, missing_rows
from huiyin.core.case import Case
from huiyin.core.commands import Actor
from huiyin.core.evaluation import is_unsigned
from huiyin.core.hands import chain
from huiyin.core.leaving import is_gone
from huiyin.core.lifecycle import ENDED
from huiyin.core.pending import deciding_rows, is_erasure_pending
from huiyin.core.privacy import Known, may_see
from huiyin.core.standing_in import LEAD_OF, Placed, acting_as, stands_aside
from huiyin.core.steps import open_steps
from huiyin.core.triage import lowered_by
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy

APPROVALS = "approvals"
VERIFICATION = "verification"
# A step of the work that somebody else than the handler is to do. Nobody's word is awaited for it: the case stays on its list.
TASKS = "tasks"
# Departments that take part beside the one that leads: they know of the case, and nobody's word is awaited for it.
DEPARTMENTS = "departments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Something that waits for somebody. kind: the list it stands on; rows: whoever holds one of them may do it, of a step the one who
    is to take it; barred: staff codes of those who may not, for the part they took; passes: where nobody is free, the next one up does
    it; due: of a step."""

    kind: str
    rows: tuple[str, ...]
    barred: tuple[str, ...] = ()
    passes: bool = False
    due: datetime | None = None


class Waiting(Known, Placed, Protocol):
    """What must be known of a case to say whom it waits for: a row of a list has it."""

    @property
    def turns(self) -> tuple[Turn, ...]: ...


def turns_of(case: Case, policy: Policy) -> tuple[Turn, ...]:
    """What of this case waits for somebody's word.

    Policy: 1.2, 2.2, 4.2, 5.2, 5.4, 5.6
    A drafted answer with a date, and a look at the work, wait to be read by somebody else like the answer itself.
    """
    told = (*_agreements(case, policy), *_checks(case), *_judgements(case), *_tasks(case, policy), *_others(case))
    return tuple(turn for turn in told if turn.rows)


def _agreements(case: Case, policy: Policy) -> Iterator[Turn]:
    known = case.handling
    if case.state == "PLAN_REVIEW" and known.plan is not None:
        barred = doers(case) | {signed for _, signed in known.plan.approvals}
        rows = missing_rows(case, known.plan, policy)
        yield Turn(kind=APPROVALS, rows=rows, barred=tuple(sorted(barred)), passes=True)
    if case.state == "RECEIVED" and known.declining is not None:
        rows = ("confid",) if case.guarded else ("manager", "company")
        yield Turn(kind=APPROVALS, rows=rows, barred=known.declining[:1], passes=True)
    if case.level == "major" and known.lowering is not None:
        asked_as, asked_by = known.lowering
        missing = list(lowered_by(case, policy))
        if asked_as in missing:
            missing.remove(asked_as)
        yield Turn(kind=APPROVALS, rows=tuple(dict.fromkeys(missing)), barred=(asked_by,), passes=True)


def _checks(case: Case) -> Iterator[Turn]:
    known = case.handling
    if case.state == "VERIFYING":
        yield Turn(kind=VERIFICATION, rows=checking_rows(case), barred=tuple(sorted(kept_from_checking(case))))
    if known.dated is not None and known.dated.sent_at is None:
        rows = checking_rows(case) if case.guarded else (*checking_rows(case), "manager")
        yield Turn(kind=VERIFICATION, rows=rows, barred=(known.dated.drafter,))
    if is_unsigned(case):
        rows = ("confid",) if case.guarded else ("dept_lead", "manager")
        yield Turn(kind=VERIFICATION, rows=rows, barred=(known.evaluated_by,) if known.evaluated_by else ())


def _judgements(case: Case) -> Iterator[Turn]:
    known = case.handling
    if known.review_due is not None:
        yield Turn(kind=APPROVALS, rows=("company",), barred=tuple(sorted(chain(case))))
    if case.state == "DECLINED" and known.objected_at is not None:
        yield Turn(kind=APPROVALS, rows=("company",) if case.guarded else ("manager", "company"), passes=True)
    if is_erasure_pending(case):
        yield Turn(kind=APPROVALS, rows=deciding_rows(case))


def _tasks(case: Case, policy: Policy) -> Iterator[Turn]:
    """One for each person who has a step in somebody else's case, with the first day on which one of his is due. A step of somebody who
    has left falls to whoever handles the case: it stands on his list anyway."""
    first: dict[str, datetime] = {}
    for task in open_steps(case):
        if task.assignee != case.handler and not is_gone(task.assignee, policy):
            first[task.assignee] = min(first.get(task.assignee, task.due), task.due)
    yield from (Turn(kind=TASKS, rows=(code,), due=due) for code, due in sorted(first.items()))


def _others(case: Case) -> Iterator[Turn]:
    if case.lead is not None and case.state not in ENDED and not case.guarded:
        yield Turn(kind=DEPARTMENTS, rows=tuple(sorted(case.departments - {case.lead})))


def takes_part(row: Waiting, actor: Actor) -> bool:
    """Whether this person's department takes part in a case that another one leads, and he may know of it for that.

    Policy: 2.6, 4.3
    """
    departments = frozenset(code for turn in row.turns if turn.kind == DEPARTMENTS for code in turn.rows)
    return actor.department in departments and may_see(row, actor, departments=departments)


def has_task(row: Waiting, actor: Actor) -> bool:
    """Whether a step of the work is this person's to do, or of whom he stands in for, though somebody else handles the case.

    Policy: 2.6, 5.1
    """
    return any(_steps_of(row, actor)) and may_see(row, actor, departments=frozenset({actor.department or ""}))


def step_due(row: Waiting, actor: Actor) -> datetime | None:
    """When the first of those steps is due; None where he has none, or the row is of a time when that was not written down.

    Policy: 5.1
    """
    return min((turn.due for turn in _steps_of(row, actor) if turn.due is not None), default=None)


def _steps_of(row: Waiting, actor: Actor) -> Iterator[Turn]:
    return (turn for turn in row.turns if turn.kind == TASKS and any(actor.acts_for(code) for code in turn.rows))


def waits_for(row: Waiting, actor: Actor, kind: str, policy: Policy) -> bool:
    """Whether something of that kind waits for this person, in a case that he may know of.

    Policy: 2.6, 4.2, 5.4
    policy: with the directory of the day.
    """
    return any(turn.kind == kind and _is_his(turn, row, actor, policy) for turn in row.turns)


def _is_his(turn: Turn, row: Waiting, actor: Actor, policy: Policy) -> bool:
    barred = frozenset(turn.barred)
    # Who stands in for somebody checks his work no more than he does; agreeing to it is another's word than drawing it.
    his = {actor.code, *actor.stands_in} if turn.kind == VERIFICATION else {actor.code}
    if his & barred or stands_aside(row, actor.code, actor.department):
        return False
    held = any(acting_as(one, actor, row, policy, barred) for one in turn.rows) if turn.passes else bool(actor.roles & set(turn.rows))
    # Whose word is asked may know of it for that: the company of a guarded case, a department that takes part in the work.
    departments = tuple(one.removeprefix(LEAD_OF) for one in turn.rows if one.startswith(LEAD_OF))
    return held and may_see(row, actor, departments=departments, asked=turn.rows)
