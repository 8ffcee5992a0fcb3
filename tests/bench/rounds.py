"""Two things measured in turn, A-B-B-A, so that a machine that slows down slows both; the middle of all rounds counts."""

from collections.abc import Callable
from statistics import median

ROUNDS = 7
Measure = Callable[[], float]


def interleaved(one: Measure, other: Measure, *, rounds: int = ROUNDS, step: Callable[[], None] = lambda: None) -> tuple[float, float]:
    """The medians of both. step: called after each round."""
    first: list[float] = []
    second: list[float] = []
    for _ in range(rounds):
        first.append(one())
        second.append(other())
        second.append(other())
        first.append(one())
        step()
    return median(first), median(second)
