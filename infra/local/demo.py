"""An invented year for `make up DEMO=300`: every case is made by commands through the doors, at the moment it would have been.

The same number of cases gives the same year, counted back from today. Texts and people: demo_year.toml.
"""

from __future__ import annotations

import datetime as dt
import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from infra.local.demo_doors import Doors, a_photo
from infra.local.demo_plan import Planned, plan_of
from infra.progress import Progress

if TYPE_CHECKING:
    from infra.local.stack import Stack

_A_MINUTE = dt.timedelta(minutes=1)
YEAR = dt.timedelta(days=365)
_HERE = ZoneInfo("Asia/Shanghai")
_REPORT_DAY = 5  # by then the last cases of the month before have had their first contact
_SWEEP_HOUR = 18
# Every round of the clocks would be 105,000 rounds; these are enough that everything due is said within a fortnight.
_DAYS_BETWEEN_SWEEPS = 14

Step = Callable[[dt.datetime], None]


@dataclass(frozen=True)
class Played:
    """What was made. months: of which figures were published."""

    cases: int
    months: int
    seconds: float


@dataclass(order=True)
class _Due:
    at: dt.datetime
    n: int
    step: Step = field(compare=False)


class Year:
    """The people of a year, each acting in their own time."""

    def __init__(self, stack: Stack, count: int, now: dt.datetime) -> None:
        self._stack = stack
        self._now = now
        self._doors = Doors(stack)
        self._due: list[_Due] = []
        self._n = 0
        self.made = 0
        self._bar = Progress("demo year", count)
        for planned in plan_of(count, now - YEAR, now):
            self._at(planned.at, self._report(planned))

    def play(self) -> None:
        """Let time pass until today."""
        for day in range(1, YEAR.days + 1):
            self._clocks_of(self._now - YEAR + dt.timedelta(days=day))
        while self._due:
            due = heapq.heappop(self._due)
            with self._stack.at(due.at):
                due.step(due.at)
                self._stack.drain()
        self._stack.tick("SweepDeadlines", self._now)
        self._stack.tick("WriteReport", self._now)

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
            self._at(local.replace(hour=0, minute=30, second=0, microsecond=0), lambda at: self._stack.tick("WriteReport", at))

    def _sweep(self, at: dt.datetime) -> None:
        self._stack.tick("SweepDeadlines", at)

    def _report(self, planned: Planned) -> Step:
        def report(at: dt.datetime) -> None:
            made = self._doors.report(planned)
            self.made += 1
            self._bar.step()
            for n in range(planned.photos):
                self._doors.upload(made, n, a_photo(planned.seed + n))
            if planned.is_slow:
                self._at(dt.datetime.fromisoformat(made["first_contact_due"]) + _A_MINUTE, self._sweep)
            if planned.registered_after is not None:
                self._at(at + planned.registered_after, self._register(planned, made["number"]))

        return report

    def _register(self, planned: Planned, number: str) -> Step:
        def register(at: dt.datetime) -> None:
            check = "anonymous" if planned.anonymous else "called_back"
            self._doors.command("lin.jing", number, "register-case", {"identity_check": check})
            if planned.triaged_after is not None:
                self._at(at + planned.triaged_after, self._triage(planned, number))

        return register

    def _triage(self, planned: Planned, number: str) -> Step:
        def triage(at: dt.datetime) -> None:
            self._doors.command("he.min", number, "triage-case", planned.assessment)
            if planned.accepted_after is not None:
                self._at(at + planned.accepted_after, self._accept(planned, number))

        return triage

    def _accept(self, planned: Planned, number: str) -> Step:
        def accept(at: dt.datetime) -> None:
            self._doors.command(planned.handler, number, "accept-case", {"no_interest": True})
            for contact in planned.contacts:
                self._at(at + contact.wait, self._contact(planned.handler, number, contact.outcome, contact.note))

        return accept

    def _contact(self, handler: str, number: str, outcome: str, note: str) -> Step:
        def contact(at: dt.datetime) -> None:
            self._doors.command(handler, number, "log-contact", {"way": "phone", "outcome": outcome, "note": note})

        return contact


def play(stack: Stack, count: int, now: dt.datetime | None = None) -> Played:
    """Fill an empty stack with so many cases. now: the end of the year, aware. Raises: RuntimeError when a door refuses."""
    start = time.monotonic()
    end = (now or dt.datetime.now(dt.UTC)).replace(microsecond=0)
    year = Year(stack, count, end)
    year.play()
    listed = stack.boto("s3").list_objects_v2(Bucket=stack.name("SiteBucket"), Prefix="figures/").get("Contents", [])
    months = [one["Key"] for one in listed if one["Key"].endswith(".json") and "latest" not in one["Key"]]
    return Played(year.made, len(months), time.monotonic() - start)
