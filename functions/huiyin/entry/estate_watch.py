"""Whether the places and people in force here are still those that the estate brought last: looked at every half minute."""

from collections.abc import Callable
from datetime import datetime, timedelta

from huiyin.policy import put_in_force, released_policy
from huiyin.policy.in_force import with_estate
from huiyin.store.estate import Edition, EstateStore

_FRESH = timedelta(seconds=30)


class EstateWatch:
    """Puts in force what a workbook brought. changed: what is forgotten then, since it was made of the policy before."""

    def __init__(self, store: EstateStore, changed: tuple[Callable[[], None], ...]) -> None:
        self._store = store
        self._changed = changed
        self._looked_at: datetime | None = None
        self._version: int | None = None

    def look(self, now: datetime) -> None:
        """Put the newest edition in force, if nobody has looked just now.

        Policy: 2.2
        now: aware; a year that is lived in a minute looks often.
        """
        if self._looked_at is not None and abs(now - self._looked_at) < _FRESH:
            return
        self.take(self._store.now())
        self._looked_at = now

    def take(self, edition: Edition) -> None:
        """Put that edition in force."""
        if edition.version == self._version:
            return
        put_in_force(with_estate(released_policy(), edition.tables) if edition.version else None)
        self._version = edition.version
        for forget in self._changed:
            forget()
