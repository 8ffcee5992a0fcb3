"""3 分析与评估: what may be asked about class and level."""

from huiyin.core.commands.asking import Ask
from huiyin.core.risk import RiskFactors
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageCase(Ask):
    """T06: class, lead and handler. level: "general" or "major" as triage sees it; rules may raise it.

    points: further problem points as (category, sub-issue); flat_mark: of his flat for the class of now.
    """

    category: str
    sub_issue: str
    severity: int
    urgency: int
    level: str
    lead: str
    handler: str
    co_departments: tuple[str, ...] = ()
    points: tuple[tuple[str, str], ...] = ()
    risk: RiskFactors | None = None
    flat_mark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnToTriage(Ask):
    """T07: it is not for this handler or department."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseLevel(Ask):
    """Raise the level. reasons: codes of the rules that ask for it."""

    level: str
    reasons: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerLevel(Ask):
    """Lower the level, or agree to somebody else's asking for it."""

    level: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFlags(Ask):
    """Say anew which flags the case has, all of them but that an authority passed it on, which stands with its order."""

    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePending(Ask):
    """Say anew which points a court, an arbitrator or a petition office is judging, all of them. points: their numbers; body: a code."""

    points: tuple[int, ...]
    body: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAsset(Ask):
    """Say which lift, pump or gate of the estate it is about. asset: its code, "" when it is about none of them."""

    asset: str


TriageCommand = TriageCase | ReturnToTriage | RaiseLevel | LowerLevel | NoteFlags | NotePending | NameAsset
