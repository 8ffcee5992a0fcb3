"""What is written into a table is what another program reads back: each text as it was, no formula, no number made of it."""

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from xlsxwriter import Workbook

from huiyin.insight.sheets import Column, Line, guarded, unguarded, write_csv, write_xlsx
from insight.tables import ALIKE, FORMULAS, MARK, TEXTS, a_sheet, cells_of, lines_of

NINE = datetime(2026, 11, 23, 9, 0)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_stays_the_text_that_it_was_in_a_workbook(text: str, tmp_path: Path) -> None:  # FX01 FX02 FX03 FX05
    file = tmp_path / "a.xlsx"
    assert write_xlsx(file, a_sheet(), lines_of((text, "x"))) == 1
    page = load_workbook(file).worksheets[0]
    cell = page.cell(2, 1)
    # The signs that XML cannot hold stand in the file as _x0001_ and the like, as Excel writes them; openpyxl leaves them so.
    assert unescape(str(cell.value)) == text
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert cell.number_format == "@"


def test_no_page_of_a_workbook_holds_a_formula_or_an_address(tmp_path: Path) -> None:  # FX01 FX03
    file = tmp_path / "a.xlsx"
    column = Column(heading="=1+1", width=9, choices=("=2+2", "乙"))
    write_xlsx(file, a_sheet(), lines_of(*((text, text) for text in TEXTS)))
    write_xlsx(tmp_path / "b.xlsx", a_sheet(columns=(column,)), lines_of(("=3+3",)))
    for name in ("a.xlsx", "b.xlsx"):
        with zipfile.ZipFile(tmp_path / name) as packed:
            pages = [packed.read(part).decode() for part in packed.namelist() if part.startswith("xl/worksheets/")]
        assert not [page for page in pages if "<f>" in page or "<hyperlink" in page]


@pytest.mark.parametrize("text", [*FORMULAS, *ALIKE])
def test_a_text_that_would_become_something_else_is_guarded_in_a_text_file(text: str) -> None:  # FX01 FX02 FX05
    if text[0] in "=+-@\t\r\n＝" or text in ALIKE:
        assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@given(st.text(max_size=40))
def test_what_was_guarded_comes_back_as_it_was(text: str) -> None:  # FX02
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set("=+-@\t\r")


def test_one_row_stays_one_row_of_a_text_file(tmp_path: Path) -> None:  # FX04
    file = tmp_path / "a.csv"
    rows = [(text, *["甲"] * 6) for text in TEXTS]
    assert write_csv(file, a_sheet(7), lines_of(*rows)) == len(rows)
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in read} == {7}
    assert [unguarded(row[0]) for row in read[1:]] == list(TEXTS)


def test_dates_are_dates_and_nothing_is_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    columns = (Column(heading="接收时间", width=17, moment=True), Column(heading="办结", width=17, moment=True))
    write_xlsx(file, a_sheet(columns=columns), lines_of((NINE, None)))
    cell = load_workbook(file).worksheets[0].cell(2, 1)
    assert (cell.value, cell.is_date, cell.number_format) == (NINE, True, "yyyy-mm-dd hh:mm")
    assert cells_of(file)[1] == [NINE, None]


def test_a_table_is_ready_to_be_filtered_printed_and_signed(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    columns = (Column(heading="编号", width=20), Column(heading="级别", width=8, choices=("一般", "重大")))
    lines = [Line(cells=("HY-1", "一般")), Line(cells=("HY-2", "重大"), late=(1,))]
    write_xlsx(file, a_sheet(columns=columns), lines)
    book = load_workbook(file)
    page = book.worksheets[0]
    assert page.freeze_panes == "B2"
    assert page.auto_filter.ref == "A1:B3"
    assert (page.page_setup.orientation, str(page.page_setup.paperSize), page.page_setup.fitToHeight) == ("landscape", "9", 0)
    assert page.print_title_rows == "$1:$1"
    assert MARK in page.oddFooter.left.text
    assert "审核" in page.oddFooter.center.text
    (rule,) = page.data_validations.dataValidation
    assert (str(rule.sqref), rule.type, rule.formula1) == ("B2:B3", "list", "'选项'!$A$1:$A$2")
    assert [cell.value for cell in book["选项"]["A"]] == ["一般", "重大"]
    assert book["选项"].sheet_state == "hidden"
    assert [page.cell(n, 2).font.color.rgb == "FFB3261E" for n in (2, 3)] == [False, True]
    assert [row[0] for row in cells_of(file, "导出说明")] == list(a_sheet().marks)
    assert book.properties.creator == "林静"


def test_a_text_longer_than_a_cell_ends_in_an_ellipsis_instead_of_vanishing(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    write_xlsx(file, a_sheet(), lines_of(("长" * 40_000, "\ud800半")))
    long, half = cells_of(file)[1]
    assert (len(long), long[-1], half) == (32_767, "…", "\ufffd半")


def test_a_long_text_is_counted_as_excel_counts(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    # What lies beyond the first plane of Unicode counts twice.
    write_xlsx(file, a_sheet(), lines_of(("😀" * 16_383 + "长", "😀" * 16_384)))
    fits, cut = cells_of(file)[1]
    assert fits == "😀" * 16_383 + "长"
    assert cut == "😀" * 16_383 + "…"


# A text between <r> and </r> xlsxwriter takes for markup, whoever wrote it; and it has signs of its own for what XML may never hold.
ANY_TEXT = st.text(st.characters(exclude_characters="\ufffe\uffff", exclude_categories=["Cs"]), max_size=30) | st.sampled_from(TEXTS)
ANY_CELL = st.none() | ANY_TEXT.filter(lambda text: not text.startswith("<r>")) | st.datetimes(datetime(1901, 1, 1), datetime(2999, 1, 1))


@settings(deadline=None)
@given(st.lists(st.tuples(ANY_CELL, ANY_CELL), max_size=4))
def test_a_row_written_whole_says_what_xlsxwriter_says_cell_by_cell(rows: list[tuple[str | datetime | None, ...]]) -> None:
    theirs = io.BytesIO()
    with TemporaryDirectory() as folder, Workbook(theirs, {"constant_memory": True}) as book:
        ours = Path(folder) / "ours"
        write_xlsx(ours, a_sheet(), lines_of(*rows))
        page = book.add_worksheet()
        for n, row in enumerate((("列0", "列1"), *rows)):
            for column, cell in enumerate(row):
                page.write_datetime(n, column, cell) if isinstance(cell, datetime) else page.write_string(n, column, cell or "")
        told = _told(ours.read_bytes())
    assert told == _told(theirs.getvalue())


def _told(file: bytes) -> list[tuple[str | None, str | None, str]]:
    """What the first page says: where, of which type, and what; nothing of cells that say nothing."""
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        page = fromstring(packed.read("xl/worksheets/sheet1.xml"))
    cells = ((cell.get("r"), cell.get("t"), "".join(cell.itertext())) for cell in page.iterfind(".//{*}sheetData/{*}row/{*}c"))
    return [cell for cell in cells if cell[2]]


def test_an_empty_table_has_its_headings(tmp_path: Path) -> None:
    assert write_xlsx(tmp_path / "a.xlsx", a_sheet(), []) == 0
    assert cells_of(tmp_path / "a.xlsx") == [["列0", "列1"]]
    assert write_csv(tmp_path / "a.csv", a_sheet(), []) == 0


def test_the_same_table_made_twice_is_the_same_file(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(tmp_path / name, a_sheet(), lines_of(*((text, text) for text in TEXTS)))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert str(load_workbook(tmp_path / "a.xlsx").properties.created) == "2026-11-23 01:00:00"
