"""What waits for a person today: of the lists that he may see, what is his to do, by the sections of the morning's letter."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from huiyin.core.commands import Actor
from huiyin.core.lifecycle import ENDED, must_be_phoned
from huiyin.core.orders import ORDER
from huiyin.core.privacy import may_see
from huiyin.core.turns import has_task, step_due
from huiyin.entry.worklists import until_of
from huiyin.mail.digest import SECTIONS, Section
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy
from huiyin.store.lists import WorklistRow

# Who hears of all that is overdue, whoever has it.
_ANSWER_FOR_IT = frozenset({"manager", "duty_manager"})
# Where it is the owner's turn, nobody here has to do anything.
_OWNERS_TURN = "question"
# Whose a case is that nobody has been given yet.
_FIRST_HANDS = {"RECEIVED": "desk", "REGISTERED": "triage"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """Staff codes of those whom a case waits for, by its key: approvals of its plan, verification of its result."""

    approvals: Mapping[str, frozenset[str]]
    verification: Mapping[str, frozenset[str]]


def work_of(actor: Actor, rows: Iterable[WorklistRow], awaited: Awaited, policy: Policy, now: datetime) -> dict[str, list[WorklistRow]]:
    """The cases that wait for this person, by section; each section has one at least.

    Policy: 2.6, 5.1
    now: aware; the day is the community's.
    """
    end = until_of("due-today", now, policy) or now
    found: dict[str, list[WorklistRow]] = {name: [] for name in SECTIONS}
    for row in rows:
        for name in _sections(row, actor, awaited, now, end):
            found[name].append(row)
    found["steps"].sort(key=lambda row: step_due(row, actor) or row.due)
    return {name: rows for name, rows in found.items() if rows}


def _sections(row: WorklistRow, actor: Actor, awaited: Awaited, now: datetime, end: datetime) -> Iterator[str]:
    # Who has to agree to a guarded plan, or may check its result, may know of it for that alone: the core has said so.
    for name, whom in (("approvals", awaited.approvals), ("verification", awaited.verification)):
        if actor.code in whom.get(row.case_id, ()):
            yield name
    if has_task(row, actor):
        yield "steps"
    if not may_see(row, actor):
        return
    his = _is_his(row, actor)
    if must_be_phoned(row) and (his or ("desk" in actor.roles and not row.guarded)):
        yield "to_call"
    if row.state in ENDED and row.due_kind != ORDER:
        return
    if row.due_kind != _OWNERS_TURN:
        if row.due < now and (his or actor.roles & _ANSWER_FOR_IT):
            yield "overdue"
        elif now <= row.due <= end and his:
            yield "due_today"
    if his and (row.state in _FIRST_HANDS or (row.state == "TRIAGED" and actor.acts_for(row.handler))):
        yield "new"


def _is_his(row: WorklistRow, actor: Actor) -> bool:
    """Whether that case is this person's: he handles it, heads the department that has it, or is the first whose turn it is."""
    if actor.acts_for(row.handler):
        return True
    if row.guarded:
        return "confid" in actor.roles and row.handler is None
    if row.handler is None and _FIRST_HANDS.get(row.state) in actor.roles:
        return True
    return "dept_lead" in actor.roles and row.lead is not None and row.lead == actor.department


def shown(work: Mapping[str, list[WorklistRow]], actor: Actor) -> dict[str, Section]:
    """The sections as a letter may tell them: no number of a guarded case; with the day on which a step of his is due.

    Policy: 2.6
    """
    return {
        name: Section(
            numbers=tuple(row.number for row in rows if not row.guarded),
            hidden=sum(row.guarded for row in rows),
            dues={row.number: due for row in rows if name == "steps" and (due := step_due(row, actor)) is not None},
        )
        for name, rows in work.items()
    }


def waited_for(cases: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, frozenset[str]]:
    """Staff codes by case. cases: key of a case, and whom it waits for as audiences."""
    return {case_id: frozenset(audience.partition(":")[2] for audience in audiences) for case_id, audiences in cases}
