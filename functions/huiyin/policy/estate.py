"""The shape of what an estate brings along in workbooks: its sheets and their columns."""

from collections.abc import Mapping
from typing import Annotated, Literal

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Phrase, Range

Kind = Literal["code", "codes", "text", "whole", "yes", "word", "words", "date", "time", "weekday", "mailbox", "mail", "phone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet. kind: how its cells are read; of: the list that a word is taken from; low, high: of a whole number."""

    name: Phrase
    kind: Kind
    example: str
    of: str | None = None
    needed: bool = False
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One kind of sheet. keys: by which columns a row is known again; roles: who may bring it; whole: what it leaves out is gone."""

    name: Phrase
    roles: tuple[str, ...]
    keys: tuple[str, ...]
    columns: Mapping[str, Column]
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """Chapter 2: what an estate brings along. file_mb: of one file; most_rows: of one sheet; most_buildings: with households in one
    file, which is kept as a whole or not at all."""

    file_mb: Annotated[int, Range(1, 4)]
    most_rows: Annotated[int, Range(100, 50000)]
    most_buildings: Annotated[int, Range(1, 90)]
    asset_kinds: Mapping[str, Phrase]
    sheets: Mapping[str, Sheet]
