"""An invented year for `make up DEMO=300`: every case is made by commands through the doors, at the moment it would have been.

The same number of cases gives the same year, counted back from today. Texts and people: demo_year.toml. A year that was
cut short goes on: what owners send is sent again and answered by the same receipts, what staff and clocks did is left alone.
"""

from __future__ import annotations

import datetime as dt
import heapq
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from infra.local.demo_bar import YearBar
from infra.local.demo_bookmark import Bookmark
from infra.local.demo_courses import CLOCKS, OWNER, Move
from infra.local.demo_doors import Doors, a_photo
from infra.local.demo_plan import Planned, plan_of, steps_of, timed
from infra.local.template import Json

if TYPE_CHECKING:
    from infra.local.stack import Stack

_A_MINUTE = dt.timedelta(minutes=1)
YEAR = dt.timedelta(days=365)
_HERE = ZoneInfo("Asia/Shanghai")
_REPORT_DAY = 5  # by then the last cases of the month before have had their first contact
_SWEEP_HOUR = 18
# Every round of the clocks would be half a million rounds; these are enough that everything due is said within a fortnight.
_DAYS_BETWEEN_SWEEPS = 14
_STEPS_BETWEEN_MARKS = 10
# What the clocks do at the end, so that lists and figures are those of today.
_LAST = ("SweepDeadlines", "WatchRisk", "WriteReport", "ArchiveCases")

Step = Callable[[dt.datetime], None]


@dataclass(frozen=True)
class Played:
    """What was made. months: of which figures were published; finished: whether the year was played to its end."""

    cases: int
    months: int
    seconds: float
    finished: bool


@dataclass(order=True)
class _Due:
    at: dt.datetime
    n: int
    step: Step = field(compare=False)


class Year:
    """The people of a year, each acting in their own time."""

    def __init__(self, stack: Stack, bookmark: Bookmark, ended: threading.Event) -> None:
        self._stack = stack
        self._bookmark = bookmark
        self._ended = ended
        self._reached = bookmark.reached
        count, now = bookmark.count, bookmark.end
        self._now = now
        self._doors = Doors(stack)
        self._due: list[_Due] = []
        self._n = 0
        self.made = 0
        for day in range(1, YEAR.days + 1):
            self._clocks_of(self._now - YEAR + dt.timedelta(days=day))
        plan = plan_of(count, now - YEAR, now)
        self._bar = YearBar(len(self._due) + sum(steps_of(planned, now) for planned in plan) + len(_LAST), count)
        for planned in plan:
            self._at(planned.at, self._report(planned))

    def play(self) -> bool:
        """Let time pass until today; whether it came so far."""
        is_over = False
        try:
            is_over = self._live()
        finally:
            self._bar.end(is_over=is_over)
        return is_over

    def _live(self) -> bool:
        played = 0
        while self._due:
            if self._ended.is_set():
                return False
            due = heapq.heappop(self._due)
            with self._stack.at(due.at):
                due.step(due.at)
                self._stack.drain()
            self._bar.step(f"demo {due.at.astimezone(_HERE):%Y-%m}", self.made, again=self._has_happened(due.at))
            played += 1
            if played % _STEPS_BETWEEN_MARKS == 0 and due.at > self._reached:
                self._mark(due.at)
        for function in _LAST:
            self._stack.tick(function, self._now)
            self._bar.step("demo comes to today", self.made)
        self._mark(self._now, is_over=True)
        return True

    def _mark(self, at: dt.datetime, *, is_over: bool = False) -> None:
        """Remember how far the year is, after everything until then is kept."""
        if self._stack.state:
            self._stack.state.flush()
        self._bookmark.move(at, is_over=is_over)

    def _has_happened(self, at: dt.datetime) -> bool:
        return at < self._reached

    def _at(self, moment: dt.datetime, step: Step) -> None:
        """Something that happens then, unless that is still to come."""
        if moment < self._now:
            self._n += 1
            heapq.heappush(self._due, _Due(moment, self._n, step))

    def _clocks_of(self, day: dt.datetime) -> None:
        local = day.astimezone(_HERE)
        if local.toordinal() % _DAYS_BETWEEN_SWEEPS == 0:
            self._at(local.replace(hour=_SWEEP_HOUR, minute=0, second=0, microsecond=0), self._sweep)
        if local.day == _REPORT_DAY:
            self._at(local.replace(hour=0, minute=30, second=0, microsecond=0), self._write_report)

    def _sweep(self, at: dt.datetime) -> None:
        self._tick("SweepDeadlines", at)

    def _write_report(self, at: dt.datetime) -> None:
        self._tick("WriteReport", at)

    def _tick(self, function: str, at: dt.datetime) -> None:
        if not self._has_happened(at):
            self._stack.tick(function, at)

    def _report(self, planned: Planned) -> Step:
        def report(at: dt.datetime) -> None:
            made = self._doors.report(planned)
            self.made += 1
            for n in range(0 if self._has_happened(at) else planned.photos):
                self._doors.upload(made, n, a_photo(planned.seed + n))
            if planned.is_slow:
                self._at(dt.datetime.fromisoformat(made["first_contact_due"]) + _A_MINUTE, self._sweep)
            for moment, move in timed(planned):
                self._at(moment, self._moved(planned, made, move))

        return report

    def _moved(self, planned: Planned, receipt: Json, move: Move) -> Step:
        def moved(at: dt.datetime) -> None:
            if self._has_happened(at):
                return
            if move.who == CLOCKS:
                self._stack.tick(move.name, at)
            elif move.who == OWNER:
                self._doors.act(receipt, move.name, dict(move.body), planned.address, at)
            else:
                self._doors.command(move.who, receipt["number"], move.name, _dated(move.body, at), at)

        return moved


def _dated(body: Mapping[str, object], at: dt.datetime) -> Json:
    """The body of a move that is made then: each length of time in it is a moment."""

    def of(value: object) -> object:
        if isinstance(value, dt.timedelta):
            return (at + value).isoformat()
        if isinstance(value, list):
            return [of(one) for one in value]
        return {name: of(one) for name, one in value.items()} if isinstance(value, Mapping) else value

    return {name: of(value) for name, value in body.items()}


def play(stack: Stack, bookmark: Bookmark, ended: threading.Event | None = None) -> Played:
    """Play the year of a bookmark from where it lies. ended: set when it is to stop. Raises: RuntimeError when a door refuses."""
    start = time.monotonic()
    year = Year(stack, bookmark, ended or threading.Event())
    finished = year.play()
    listed = stack.boto("s3").list_objects_v2(Bucket=stack.name("SiteBucket"), Prefix="figures/").get("Contents", [])
    months = [one["Key"] for one in listed if one["Key"].endswith(".json") and "latest" not in one["Key"]]
    return Played(year.made, len(months), time.monotonic() - start, finished)
