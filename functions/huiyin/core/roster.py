"""4 方案制定: the duty roster 值班表 as it comes: whose turn it is, hour by hour, from now on."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from huiyin.core.attendance import acting_for
from huiyin.core.clock import local
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of duty. since, until: aware UTC; staff: the code of whoever has it, or of whoever stands in for him then."""

    since: datetime
    until: datetime
    staff: str


def turns_from(moment: datetime, policy: Policy, days: int) -> tuple[Turn, ...]:
    """The turns that are not over at that moment, of so many days, in their order; those of now come first.

    Policy: 4.3
    moment: aware.
    """
    begins_by = moment + timedelta(days=days)
    coming = (turn for turn in _turns(moment, policy, days) if turn.until > moment and turn.since < begins_by)
    return tuple(sorted(coming, key=lambda turn: turn.since))


def _turns(moment: datetime, policy: Policy, days: int) -> Iterator[Turn]:
    today = local(moment, policy.calendar).replace(hour=0, minute=0, second=0, microsecond=0)
    # From yesterday on: a turn of last night may not be over.
    for day in (today + timedelta(days=place) for place in range(-1, days + 1)):
        for turn in policy.departments.roster:
            if turn.weekday == day.weekday():
                since = day.replace(hour=turn.opens.hour, minute=turn.opens.minute)
                until = day.replace(hour=turn.closes.hour, minute=turn.closes.minute)
                until += timedelta(days=turn.closes <= turn.opens)
                yield Turn(since=since.astimezone(UTC), until=until.astimezone(UTC), staff=acting_for(turn.staff, since, policy))
