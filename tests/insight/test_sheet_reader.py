"""Old tables are read as they are: by what is in the file, in the letters that it was written in."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from builders import MONDAY_9AM
from huiyin.insight.old_ledger import read_ledger
from huiyin.insight.sheet_reader import Unreadable, rows_of
from huiyin.insight.sheets import write_csv, write_xlsx
from huiyin.policy.schema import Policy
from insight.tables import TEXTS, a_sheet, lines_of

ROWS = [("编号", "事项"), ("2025-001", "二号梯停了，三次")]


def a_workbook(*rows: tuple[object, ...]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def as_text(letters: str, separator: str = ",") -> bytes:
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in ROWS).encode(letters)


@pytest.mark.parametrize(
    "raw",
    [
        as_text("utf-8"),
        as_text("utf-8-sig"),
        as_text("gb18030"),
        as_text("utf-16"),
        as_text("gb18030", "\t"),
        as_text("utf-8", ";"),
        a_workbook(*ROWS),
    ],
    ids=["utf-8", "utf-8 with its mark", "gb18030", "utf-16", "tabs", "semicolons", "xlsx"],
)
def test_a_table_is_read_in_whatever_letters_it_was_written(raw: bytes) -> None:
    assert list(rows_of(raw)) == ROWS


def test_a_workbook_of_twenty_years_ago_is_read(policy: Policy) -> None:
    raw = Path(__file__).with_name("old_ledger.xls").read_bytes()
    rows = list(rows_of(raw))
    assert rows[1] == ("2019-007", datetime(2019, 3, 1, 9, 30), "电梯", "802")
    (row,) = read_ledger(rows, policy, MONDAY_9AM).rows
    assert (row.faults, row.told["category"], row.told["received_at"]) == ((), "elevator", "2019-03-01T01:30:00+00:00")


def test_numbers_and_dates_of_excel_become_what_people_see() -> None:
    raw = a_workbook(("a", "b", "c", "d"), (802, 2.5, datetime(2026, 11, 23, 9, 30), None), (True, "  x ", datetime(2026, 11, 23), ""))
    assert list(rows_of(raw))[1:] == [
        ("802", "2.5", datetime(2026, 11, 23, 9, 30), None),
        ("TRUE", "x", datetime(2026, 11, 23), None),
    ]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheet_unreadable"),
        (b"PK\x03\x04" + b"\0" * 50, "sheet_unreadable"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "sheet_unreadable"),
        (b"\xff\xd8\xff\xe0\xff\xff\xff\xff" * 9, "sheet_unreadable"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(raw: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        list(rows_of(raw))
    assert refused.value.code == code


@pytest.mark.asvs("V1.5.1", "V5.2.3")
def test_a_file_that_would_fill_the_memory_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.insight.sheet_reader._UNPACKED", 100)
    with pytest.raises(Unreadable) as refused:
        list(rows_of(a_workbook(*ROWS)))
    assert refused.value.code == "sheet_too_large"


@pytest.mark.parametrize(("name", "write"), [("a.xlsx", write_xlsx), ("a.csv", write_csv)])
def test_what_we_write_we_read_back_as_it_was(name: str, write: Callable[..., int], tmp_path: Path) -> None:  # FX02 FX05
    rows = [(text, str(n)) for n, text in enumerate(TEXTS)]
    write(tmp_path / name, a_sheet(), lines_of(*rows))
    read = list(rows_of((tmp_path / name).read_bytes()))[1:]
    same = {text: (read[n][0] or "").strip() == text.strip() for n, (text, _) in enumerate(rows)}
    assert [text for text, kept in same.items() if not kept] == []
