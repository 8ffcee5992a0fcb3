"""The shape of chapter 5's survey: when owners are asked, what they are asked, and what a poor answer leads to."""

from collections.abc import Mapping
from typing import Annotated

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Phrase, Range

_Grade = Annotated[int, Range(1, 5)]
_Days = Annotated[int, Range(1, 90)]
_Times = Annotated[int, Range(1, 20)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyQuestion:
    """One question. grades: the best first, in words; stored as their numbers."""

    name: Phrase
    grades: Mapping[_Grade, Phrase]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRules:
    """Numbers by the unit in their key, codes with their words.

    bad_grade, bad_questions: a grade of one of these questions that is no better means a call back, as does what is not solved;
    call_backs: what came of a call; lines: which phone was called.
    """

    invite_h: Annotated[int, Range(0, 72)]
    open_d: _Days
    change_d: _Days
    bad_grade: _Grade
    bad_questions: tuple[str, ...]
    call_wd: Annotated[int, Range(1, 10)]
    tries: _Times
    tries_apart_d: _Days
    questions: Mapping[str, SurveyQuestion]
    improve: Mapping[str, Phrase]
    call_backs: Mapping[str, Phrase]
    lines: Mapping[str, Phrase]
