"""The shape of chapter 3's risk: the factors with their grades, and what follows from the score."""

from collections.abc import Mapping
from typing import Annotated

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Phrase, Range

_Factor = Annotated[int, Range(0, 5)]
_Score = Annotated[int, Range(1, 25)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """A colour of the warning and the score from which on it shows."""

    name: Phrase
    score_from: _Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Chapter 3: the grades of each factor by their words; lights, from the mildest on; floors: by grade of safety, the least score.

    exposure_more: what is added to an exposure that there is; major, major_rule: the score that makes a matter major, and its rule.
    """

    exposure_more: _Factor
    major: _Score
    major_rule: str
    lights: Mapping[str, Light]
    floors: Mapping[_Factor, _Score]
    safety: Mapping[_Factor, Phrase]
    households: Mapping[_Factor, Phrase]
    money: Mapping[_Factor, Phrase]
    legal: Mapping[_Factor, Phrase]
    exposure: Mapping[_Factor, Phrase]
    likelihood: Mapping[_Factor, Phrase]
