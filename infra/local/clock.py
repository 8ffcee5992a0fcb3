"""What time it is on this stack: the real time, or a moment that a test or a tick asks for."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Time as the runner tells it to functions: in requests, records of the stream, schedules and tokens."""

    def __init__(self) -> None:
        self._asked: list[dt.datetime] = []
        self._lock = threading.Lock()

    def now(self) -> dt.datetime:
        """The moment, aware, in UTC."""
        with self._lock:
            return self._asked[-1] if self._asked else dt.datetime.now(dt.UTC)

    @contextmanager
    def at(self, moment: dt.datetime | None) -> Iterator[None]:
        """Pretend that it is `moment` (aware); None: nothing changes.

        Raises: ValueError for a moment without a time zone.
        """
        if moment is None:
            yield
            return
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        asked = moment.astimezone(dt.UTC)
        with self._lock:
            self._asked.append(asked)
        try:
            yield
        finally:
            with self._lock:
                self._asked.remove(asked)
