"""The sheets that an estate brings: every example in the template is what its column takes."""

from huiyin.core.cells import read_cell
from huiyin.policy.schema import Policy
from huiyin.policy.sheets import lists_of


def test_every_example_is_read_as_its_column_asks(policy: Policy) -> None:
    for sheet in policy.estate.sheets.values():
        for column in sheet.columns.values():
            assert read_cell(column.example, column, lists_of(policy)) is not None


def test_a_row_is_known_again_by_columns_that_it_always_has_or_that_tell_flats_apart(policy: Policy) -> None:
    loose = {(code, key) for code, sheet in policy.estate.sheets.items() for key in sheet.keys if not sheet.columns[key].needed}
    assert loose == {("households", "unit")}
