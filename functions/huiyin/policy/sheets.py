"""The sheets of estate.toml against the rest of the policy: whose words their cells are, and whether all that they name is there."""

from collections.abc import Collection, Mapping

from huiyin.policy.files import spot_of
from huiyin.policy.schema import Phrase, Policy

# Roles that no row of a sheet can give.
_NOBODY = frozenset({"owner", "system"})


def lists_of(policy: Policy) -> Mapping[str, Mapping[str, Phrase]]:
    """The lists that the words of a cell are taken from.

    Policy: 2.2
    """
    return {
        "asset_kinds": policy.estate.asset_kinds,
        "certificates": policy.measures.certificates,
        "roles": {code: name for code, name in policy.charter.roles.items() if code not in _NOBODY},
        "submitters": policy.submitters,
    }


def sheets_of(roles: Collection[str], policy: Policy) -> tuple[str, ...]:
    """Which sheets somebody with these roles may bring.

    Policy: 2.2, 2.6
    """
    return tuple(code for code, sheet in policy.estate.sheets.items() if set(roles) & set(sheet.roles))


def check_sheets(policy: Policy) -> None:
    """Raises: PolicyError for a key, a role or a list of a sheet that does not exist."""
    lists = lists_of(policy)
    for code, sheet in policy.estate.sheets.items():
        spot = spot_of("estate", "sheets", code)
        for place, key in enumerate(sheet.keys):
            if key not in sheet.columns:
                raise (spot / "keys" / place).unknown(key, sheet.columns, "column")
        for place, role in enumerate(sheet.roles):
            if role not in lists["roles"]:
                raise (spot / "roles" / place).unknown(role, lists["roles"], "role of staff")
        for name, column in sheet.columns.items():
            if (column.of or column.kind in ("word", "words")) and column.of not in lists:
                raise (spot / "columns" / name / "of").unknown(column.of, lists, "list of words")
