"""What has happened: the append-only vocabulary of a case.

An event is never renamed; a field is only ever added, with a default. Fields made by `sealed()` are words of
people: stored encrypted, empty until somebody opens them, and never read by `evolve`.
"""

from dataclasses import field, fields
from datetime import datetime

from huiyin.policy.records import dataclass
from huiyin.policy.schema import Language, Priority


def sealed() -> str:
    """A field for people's words: stored encrypted, "" until opened."""
    words: str = field(default="", metadata={"sealed": True})
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened to a case. at: aware UTC; by: staff code, "owner" or "system"; role: acted as."""

    at: datetime
    by: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintReceived(Happening):
    """T01. The owner's words are in; number, priority and the promised first contact are facts from here on.

    has_email: an address to which letters may go; acknowledge: False when nobody knows whether it is the writer's; odd: codes
    of what a person should know of the mail it came in; receipt_key: the key of its receipt, where only a letter can show the
    code. Without the secret of the installation it tells nothing.
    """

    number: str
    edition: str
    consents: tuple[str, ...]
    channel: str
    mode: str
    kind: str
    language: Language
    submitter: str
    anonymous: bool
    has_phone: bool
    has_email: bool
    community: str
    building: str | None
    category: str | None
    sub_issue: str | None
    occurred_at: str | None
    danger: bool
    guarded: bool
    hints: tuple[str, ...]
    no_evidence: bool
    severity: int | None
    urgency: int | None
    urgency_stated: int | None
    priority: Priority
    received_at: datetime
    first_contact_due: datetime
    answer_due: datetime
    acknowledge: bool = True
    odd: tuple[str, ...] = ()
    receipt_key: str = ""
    matter: str = sealed()
    wish: str = sealed()
    spot: str = sealed()
    answers: str = sealed()
    accused: str = sealed()
    avoid: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRegistered(Happening):
    """T02. Complete and checked. released: confid opened a guarded case to ordinary staff; accused: codes of people, departments."""

    identity_check: str
    released: bool
    accused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTriaged(Happening):
    """T06. Class, priority, lead and dates; the edition under which they were promised."""

    edition: str
    category: str
    sub_issue: str
    severity: int
    urgency: int
    priority: Priority
    level: str
    level_reasons: tuple[str, ...]
    lead: str
    handler: str
    co_departments: tuple[str, ...]
    first_contact_due: datetime
    plan_due: datetime
    answer_due: datetime
    resolve_due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAccepted(Happening):
    """T07. The handler takes the case and declares no interest in it."""

    no_interest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLogged(Happening):
    """A contact with the owner, or a try. first: with it the promise of the first contact was met, by reaching him or by tries enough."""

    way: str
    reached: bool
    first: bool
    note: str = sealed()
    wish: str = sealed()
    convenient: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactAdded(Happening):
    """More words or files, from the owner or from staff. files: slots of evidence."""

    files: tuple[str, ...]
    hints: tuple[str, ...] = ()
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceChecked(Happening):
    """A file arrived, was looked at and stripped. outcome: available or quarantined; original: hash of what was sent."""

    slot: str
    outcome: str
    media: str
    size: int
    original: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRevealed(Happening):
    """Somebody read the owner's name, phone and flat. The owner is shown role, time and reason."""

    reason: str
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineNeared(Happening):
    """A clock passed its red share and the promise is not kept yet. clock: first_contact, ..."""

    clock: str
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMissed(Happening):
    """A promise was not kept in time."""

    clock: str
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterReturned(Happening):
    """A letter did not reach the owner: he has to be told by phone what it said.

    letter: its name; event: number of the event that owed it; why: a code of `core.work.RETURNS`.
    """

    letter: str
    event: int
    why: str


Event = (
    ComplaintReceived
    | CaseRegistered
    | CaseTriaged
    | CaseAccepted
    | ContactLogged
    | FactAdded
    | EvidenceChecked
    | IdentityRevealed
    | DeadlineNeared
    | DeadlineMissed
    | LetterReturned
)
EVENTS: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        ComplaintReceived,
        CaseRegistered,
        CaseTriaged,
        CaseAccepted,
        ContactLogged,
        FactAdded,
        EvidenceChecked,
        IdentityRevealed,
        DeadlineNeared,
        DeadlineMissed,
        LetterReturned,
    )
}


def sealed_fields(kind: type[Event]) -> frozenset[str]:
    """The fields of that event that hold people's words."""
    return frozenset(f.name for f in fields(kind) if f.metadata.get("sealed"))
