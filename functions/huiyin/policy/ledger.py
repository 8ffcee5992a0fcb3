"""The shape of chapter 5's ledger 台账: its columns, and what a file may be."""

from collections.abc import Mapping
from typing import Annotated, Literal

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Phrase, Range

ColumnKind = Literal["text", "moment", "choice", "choices"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerColumn:
    """One column. kind: moments are dates of the sheet; a choice is one of the policy's words, choices are several of them.

    needed: a row of an old ledger without it cannot be taken over; wide_w: characters; also: other headings that mean the same.
    """

    name: Phrase
    kind: ColumnKind
    wide_w: Annotated[int, Range(4, 60)]
    needed: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The columns by code, in their order. silent: the verdict of an owner who said nothing.

    file_mb: what is read in at most; most_rows: of a ledger that is taken away; cell_chars: of one cell; kept_h: for so long a file
    that was made lies ready.
    """

    columns: Mapping[str, LedgerColumn]
    file_mb: Annotated[int, Range(1, 50)]
    most_rows: Annotated[int, Range(1000, 1_000_000)]
    cell_chars: Annotated[int, Range(20, 2000)]
    kept_h: Annotated[int, Range(1, 72)]
    silent: Phrase
