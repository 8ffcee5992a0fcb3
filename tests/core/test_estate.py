"""Places and people fit together as a whole, and what comes a second time changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from estate import Book, book, grids, person
from huiyin.core.estate import EMPTY, Brought, Tally, bring
from huiyin.core.sheets import read_table, sheet_called
from huiyin.policy.schema import Policy
from huiyin.policy.sheets import lists_of


def brought(policy: Policy, made: Book, kept: Any = EMPTY) -> Brought:
    tables = []
    for grid in grids(made):
        code = sheet_called(grid.name, policy.estate.sheets)
        assert code
        tables.append(read_table(code, policy.estate.sheets[code], grid, lists_of(policy), most=1000))
        assert tables[-1].faults == ()
    return bring(kept, tables, policy)


def test_all_of_it_is_new_the_first_time_and_known_the_second(policy: Policy) -> None:
    first = brought(policy, book())
    assert first.faults == ()
    assert first.tallies["buildings"] == Tally(fresh=3, changed=0, same=0)
    again = brought(policy, book(), first.tables)
    assert again.tables == first.tables
    assert {tally.same for code, tally in again.tallies.items()} == {len(rows) for code, rows in book().items() if code != "households"}
    assert all(tally.fresh == tally.changed == 0 for tally in again.tallies.values())


def test_a_row_that_says_something_else_takes_the_place_of_the_one_before(policy: Policy) -> None:
    first = brought(policy, book())
    row = {"community": "binjiang", "building": "t2", "zh": "二栋", "en": "Tower 2", "households": 50, "floors": 12}
    later = brought(policy, {"buildings": [row]}, first.tables)
    assert later.faults == ()
    assert later.tallies == {"buildings": Tally(fresh=0, changed=1, same=0)}
    assert later.tables["communities"]["binjiang"]["buildings"]["t2"]["households"] == 50
    assert later.tables["communities"]["binjiang"]["buildings"]["t1"] == first.tables["communities"]["binjiang"]["buildings"]["t1"]
    assert later.tables["communities"]["binjiang"]["assets"].keys() == {"t1_lift1", "hall_gate"}


def test_a_roster_takes_the_place_of_all_of_the_old_one(policy: Policy) -> None:
    first = brought(policy, book())
    later = brought(policy, {"roster": book()["roster"][:1]}, first.tables)
    assert later.faults == ()
    assert [turn["weekday"] for turn in later.tables["roster"]] == [0]


def test_whoever_has_left_keeps_a_name_and_no_role(policy: Policy) -> None:
    made = book()
    made["staff"].append(person("new.one", "repairs", ["handler"]) | {"left": "是"})
    found = brought(policy, made)
    assert found.faults == ()
    assert found.tables["staff"]["new.one"]["roles"] == []
    assert found.tables["staff"]["new.one"]["zh"] == "员工new.one"


def test_a_certificate_is_renewed_and_others_stay(policy: Policy) -> None:
    first = brought(policy, book())
    rows = [
        {"staff": "repairs.lead", "kind": "高处作业证", "until": "2030-01-01"},
        {"staff": "repairs.lead", "kind": "lift", "until": "2031-01-01"},
    ]
    later = brought(policy, {"certificates": rows}, first.tables)
    assert later.tallies["certificates"] == Tally(fresh=1, changed=1, same=0)
    kinds = {one["kind"]: str(one["until"]) for one in later.tables["staff"]["repairs.lead"]["certificates"]}
    assert kinds == {"lift": "2031-01-01", "height": "2030-01-01"}


def edit(sheet: str, row: int, **cells: Any) -> Callable[[Book], None]:
    return lambda made: made[sheet][row].update(cells)


def without(sheet: str) -> Callable[[Book], None]:
    return lambda made: made.__delitem__(sheet)


def fewer(sheet: str, row: int) -> Callable[[Book], None]:
    return lambda made: made[sheet].__delitem__(row)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (edit("buildings", 0, community="nowhere"), ("buildings", 2, "community", "community_unknown")),
        (edit("common_areas", 0, community="nowhere"), ("common_areas", 2, "community", "community_unknown")),
        (edit("assets", 0, community="nowhere"), ("assets", 2, "community", "community_unknown")),
        (edit("common_areas", 0, area="t1"), ("buildings", 2, "building", "place_twice")),
        (edit("buildings", 0, steward="nobody"), ("buildings", 2, "steward", "staff_unknown")),
        (edit("buildings", 0, steward="repairs.lead"), ("buildings", 2, "steward", "not_a_steward")),
        (edit("assets", 0, place="o1"), ("assets", 2, "place", "place_unknown")),
        (edit("departments", 0, lead="nobody"), ("departments", 2, "lead", "staff_unknown")),
        (edit("departments", 0, deputy="nobody"), ("departments", 2, "deputy", "staff_unknown")),
        (edit("departments", 0, deputy="desk.lead"), ("departments", 2, "deputy", "deputy_is_lead")),
        (edit("departments", 0, lead="repairs.lead"), ("departments", 2, "lead", "works_elsewhere")),
        (edit("departments", 0, deputy="repairs.lead"), ("departments", 2, "deputy", "works_elsewhere")),
        (edit("staff", 1, email="desk.lead@bj.example"), ("staff", 2, "email", "address_twice")),
        (edit("staff", 1, department="nowhere"), ("departments", 2, "deputy", "works_elsewhere")),
        (edit("staff", 1, deputy="desk.deputy"), ("staff", 3, "deputy", "deputy_is_self")),
        (edit("staff", 1, deputy="nobody"), ("staff", 3, "deputy", "staff_unknown")),
        (edit("roster", 0, staff="nobody"), ("roster", 2, "staff", "staff_unknown")),
        (edit("roster", 0, staff="repairs.lead"), ("roster", 2, "staff", "not_on_duty")),
        (edit("roster", 0, closes="08:00"), ("roster", 2, "closes", "turn_empty")),
        (edit("certificates", 0, staff="nobody"), ("certificates", 2, "staff", "staff_unknown")),
        (edit("staff", 1, left="是"), ("departments", 2, "deputy", "staff_unknown")),
        (fewer("departments", 1), ("departments", 0, "department", "department_missing")),
        (without("staff"), ("certificates", 2, "staff", "staff_unknown")),
        (without("communities"), ("buildings", 2, "community", "community_unknown")),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_of_at_its_row(policy: Policy, change: Callable[[Book], None], fault: tuple[Any, ...]) -> None:
    made = book()
    change(made)
    told = [(one.sheet, one.row, one.column, one.code) for one in brought(policy, made).faults]
    assert fault in told


def test_a_role_that_nobody_holds_is_told_of(policy: Policy) -> None:
    made = book()
    for row in made["staff"]:
        row["roles"] = row["roles"].replace("auditor", "analyst")
    (fault,) = brought(policy, made).faults
    assert (fault.sheet, fault.row, fault.code, fault.facts["role"]) == ("staff", 0, "role_unheld", "审计")


def test_nothing_of_what_is_kept_is_touched_while_it_is_looked_at(policy: Policy) -> None:
    first = brought(policy, book())
    before = repr(first.tables)
    brought(policy, {"roster": book()["roster"][:1]}, first.tables)
    assert repr(first.tables) == before
