"""How many acknowledgements one address gets: what is too many waits, and what waited too long stays."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from huiyin.core.clock import local
from huiyin.policy.schema import Policy

# Counters are kept somewhat longer than the day they count.
_KEPT = timedelta(days=2)


class Counters(Protocol):
    """Limited amounts, as `store.budgets` counts them."""

    def hold(self, key_hash: str, slot: str, holder: str, limit: int, expires: datetime) -> bool: ...
    def release(self, key_hash: str, slot: str, holder: str) -> None: ...
    def take(self, key_hash: str, slot: str, limit: int, expires: datetime) -> bool: ...
    def give_back(self, key_hash: str, slot: str) -> None: ...


class Postage:
    """What may still leave. key_of: the name under which a mailbox or a letter is counted, which does not tell it."""

    def __init__(self, counters: Counters, key_of: Callable[[str], str]) -> None:
        self._counters = counters
        self._key_of = key_of

    def take(self, address: str, letter: str, policy: Policy, now: datetime) -> datetime | None:
        """Take the postage for one acknowledgement to that address: None, or the moment to ask again.

        Policy: 2.3
        letter: which one; whoever was killed with it in hand and asks again has its postage still. now: aware. Returns: aware UTC.
        """
        hour, day = _slots(policy, now)
        mailbox, holder, postage = self._key_of(mailbox_of(address)), self._key_of(letter), policy.postage
        if not self._counters.hold(mailbox, hour, holder, postage.an_hour, now + _KEPT):
            return _next_hour(now)
        # A day that is used up keeps the hour it took: nothing else could have left in it.
        if not self._counters.hold(mailbox, day, holder, postage.a_day, now + _KEPT):
            return _next_day(policy, now)
        # Thousands a day are a number, not a list of holders: here a kill costs one.
        if self._counters.take(self._key_of(_EVERYBODY), day, postage.estate_a_day, now + _KEPT):
            return None
        for slot in (hour, day):
            self._counters.release(mailbox, slot, holder)
        return _next_day(policy, now)

    def give_back(self, address: str, letter: str, policy: Policy, now: datetime) -> None:
        """The letter did not leave after all. now: the moment of its `take`."""
        hour, day = _slots(policy, now)
        mailbox, holder = self._key_of(mailbox_of(address)), self._key_of(letter)
        for slot in (hour, day):
            self._counters.release(mailbox, slot, holder)
        self._counters.give_back(self._key_of(_EVERYBODY), day)


# No address: the count of all owners together.
_EVERYBODY = "*"


def mailbox_of(address: str) -> str:
    """The mailbox that all spellings of an address lead to: case, dots and a tag behind + make no other reader.

    Where a provider does tell dots apart, two neighbours share one budget and one may be phoned: better than a way around it.
    """
    name, _, domain = address.lower().rpartition("@")
    return f"{name.partition('+')[0].replace('.', '')}@{domain}"


def _slots(policy: Policy, now: datetime) -> tuple[str, str]:
    here = local(now, policy.calendar)
    return f"letters-h:{here:%Y-%m-%dT%H}", f"letters-d:{here:%Y-%m-%d}"


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _next_day(policy: Policy, now: datetime) -> datetime:
    here = local(now, policy.calendar)
    return (here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)).astimezone(now.tzinfo)
