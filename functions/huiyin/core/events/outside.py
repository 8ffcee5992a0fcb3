"""5 执行与反馈: what goes to bodies outside, and what is erased at the end."""

from datetime import datetime

from huiyin.core.events.happening import Happening, sealed
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTransferred(Happening):
    """T23. Passed on.

    body: a code of measures.toml; follow_up_due: when we ask what became of it; forwards_identity: the owner agreed;
    called_emergency: 110, 119 or 120 was called first.
    """

    body: str
    follow_up_due: datetime
    forwards_identity: bool
    called_emergency: bool = False
    document: str = sealed()
    contact: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRecorded(Happening):
    """T24. What became of it outside; to: the state in which the case goes on."""

    to: str
    result: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureBegun(Happening):
    """T25. Its time is over: what is personal is being erased, and nothing else is done with it. due: since when it was."""

    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseArchived(Happening):
    """T25. Personal details are erased. kept: names of what stays; erased: of what is gone; files: how many of those were removed."""

    kept: tuple[str, ...]
    erased: tuple[str, ...] = ()
    files: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHeld(Happening):
    """Kept beyond its time."""

    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReleased(Happening):
    """Its time runs again."""

    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNoted(Happening):
    """An authority passed the matter on, or what was written down of it is put right. n: the how-manieth of this case.

    body: a code of measures.toml; due: until when it wants its reply; flags: all of the case from now on; answer_due: of the owner,
    nearer if that day comes first; number: under which the authority keeps it.
    """

    n: int
    body: str
    due: datetime
    corrected: bool
    flags: tuple[str, ...]
    answer_due: datetime
    number: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReplied(Happening):
    """That authority has its reply. way: a code of measures.toml; document: the number of the reply; files: slots of what shows it."""

    n: int
    body: str
    way: str
    replied_at: datetime
    files: tuple[str, ...] = ()
    document: str = sealed()
    note: str = sealed()


OutsideEvent = CaseTransferred | TransferRecorded | ErasureBegun | CaseArchived | CaseHeld | HoldReleased | OrderNoted | OrderReplied
