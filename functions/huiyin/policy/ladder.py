"""The shape of chapter 5's ladder: who hears, rung by rung, of a promise that is nearly or already missed."""

from collections.abc import Mapping
from typing import Annotated

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Limit, Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """When a role hears. share: of the limit that has passed; before_cap_d: so many days before the statutory day, if that is sooner."""

    share: Annotated[float, Range(0.1, 10)]
    before_cap_d: Annotated[int | None, Range(1, 30)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastCall:
    """Whose turn it is so many days before the statutory day, while no answer has left."""

    role: str
    before_cap_d: Annotated[int, Range(1, 30)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """answer: the rungs of the answer's clock, by role; others: of every other clock, never later than the answer's once they are missed.

    alarmed: roles that hear of an emergency at once; alarm: how long after that each role hears that nobody has taken it up.
    unassigned: the department whose lead hears of a case that nobody has been given.
    """

    answer: Mapping[str, Rung]
    others: Mapping[str, Rung]
    alarmed: tuple[str, ...]
    alarm: Mapping[str, Limit]
    dated_answer: LastCall
    unassigned: str
