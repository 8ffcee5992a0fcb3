"""2 接收与登记: what an owner may ask about his own data, and what is decided of it."""

from huiyin.core.commands.asking import Ask
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AskErasure(Ask):
    """Beside the rows: his data is to be erased before its time."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideErasure(Ask):
    """Beside the rows: whether it is. reason: of a refusal, a code of rights.toml; text: what the owner is told of it."""

    granted: bool
    reason: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent(Ask):
    """Beside the rows: he takes back what he agreed to. consents: codes of channels.toml."""

    consents: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplainOfHandling(Ask):
    """Beside the rows: he is not content with how his data was dealt with; it becomes a case of its own."""

    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveCopy(Ask):
    """Beside the rows: he takes a copy of what is held of him."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCase(Ask):
    """Beside the rows: something of the case is shown to others. to, purpose, part: codes of sharing.toml; text: as they read it;
    hidden: how many of each kind it covers; uncovered: how many of those that were found somebody has uncovered."""

    to: str
    purpose: str
    part: str
    text: str = ""
    hidden: tuple[tuple[str, int], ...] = ()
    uncovered: int = 0


RightsCommand = GiveCopy | AskErasure | DecideErasure | WithdrawConsent | ComplainOfHandling | ShareCase
