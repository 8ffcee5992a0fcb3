"""Tables as files that Excel opens: a text stays a text, whatever it looks like, and no cell is a formula."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet

from huiyin.policy.records import dataclass

# What Excel would not open is not written: a cell holds this many characters.
_CELL_CHARS = 32_767
_MOMENT = "yyyy-mm-dd hh:mm"
_FONT = "Microsoft YaHei"
_A4 = 9
_HEAD_COLOUR, _LATE_COLOUR, _LATE_BACK = "#DCE9E5", "#B3261E", "#FBE9E7"
# Excel takes a text for a formula by its first character, blanks before it or not; a number, a date or a time it makes of anything alike.
_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠|%\t\r]")
_ALIKE = re.compile(r"'*\s*[0-9][0-9\s.,:/\-]*([eE][+\-]?[0-9]+)?\s*")
_SURROGATES = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
# What XML reads as its own, and what Excel reads as a sign that XML cannot hold: _x0001_.
_MARKUP = re.compile(r"[&<>\x00-\x08\x0b-\x1f]|_x[0-9a-fA-F]{4}_")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

Cell = str | datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """choices: words that a list offers below the heading; moment: whether it holds dates."""

    heading: str
    width: int
    moment: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row. late: places of the cells that are shown in red."""

    cells: tuple[Cell, ...]
    late: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table. marks: who took it and when, in the foot of every page and on a page of its own; signed: where people sign.

    about: name of that page; choices: name of the hidden page of lists; author, at: for the file's own facts, so that the same table
    made twice is the same file.
    """

    title: str
    columns: tuple[Column, ...]
    marks: tuple[str, ...]
    signed: str
    about: str
    choices: str
    author: str
    at: datetime


def write_xlsx(path: Path, sheet: Sheet, lines: Iterable[Line]) -> int:
    """Write the table row by row, however many there are. Returns: how many.

    Policy: 5.2
    """
    # A row leaves memory when the next one begins. Nothing that people wrote may become a formula, an address or a number.
    still = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(str(path), {"constant_memory": True, "default_date_format": _MOMENT, **still}) as book:
        book.set_properties({"title": sheet.title, "author": sheet.author, "created": sheet.at, "comments": "\n".join(sheet.marks)})
        page = book.add_worksheet(sheet.title, worksheet_class=_Page)
        _lay_out(page, sheet)
        written = _fill(book, page, sheet, lines)
        _offer(book, page, sheet, written)
        about = book.add_worksheet(sheet.about)
        about.set_column(0, 0, 80)
        for n, mark in enumerate(sheet.marks):
            about.write_string(n, 0, _fitting(mark))
        return written


def _lay_out(page: Worksheet, sheet: Sheet) -> None:
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
    page.set_header(f"&C&14{_plain(sheet.title)}")
    page.set_footer(f"&L{_plain(' '.join(sheet.marks[:1]))}&C{_plain(sheet.signed)}&R&P / &N")
    for n, column in enumerate(sheet.columns):
        page.set_column(n, n, column.width)


def _plain(text: str) -> str:
    """A text of the head or foot of a page, where & begins an order and 255 characters are the most."""
    return text.replace("&", "&&")[:100]


class _Page(Worksheet):  # type: ignore[misc]
    """A page whose rows are written whole: xlsxwriter makes an object of each cell first and asks of each again what it is, which took
    most of the time of a long ledger. A text is never markup here, whatever it looks like."""

    def write_line(self, row: int, cells: Iterable[tuple[Cell, Format]]) -> None:
        """Write the next row, counted from 0. cells: what each holds and how it is shown."""
        told = [self._cell(xl_rowcol_to_cell_fast(row, n), cell, shape) for n, (cell, shape) in enumerate(cells)]
        self._check_dimensions(row, 0)
        self._check_dimensions(row, len(told) - 1)
        self.row_data_fh.write(f'<row r="{row + 1}">{"".join(told)}</row>')

    def _cell(self, place: str, cell: Cell, shape: Format) -> str:
        head = f'<c r="{place}" s="{shape._get_xf_index()}"'
        if isinstance(cell, datetime):
            return f"{head}><v>{self._convert_date_time(cell.replace(tzinfo=None)):.16G}</v></c>"
        if cell:
            return f'{head} t="inlineStr"><is><t xml:space="preserve">{_spelled(_fitting(cell))}</t></is></c>'
        return f"{head}/>"


def _spelled(text: str) -> str:
    """The text as it stands in the file."""
    return _MARKUP.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    sign = found[0]
    return _ENTITIES.get(sign) or (f"_x005F{sign}" if sign.startswith("_") else f"_x{ord(sign):04X}_")


def _fill(book: Workbook, page: _Page, sheet: Sheet, lines: Iterable[Line]) -> int:
    usual: dict[str, Any] = {
        "font_name": _FONT,
        "font_size": 10,
        "valign": "top",
        "text_wrap": True,
        "border": 1,
        "border_color": "#D0D5D9",
    }
    red = {"font_color": _LATE_COLOUR, "bg_color": _LATE_BACK}
    head = book.add_format({**usual, "bold": True, "bg_color": _HEAD_COLOUR})
    # A text format keeps what is typed over it later a text as well: a room 0012 stays 0012.
    formats = {
        (moment, late): book.add_format({**usual, "num_format": _MOMENT if moment else "@", **(red if late else {})})
        for moment in (False, True)
        for late in (False, True)
    }
    page.write_line(0, [(column.heading, head) for column in sheet.columns])
    written = 0
    for written, line in enumerate(lines, start=1):
        page.write_line(written, [(cell, formats[isinstance(cell, datetime), n in line.late]) for n, cell in enumerate(line.cells)])
    page.autofilter(0, 0, max(written, 1), len(sheet.columns) - 1)
    return written


def _offer(book: Workbook, page: Worksheet, sheet: Sheet, written: int) -> None:
    """Lists to choose from, below the headings. They lie on a page of their own: in the cell itself 255 characters are the most."""
    lists = [(n, column.choices) for n, column in enumerate(sheet.columns) if column.choices]
    if not lists:
        return
    hidden = book.add_worksheet(sheet.choices)
    hidden.hide()
    for row in range(max(len(choices) for _, choices in lists)):
        for place, (_, choices) in enumerate(lists):
            if row < len(choices):
                hidden.write_string(row, place, _fitting(choices[row]))
    for place, (n, choices) in enumerate(lists):
        letter = chr(ord("A") + place)
        source = f"='{sheet.choices}'!${letter}$1:${letter}${len(choices)}"
        page.data_validation(1, n, max(written, 1), n, {"validate": "list", "source": source, "error_type": "warning"})


def _fitting(text: str) -> str:
    """The text as a cell can hold it. What XML cannot say becomes the sign for it; more than a cell holds ends in an ellipsis."""
    whole = _SURROGATES.sub("\ufffd", text)
    if len(whole) <= _CELL_CHARS // 2:
        return whole
    # Excel counts as UTF-16 does: what lies beyond its first plane is two.
    counted = whole.encode("utf-16-le")
    return whole if len(counted) <= 2 * _CELL_CHARS else counted[: 2 * (_CELL_CHARS - 1)].decode("utf-16-le", "ignore") + "…"


def write_csv(path: Path, sheet: Sheet, lines: Iterable[Line]) -> int:
    """The same table as UTF-8 with the mark by which Excel knows it. Returns: how many rows.

    Policy: 5.2
    """
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([guarded(column.heading) for column in sheet.columns])
        written = 0
        for line in lines:
            writer.writerow(_texts(line))
            written += 1
        return written


def _texts(line: Line) -> Iterator[str]:
    for cell in line.cells:
        yield f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else guarded(cell or "")


def guarded(text: str) -> str:
    """A text of a CSV file that no program makes a formula, a number or a date of. `unguarded` gives it back as it was."""
    return f"'{text}" if _FORMULA.match(text) or _ALIKE.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if text.startswith("'") and guarded(text[1:]) == text else text
