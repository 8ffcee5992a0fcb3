"""Tables that people bring: .xlsx, .xls or .csv, told by what is in the file and not by its name."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from huiyin.insight.sheets import unguarded

# Unpacked, a sheet of twenty thousand rows takes some 20 MB: far more is no ledger, and would fill the memory.
_UNPACKED = 300 * 1024 * 1024
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


def _of_workbook(raw: bytes) -> Iterator[tuple[Value, ...]]:
    if raw.startswith(_ZIP) and _unpacked(raw) > _UNPACKED:
        raise Unreadable("sheet_too_large")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError):
        raise Unreadable("sheet_unreadable") from None
    for row in rows:
        yield tuple(_value(cell) for cell in row)


def _unpacked(raw: bytes) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile:
        raise Unreadable("sheet_unreadable") from None


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
