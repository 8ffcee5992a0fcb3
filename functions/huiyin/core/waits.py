"""5 执行与反馈: how long a case lay where, and with whom: each stage and each hand-over from one to the next, counted from its events."""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from huiyin.core.events import Event
from huiyin.core.evolution import evolve
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A stretch in which state and hands stayed the same. until: None while it lasts; lead: the department; handler: a staff code.

    Until somebody has it, it lies with whoever heard it first: first_heard is his staff code, "" for a report by the owner himself.
    """

    state: str
    lead: str | None
    handler: str | None
    since: datetime
    until: datetime | None
    first_heard: str = ""


def waits(events: Iterable[Event]) -> tuple[Wait, ...]:
    """Where a case was, in order: one stretch follows the other without a gap, the last one lasts.

    Policy: 5.1, 5.2
    events: opened or not, from the first on. A correction within the same stage and hands begins no new stretch.
    """
    stood: list[tuple[datetime, str, str | None, str | None]] = []
    case, first_heard = None, ""
    for event in events:
        if case is None:
            first_heard = "" if event.role in {"owner", "system"} else event.by
        case = evolve(case, event)
        now = (case.state, case.lead, case.handler)
        if not stood or stood[-1][1:] != now:
            stood.append((event.at, *now))
    ends = [*(later[0] for _, later in pairwise(stood)), None]
    return tuple(
        Wait(state=state, lead=lead, handler=handler, since=since, until=until, first_heard="" if lead or handler else first_heard)
        for (since, state, lead, handler), until in zip(stood, ends, strict=True)
    )
