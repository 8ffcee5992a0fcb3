"""The shape of chapter 2's register: what is held of people, why, who reads it and until when, and what that may mean for them."""

from collections.abc import Mapping
from typing import Annotated, Literal

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Phrase, Range

_Grade = Annotated[int, Range(1, 3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """Fields of one purpose. kind: a code of the classes; readers: of the readers; kept: what ends it, the case, the counter or the log."""

    fields: tuple[str, ...]
    kind: str
    purpose: Phrase
    readers: str
    kept: Literal["case", "counter", "log"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRisk:
    """What may go wrong. rows: of the register; impact, likelihood: before the measures; left: after them, 1 to 3."""

    rows: tuple[str, ...]
    risk: Phrase
    impact: _Grade
    likelihood: _Grade
    left: _Grade
    measures: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The register of processing and the assessment of its impact."""

    classes: Mapping[str, Phrase]
    readers: Mapping[str, Phrase]
    rows: Mapping[str, RegisterRow]
    risks: Mapping[str, RegisterRisk]
