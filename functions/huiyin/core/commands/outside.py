"""5 执行与反馈: what may be asked about bodies outside, and about erasing."""

from datetime import datetime

from huiyin.core.commands.asking import Ask
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCase(Ask):
    """T23: pass it on. body: a code of measures.toml; follow_up_d: days until we ask; called_emergency: 110, 119, 120 was called."""

    body: str
    document: str
    contact: str
    follow_up_d: int
    called_emergency: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTransferResult(Ask):
    """T24: what became of it. to: INVESTIGATING or VERIFYING."""

    to: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveCase(Ask):
    """T25: erase what is personal. files: how many are gone, None while nothing is."""

    files: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldCase(Ask):
    """Keep it beyond its time, for a court or an authority."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHold(Ask):
    """Let its time run again."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOrder(Ask):
    """An authority passed the matter on. n: of the order that is put right, None for a new one; body: a code of measures.toml; number:
    under which the authority keeps it; due: until when it wants its reply."""

    body: str
    number: str
    due: datetime
    n: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOrderReply(Ask):
    """That authority has its reply. n: of the order; way: a code of measures.toml; replied_at: when (None: now); document: the number
    of the reply; files: slots of what shows it."""

    n: int
    way: str
    replied_at: datetime | None = None
    document: str = ""
    note: str = ""
    files: tuple[str, ...] = ()


OutsideCommand = TransferCase | RecordTransferResult | ArchiveCase | HoldCase | ReleaseHold | NoteOrder | RecordOrderReply
