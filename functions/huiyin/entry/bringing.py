"""A workbook of an estate is brought: read, held against what is kept, and kept as a whole or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from huiyin.core.cells import folded, plain
from huiyin.core.commands import Actor
from huiyin.core.errors import NotAllowedNow
from huiyin.core.estate import Brought, Tally, bring
from huiyin.core.residents import Household, flats_in, merged
from huiyin.core.sheets import Fault, Grid, Row, Table, read_table, sheet_called
from huiyin.policy.in_force import with_estate
from huiyin.policy.records import dataclass
from huiyin.policy.references import check_references
from huiyin.policy.schema import LANGUAGES, Policy
from huiyin.policy.sheets import lists_of
from huiyin.policy.spots import PolicyError
from huiyin.store.estate import Delivery, Edition, EstateOvertaken, EstateStore, EstateTooLarge, Place

_TRIES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """A file as somebody brought it. sheet: which it is, where its name does not say so; grids: its sheets."""

    by: Actor
    sheet: str | None
    content: bytes
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a workbook brings, and what is wrong with it. edition: in force after it was kept, None while it only was looked at."""

    tallies: Mapping[str, Tally]
    faults: tuple[Fault, ...]
    edition: Edition | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What would be kept."""

    brought: Brought
    faults: tuple[Fault, ...]
    houses: Mapping[Place, Sequence[Household]] = field(default_factory=dict)


def bring_in(book: Workbook, store: EstateStore, released: Policy, now: datetime, *, write: bool) -> Outcome:
    """Look a workbook through and, if it is to be written and nothing is wrong with it, keep it. The same one twice has one effect.

    Policy: 2.2, 4.3
    Raises: NotAllowedNow "estate_large"; "estate_overtaken" when others bring workbooks all the time.
    """
    tables, faults = _tables(book, released)
    if faults:
        return Outcome(tallies={}, faults=faults, edition=None)
    delivery = Delivery(
        by=book.by.code, at=now, digest=sha256(book.content).hexdigest(), rows={table.code: len(table.rows) for table in tables}
    )
    for _ in range(_TRIES):
        before = store.now(consistent=True)
        made = _made(before, tables, store, released, book.by)
        if made.faults or not write:
            return Outcome(tallies=made.brought.tallies, faults=made.faults, edition=None)
        if _changes_nothing(made, before):
            # Whoever asks again for want of an answer is told that it is in force, and nothing is written down a second time.
            return Outcome(tallies=made.brought.tallies, faults=(), edition=before)
        try:
            edition = store.keep(before.version, made.brought.tables, made.houses, delivery)
        except EstateOvertaken:
            continue
        except EstateTooLarge:
            raise NotAllowedNow("estate_large") from None
        return Outcome(tallies=made.brought.tallies, faults=(), edition=edition)
    raise NotAllowedNow("estate_overtaken")


def _tables(book: Workbook, policy: Policy) -> tuple[tuple[Table, ...], tuple[Fault, ...]]:
    """The sheets of a workbook, read by themselves."""
    sheets, lists = policy.estate.sheets, lists_of(policy)
    notes = {folded(policy.word("labels.estate_notes", language)) for language in LANGUAGES}
    filled = [grid for grid in book.grids if folded(grid.name) not in notes and _is_filled(grid)]
    if not filled:
        return (), (_whole("", "sheet_empty"),)
    tables: list[Table] = []
    faults: list[Fault] = []
    for grid in filled:
        code = book.sheet if book.sheet is not None and len(filled) == 1 else sheet_called(grid.name, sheets)
        if code is None:
            faults.append(_whole(grid.name, "sheet_unknown"))
        elif code in {table.code for table in tables}:
            faults.append(_whole(code, "sheet_twice"))
        elif not book.by.roles & set(sheets[code].roles):
            faults.append(_whole(code, "sheet_not_yours"))
        else:
            tables.append(read_table(code, sheets[code], grid, lists, most=policy.estate.most_rows))
    return tuple(tables), (*faults, *(fault for table in tables for fault in table.faults))


def _is_filled(grid: Grid) -> bool:
    """Whether anything stands below its headings: who needs one sheet of the template leaves the others as they are."""
    return sum(any(plain(cell) for cell in row) for row in grid.rows) > 1


def _whole(sheet: str, code: str, **facts: str | int) -> Fault:
    return Fault(sheet=sheet, row=0, column=None, code=code, facts=facts)


def _made(before: Edition, tables: Sequence[Table], store: EstateStore, released: Policy, by: Actor) -> _Made:
    brought = bring(before.tables, tables, released)
    if brought.faults:
        return _Made(brought=brought, faults=brought.faults)
    rows = next((table.rows for table in tables if table.code == "households"), ())
    wrong = tuple(_lost(rows, brought.tables, released))
    if wrong:
        return _Made(brought=brought, faults=wrong)
    houses: dict[Place, tuple[Household, ...]] = {}
    tallies = dict(brought.tallies)
    told: dict[str, Any] = dict(brought.tables)
    for place, living in _by_place(rows).items():
        houses[place], tally = merged(store.households(*place) or (), living)
        tallies["households"] = _sum(tallies.get("households"), tally)
        building = told["communities"][place[0]]["buildings"][place[1]]
        # Who counts shares of a building counts the flats that there are, even if fewer were told.
        building["households"] = max(building["households"], flats_in(houses[place]))
    brought = replace(brought, tables=told, tallies=tallies)
    return _Made(brought=brought, faults=(*_misfit(brought, released), *_shut_out(brought, by)), houses=houses)


def _shut_out(brought: Brought, by: Actor) -> Iterator[Fault]:
    """Who brings a directory without himself would be out of the desk half a minute later; an administrator gets in without."""
    staff = brought.tables.get("staff") or {}
    if staff and "admin" not in by.roles and not staff.get(by.code, {}).get("roles"):
        yield _whole("staff", "staff_without_you", staff=by.code)


def _changes_nothing(made: _Made, before: Edition) -> bool:
    """Whether all of it is in force already, to the last household."""
    told = made.brought
    return told.tables == before.tables and not any(tally.fresh or tally.changed for tally in told.tallies.values())


def _lost(rows: Sequence[Row], tables: Mapping[str, Any], policy: Policy) -> Iterator[Fault]:
    """Households of buildings that are not there, and of more buildings than can be kept at one stroke."""
    for row in rows:
        estate = tables["communities"].get(row.values["community"])
        if estate is None:
            yield Fault(sheet="households", row=row.n, column="community", code="community_unknown", facts={})
        elif row.values["building"] not in estate["buildings"]:
            yield Fault(sheet="households", row=row.n, column="building", code="building_unknown", facts={})
    if len(_by_place(rows)) > policy.estate.most_buildings:
        yield _whole("households", "buildings_many", limit=policy.estate.most_buildings)


def _by_place(rows: Sequence[Row]) -> dict[Place, list[Row]]:
    found: dict[Place, list[Row]] = {}
    for row in rows:
        found.setdefault((row.values["community"], row.values["building"]), []).append(row)
    return found


def _sum(one: Tally | None, other: Tally) -> Tally:
    if one is None:
        return other
    return Tally(fresh=one.fresh + other.fresh, changed=one.changed + other.changed, same=one.same + other.same)


def _misfit(brought: Brought, released: Policy) -> Iterator[Fault]:
    """The last look, by the rules to which the files of the policy are held."""
    try:
        check_references(with_estate(released, brought.tables))
    except PolicyError as error:
        yield _whole(error.file, "does_not_fit", place=error.key)
