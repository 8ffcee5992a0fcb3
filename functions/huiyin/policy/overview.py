"""The shape of chapter 5's overview: how those who answer for the work see what lies open."""

from typing import Annotated

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Priority, Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """pressing: priorities counted apart; ages_d: the last age of each group in days, rising; cases: how many are looked at, at most."""

    pressing: tuple[Priority, ...]
    ages_d: tuple[Annotated[int, Range(0, 365)], ...]
    cases: Annotated[int, Range(100, 20_000)]
