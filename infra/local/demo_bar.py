"""The bar of the invented year: the month that is being lived, the cases so far, and the time that is left."""

from __future__ import annotations

import sys
import time

_WIDTH = 28
_PHASE = 22


class YearBar:
    """One line on standard error from the first step to the last; on something that is no terminal, a line at each tenth."""

    def __init__(self, steps: int, cases: int) -> None:
        """steps: of the whole year, as far as they can be known before it is lived."""
        self._steps, self._cases = max(steps, 1), cases
        self._live = sys.stderr.isatty()
        self._done = self._again = 0
        self._phase, self._made = "demo begins", 0
        self._start: float | None = None
        self._draw()

    def step(self, phase: str, made: int, *, again: bool = False) -> None:
        """One more step is done. made: cases so far; again: it had happened before the year was cut short."""
        if self._start is None and not again:
            self._start, self._again = time.monotonic(), self._done + 1
        before, self._done = self._done, min(self._done + 1, self._steps - 1)
        self._phase, self._made = phase, made
        if self._live or self._done * 10 // self._steps > before * 10 // self._steps:
            self._draw()

    def end(self, *, is_over: bool) -> None:
        """The year is over, or it was cut short: the line stays as it is, and what comes next begins a new one."""
        if is_over:
            self._done, self._phase = self._steps, "demo is over"
            self._draw()
        elif self._live:
            print(file=sys.stderr, flush=True)

    def seconds_left(self) -> float | None:
        """By what the new steps have taken so far; None before there are two of them."""
        fresh = self._done - self._again
        if self._start is None or fresh < 1:
            return None
        return (time.monotonic() - self._start) / fresh * (self._steps - self._done)

    def _draw(self) -> None:
        bar = "#" * (self._done * _WIDTH // self._steps)
        left = self.seconds_left()
        rest = "" if left is None else f"  {left:4.0f} s left"
        end = "\r" if self._live and self._done < self._steps else "\n"
        print(f"{self._phase:<{_PHASE}} [{bar:<{_WIDTH}}] {self._made}/{self._cases} cases{rest}   ", end=end, file=sys.stderr, flush=True)
