"""3 分析与评估: what may be asked about matters of many households."""

from datetime import datetime

from huiyin.core.commands.asking import Ask
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSeen:
    """A group case as it stands when somebody is to join it."""

    case_id: str
    state: str
    community: str
    sub_issue: str
    place: str | None
    incident: bool
    opened_at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeGroup(Ask):
    """So many reports may be one matter. step: watch, group or incident; flats: of how many flats they are known to be, verified: of how
    many of them the desk knows who lives there.
    """

    step: str
    reports: int
    flats: int = 0
    verified: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseGroup(Ask):
    """What was proposed is no matter of many: each is handled by itself."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGroupCase(Ask):
    """Make a group case out of this case. cause: what they have in common; whole: of the whole estate, not of one place.

    number: of the group case.
    """

    cause: str
    whole: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareIncident(Ask):
    """Something happens to many now: make a group case that takes in what is reported of it; or make an open one such a case."""

    cause: str
    whole: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateIncident(Ask):
    """What is new of an incident that runs, for everybody to read. words_en: the same in English, "" for none."""

    words: str
    words_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndIncident(Ask):
    """It is over: what comes in from now on is a case of its own."""

    words: str
    words_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinGroup(Ask):
    """T21: handle it in a group. group: number of the group case; own: what is this owner's alone, "" for nothing.

    seen: that group case; None when there is none.
    """

    group: str
    own: str = ""
    seen: GroupSeen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveGroup(Ask):
    """T22: handle it by itself again, apart from the group, or from the case of the same household to which it was added."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSeen:
    """A case as it stands when another report of the same household is to be added to it. open: it is under way with us."""

    case_id: str
    number: str
    flat_mark: str | None
    verified: bool
    received_at: datetime
    lead: str | None
    handler: str | None
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToCase(Ask):
    """T21: its household has reported the same before: handle it in that case. seen: the one that is under way."""

    seen: CaseSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReport(Ask):
    """The household reports the same again. report, number: of the case that the report was; flat_mark: of its flat; priority and
    dates: what was promised for it; words: what it says.
    """

    report: str
    number: str
    flat_mark: str | None
    priority: Priority
    first_contact_due: datetime
    answer_due: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOwnPart(Ask):
    """What is answered to this member alone, beside what all are answered."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerMember(Ask):
    """T26: the answer of the group, to one of its members. points: (category, sub-issue); hands: staff codes of those who took a part.

    released_by: who released the answer of the group; sampled: in an incident, whether somebody asks him whether it is solved, None
    outside of one.
    """

    points: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]
    wishes: tuple[str, ...]
    lead: str | None
    handler: str | None
    hands: tuple[str, ...]
    released_by: str
    text: str
    sampled: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMember(Ask):
    """The dated answer of the group, to one of its members. points: (category, sub-issue)."""

    points: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]
    until: datetime
    drafter: str
    released_by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMember(Ask):
    """What the group case learns of a member: happened is one of joined, disputed, named.

    answer_due: his; flat_mark, place, verified: of the flat from which he reports, None where he told none.
    """

    member: str
    happened: str
    answer_due: datetime
    flat_mark: str | None = None
    place: str | None = None
    verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleGroup(Ask):
    """Everything that the group case meant for its members has been carried out. members: how many have its answer, 0 before it."""

    members: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawSample(Ask):
    """Of an incident: whom somebody asks whether it is solved. members: keys of their cases."""

    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeToBeNamed(Ask):
    """The owner agrees that the desk names him as one with whom the matter of all may be talked over. note: when it suits him."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseGroup(Ask):
    """Every member is closed."""


GroupCommand = (
    ProposeGroup
    | RefuseGroup
    | OpenGroupCase
    | DeclareIncident
    | UpdateIncident
    | EndIncident
    | JoinGroup
    | LeaveGroup
    | AddToCase
    | NoteReport
    | AnswerOwnPart
    | AnswerMember
    | DateMember
    | AgreeToBeNamed
    | NoteMember
    | DrawSample
    | SettleGroup
    | CloseGroup
)
