"""The definition of every published figure: what is counted, what is withheld, how waiting is measured."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from huiyin.policy.records import dataclass

GUARDED = "guarded"
UNKNOWN = "unknown"


class Counted(Protocol):
    """What a figure needs to know of a case: plain facts, no identity, no words."""

    @property
    def category(self) -> str | None: ...
    @property
    def building(self) -> str | None: ...
    @property
    def channel(self) -> str: ...
    @property
    def priority(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def guarded(self) -> bool: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def first_contact_at(self) -> datetime | None: ...
    @property
    def attempted_at(self) -> datetime | None: ...
    @property
    def first_contact_due(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How long owners waited for the first contact, in hours.

    contacted, attempted, waiting: cases; attempted: tried often enough, not reached, and counted apart from the shares;
    in_time: share of those whose promise is decided; median, p90: None while too many still wait.
    """

    contacted: int
    attempted: int
    waiting: int
    decided: int
    in_time: float | None
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of one month before anything is withheld. tables: dimension -> code -> cases."""

    month: str
    as_of: datetime
    total: int
    tables: Mapping[str, Mapping[str, int]]
    waiting: Waiting
    edition: str


def figures_of(month: str, rows: Iterable[Counted], *, now: datetime, edition: str) -> Figures:
    """Count a month. A guarded case counts in the total and under `guarded`, never under its class or place.

    Policy: 3.7
    """
    cases = list(rows)
    tables = {
        "category": Counter(GUARDED if c.guarded else c.category or UNKNOWN for c in cases),
        "building": Counter(GUARDED if c.guarded else c.building or UNKNOWN for c in cases),
        "channel": Counter(c.channel for c in cases),
        "priority": Counter(c.priority for c in cases),
        "kind": Counter(c.kind for c in cases),
    }
    return Figures(month=month, as_of=now, total=len(cases), tables=tables, waiting=waiting_of(cases, now), edition=edition)


def waiting_of(cases: Sequence[Counted], now: datetime) -> Waiting:
    """Waiting time to the first contact. Cases still waiting are censored, not dropped (Kaplan-Meier).

    Policy: 3.4, 3.7
    """
    spans = [(_hours(c.received_at, c.first_contact_at or now), c.first_contact_at is not None) for c in cases]
    attempted = [c for c in cases if c.first_contact_at is None and c.attempted_at is not None]
    decided = [c for c in cases if c.first_contact_at is not None or (c.attempted_at is None and c.first_contact_due <= now)]
    kept = [c for c in decided if c.first_contact_at is not None and c.first_contact_at <= c.first_contact_due]
    contacted = sum(reached for _, reached in spans)
    return Waiting(
        contacted=contacted,
        attempted=len(attempted),
        waiting=len(cases) - contacted - len(attempted),
        decided=len(decided),
        in_time=len(kept) / len(decided) if decided else None,
        median=quantile(spans, 0.5),
        p90=quantile(spans, 0.9),
    )


def quantile(spans: Sequence[tuple[float, bool]], share: float) -> float | None:
    """The time after which that share has been reached, with open cases counted as "longer than so far".

    spans: (hours, reached). Returns None while the share is not reached. Kaplan and Meier (1958).
    """
    at_risk, surviving = len(spans), 1.0
    events = Counter(hours for hours, reached in spans if reached)
    leaving = Counter(hours for hours, _ in spans)
    for hours in sorted(leaving):
        if events[hours]:
            surviving *= 1 - events[hours] / at_risk
            # A share of cases is a ratio of whole numbers: the margin only absorbs the rounding of the product.
            if surviving <= 1 - share + 1e-9:
                return hours
        at_risk -= leaving[hours]
    return None


def withhold(cells: Mapping[str, int], fewest: int) -> dict[str, int | None]:
    """A table as the public may see it: small cells withheld, and one more when the total would give one away.

    Policy: 3.7
    fewest: the smallest count that may be shown. Zero is shown: it names nobody.
    """
    hidden = {code for code, n in cells.items() if 0 < n < fewest}
    shown = sorted((n, code) for code, n in cells.items() if code not in hidden and n > 0)
    while hidden and shown and (len(hidden) == 1 or sum(cells[code] for code in hidden) < fewest):
        hidden.add(shown.pop(0)[1])
    return {code: None if code in hidden else n for code, n in cells.items()}


def public(figures: Figures, fewest: int) -> dict[str, object]:
    """The month as it is published: JSON-ready, small cells null.

    Policy: 3.7
    """
    small = 0 < figures.total < fewest
    w = figures.waiting
    # With few cases decided, a share or a median would describe one household.
    few = w.decided < fewest or small
    return {
        "month": figures.month,
        "as_of": figures.as_of.isoformat(),
        "edition": figures.edition,
        "fewest": fewest,
        "total": None if small else figures.total,
        "tables": {name: dict.fromkeys(cells) if small else withhold(cells, fewest) for name, cells in figures.tables.items()},
        "first_contact": {
            "in_time": None if few or w.in_time is None else round(w.in_time, 3),
            "median_h": None if few or w.median is None else round(w.median, 1),
            "p90_h": None if few or w.p90 is None else round(w.p90, 1),
            **withhold({"contacted": w.contacted, "attempted": w.attempted, "waiting": w.waiting}, fewest),
        },
    }


def _hours(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 3600
