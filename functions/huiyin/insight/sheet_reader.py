"""Tables that people bring: .xlsx, .xls or .csv, told by what is in the file and not by its name."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from huiyin.insight.sheets import unguarded

# Unpacked, a sheet of twenty thousand rows takes some 20 MB: far more is no ledger, and would fill the memory.
_UNPACKED = 300 * 1024 * 1024
# Between the first cell of a sheet and the last, filled or not: a reader makes room for all of them.
_MOST_CELLS = 3_000_000
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})([0-9]{1,7})"')
_XLS, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_LETTERS = ("utf-8-sig", "gb18030")
_SEPARATORS = ",;\t"

Value = str | datetime | None


class Unreadable(Exception):
    """No table can be read from the file. code: a refusal of the policy."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def rows_of(raw: bytes) -> Iterator[tuple[Value, ...]]:
    """Every row of the first sheet, the one with the headings among them. Moments have no zone: they are the community's.

    Policy: 5.2
    Raises: Unreadable.
    """
    if raw.startswith((_ZIP, _XLS)):
        yield from _of_workbook(raw)
    elif b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("sheet_unreadable")
    else:
        yield from _of_text(_decoded(raw))


def tables_of(raw: bytes, name: str) -> tuple[tuple[str, tuple[tuple[Value, ...], ...]], ...]:
    """Every sheet of the file with its rows. name: of the file, which names the one table of a .csv.

    Policy: 2.2
    Raises: Unreadable.
    """
    if not raw.startswith((_ZIP, _XLS)):
        return ((name.rpartition(".")[0] or name, tuple(rows_of(raw))),)
    book = _opened(raw)
    return tuple((sheet, tuple(_rows(book, place))) for place, sheet in enumerate(book.sheet_names))


def _of_workbook(raw: bytes) -> Iterator[tuple[Value, ...]]:
    yield from _rows(_opened(raw), 0)


def _opened(raw: bytes) -> CalamineWorkbook:
    if raw.startswith(_ZIP):
        _check_inside(raw)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(raw))
    except PasswordError:
        raise Unreadable("sheet_locked") from None
    except CalamineError:
        raise Unreadable("sheet_unreadable") from None


def _rows(book: CalamineWorkbook, place: int) -> Iterator[tuple[Value, ...]]:
    try:
        sheet = book.get_sheet_by_index(place)
    except (CalamineError, IndexError):
        raise Unreadable("sheet_unreadable") from None
    if sheet.height * sheet.width > _MOST_CELLS:
        raise Unreadable("sheet_too_large")
    for row in sheet.to_python(skip_empty_area=False):
        yield tuple(_value(cell) for cell in row)


def _check_inside(raw: bytes) -> None:
    """Refuse what would not fit into memory once it is opened, before it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _UNPACKED:
                raise Unreadable("sheet_too_large")
            for entry in packed.infolist():
                if entry.filename.startswith("xl/worksheets/") and _spread(packed.read(entry)) > _MOST_CELLS:
                    raise Unreadable("sheet_too_large")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise Unreadable("sheet_unreadable") from None


def _spread(xml: bytes) -> int:
    """How many cells lie between the first one of a sheet and the last: one far away makes room for millions."""
    widest = deepest = 0
    for column, row in _CELL.findall(xml):
        deepest = max(deepest, int(row))
        widest = max(widest, sum((letter - 64) * 26**place for place, letter in enumerate(reversed(column))))
    return widest * deepest


def _value(cell: Any) -> Value:
    match cell:
        case datetime():
            return cell.replace(tzinfo=None)
        case date():
            return datetime.combine(cell, time())
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer():
            # Excel knows no whole numbers: a room 802 comes as 802.0.
            return str(int(cell))
        case time() | timedelta():
            return str(cell)
        case _:
            text = str(cell).strip()
            return text or None


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    for letters in _LETTERS:
        try:
            return raw.decode(letters)
        except UnicodeDecodeError:
            continue
    raise Unreadable("sheet_unreadable")


def _of_text(text: str) -> Iterator[tuple[Value, ...]]:
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False):
            yield tuple(unguarded(cell) or None for cell in row)
    except csv.Error:
        raise Unreadable("sheet_unreadable") from None
