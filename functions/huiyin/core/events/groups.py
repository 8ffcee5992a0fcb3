"""3 分析与评估: what many households told us of one matter, and what becomes of it for each of them."""

from datetime import datetime

from huiyin.core.events.happening import Happening, sealed
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupProposed(Happening):
    """This case and others may be one matter. step: watch, group or incident; reports: how many there are; flats: of how many flats
    they are known to be, verified: of how many of them the desk knows who lives there; decide_due: until when triage decides.
    """

    step: str
    reports: int
    flats: int = 0
    verified: int = 0
    decide_due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRefused(Happening):
    """What was proposed is no matter of many. reason: why."""

    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOpened(Happening):
    """A group case is made; it has no owner. The first event of its history.

    place: None for the whole estate; founder: key of the case from which it was made; incident: what comes in of it joins by itself;
    received_at: when the founder came in; cause: what they have in common; update_due: when everybody is told more of an incident.
    """

    number: str
    edition: str
    community: str
    place: str | None
    kind: str
    category: str
    sub_issue: str
    severity: int | None
    urgency: int | None
    priority: Priority
    received_at: datetime
    answer_due: datetime
    founder: str
    incident: bool
    update_due: datetime | None = None
    cause: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDeclared(Happening):
    """An open group case takes in by itself from now on what is reported of the same. update_due: when everybody is told more."""

    update_due: datetime | None = None
    cause: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentUpdated(Happening):
    """What is new of an incident, for everybody to read. update_due: when there is more; words_en: "" for no English."""

    update_due: datetime
    words: str = sealed()
    words_en: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentEnded(Happening):
    """The incident is over; its members still wait for their answer."""

    words: str = sealed()
    words_en: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(Happening):
    """T21. Handled in a group from now on. group: key of the group case; has_own: a part of it is this owner's alone.

    incident: it runs as one; the message that follows is then his first contact, contact: met, or attempted where no letter reaches him.
    """

    group: str
    has_own: bool
    incident: bool = False
    contact: str = ""
    own: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(Happening):
    """T22. Handled by itself again. to: the state in which it goes on."""

    group: str
    to: str
    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedToCase(Happening):
    """T21. Its household reported the same before: handled in that case from now on. to, number: of that case; before: the state in which
    this one stood; lead, handler: who has that one.
    """

    to: str
    number: str
    before: str
    lead: str | None = None
    handler: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenApart(Happening):
    """T22. Another matter after all, handled by itself again. kept_from: key of the case to which it was added; to: its state."""

    kept_from: str
    to: str
    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAdded(Happening):
    """The household of this case reported the same again. report, number: of the case that the report was; count: the how-manieth of them.

    The priority and the dates as they are with it: nearer where the report asks for it, never later.
    """

    report: str
    number: str
    count: int
    priority: Priority
    first_contact_due: datetime
    answer_due: datetime
    plan_due: datetime | None
    resolve_due: datetime | None
    words: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPartAnswered(Happening):
    """What this member is answered alone; he reads it together with the answer of the group."""

    text: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAnswered(Happening):
    """T26. The answer of the group, to one member. reply_due: until when he may confirm or dispute.

    points: (category, sub-issue) of the group; lead, handler: who would go on; hands: staff codes of those who took a part; sampled: in an
    incident, whether somebody asks him whether it is solved, None outside of one.
    """

    points: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]
    wishes: tuple[str, ...]
    lead: str | None
    handler: str | None
    hands: tuple[str, ...]
    released_by: str
    reply_due: datetime
    sampled: bool | None = None
    text: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDated(Happening):
    """T28. The dated answer of the group, to one member. points: (category, sub-issue) of the group; until: the promised day."""

    points: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]
    until: datetime
    drafter: str
    released_by: str
    text: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingAgreed(Happening):
    """This member may be named to the desk as one with whom the matter of all may be talked over. note: when it suits him."""

    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatCounted(Happening):
    """Of a group case: one flat more. mark: of the flat, of which it tells nothing; place: the building; verified: the desk knows it."""

    mark: str
    place: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokesmanNoted(Happening):
    """Of a group case: a member who agreed to be named. member: key of his case."""

    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDueMoved(Happening):
    """A member was promised an answer sooner: the group is answered by then."""

    member: str
    answer_due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDisputed(Happening):
    """A member does not hold it solved. member: key of his case."""

    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSettled(Happening):
    """What the group case meant for its members has been carried out for each of them. members: how many have its answer."""

    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDrawn(Happening):
    """Of an incident: whom somebody asks whether it is solved. members: keys of their cases."""

    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupClosed(Happening):
    """Every member is closed, and so is the group case."""


GroupEvent = (
    GroupProposed
    | GroupRefused
    | GroupOpened
    | IncidentDeclared
    | IncidentUpdated
    | IncidentEnded
    | MemberJoined
    | MemberLeft
    | AddedToCase
    | TakenApart
    | ReportAdded
    | OwnPartAnswered
    | MemberAnswered
    | MemberDated
    | NamingAgreed
    | FlatCounted
    | SpokesmanNoted
    | SampleDrawn
    | GroupDueMoved
    | MemberDisputed
    | GroupSettled
    | GroupClosed
)
