"""When a schedule is due: the cron() and rate() expressions of EventBridge Scheduler, in a time zone."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from infra.local.template import TemplateRefused

_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
_UNITS = {"minute": 60, "hour": 3600, "day": 86400}
_YEARS_AHEAD = 5


@dataclass(frozen=True)
class Rate:
    """Every so many seconds, counted from the start of the stack."""

    seconds: int

    def next_after(self, moment: dt.datetime, start: dt.datetime) -> dt.datetime | None:
        """The first due moment after `moment` (both aware)."""
        passed = max(0, (moment - start) // dt.timedelta(seconds=self.seconds))
        return start + dt.timedelta(seconds=self.seconds) * (passed + 1)


@dataclass(frozen=True)
class Cron:
    """At the minutes, hours and days that six fields name, by the wall clock of a time zone."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int] | None
    months: frozenset[int]
    weekdays: frozenset[int] | None
    years: frozenset[int]
    zone: ZoneInfo

    def next_after(self, moment: dt.datetime, start: dt.datetime) -> dt.datetime | None:
        """The first due moment after `moment` (aware), in UTC; None when no day within five years is due.

        An hour that summer time leaves out is skipped; one that it repeats counts once.
        """
        day = moment.astimezone(self.zone).date()
        last = day.year + _YEARS_AHEAD
        while day.year <= last:
            if self._is_due_on(day):
                for hour in sorted(self.hours):
                    for minute in sorted(self.minutes):
                        wall = dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)
                        due = wall.astimezone(dt.UTC)
                        exists = due.astimezone(self.zone).replace(tzinfo=None) == wall.replace(tzinfo=None)
                        if exists and due > moment:
                            return due
            day += dt.timedelta(days=1)
        return None

    def _is_due_on(self, day: dt.date) -> bool:
        if day.month not in self.months or day.year not in self.years:
            return False
        if self.days is not None:
            return day.day in self.days
        return self.weekdays is None or day.isoweekday() % 7 + 1 in self.weekdays


def parse(expression: str, zone: str = "UTC") -> Rate | Cron:
    """Read a schedule expression.

    zone: an IANA name.
    Raises: TemplateRefused for what EventBridge would refuse, and for L, W and #, which nobody needs here.
    """
    try:
        where = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise TemplateRefused(f"no such time zone: {zone}") from unknown
    if rate := re.fullmatch(r"rate\((\d+) (minute|hour|day)(s?)\)", expression):
        count = int(rate[1])
        if count == 0 or (count == 1) == bool(rate[3]):
            raise TemplateRefused(f"not a rate: {expression} (1 goes with the singular, more with the plural)")
        return Rate(count * _UNITS[rate[2]])
    cron = re.fullmatch(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)", expression)
    if not cron:
        raise TemplateRefused(f"not a schedule: {expression}")
    minute, hour, day, month, weekday, year = cron.groups()
    if (day == "?") == (weekday == "?"):
        raise TemplateRefused(f"one of day of month and day of week must be ?: {expression}")
    return Cron(
        _field(minute, 0, 59),
        _field(hour, 0, 23),
        None if day == "?" else _field(day, 1, 31),
        _field(month, 1, 12, _MONTHS),
        None if weekday == "?" else _field(weekday, 1, 7, _DAYS),
        _field(year, 1970, 2199),
        where,
    )


def _field(text: str, low: int, high: int, names: list[str] | None = None) -> frozenset[int]:
    chosen: set[int] = set()
    for part in text.upper().split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        if span == "*":
            begin, end = low, high
        else:
            begin = _number(first, names)
            end = _number(last, names) if last else (high if step else begin)
        stride = _number(step, None) if step else 1
        if not low <= begin <= end <= high or stride < 1:
            raise TemplateRefused(f"{part} is outside {low}-{high}")
        chosen.update(range(begin, end + 1, stride))
    return frozenset(chosen)


def _number(text: str, names: list[str] | None) -> int:
    if names and text in names:
        return names.index(text) + 1
    if not re.fullmatch(r"\d{1,4}", text):
        raise TemplateRefused(f"{text or 'nothing'} in a schedule is not known to the local stack")
    return int(text)
