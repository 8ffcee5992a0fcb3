"""Counters and places in memory, as `store.budgets` keeps them."""

from collections import Counter, defaultdict
from datetime import datetime


class Counters:
    """Limited amounts by holder and slot."""

    def __init__(self) -> None:
        self.used: Counter[tuple[str, str]] = Counter()
        self.holders: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    def take(self, key_hash: str, slot: str, limit: int, expires: datetime) -> bool:
        free = self.used[key_hash, slot] < limit
        self.used[key_hash, slot] += free
        return free

    def give_back(self, key_hash: str, slot: str) -> None:
        self.used[key_hash, slot] -= self.used[key_hash, slot] > 0

    def hold(self, key_hash: str, slot: str, holder: str, limit: int, expires: datetime) -> bool:
        places = self.holders[key_hash, slot]
        if holder in places or len(places) < limit:
            places.add(holder)
            return True
        return False

    def release(self, key_hash: str, slot: str, holder: str) -> None:
        self.holders[key_hash, slot].discard(holder)
