"""5 执行与反馈: how the open work is spread: who has how much, how old it is, and how long it has lain in which stage and with whom."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median_low
from typing import Protocol, TypeVar

from huiyin.core.clock import local
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Calendar

_Key = TypeVar("_Key")


class Open(Protocol):
    """What must be known of an open case: a row of a list has it. lies_since: None until the first step, as it came in then."""

    @property
    def priority(self) -> str: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def due(self) -> datetime: ...
    @property
    def lies_since(self) -> datetime | None: ...


_Open = TypeVar("_Open", bound=Open)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """So many cases. overdue: of them, past the promise that presses most; pressing: of a priority that is counted apart.

    median: for so long or longer half of them have lain as they lie now, longest: the longest of them. Both None for no case.
    """

    open: int
    overdue: int
    pressing: int
    median: timedelta | None
    longest: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """Of cases that came in first_d to last_d days ago, by the calendar of the community; last_d: None without end."""

    first_d: int
    last_d: int | None

    @property
    def code(self) -> str:
        """As an address names it: 4-7, and 31- without end."""
        return f"{self.first_d}-{'' if self.last_d is None else self.last_d}"


def is_overdue(case: Open, now: datetime) -> bool:
    """Whether the moment of its most pressing promise has come.

    Policy: 5.3
    """
    return case.due <= now


def lain(case: Open, now: datetime) -> timedelta:
    """For how long it has been in this stage and with these people.

    Policy: 5.1, 5.2
    """
    return max(now - (case.lies_since or case.received_at), timedelta())


def load_of(cases: Collection[Open], pressing: Collection[str], now: datetime) -> Load:
    """How much that is.

    Policy: 5.1
    pressing: priorities that are counted apart.
    """
    spans = [lain(case, now) for case in cases]
    return Load(
        open=len(cases),
        overdue=sum(is_overdue(case, now) for case in cases),
        pressing=sum(case.priority in pressing for case in cases),
        median=median_low(spans) if spans else None,
        longest=max(spans, default=None),
    )


def spread(
    cases: Iterable[_Open], by: Callable[[_Open], _Key], pressing: Collection[str], now: datetime, *, also: Iterable[_Key] = ()
) -> dict[_Key, Load]:
    """The load of each, in the order in which they are first met. also: who is told of although he has none, and comes first.

    Policy: 5.1
    """
    found: dict[_Key, list[_Open]] = {key: [] for key in also}
    for case in cases:
        found.setdefault(by(case), []).append(case)
    return {key: load_of(his, pressing, now) for key, his in found.items()}


def ages(last_days: Sequence[int]) -> tuple[Age, ...]:
    """The groups of ages, the youngest first; whatever is older than the last of these days is one more.

    Policy: 5.1
    """
    firsts = (0, *(last + 1 for last in last_days))
    return tuple(Age(first_d=first, last_d=last) for first, last in zip(firsts, (*last_days, None), strict=True))


def age_of(received_at: datetime, groups: Sequence[Age], calendar: Calendar, now: datetime) -> Age:
    """In which of these groups something is that came in then.

    Policy: 5.1
    """
    days = (local(now, calendar).date() - local(received_at, calendar).date()).days
    return next((one for one in groups if one.last_d is None or days <= one.last_d), groups[-1])
