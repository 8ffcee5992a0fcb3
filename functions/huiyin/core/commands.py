"""What people and clocks may ask of a case. Each command is one row of the lifecycle or one of its side doors."""

from datetime import datetime

from huiyin.policy.records import dataclass
from huiyin.policy.schema import Language

_RANK = ("confid", "manager", "duty_manager", "company", "quality", "triage", "dept_lead", "handler", "desk", "duty", "steward")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks. code: staff code, "owner" or "system"; roles: role codes of the charter; department: of the directory."""

    code: str
    roles: frozenset[str]
    department: str | None = None

    @property
    def is_staff(self) -> bool:
        """Somebody of the property company, not the owner and not a clock."""
        return self.code not in {"owner", "system"}

    def role(self, preferred: str = "") -> str:
        """The one role this person acts in when he holds several: the preferred one, else the first in rank."""
        if not self.is_staff:
            return self.code
        return preferred if preferred in self.roles else next((role for role in _RANK if role in self.roles), "")


OWNER = Actor(code="owner", roles=frozenset({"owner"}))
SYSTEM = Actor(code="system", roles=frozenset({"system"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who complains and how to reach him. Kept apart from the case under a key of its own."""

    name: str = ""
    phone: str = ""
    email: str = ""
    unit: str = ""
    household: str = ""
    contact_by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something asked of a case."""

    by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveComplaint(Ask):
    """T01: take in a complaint. occurred_at: ISO text or free words; received_at: when staff first heard it (None: now).

    acknowledge: whether letters may go to the address it came with; odd: codes of what a person should know of a mail;
    receipt_key: when no page has shown the code, the key from which the first letter tells it.
    """

    number: str
    channel: str
    mode: str
    kind: str
    language: Language
    submitter: str
    community: str
    building: str | None
    category: str | None
    sub_issue: str | None
    occurred_at: str | None
    danger: bool
    sensitive: bool
    anonymous: bool
    no_evidence: bool
    urgency_stated: int | None
    consents: tuple[str, ...]
    received_at: datetime | None
    matter: str
    wish: str
    spot: str
    answers: str
    accused: str
    avoid: str
    person: Person
    acknowledge: bool = True
    odd: tuple[str, ...] = ()
    receipt_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCase(Ask):
    """T02: the record is complete. Only confid may release a guarded case to ordinary staff or enter whom it accuses.

    accused: staff codes and department codes; whoever is named here sees nothing of the case, whatever his role.
    """

    identity_check: str
    release: bool = False
    accused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageCase(Ask):
    """T06: class, lead and handler. level: "general" or "major" as triage sees it; rules may raise it."""

    category: str
    sub_issue: str
    severity: int
    urgency: int
    level: str
    lead: str
    handler: str
    co_departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptCase(Ask):
    """T07: the handler takes it."""

    no_interest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LogContact(Ask):
    """The owner was reached, or a try was made."""

    way: str
    reached: bool
    note: str
    wish: str = ""
    convenient: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFact(Ask):
    """More words or files. files: slots of evidence that this case granted."""

    note: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckEvidence(Ask):
    """A file of this case arrived and was looked at."""

    slot: str
    outcome: str
    media: str
    size: int
    original: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealIdentity(Ask):
    """Read who the owner is, for a reason of the policy."""

    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchClocks(Ask):
    """A clock looks whether a promise nears or was missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLetter(Ask):
    """A letter to the owner came back or could not leave. letter, event, why: as in `LetterReturned`."""

    letter: str
    event: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterCommand(Ask):
    """A command of the lifecycle that this release refuses with `not_yet`. name: as in the lifecycle table."""

    name: str


Command = (
    ReceiveComplaint
    | RegisterCase
    | TriageCase
    | AcceptCase
    | LogContact
    | AddFact
    | CheckEvidence
    | RevealIdentity
    | WatchClocks
    | ReturnLetter
    | LaterCommand
)
