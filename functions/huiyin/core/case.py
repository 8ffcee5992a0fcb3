"""The case now. Holds plain facts only: no word of a person."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Self

from huiyin.core.handling import Handling
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Language, Policy, Priority

# Files of staff have places of their own, so that nobody takes one that an owner was given leave to fill.
FIRST_OF_STAFF = 101
# Why a letter comes back so that no other one to the same address would arrive either.
FINAL = frozenset({"bounced", "complained", "refused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A complaint under way. version: number of the last event; times aware UTC.

    returned: letters that did not reach the owner, as `returned_key`; untold: those of them nobody has told him of since;
    unreachable: no letter reaches his address any more; handling: what became of it since somebody took it up;
    consents: to what its owner agreed when it came in; flat_mark: by which reports of one flat about one matter are known;
    verified: the desk knows who he is and where he lives.
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
    handling: Handling = Handling()
    consents: tuple[str, ...] = ()
    flat_mark: str | None = None
    verified: bool = False

    @property
    def counted_from(self) -> datetime:
        """Since when its limits run: its receipt, or when it was opened again."""
        return self.handling.round_at or self.received_at

    @property
    def sounds_dangerous(self) -> bool:
        """Whether the owner says that people may come to harm, or his words sound like it."""
        return self.danger or "danger" in self.hints

    @property
    def is_written_to(self) -> bool:
        """Whether its owner is asked in writing: by letter, or on his page where he left neither address nor phone. Who left a phone
        alone is called."""
        return (self.has_email and not self.unreachable) or not self.has_phone

    def handled(self, *, state: str | None = None, **changes: Any) -> Self:
        """The case with these facts of its handling, and in that state."""
        return replace(self, state=state or self.state, handling=replace(self.handling, **changes))

    @property
    def recused(self) -> tuple[str, ...]:
        """Staff codes of those who have an interest in it and take no part."""
        return self.handling.recused

    @property
    def departments(self) -> frozenset[str]:
        """Departments that take part in an ordinary case beside the one that leads it."""
        known = self.handling
        return frozenset(known.co_departments) | {task.department for task in (*known.tasks, *known.coming)}

    @property
    def asked(self) -> frozenset[str]:
        """Roles that would not know of a guarded case, but have to agree to its plan, may check its result or review it, or hear an
        objection to its decline."""
        known = self.handling
        planned = self.state == "PLAN_REVIEW" and known.plan is not None
        waits = planned or self.state == "VERIFYING" or known.review_due is not None or known.objected_at is not None
        return frozenset({"company"}) if self.guarded and waits else frozenset()

    @property
    def owners_files(self) -> tuple[str, ...]:
        """Slots of the files that its owner sent."""
        return tuple(slot for slot, _ in self.evidence if int(slot) < FIRST_OF_STAFF)

    def with_files(self, files: tuple[str, ...]) -> Self:
        """The case with these files expected; one that was looked at stays as it is."""
        known = dict(self.evidence)
        return replace(self, evidence=(*known.items(), *((slot, "pending") for slot in dict.fromkeys(files) if slot not in known)))


def is_dangerous(case: Case, policy: Policy) -> bool:
    """Whether people may come to harm, as the owner, triage or an emergency under way says.

    Policy: 3.2
    """
    return case.danger or case.priority == policy.promises.danger or case.handling.emergency_at is not None


def case_id_of(number: str) -> str:
    """The eight digits of a shown number: the key under which the case is kept."""
    return number.rsplit("-", 1)[1]


def returned_key(letter: str, event: int) -> str:
    """How a case remembers a letter that did not arrive. event: number of the event that owed it."""
    return f"{event}/{letter}"
