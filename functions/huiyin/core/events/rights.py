"""2 接收与登记: what an owner asked about his own data, and what was decided of it."""

from datetime import datetime

from huiyin.core.events.happening import Happening, sealed
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureAsked(Happening):
    """His data is to be erased before its time. due: until when that is decided, a promise."""

    due: datetime
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureDecided(Happening):
    """Granted: the next night erases it. Refused: reason is a code of rights.toml, text what the owner is told of it."""

    granted: bool
    reason: str = ""
    text: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn(Happening):
    """He took back what he had agreed to. consents: codes; ends_contact: without that one nobody may write to him, call him or open
    who he is."""

    consents: tuple[str, ...]
    ends_contact: bool
    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyGiven(Happening):
    """He took a copy of what is held of him; on one day this is noted once."""

    note: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseShared(Happening):
    """Something of the case was shown to others. to, purpose, part: codes of sharing.toml; hidden: how many of each kind of
    redaction.toml were covered; uncovered: how many of those that were found somebody has uncovered; text: as they read it."""

    to: str
    purpose: str
    part: str
    hidden: tuple[tuple[str, int], ...] = ()
    uncovered: int = 0
    text: str = sealed()


RightsEvent = CopyGiven | ErasureAsked | ErasureDecided | ConsentWithdrawn | CaseShared
