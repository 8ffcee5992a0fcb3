"""The terms in which the policy speaks: languages, phrases, limits, priorities, and what a number may be."""

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Literal

from huiyin.policy.records import dataclass

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
Unit = Literal["min", "h", "d", "wh", "wd"]
Priority = Literal["P1", "P2", "P3", "P4"]
PRIORITIES: tuple[Priority, ...] = ("P1", "P2", "P3", "P4")


@dataclass(frozen=True, slots=True)
class Range:
    """The lowest and the highest number that makes sense here; a wrong one fails at load."""

    low: float
    high: float


Grade = Annotated[int, Range(1, 4)]
Share = Annotated[float, Range(0.01, 0.99)]
# What an amount may be, by its unit: nothing is promised for never, nor for longer than a person waits.
AMOUNTS: Mapping[Unit, Range] = {
    "min": Range(1, 600),
    "h": Range(1, 240),
    "d": Range(1, 365),
    "wh": Range(1, 80),
    "wd": Range(1, 60),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A short phrase in both languages."""

    zh: str
    en: str

    def of(self, language: Language) -> str:
        """The phrase in the reader's language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How long something may take.

    unit: min, h, d count clock time inside `window`; wh counts office hours of working days;
    wd ends with the office day of the n-th working day after the day of arrival.
    window: name of a Window of the calendar, or "always"; only min and h may name one.
    """

    amount: int
    unit: Unit
    window: str = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Hours of a day in which a clock runs; `every_day` or on working days only."""

    name: Phrase
    opens: time
    closes: time
    every_day: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """Public holidays and make-up working days of one year, with the notice they come from."""

    source: str
    provisional: bool
    holidays: frozenset[date]
    make_up_days: frozenset[date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Working time of the community. zone: IANA name. windows holds at least "office"."""

    zone: str
    windows: Mapping[str, Window]
    years: Mapping[Annotated[int, Range(2000, 2100)], Year]
