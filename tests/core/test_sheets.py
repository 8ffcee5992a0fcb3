"""A sheet becomes rows that mean something; whatever is wrong with it is told of row by row."""

from typing import Any

import pytest

from estate import book, grids
from huiyin.core.sheets import Grid, Table, key_of, read_table, sheet_called
from huiyin.policy.schema import Policy
from huiyin.policy.sheets import lists_of


def read(policy: Policy, rows: list[list[Any]], code: str = "buildings", most: int = 100) -> Table:
    return read_table(code, policy.estate.sheets[code], Grid(name="x", rows=rows), lists_of(policy), most=most)


HEAD = ["小区代码", "楼栋代码*", "楼栋名称", "Name in English", "户数", "floors", "楼栋管家"]
ROW = ["yunjin", "b1", "1 号楼", "Building 1", 68, 17, None]


def told(table: Table) -> list[tuple[int, str | None, str]]:
    return [(fault.row, fault.column, fault.code) for fault in table.faults]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sound_workbook_is_read_without_a_word(policy: Policy, language: str) -> None:
    made = book()
    for (code, rows), grid in zip(made.items(), grids(made, language), strict=True):
        assert sheet_called(grid.name, policy.estate.sheets) == code
        table = read_table(code, policy.estate.sheets[code], grid, lists_of(policy), most=100)
        assert told(table) == []
        assert [row.n for row in table.rows] == list(range(2, len(rows) + 2))


def test_headings_may_stand_in_any_order_under_empty_rows_in_either_language(policy: Policy) -> None:
    table = read(policy, [[], [None, ""], HEAD, ROW, [None] * 7, [*ROW[:1], "b2", *ROW[2:]]])
    assert told(table) == []
    assert [(row.n, row.values["building"]) for row in table.rows] == [(4, "b1"), (6, "b2")]
    assert key_of(table.rows[0], policy.estate.sheets["buildings"]) == ("yunjin", "b1")


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ([], [(0, None, "sheet_empty")]),
        ([[None], ["", " "]], [(0, None, "sheet_empty")]),
        ([HEAD], [(0, None, "sheet_empty")]),
        ([[*HEAD, "备注"], [*ROW, "x"]], [(1, None, "column_unknown")]),
        ([[*HEAD, "层数"], [*ROW, 3]], [(1, "floors", "column_twice")]),
        ([HEAD[:4], ROW[:4]], [(1, "households", "column_missing"), (1, "floors", "column_missing")]),
        ([HEAD, [*ROW, None, "多余"]], [(2, None, "cell_outside")]),
        ([HEAD, ROW, ROW], [(3, "building", "row_twice")]),
        ([HEAD, [*ROW[:1], "Ｂ１", *ROW[2:]], ROW], [(3, "building", "row_twice")]),
        ([HEAD, ROW[:3]], [(2, "en", "cell_needed"), (2, "households", "cell_needed"), (2, "floors", "cell_needed")]),
        ([HEAD, [None, "一号", "", "x", "多", 0, "?"]],
         [(2, "community", "cell_needed"), (2, "building", "code_shape"), (2, "zh", "cell_needed"), (2, "households", "number_whole"),
          (2, "floors", "number_range"), (2, "steward", "code_shape")]),
        ([HEAD, *([ROW] * 101)], [(0, None, "rows_many")]),
    ],
)  # fmt: skip
def test_a_fault_names_its_row_and_its_column(policy: Policy, rows: list[list[Any]], faults: list[tuple[int, str | None, str]]) -> None:
    assert told(read(policy, rows)) == faults


def test_a_row_with_a_fault_is_not_read_further_and_the_others_are(policy: Policy) -> None:
    table = read(policy, [HEAD, ["yunjin", None, *ROW[2:]], ROW])
    assert [row.n for row in table.rows] == [3]


def test_a_sheet_with_another_name_is_none_of_ours(policy: Policy) -> None:
    assert sheet_called("Sheet1", policy.estate.sheets) is None
    assert sheet_called(" BUILDINGS ", policy.estate.sheets) == "buildings"
