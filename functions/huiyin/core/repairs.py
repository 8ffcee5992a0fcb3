"""3 分析与评估: a repair that is late, comes back or is reported again counts as a complaint from then on."""

from collections.abc import Iterable
from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.events import AnswerDisputed, CaseReopened, DeadlineMissed, Event, FlagsNoted, KindChanged, ReportAdded

_REPAIR, _COMPLAINT = "repair", "complaint"
# What a repair is late with, and the flag that says that it was reported before.
_LATE, _REPEAT = frozenset({"answer", "resolve"}), "repeat"


def turned(case: Case, events: Iterable[Event], now: datetime) -> tuple[KindChanged, ...]:
    """That the repair counts as a complaint from now on, where these events make it one. Its priority and dates stay.

    Policy: 1.2
    case: before them.
    """
    why = next((one for event in events if (one := _why(case, event))), None) if case.kind == _REPAIR else None
    return (KindChanged(at=now, by="system", role="system", kind=_COMPLAINT, why=why),) if why else ()


def _why(case: Case, event: Event) -> str:
    match event:
        case DeadlineMissed() if event.clock in _LATE:
            return "late"
        case AnswerDisputed() | CaseReopened():
            return "reopened"
        case FlagsNoted() if _REPEAT in event.flags and _REPEAT not in case.handling.flags:
            return "repeated"
        case ReportAdded():
            return "repeated"
        case _:
            return ""
