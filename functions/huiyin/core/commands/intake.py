"""2 接收与登记: what may be asked until a complaint is complete, and by its owner later."""

from datetime import datetime

from huiyin.core.commands.asking import Ask, Person
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveComplaint(Ask):
    """T01: take in a complaint. occurred_at: ISO text or free words; received_at: when staff first heard it (None: now).

    accused_codes: staff codes of whom it accuses, where known; acknowledge: whether letters may go to the address
    it came with; odd: codes of what a person should know of a mail; receipt_key: when no page has shown the code, the key from
    which the first letter tells it; flat_mark: by which reports of one flat about one matter are known, None where it told none;
    flat_known: whether the register of its building has that flat, None where it told none or no register is kept;
    read_back: what shows that spoken words were read back to him, read_back_at: when (None: now); late_proof: what shows when a
    late entry was heard; summary: of staff, beside his own words. order_body, order_number, order_due: of the authority that passed it
    on, a code of measures.toml, under which number, and until when it wants its reply.
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
    accused_codes: tuple[str, ...] = ()
    flat_mark: str | None = None
    flat_known: bool | None = None
    read_back: str | None = None
    read_back_at: datetime | None = None
    late_proof: str | None = None
    summary: str = ""
    order_body: str | None = None
    order_number: str = ""
    order_due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCase(Ask):
    """T02: the record is complete. Only confid may release a guarded case to ordinary staff or enter whom it accuses.

    accused: staff codes and department codes; whoever is named here sees nothing of the case, whatever his role. flags: codes of
    measures.toml.
    """

    identity_check: str
    release: bool = False
    accused: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


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
class Reading:
    """Somebody asked who the owner of a case is. others: others had it in hand."""

    at: datetime
    case_id: str
    others: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealIdentity(Ask):
    """Read who the owner is, for a reason of the policy. before: what this person read of late."""

    reason: str
    note: str = ""
    before: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCall(Ask):
    """Somebody rings or comes and asks how a case stands. way: how he showed that it is his, a code of the policy; passed: whether he
    did; note: what he asked, and what else was said."""

    way: str
    passed: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineCase(Ask):
    """T03: not for us. Proposed first, then agreed to by somebody else, or not (agree: False).

    reason: a code of the policy, or "" to agree to the one that was proposed; text: what the owner is told, or "" to agree to
    the proposed words; when refusing, why.
    """

    reason: str
    text: str
    agree: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectToDecline(Ask):
    """The owner objects to not being taken up."""

    grounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptObjection(Ask):
    """T27: the matter is taken up after all."""

    grounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOwner(Ask):
    """T04: a question to the owner; the case waits until that day at most."""

    question: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyToQuestion(Ask):
    """T05: the owner answers, by himself or through whoever writes down what he said, or the time for it is over (by the system)."""

    answer: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideRecusal(Ask):
    """Whether these people have an interest in it and take no part. people: staff codes; text: what the owner is told, without names."""

    accepted: bool
    people: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseGrievance(Ask):
    """The owner says something about whoever handles his case. It becomes a case of its own, which that person never sees."""

    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfideCase(Ask):
    """From now on only confidential officers see it: the owner's wish, or what a colleague has read. reason: his words, if any."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCase(Ask):
    """It is a case like any other from now on: by the owner himself, or by two confidential officers, one after the other."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgeCase(Ask):
    """The owner asks for haste."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCase(Ask):
    """T20: the owner takes it back."""

    grounds: str = ""


IntakeCommand = (
    ReceiveComplaint
    | RegisterCase
    | AddFact
    | CheckEvidence
    | RevealIdentity
    | TakeCall
    | DeclineCase
    | ObjectToDecline
    | AcceptObjection
    | AskOwner
    | ReplyToQuestion
    | UrgeCase
    | WithdrawCase
    | DecideRecusal
    | RaiseGrievance
    | ConfideCase
    | ReleaseCase
)
