"""A bar for long work in a terminal: phase, count and the time that is left."""

from __future__ import annotations

import sys
import time

_WIDTH = 28


class Progress:
    """A bar on standard error. On something that is no terminal: one line at each tenth of the way."""

    def __init__(self, phase: str, total: int) -> None:
        self._phase, self._total = phase, max(total, 1)
        self._start = time.monotonic()
        self._done = 0
        self._live = sys.stderr.isatty()

    def step(self, by: int = 1) -> None:
        """Some more are done."""
        before, self._done = self._done, self._done + by
        tenth = self._done * 10 // self._total > before * 10 // self._total
        if self._live or tenth or self._done >= self._total:
            self._draw()

    def _draw(self) -> None:
        share = min(self._done / self._total, 1)
        passed = time.monotonic() - self._start
        left = passed / share - passed if share else 0
        bar = "#" * int(share * _WIDTH)
        end = "\n" if share >= 1 or not self._live else "\r"
        text = f"{self._phase:<22} [{bar:<{_WIDTH}}] {self._done}/{self._total}  {left:4.0f} s left"
        print(text, end=end, file=sys.stderr, flush=True)
