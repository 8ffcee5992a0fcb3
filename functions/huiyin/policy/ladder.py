"""The shape of chapter 5's ladder: who hears, rung by rung, of a promise that is nearly or already missed."""

from collections.abc import Mapping
from typing import Annotated

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """When a role hears. share: of the limit that has passed; before_cap_d: so many days before the statutory day, if that is sooner."""

    share: Annotated[float, Range(0.1, 10)]
    before_cap_d: Annotated[int | None, Range(1, 30)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """answer: the rungs of the answer's clock, by role; others: of every other clock, never later than the answer's once they are missed.

    unassigned: the department whose lead hears of a case that nobody has been given.
    """

    answer: Mapping[str, Rung]
    others: Mapping[str, Rung]
    unassigned: str
