"""5 执行与反馈: the clocks of a case: what they watch, when they speak, and what they say."""

from datetime import datetime
from typing import NamedTuple

from huiyin.core.case import Case
from huiyin.core.clock import share_of
from huiyin.core.commands import WatchClocks
from huiyin.core.events import DeadlineMissed, DeadlineNeared
from huiyin.core.lifecycle import ENDED
from huiyin.policy.schema import Policy

FIRST_CONTACT = "first_contact"


class Moment(NamedTuple):
    """A moment at which a clock has something to say. due: the promise it watches."""

    at: datetime
    clock: str
    due: datetime
    missed: bool


def is_contact_kept(case: Case) -> bool:
    """Whether the promise of the first contact is met: somebody spoke to the owner, or tried often enough.

    Policy: 3.4
    """
    return case.first_contact_at is not None or case.attempted_at is not None


def watch_clocks(case: Case, ask: WatchClocks, policy: Policy, now: datetime) -> tuple[DeadlineNeared | DeadlineMissed, ...]:
    """What a clock has to say now; nothing the second time. A missed promise is not announced as near any more.

    Policy: 5.3
    """
    come = [moment for moment in clock_moments(case, policy) if moment.at <= now]
    missed = {moment.clock for moment in come if moment.missed}
    return tuple(
        (DeadlineMissed if moment.missed else DeadlineNeared)(at=now, by=ask.by.code, role="system", clock=moment.clock, due=moment.due)
        for moment in come
        if moment.missed or moment.clock not in missed
    )


def next_moment(case: Case, policy: Policy) -> datetime | None:
    """When a clock must look at this case again; None while no clock runs.

    Policy: 5.3
    """
    return min((moment.at for moment in clock_moments(case, policy)), default=None)


def clock_moments(case: Case, policy: Policy) -> list[Moment]:
    """What still may fall due. Assigned or not, every open case is watched."""
    due = case.first_contact_due
    if case.state in ENDED or is_contact_kept(case) or f"{FIRST_CONTACT}:missed" in case.warned:
        return []
    moments = [Moment(due, FIRST_CONTACT, due, missed=True)]
    if f"{FIRST_CONTACT}:neared" not in case.warned:
        moments.insert(0, Moment(share_of(case.received_at, due, policy.promises.red), FIRST_CONTACT, due, missed=False))
    return moments
