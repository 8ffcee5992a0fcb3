"""The case now, and how each event changes it. Holds plain facts only: no word of a person."""

from dataclasses import fields, replace
from datetime import datetime
from typing import assert_never

from huiyin.core.events import (
    CaseAccepted,
    CaseRegistered,
    CaseTriaged,
    ComplaintReceived,
    ContactLogged,
    DeadlineMissed,
    DeadlineNeared,
    Event,
    EvidenceChecked,
    FactAdded,
    IdentityRevealed,
    LetterReturned,
)
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Language, Priority

# Why a letter comes back so that no other one to the same address would arrive either.
FINAL = frozenset({"bounced", "complained", "refused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A complaint under way. version: number of the last event; times aware UTC.

    returned: letters that did not reach the owner, as `returned_key`; untold: those of them nobody has told him of since;
    unreachable: no letter reaches his address any more.
    """

    case_id: str
    number: str
    version: int
    state: str
    edition: str
    kind: str
    level: str
    priority: Priority
    severity: int | None
    urgency: int | None
    category: str | None
    sub_issue: str | None
    community: str
    building: str | None
    channel: str
    language: Language
    submitter: str
    danger: bool
    anonymous: bool
    guarded: bool
    has_phone: bool
    has_email: bool
    hints: tuple[str, ...]
    received_at: datetime
    first_contact_due: datetime
    first_contact_at: datetime | None
    attempted_at: datetime | None
    answer_due: datetime
    plan_due: datetime | None
    resolve_due: datetime | None
    lead: str | None
    handler: str | None
    tried_at: tuple[datetime, ...]
    warned: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    accused: tuple[str, ...]
    returned: tuple[str, ...]
    untold: tuple[str, ...]
    unreachable: bool
    last_at: datetime
    last_by: str
    last_event: str


def case_id_of(number: str) -> str:
    """The eight digits of a shown number: the key under which the case is kept."""
    return number.rsplit("-", 1)[1]


def returned_key(letter: str, event: int) -> str:
    """How a case remembers a letter that did not arrive. event: number of the event that owed it."""
    return f"{event}/{letter}"


def evolve(case: Case | None, event: Event) -> Case:
    """The case after that event. Raises ValueError when history does not begin with its receipt.

    Policy: 5.2
    """
    if isinstance(event, ComplaintReceived):
        if case is not None:
            raise ValueError("a case is received once")
        return _received(event)
    if case is None:
        raise ValueError("history begins with ComplaintReceived")
    case = replace(case, version=case.version + 1, last_at=event.at, last_by=event.by, last_event=type(event).__name__)
    match event:
        case CaseRegistered():
            return replace(case, state="REGISTERED", guarded=case.guarded and not event.released, accused=event.accused)
        case CaseTriaged():
            return _triaged(case, event)
        case CaseAccepted():
            return replace(case, state="INVESTIGATING", handler=event.by)
        case ContactLogged():
            if event.reached:
                return replace(case, first_contact_at=case.first_contact_at or event.at, untold=())
            attempted = event.at if event.first else case.attempted_at
            return replace(case, attempted_at=attempted, tried_at=(*case.tried_at, event.at))
        case FactAdded():
            known = dict(case.evidence)
            evidence = tuple({**dict.fromkeys(event.files, "pending"), **known}.items())
            return replace(case, evidence=evidence, hints=tuple(dict.fromkeys((*case.hints, *event.hints))))
        case EvidenceChecked():
            return replace(case, evidence=tuple({**dict(case.evidence), event.slot: event.outcome}.items()))
        case IdentityRevealed():
            return case
        case DeadlineNeared():
            return replace(case, warned=(*case.warned, f"{event.clock}:neared"))
        case DeadlineMissed():
            return replace(case, warned=(*case.warned, f"{event.clock}:missed"))
        case LetterReturned():
            key = returned_key(event.letter, event.event)
            lost = case.unreachable or event.why in FINAL
            return replace(case, returned=(*case.returned, key), untold=(*case.untold, key), unreachable=lost)
        case _:
            assert_never(event)


# Facts of the receipt that stand in the case under the same name.
_KEPT = tuple(f.name for f in fields(ComplaintReceived) if f.name in {of_case.name for of_case in fields(Case)})


def _received(event: ComplaintReceived) -> Case:
    return Case(
        case_id=case_id_of(event.number),
        version=1,
        state="RECEIVED",
        level="general",
        first_contact_at=None,
        attempted_at=None,
        plan_due=None,
        resolve_due=None,
        lead=None,
        handler=None,
        tried_at=(),
        warned=(),
        evidence=(),
        # Whom the owner named stays sealed: the confidential officer enters the codes.
        **{name: getattr(event, name) for name in _KEPT if name != "accused"},
        accused=(),
        returned=(),
        untold=(),
        unreachable=False,
        last_at=event.at,
        last_by=event.by,
        last_event=type(event).__name__,
    )


def _triaged(case: Case, event: CaseTriaged) -> Case:
    return replace(
        case,
        state="TRIAGED",
        category=event.category,
        sub_issue=event.sub_issue,
        severity=event.severity,
        urgency=event.urgency,
        priority=event.priority,
        level=event.level,
        lead=event.lead,
        handler=event.handler,
        first_contact_due=event.first_contact_due,
        plan_due=event.plan_due,
        answer_due=event.answer_due,
        resolve_due=event.resolve_due,
    )


def fold(events: tuple[Event, ...]) -> Case:
    """The case that this history tells. Raises ValueError for an empty history."""
    case: Case | None = None
    for event in events:
        case = evolve(case, event)
    if case is None:
        raise ValueError("history begins with ComplaintReceived")
    return case
