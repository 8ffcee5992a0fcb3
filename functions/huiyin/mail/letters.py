"""Which event writes which letter to whom: one table."""

from collections.abc import Callable
from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.clock import local
from huiyin.core.events import CaseRegistered, CaseTriaged, ComplaintReceived, DeadlineMissed, DeadlineNeared, Event
from huiyin.core.owed import Owed
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy

Readers = Callable[[Event, Case, Policy], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One row of the table: after which event which letter is written.

    guarded: for guarded cases only (True), for ordinary ones only (False), for both (None). acknowledges: it answers something
    that anybody may send us in anybody's name.
    """

    after: type[Event]
    name: str
    to: Readers
    guarded: bool | None = False
    acknowledges: bool = False


def owed_by(event: Event, case: Case, policy: Policy) -> tuple[Owed, ...]:
    """The letters that this event owes. case: as it is after the event.

    Policy: 2.5, 2.6, 5.3
    An accused person is owed nothing, whatever his role; nobody is owed the same letter twice.
    """
    owed: dict[tuple[str, str], Owed] = {}
    for occasion in OCCASIONS:
        if isinstance(event, occasion.after) and occasion.guarded in (None, case.guarded):
            for audience in occasion.to(event, case, policy):
                person = staff_behind(audience, case, policy)
                if person is None or person not in case.accused:
                    owed.setdefault((occasion.name, person or audience), Owed(occasion.name, audience))
    return tuple(owed.values())


def acknowledges(owed: Owed) -> bool:
    """Whether this letter goes to an address that nobody has confirmed, and so out of a budget.

    Policy: 2.3
    """
    return owed.audience == "owner" and owed.letter in _ACKNOWLEDGING


def staff_behind(audience: str, case: Case, policy: Policy) -> str | None:
    """The staff code that an audience means now, or None for the owner, a mailbox or an unknown department."""
    role, _, code = audience.partition(":")
    if role == "handler":
        return case.handler
    if role == "lead":
        department = policy.departments.departments.get(code)
        return department.lead if department else None
    return code or None


def on_duty(moment: datetime, policy: Policy) -> tuple[str, ...]:
    """The staff codes whose turn it is. A turn that passes midnight belongs to the weekday on which it begins.

    Policy: 4.3
    """
    here = local(moment, policy.calendar)
    today, clock = here.weekday(), here.time()
    yesterday = (today - 1) % 7
    found = []
    for turn in policy.departments.roster:
        if turn.closes > turn.opens:
            now_on = turn.weekday == today and turn.opens <= clock < turn.closes
        else:
            now_on = (turn.weekday == today and turn.opens <= clock) or (turn.weekday == yesterday and clock < turn.closes)
        if now_on:
            found.append(turn.staff)
    return tuple(dict.fromkeys(found))


def _owner(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    return ("owner",) if case.has_email else ()


def _desk(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The desk, and in an emergency whoever is on duty."""
    return ("desk", *_duty(event, case, policy))


def _desk_if_released(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    released = isinstance(event, CaseRegistered) and event.released
    return _desk(event, case, policy) if released else ()


def _duty(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    return tuple(f"duty:{code}" for code in on_duty(event.at, policy)) if case.priority in policy.promises.wakes_duty else ()


def _confid(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    return _with_role("confid", policy)


def _assigned(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    return ("handler",)


def _confid_assigned(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    return (f"confid:{case.handler}",) if case.handler else ()


def _watchers(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Who can still keep the promise, and who answers for him. An unassigned case is the desk's and its lead's."""
    if case.handler is None or case.lead is None:
        return (*_desk(event, case, policy), *_with_role("triage", policy))
    return ("handler", f"lead:{case.lead}")


def _with_role(role: str, policy: Policy) -> tuple[str, ...]:
    return tuple(f"{role}:{code}" for code, person in policy.departments.staff.items() if role in person.roles)


OCCASIONS: tuple[Occasion, ...] = (
    Occasion(after=ComplaintReceived, name="complaint-received", to=_owner, guarded=None, acknowledges=True),
    Occasion(after=ComplaintReceived, name="new-case", to=_desk),
    Occasion(after=ComplaintReceived, name="confidential-case", to=_confid, guarded=True),
    Occasion(after=ComplaintReceived, name="danger-alert", to=_duty, guarded=True),
    Occasion(after=CaseRegistered, name="new-case", to=_desk_if_released),
    Occasion(after=CaseTriaged, name="case-assigned", to=_assigned),
    Occasion(after=CaseTriaged, name="confidential-case", to=_confid_assigned, guarded=True),
    Occasion(after=DeadlineNeared, name="due-soon", to=_watchers),
    Occasion(after=DeadlineNeared, name="confidential-due-soon", to=_confid, guarded=True),
    Occasion(after=DeadlineMissed, name="overdue", to=_watchers),
    Occasion(after=DeadlineMissed, name="confidential-overdue", to=_confid, guarded=True),
)
_ACKNOWLEDGING = frozenset(occasion.name for occasion in OCCASIONS if occasion.acknowledges)
CONFIDENTIAL = frozenset(occasion.name for occasion in OCCASIONS if occasion.guarded)
