"""2 接收与登记: a sheet of a workbook as rows that mean something, and all that is wrong with it, row by row."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from huiyin.core.cells import Amiss, Cell, Lists, folded, plain, read_cell
from huiyin.policy.estate import Sheet
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet as it lies in its file. name: of the sheet; rows: from the first on, each as long as it is."""

    name: str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong. sheet: its code, or its name where that is none of ours; row: as the file counts, 0 for all of it."""

    sheet: str
    row: int
    column: str | None
    code: str
    facts: Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row that could be read. n: as the file counts."""

    n: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of one sheet, and what was wrong with those that could not be read."""

    code: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def sheet_called(name: str, sheets: Mapping[str, Sheet]) -> str | None:
    """Which sheet bears that name, in whatever language; None for none of ours, such as the one with explanations.

    Policy: 2.2
    """
    said = folded(name)
    return next((code for code, sheet in sheets.items() if said in (folded(code), folded(sheet.name.zh), folded(sheet.name.en))), None)


def read_table(code: str, sheet: Sheet, grid: Grid, lists: Lists, *, most: int) -> Table:
    """Read every row of a sheet; one with a fault is told of with all its faults and not read further.

    Policy: 2.2
    most: rows that it may have.
    """
    head = next((place for place, cells in enumerate(grid.rows) if any(plain(cell) for cell in cells)), None)
    if head is None:
        return Table(code=code, rows=(), faults=(_fault(code, 0, None, "sheet_empty"),))
    places, faults = _columns(code, sheet, grid.rows[head], head + 1)
    body = [(n, cells) for n, cells in enumerate(grid.rows[head + 1 :], start=head + 2) if any(plain(cell) for cell in cells)]
    if len(body) > most:
        faults.append(_fault(code, 0, None, "rows_many", limit=most))
    elif not body:
        faults.append(_fault(code, 0, None, "sheet_empty"))
    if faults:
        return Table(code=code, rows=(), faults=tuple(faults))
    rows: list[Row] = []
    for n, cells in body:
        values, wrong = _values(code, sheet, n, cells, places, lists)
        faults += wrong
        if not wrong:
            rows.append(Row(n=n, values=values))
    faults += _twice(code, sheet, rows)
    return Table(code=code, rows=tuple(rows), faults=tuple(faults))


def _columns(code: str, sheet: Sheet, head: Sequence[Cell], n: int) -> tuple[dict[str, int], list[Fault]]:
    """Where each column stands. A heading that nobody knows is a fault: what stands below it would be lost without a word."""
    places: dict[str, int] = {}
    faults: list[Fault] = []
    for place, cell in enumerate(head):
        said = folded(plain(cell))
        if not said:
            continue
        found = next(
            (name for name, one in sheet.columns.items() if said in (folded(one.name.zh), folded(one.name.en), folded(name))), None
        )
        if found is None:
            faults.append(_fault(code, n, None, "column_unknown", place=place + 1))
        elif found in places:
            faults.append(_fault(code, n, found, "column_twice"))
        else:
            places[found] = place
    faults += [_fault(code, n, name, "column_missing") for name, one in sheet.columns.items() if one.needed and name not in places]
    return places, faults


def _values(
    code: str, sheet: Sheet, n: int, cells: Sequence[Cell], places: Mapping[str, int], lists: Lists
) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, column in sheet.columns.items():
        place = places.get(name)
        try:
            values[name] = read_cell(cells[place] if place is not None and place < len(cells) else None, column, lists)
        except Amiss as wrong:
            faults.append(_fault(code, n, name, wrong.code, **wrong.facts))
    # What stands under no heading belongs to no column.
    if any(plain(cell) for place, cell in enumerate(cells) if place not in places.values()):
        faults.append(_fault(code, n, None, "cell_outside"))
    return values, faults


def _twice(code: str, sheet: Sheet, rows: Sequence[Row]) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = key_of(row, sheet)
        if key in seen:
            yield _fault(code, row.n, sheet.keys[-1], "row_twice", first=seen[key])
        seen.setdefault(key, row.n)


def key_of(row: Row, sheet: Sheet) -> tuple[str, ...]:
    """By what a row is known again, when its file comes a second time."""
    return tuple(folded(str(row.values[name] if row.values[name] is not None else "")) for name in sheet.keys)


def _fault(sheet: str, row: int, column: str | None, code: str, **facts: str | int) -> Fault:
    return Fault(sheet=sheet, row=row, column=column, code=code, facts=facts)
