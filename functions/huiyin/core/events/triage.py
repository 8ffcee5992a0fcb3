"""3 分析与评估: class, level, and who has the case."""

from datetime import datetime

from huiyin.core.events.happening import Happening, sealed
from huiyin.core.risk import RiskFactors
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTriaged(Happening):
    """T06. Class, priority, lead and dates; the edition under which they were promised.

    points: further problem points as (category, sub-issue); the first one is the class itself; flat_mark: of the flat for this
    class, where it is another one than before.
    """

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
    points: tuple[tuple[str, str], ...] = ()
    risk: RiskFactors | None = None
    flat_mark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageReturned(Happening):
    """T07. Whoever was to handle it gave it back to triage. count: the how-manieth time."""

    count: int
    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRaised(Happening):
    """The level goes up, at once. reasons: codes of the rules that ask for it; a date comes nearer, never later."""

    level: str
    reasons: tuple[str, ...]
    priority: Priority
    first_contact_due: datetime
    answer_due: datetime
    plan_due: datetime | None
    resolve_due: datetime | None
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelLowered(Happening):
    """The level goes down, by whoever may."""

    level: str
    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerLevelAsked(Happening):
    """One of two who have to agree wants the level lower. level: the one wanted; for_role: in whose place, if not in his own."""

    level: str
    for_role: str = ""
    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsNoted(Happening):
    """Which flags it has, all of them, and its dates as they are with them: none later than before.

    authority_due: until when the authority that passed it on wants an answer.
    """

    flags: tuple[str, ...]
    authority_due: datetime | None
    urgency: int | None
    priority: Priority
    first_contact_due: datetime
    answer_due: datetime
    plan_due: datetime | None
    resolve_due: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsPending(Happening):
    """Which points somebody else is judging, all of them; () when all are judged here again. body: who else that is."""

    points: tuple[int, ...]
    body: str
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetNamed(Happening):
    """Which lift, pump or gate of the estate it is about. asset: its code, None when it is about none of them after all."""

    asset: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindChanged(Happening):
    """It counts as another kind of matter from now on. why: late, reopened or repeated."""

    kind: str
    why: str


TriageEvent = (
    CaseTriaged | TriageReturned | LevelRaised | LowerLevelAsked | LevelLowered | FlagsNoted | PointsPending | AssetNamed | KindChanged
)
