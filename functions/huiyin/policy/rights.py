"""The shape of chapter 2's rights of the person: by when they are decided, and why something may be refused."""

from collections.abc import Mapping
from typing import Annotated

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Phrase, Range

_Times = Annotated[int, Range(1, 1000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusualReadings:
    """So many cases of which one person reads who the owner is are usual: within an hour, within a day, and of those that others have
    in hand within a day; window: of calendar.toml, in which he does, unless he is on duty."""

    hour: _Times
    day: _Times
    others: _Times
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """decide_d: days until it is decided whether data is erased before its time; refusals: why it is not, codes with their words;
    readings: beyond what the confidential officers hear of readings of identities."""

    decide_d: Annotated[int, Range(1, 30)]
    refusals: Mapping[str, Phrase]
    readings: UnusualReadings
