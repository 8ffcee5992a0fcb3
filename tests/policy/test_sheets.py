"""The sheets of estate.toml name nothing that is not there."""

from collections.abc import Callable

import pytest

from huiyin.policy import PolicyError
from huiyin.policy.schema import Policy
from huiyin.policy.sheets import lists_of, sheets_of

Spoil = Callable[[str, str, str], PolicyError]


def test_each_role_has_the_sheets_that_it_may_bring(policy: Policy) -> None:
    assert sheets_of({"manager"}, policy) == tuple(policy.estate.sheets)
    assert "households" not in sheets_of({"admin"}, policy)
    assert sheets_of({"duty_manager", "handler"}, policy) == ("roster",)
    assert sheets_of({"handler"}, policy) == ()


def test_nobody_becomes_an_owner_or_the_system_by_a_sheet(policy: Policy) -> None:
    assert {"owner", "system"} & set(lists_of(policy)["roles"]) == set()


def test_the_columns_of_a_sheet_have_names_of_their_own(policy: Policy) -> None:
    for sheet in policy.estate.sheets.values():
        for names in ([one.name.zh for one in sheet.columns.values()], [one.name.en for one in sheet.columns.values()]):
            assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('keys = ["department"]', 'keys = ["departement"]', "sheets.departments.keys.0"),
        ('roles = ["manager"]', 'roles = ["boss"]', "sheets.households.roles.0"),
        ('of = "certificates"', 'of = "papers"', "sheets.certificates.columns.kind.of"),
        ('kind = "weekday"', 'kind = "word"', "sheets.roster.columns.weekday.of"),
    ],
)
def test_what_it_names_must_be_there(spoil: Spoil, old: str, new: str, key: str) -> None:
    error = spoil("estate.toml", old, new)
    assert (error.file, error.key) == ("estate.toml", key)
