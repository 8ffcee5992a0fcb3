"""1 总则: working time, make-up days, and when a promise falls due."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from huiyin.policy.schema import Calendar, Limit, Window

_DAY = timedelta(days=1)
_STEP = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "wh": timedelta(hours=1), "d": _DAY}
# Past this many days of looking the calendar has no working time left: a broken policy, not a long wait.
_HORIZON = 800


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether offices work on that day. A year without a notice is taken as plain weeks.

    Policy: 1.6
    """
    year = calendar.years.get(day.year)
    if year is None:
        return day.weekday() < 5
    if day in year.make_up_days:
        return True
    return day.weekday() < 5 and day not in year.holidays


def due_after(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """The moment at which something that began at `start` must be done.

    Policy: 1.6
    start: aware. Returns: aware UTC.
    """
    if limit.unit == "wd":
        return _end_of_working_day(start, limit.amount, calendar)
    window = "office" if limit.unit == "wh" else limit.window
    left = limit.amount * _STEP[limit.unit]
    if window == "always":
        return start.astimezone(UTC) + left
    for opens, closes in open_spans(start, calendar.windows[window], calendar):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    raise ValueError("the calendar has no working time")


def capped_due(start: datetime, limit: Limit, calendar: Calendar, *, share: float, served_due: datetime) -> datetime:
    """`due_after`; a working-time limit never ends later than that share of the way to the promise which it serves.

    Policy: 3.3
    """
    due = due_after(start, limit, calendar)
    if limit.unit not in {"wh", "wd"}:
        return due
    return min(due, share_of(start.astimezone(UTC), served_due, share))


def share_of(start: datetime, due: datetime, share: float) -> datetime:
    """The moment at which that share of the time between two moments has passed."""
    return start + (due - start) * share


def open_spans(start: datetime, window: Window, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """The spans, from `start` on, in which the window is open. Aware UTC, in order, never empty.

    Policy: 1.6
    """
    zone = _zone(calendar.zone)
    start = start.astimezone(UTC)
    day = start.astimezone(zone).date()
    for _ in range(_HORIZON):
        if window.every_day or is_working_day(day, calendar):
            opens = max(datetime.combine(day, window.opens, zone).astimezone(UTC), start)
            closes = datetime.combine(day, window.closes, zone).astimezone(UTC)
            if opens < closes:
                yield opens, closes
        day += _DAY


def next_opening(moment: datetime, window: Window, calendar: Calendar) -> datetime:
    """That moment while the window is open, else the next at which it opens. Aware UTC.

    Policy: 1.6
    """
    return next(opens for opens, _ in open_spans(moment, window, calendar))


def working_time_between(start: datetime, end: datetime, window: Window, calendar: Calendar) -> timedelta:
    """How long the window was open between two moments.

    Policy: 1.6
    """
    total = timedelta()
    for opens, closes in open_spans(start, window, calendar):
        if opens >= end:
            break
        total += min(closes, end.astimezone(UTC)) - opens
    return total


def years_after(moment: datetime, years: int, calendar: Calendar) -> datetime:
    """The midnight at which so many whole years from that day on are over, as people in the community count them.

    Policy: 1.6
    From the last day of February to the last day of February.
    """
    zone = _zone(calendar.zone)
    begun = moment.astimezone(zone).date()
    last_of_february = begun.month == 2 and (begun + _DAY).month == 3
    day = date(begun.year + years, 3, 1) if last_of_february else begun.replace(year=begun.year + years) + _DAY
    return datetime.combine(day, time(), zone).astimezone(UTC)


def local(moment: datetime, calendar: Calendar) -> datetime:
    """The moment as people in the community read it."""
    return moment.astimezone(_zone(calendar.zone))


def _end_of_working_day(start: datetime, days: int, calendar: Calendar) -> datetime:
    zone = _zone(calendar.zone)
    day = start.astimezone(zone).date()
    left = days
    for _ in range(_HORIZON):
        day += _DAY
        left -= is_working_day(day, calendar)
        if left == 0:
            return datetime.combine(day, calendar.windows["office"].closes, zone).astimezone(UTC)
    raise ValueError("the calendar has no working time")


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
