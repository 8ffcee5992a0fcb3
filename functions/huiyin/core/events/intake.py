"""2 接收与登记: what happens to a complaint until it is complete, and what its owner says of it later."""

from datetime import datetime

from huiyin.core.events.happening import Happening, sealed
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Language, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintReceived(Happening):
    """T01. The owner's words are in; number, priority and the promised first contact are facts from here on.

    has_email: an address to which letters may go; flags: codes of measures.toml that follow from the form; accused_codes: whom
    it accuses, where that is known; acknowledge: False when nobody knows whether it is the writer's; odd: codes
    of what a person should know of the mail it came in; receipt_key: the key of its receipt, where only a letter can show the
    code; flat_mark: by which reports of one flat about one matter are known. Without the secret of the installation either tells
    nothing. read_back: what shows that spoken words were read back to him; read_back_at: when; late_proof: what shows when a late
    entry was heard; summary: what staff make of it; sensitive: he asked himself that only confidential
    officers see it. order_body, order_due, order_number: the authority that passed it on, until when it
    wants its reply, and under which number it keeps it.
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
    flags: tuple[str, ...] = ()
    accused_codes: tuple[str, ...] = ()
    flat_mark: str | None = None
    read_back: str | None = None
    read_back_at: datetime | None = None
    late_proof: str | None = None
    order_body: str | None = None
    order_due: datetime | None = None
    matter: str = sealed()
    wish: str = sealed()
    spot: str = sealed()
    answers: str = sealed()
    accused: str = sealed()
    avoid: str = sealed()
    summary: str = sealed()
    order_number: str = sealed()
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRegistered(Happening):
    """T02. Complete and checked. released: confid opened a guarded case to ordinary staff; accused: codes of people, departments;
    verified: the check told who he is and where he lives.
    """

    identity_check: str
    released: bool
    accused: tuple[str, ...] = ()
    verified: bool = False


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
    """Somebody read the owner's name, phone and flat. The owner is shown role, time and reason. unusual: codes of what begins to be
    unusual about it, which the confidential officers hear."""

    reason: str
    unusual: tuple[str, ...] = ()
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTaken(Happening):
    """Somebody rang or came and asked how it stands. way: how he was to show that it is his; passed: he did, and was told; state: where
    it stood then."""

    way: str
    passed: bool
    state: str
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineProposed(Happening):
    """T03. The desk holds that we cannot take the matter up. reason: a code of the policy; somebody else has to agree."""

    reason: str
    text: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineRefused(Happening):
    """T03. Whoever had to agree did not: the case goes on."""

    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeclined(Happening):
    """T03. Not taken up. proposer: staff code of whoever proposed it; text: what the owner is told, with the other ways."""

    reason: str
    proposer: str
    text: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRaised(Happening):
    """The owner objects to not being taken up, in time."""

    grounds: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAccepted(Happening):
    """T27. The matter is taken up after all. answer_due: a new promise, as the decline had kept the first one."""

    answer_due: datetime
    grounds: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerAsked(Happening):
    """T04. A question to the owner. until: when the case goes on without a reply; pause: the how-manieth of this case."""

    until: datetime
    pause: int
    question: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerReplied(Happening):
    """T05. The owner answered, or the time for it was over (replied: False).

    plan_due, answer_due, resolve_due: the promises as they stand after the wait; only what may wait has moved.
    """

    replied: bool
    plan_due: datetime | None
    answer_due: datetime
    resolve_due: datetime | None
    files: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    answer: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalDecided(Happening):
    """Whether these people take no part, since they have an interest in it. text: what the owner is told of it."""

    accepted: bool
    people: tuple[str, ...]
    text: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseConfided(Happening):
    """Only confidential officers see it from now on; whoever handled it does not any more."""

    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseAsked(Happening):
    """A confidential officer holds that it need not be guarded; another one has to agree."""

    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReleased(Happening):
    """It is a case like any other from now on. asked_by: the first of two officers, "" when the owner wanted it."""

    asked_by: str = ""
    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseUrged(Happening):
    """The owner asks for haste. count: the how-manieth time."""

    count: int
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWithdrawn(Happening):
    """T20. The owner takes it back. goes_on: a danger or a major matter is handled further, as staff saw it, without him; tells: one
    letter more goes to his address, which says so.
    """

    goes_on: bool
    tells: bool = False
    grounds: str = sealed()


IntakeEvent = (
    ComplaintReceived
    | CaseRegistered
    | FactAdded
    | EvidenceChecked
    | IdentityRevealed
    | CallTaken
    | DeclineProposed
    | DeclineRefused
    | CaseDeclined
    | ObjectionRaised
    | ObjectionAccepted
    | OwnerAsked
    | OwnerReplied
    | CaseUrged
    | CaseConfided
    | ReleaseAsked
    | CaseReleased
    | CaseWithdrawn
    | RecusalDecided
)
