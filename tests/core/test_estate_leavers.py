"""What somebody did for others is passed on with the workbook that says that he has left; what nobody can take over is told of."""

from typing import Any

import pytest

from core.test_estate import brought
from estate import book, person, turn
from huiyin.core.estate import Brought
from huiyin.policy.schema import Policy

GONE, HEIR = "desk.clerk", "desk.mate"
ROLES = ["handler", "duty", "steward"]


def an_estate(policy: Policy, *, heir_roles: list[str]) -> Brought:
    """A clerk who stands in for a mate, looks after a building and has a turn of duty."""
    made = book()
    made["staff"] += [person(GONE, "desk", ROLES), person(HEIR, "desk", heir_roles) | {"deputy": GONE}]
    made["staff"] += [person("desk.third", "desk", ["handler"]) | {"deputy": GONE}]
    made["buildings"][1]["steward"] = GONE
    made["roster"] += [turn("周六") | {"staff": GONE}]
    first = brought(policy, made)
    assert first.faults == ()
    return first


def leaves(policy: Policy, first: Brought, **more: Any) -> Brought:
    """The workbook with the one row that says that he has left."""
    row = person(GONE, "desk", ROLES) | {"left": "是"} | more
    sheets = {"staff": [row]} | ({"roster": more.pop("roster")} if "roster" in more else {})
    row.pop("roster", None)
    return brought(policy, sheets, first.tables)


def told(found: Brought) -> list[tuple[str, int, str, str]]:
    return [(one.sheet, one.row, one.column, one.code) for one in found.faults]


def test_whom_he_names_stands_in_looks_after_and_is_on_duty_in_his_place(policy: Policy) -> None:
    found = leaves(policy, an_estate(policy, heir_roles=ROLES), heir=HEIR)
    assert found.faults == ()
    staff = found.tables["staff"]
    assert (staff[GONE]["roles"], staff[GONE]["heir"]) == ([], HEIR)
    # Nobody stands in for himself.
    assert (staff["desk.third"]["deputy"], staff[HEIR].get("deputy")) == (HEIR, None)
    assert found.tables["communities"]["binjiang"]["buildings"]["t2"]["steward"] == HEIR
    assert [one["staff"] for one in found.tables["roster"]][-1] == HEIR
    assert GONE not in repr({**found.tables, "staff": {code: one for code, one in staff.items() if code != GONE}})


def test_what_the_one_he_names_may_not_do_is_nobodys_but_a_turn_of_duty_needs_a_new_roster(policy: Policy) -> None:
    first = an_estate(policy, heir_roles=["handler"])
    assert told(leaves(policy, first, heir=HEIR)) == [("staff", 2, "left", "leaver_on_duty")]
    found = leaves(policy, first, heir=HEIR, roster=[turn("周一")])
    assert found.faults == ()
    assert "steward" not in found.tables["communities"]["binjiang"]["buildings"]["t2"]
    assert found.tables["staff"]["desk.third"]["deputy"] == HEIR


def test_without_anybody_named_nothing_of_it_stays_with_him(policy: Policy) -> None:
    found = leaves(policy, an_estate(policy, heir_roles=ROLES), roster=[turn("周一")])
    assert found.faults == ()
    staff = found.tables["staff"]
    assert "heir" not in staff[GONE]
    assert "deputy" not in staff["desk.third"]
    assert GONE not in repr({**found.tables, "staff": {code: one for code, one in staff.items() if code != GONE}})


@pytest.mark.parametrize("heir", [GONE, "nobody"])
def test_the_one_he_names_works_here(policy: Policy, heir: str) -> None:
    assert ("staff", 2, "heir", "staff_unknown") in told(leaves(policy, an_estate(policy, heir_roles=ROLES), heir=heir))


def test_whoever_heads_a_department_leaves_once_somebody_else_does(policy: Policy) -> None:
    first = an_estate(policy, heir_roles=ROLES)
    row = person("repairs.deputy", "repairs", ["dept_lead", "handler"]) | {"left": "是"}
    assert told(brought(policy, {"staff": [row]}, first.tables)) == [("staff", 2, "left", "leaver_leads")]
