"""2 接收与登记: places and people of an estate as its workbooks bring them: added to what is kept, and held against it as a whole."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from huiyin.core.sheets import Fault, Row, Table
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy

# As the files of the policy have them: "communities", "departments", "staff" by their codes, "roster" in a row.
Tables = Mapping[str, Any]
EMPTY: Tables = {"communities": {}, "departments": {}, "staff": {}, "roster": []}
_NAMES = ("zh", "en")
_INSIDE = {"buildings": "building", "common_areas": "area", "assets": "asset"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a sheet brings: rows that are new, that change something, that say what is known already."""

    fresh: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What is kept after a workbook, what each of its sheets brought, and what does not fit together."""

    tables: Tables
    tallies: Mapping[str, Tally]
    faults: tuple[Fault, ...]


def bring(kept: Tables, sheets: Sequence[Table], policy: Policy) -> Brought:
    """Add the rows of a workbook to what is kept. A row that is known again by its key takes the place of the one before.

    Policy: 2.2, 4.3
    policy: of the release, whose matters name departments and roles. Nothing that is kept is taken away but a roster by a new one.
    """
    tables: dict[str, Any] = {name: deepcopy(kept.get(name, part)) for name, part in EMPTY.items()}
    by_code = {sheet.code: sheet for sheet in sheets}
    faults: list[Fault] = []
    tallies: dict[str, Tally] = {}
    for code, put in _PUT.items():
        if code not in by_code:
            continue
        before = deepcopy(tables)
        told: list[str] = []
        for row in by_code[code].rows:
            said = put(tables, before, row)
            faults += [_fault(code, row, *said.split("|"))] if "|" in said else []
            told.append(said)
        tallies[code] = Tally(fresh=told.count("fresh"), changed=told.count("changed"), same=told.count("same"))
    _pass_on(tables)
    if not faults:
        faults += _misfits(tables, by_code, policy)
    return Brought(tables=tables, tallies=tallies, faults=tuple(faults))


def _pass_on(tables: Any) -> None:
    """What somebody who has left did for others goes to whom he named, as far as that person may: to stand in, turns of duty, buildings.

    Which cases he had in hand is not known here: they are given away by the clock.
    """
    staff = tables["staff"]
    left = {code: one.get("heir") for code, one in staff.items() if not one["roles"]}
    for code, one in staff.items():
        if one.get("deputy") in left:
            heir = left[one.pop("deputy")]
            if heir is not None and heir != code:
                one["deputy"] = heir
    for turn in tables["roster"]:
        heir = left.get(turn["staff"])
        if heir is not None and "duty" in staff.get(heir, {}).get("roles", ()):
            turn["staff"] = heir
    for building in (one for community in tables["communities"].values() for one in community["buildings"].values()):
        if building.get("steward") in left:
            heir = left[building.pop("steward")]
            if heir is not None and "steward" in staff.get(heir, {}).get("roles", ()):
                building["steward"] = heir


def _fault(sheet: str, row: Row, column: str, code: str) -> Fault:
    return Fault(sheet=sheet, row=row.n, column=column, code=code, facts={})


def _told(before: Any, after: Any) -> str:
    return "fresh" if before is None else "same" if before == after else "changed"


def _put_community(tables: Any, before: Any, row: Row) -> str:
    code, known = row.values["community"], before["communities"].get(row.values["community"])
    inside = {name: (known or {}).get(name, {}) for name in _INSIDE}
    made = {name: row.values[name] for name in _NAMES} | {"closed": row.values["closed"]} | inside
    tables["communities"][code] = made
    return _told(known, made)


def _put_inside(sheet: str, row: Row, tables: Any, made: Mapping[str, Any]) -> str:
    estate = tables["communities"].get(row.values["community"])
    if estate is None:
        return "community|community_unknown"
    code, places = row.values[_INSIDE[sheet]], estate.setdefault(sheet, {})
    known = places.get(code)
    places[code] = {name: value for name, value in made.items() if value is not None}
    return _told(known, places[code])


def _put_building(tables: Any, before: Any, row: Row) -> str:
    return _put_inside("buildings", row, tables, {name: row.values[name] for name in (*_NAMES, "households", "floors", "steward")})


def _put_area(tables: Any, before: Any, row: Row) -> str:
    return _put_inside("common_areas", row, tables, {name: row.values[name] for name in _NAMES})


def _put_asset(tables: Any, before: Any, row: Row) -> str:
    names = {name: row.values[name] for name in _NAMES}
    return _put_inside("assets", row, tables, names | {"building": row.values["place"], "kind": row.values["kind"]})


def _put_department(tables: Any, before: Any, row: Row) -> str:
    code = row.values["department"]
    made = {name: row.values[name] for name in (*_NAMES, "lead", "deputy", "mailbox")}
    tables["departments"][code] = made
    return _told(before["departments"].get(code), made)


def _put_person(tables: Any, before: Any, row: Row) -> str:
    code, known = row.values["staff"], before["staff"].get(row.values["staff"])
    made = {name: row.values[name] for name in (*_NAMES, "email", "department", "deputy", "heir") if row.values[name] is not None}
    # Whoever has left keeps his name, which stands in cases, and no role.
    made["roles"] = [] if row.values["left"] else list(row.values["roles"])
    made["communities"] = list(row.values["communities"] or ())
    made["certificates"] = (known or {}).get("certificates", [])
    tables["staff"][code] = made
    return _told(known, made)


def _put_certificate(tables: Any, before: Any, row: Row) -> str:
    person = tables["staff"].get(row.values["staff"])
    if person is None:
        return "staff|staff_unknown"
    made = {name: row.values[name] for name in ("kind", "until")}
    known = next((one for one in person["certificates"] if one["kind"] == made["kind"]), None)
    person["certificates"] = [*(one for one in person["certificates"] if one["kind"] != made["kind"]), made]
    return _told(known, made)


def _put_turn(tables: Any, before: Any, row: Row) -> str:
    made = {name: row.values[name] for name in ("weekday", "opens", "closes", "staff")}
    if tables["roster"] == before["roster"] and not tables.get("roster_begun"):
        # The first row: what is not in the file is gone.
        tables["roster"], tables["roster_begun"] = [], True
    tables["roster"].append(made)
    return "same" if made in before["roster"] else "fresh"


# In the order in which one needs the other.
_PUT = {
    "communities": _put_community,
    "buildings": _put_building,
    "common_areas": _put_area,
    "assets": _put_asset,
    "departments": _put_department,
    "staff": _put_person,
    "certificates": _put_certificate,
    "roster": _put_turn,
}


def _misfits(tables: Any, sheets: Mapping[str, Table], policy: Policy) -> Iterator[Fault]:
    """What does not fit, row by row, once all of the workbook is there; then what the whole lacks."""
    tables.pop("roster_begun", None)
    for code, checks in _CHECKS.items():
        for row in sheets[code].rows if code in sheets else ():
            for column, wrong, is_wrong in checks:
                if is_wrong(row.values, tables):
                    yield _fault(code, row, column, wrong)
                    break
    yield from _unheld(tables, policy)


def _unheld(tables: Any, policy: Policy) -> Iterator[Fault]:
    """Roles that nobody holds and departments without a head, once the people of the release are gone."""
    held = {role for person in tables["staff"].values() for role in person["roles"]}
    for role, name in policy.charter.roles.items():
        if tables["staff"] and role not in held | {"owner", "system"}:
            yield Fault(sheet="staff", row=0, column="roles", code="role_unheld", facts={"role": name.zh, "role_en": name.en})
    for code, department in policy.departments.departments.items():
        if tables["staff"] and code not in tables["departments"]:
            facts = {"department": code, "name": department.name.zh, "name_en": department.name.en}
            yield Fault(sheet="departments", row=0, column="department", code="department_missing", facts=facts)


def _works(tables: Any, code: str | None) -> bool:
    """Whether somebody of that code is there and has not left."""
    return bool(tables["staff"].get(code, {}).get("roles"))


def _same_address(values: Mapping[str, Any], tables: Any) -> bool:
    return any(one["email"] == values["email"] for code, one in tables["staff"].items() if code != values["staff"])


def _inside(values: Mapping[str, Any], tables: Any, name: str) -> Any:
    return tables["communities"][values["community"]].get(name, {})


def _works_there(values: Mapping[str, Any], tables: Any, duty: str) -> bool:
    return bool(tables["staff"][values[duty]]["department"] == values["department"])


# By sheet: (column, what is wrong, whether it is); the first one is told of.
_CHECKS: Mapping[str, Sequence[tuple[str, str, Any]]] = {
    "buildings": (
        ("building", "place_twice", lambda v, t: v["building"] in _inside(v, t, "common_areas")),
        ("steward", "staff_unknown", lambda v, t: v["steward"] is not None and not _works(t, v["steward"])),
        ("steward", "not_a_steward", lambda v, t: v["steward"] is not None and "steward" not in t["staff"][v["steward"]]["roles"]),
    ),
    "common_areas": (("area", "place_twice", lambda v, t: v["area"] in _inside(v, t, "buildings")),),
    "assets": (("place", "place_unknown", lambda v, t: v["place"] not in {**_inside(v, t, "buildings"), **_inside(v, t, "common_areas")}),),
    "departments": (
        ("lead", "staff_unknown", lambda v, t: not _works(t, v["lead"])),
        ("deputy", "staff_unknown", lambda v, t: not _works(t, v["deputy"])),
        ("deputy", "deputy_is_lead", lambda v, t: v["lead"] == v["deputy"]),
        ("lead", "works_elsewhere", lambda v, t: not _works_there(v, t, "lead")),
        ("deputy", "works_elsewhere", lambda v, t: not _works_there(v, t, "deputy")),
    ),
    "staff": (
        ("email", "address_twice", _same_address),
        ("department", "department_unknown", lambda v, t: v["department"] not in t["departments"]),
        ("communities", "community_unknown", lambda v, t: not set(v["communities"] or ()) <= set(t["communities"])),
        ("deputy", "deputy_is_self", lambda v, t: v["deputy"] == v["staff"]),
        ("deputy", "staff_unknown", lambda v, t: v["deputy"] is not None and not _works(t, v["deputy"])),
        ("heir", "staff_unknown", lambda v, t: v["heir"] is not None and not _works(t, v["heir"])),
        ("left", "leaver_leads", lambda v, t: v["left"] and any(v["staff"] in (d["lead"], d["deputy"]) for d in t["departments"].values())),
        ("left", "leaver_on_duty", lambda v, t: v["left"] and any(turn["staff"] == v["staff"] for turn in t["roster"])),
    ),
    "roster": (
        ("staff", "staff_unknown", lambda v, t: not _works(t, v["staff"])),
        ("staff", "not_on_duty", lambda v, t: "duty" not in t["staff"][v["staff"]]["roles"]),
        ("closes", "turn_empty", lambda v, t: v["opens"] == v["closes"]),
    ),
}
