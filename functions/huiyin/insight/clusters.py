"""3.1 分类: texts that are one matter: merged by the mean likeness of all of them, the most alike first."""

import heapq
from itertools import count

from huiyin.insight.likeness import Likenesses


def merged(alike: Likenesses, least: float) -> list[list[int]]:
    """The places of the texts of each cluster, ascending; a text without its like stands alone.

    Average linkage: two clusters are merged when the mean over all pairs between them is at least `least`; a pair that is not listed
    counts nothing. The same texts in another order give the same clusters when their places are given by an order of their own.
    Policy: 3.1
    """
    return _Merging(alike, least).result()


class _Merging:
    def __init__(self, alike: Likenesses, least: float) -> None:
        self._least = least
        self._members: dict[int, list[int]] = {place: [place] for place in range(len(alike))}
        # Sums, not means: two of them are added when their clusters become one.
        self._sums: dict[int, dict[int, float]] = {place: {} for place in self._members}
        for first, row in enumerate(alike):
            for second, value in row.items():
                self._sums[first][second] = self._sums[second][first] = value
        self._names = count(len(alike))
        self._next = [(-value, first, second) for first, row in enumerate(alike) for second, value in row.items() if value >= least]
        heapq.heapify(self._next)

    def result(self) -> list[list[int]]:
        while self._next:
            _, first, second = heapq.heappop(self._next)
            # Of two that became one earlier, neither is there any more: what comes out of a merger has a name of its own.
            if first in self._members and second in self._members:
                self._merge(first, second)
        return sorted(sorted(places) for places in self._members.values())

    def _merge(self, first: int, second: int) -> None:
        name = next(self._names)
        members = self._members.pop(first) + self._members.pop(second)
        sums = self._sums.pop(first)
        for other, value in self._sums.pop(second).items():
            sums[other] = sums.get(other, 0.0) + value
        sums = {other: value for other, value in sums.items() if other not in (first, second)}
        self._members[name], self._sums[name] = members, sums
        for other, value in sums.items():
            near = self._sums[other]
            near.pop(first, None)
            near.pop(second, None)
            near[name] = value
            mean = value / (len(members) * len(self._members[other]))
            if mean >= self._least:
                heapq.heappush(self._next, (-mean, other, name))
