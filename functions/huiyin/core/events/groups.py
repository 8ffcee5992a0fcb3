"""3 分析与评估: what many households told us of one matter, and what becomes of it for each of them."""

from datetime import datetime

from huiyin.core.events.happening import Happening, sealed
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupProposed(Happening):
    """This case and others may be one matter. step: watch, group or incident; reports: how many there are."""

    step: str
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOpened(Happening):
    """A group case is made; it has no owner. The first event of its history.

    place: None for the whole estate; founder: key of the case from which it was made; incident: what comes in of it joins by itself;
    received_at: when the founder came in; cause: what they have in common.
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
    cause: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDeclared(Happening):
    """An open group case takes in by itself from now on what is reported of the same."""

    cause: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(Happening):
    """T21. Handled in a group from now on. group: key of the group case; has_own: a part of it is this owner's alone."""

    group: str
    has_own: bool
    own: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(Happening):
    """T22. Handled by itself again. to: the state in which it goes on."""

    group: str
    to: str
    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPartAnswered(Happening):
    """What this member is answered alone; he reads it together with the answer of the group."""

    text: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAnswered(Happening):
    """T26. The answer of the group, to one member. reply_due: until when he may confirm or dispute.

    points: (category, sub-issue) of the group; lead, handler: who would go on; hands: staff codes of those who took a part.
    """

    points: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]
    wishes: tuple[str, ...]
    lead: str | None
    handler: str | None
    hands: tuple[str, ...]
    released_by: str
    reply_due: datetime
    text: str = sealed()


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
class GroupClosed(Happening):
    """Every member is closed, and so is the group case."""


GroupEvent = (
    GroupProposed
    | GroupOpened
    | IncidentDeclared
    | MemberJoined
    | MemberLeft
    | OwnPartAnswered
    | MemberAnswered
    | GroupDueMoved
    | MemberDisputed
    | GroupSettled
    | GroupClosed
)
