"""How many messages a minute a robot is given: its maker takes so many, and nobody reads more."""

from datetime import datetime, timedelta
from typing import Protocol

from huiyin.policy.schema import Policy

# A minute is counted once; the rest is for clocks that differ.
_KEPT = timedelta(hours=1)
# All robots say the same, so they share one count. It names nobody.
_ROBOTS = "robots"


class Counters(Protocol):
    """Limited amounts, as `store.budgets` counts them."""

    def take(self, key_hash: str, slot: str, limit: int, expires: datetime) -> bool: ...


class Tally:
    """What may still be said in this minute."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters

    def alone(self, policy: Policy, now: datetime) -> bool:
        """Take a message for one case. False: in this minute there are none left, so it goes together with others.

        Policy: 5.3
        """
        return self._take("alone", policy.robots.alone_a_min, now)

    def together(self, policy: Policy, now: datetime) -> bool:
        """Take a message for several cases. False: not in this minute.

        Policy: 5.3
        """
        return self._take("together", policy.robots.together_a_min, now)

    def _take(self, kind: str, limit: int, now: datetime) -> bool:
        return self._counters.take(_ROBOTS, f"{kind}:{now:%Y-%m-%dT%H:%M}", limit, now + _KEPT)
