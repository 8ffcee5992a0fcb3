"""A workbook is held against what is kept, and again against what somebody else kept in between."""

from typing import Any

import pytest

from builders import MONDAY_9AM
from estate import Book, book, grids, household
from huiyin.core.commands import Actor
from huiyin.core.errors import NotAllowedNow
from huiyin.entry.bringing import Outcome, Workbook, bring_in
from huiyin.policy.schema import Policy
from huiyin.store.estate import Delivery, Edition, EstateOvertaken, EstateTooLarge

MANAGER = Actor(code="jiang.bo", roles=frozenset({"manager"}))


class Kept:
    """A store in memory. overtakes: how often somebody else is faster."""

    def __init__(self, overtakes: int = 0) -> None:
        self.edition = Edition(version=0, tables={})
        self.houses: dict[Any, Any] = {}
        self.deliveries: list[Delivery] = []
        self.overtakes = overtakes

    def now(self, *, consistent: bool = False) -> Edition:
        assert consistent
        return self.edition

    def households(self, community: str, building: str) -> Any:
        return self.houses.get((community, building))

    def keep(self, before: int, tables: Any, houses: Any, delivery: Delivery) -> Edition:
        if self.overtakes:
            self.overtakes -= 1
            raise EstateOvertaken
        assert before == self.edition.version
        self.edition = Edition(version=before + 1, tables=tables)
        self.houses |= houses
        self.deliveries.append(delivery)
        return self.edition


def brought(kept: Any, policy: Policy, made: Book, *, by: Actor = MANAGER, sheet: str | None = None, write: bool = True) -> Outcome:
    return bring_in(Workbook(by=by, sheet=sheet, content=b"file", grids=grids(made)), kept, policy, MONDAY_9AM, write=write)


def test_whoever_is_overtaken_looks_again_and_gives_up_in_the_end(policy: Policy) -> None:
    assert brought(Kept(3), policy, book()).edition is not None
    with pytest.raises(NotAllowedNow) as refused:
        brought(Kept(4), policy, book())
    assert refused.value.code == "estate_overtaken"


def test_too_much_for_one_edition_is_refused(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_large(*given: Any) -> Any:
        raise EstateTooLarge

    monkeypatch.setattr(Kept, "keep", too_large)
    with pytest.raises(NotAllowedNow) as refused:
        brought(Kept(), policy, book())
    assert refused.value.code == "estate_large"


def test_the_log_tells_who_brought_how_many_rows_of_what(policy: Policy) -> None:
    kept = Kept()
    brought(kept, policy, book())
    (delivery,) = kept.deliveries
    assert (delivery.by, delivery.at, len(delivery.digest)) == ("jiang.bo", MONDAY_9AM, 64)
    assert delivery.rows == {code: len(rows) for code, rows in book().items()}


def test_households_of_too_many_buildings_come_in_several_files(policy: Policy) -> None:
    made = book()
    many = policy.estate.most_buildings + 1
    made["buildings"] += [made["buildings"][1] | {"building": f"x{n}"} for n in range(many)]
    made["households"] = [household(f"x{n}", "", "101", "某人") for n in range(many)]
    (fault,) = brought(Kept(), policy, made).faults
    assert (fault.sheet, fault.code, fault.facts) == ("households", "buildings_many", {"limit": policy.estate.most_buildings})


def test_a_sheet_twice_in_two_languages_is_told_of(policy: Policy) -> None:
    both = (*grids({"roster": book()["roster"]}), *grids({"roster": book()["roster"]}, "en"))
    found = bring_in(Workbook(by=MANAGER, sheet=None, content=b"", grids=both), Kept(), policy, MONDAY_9AM, write=True)  # type: ignore[arg-type]
    assert [fault.code for fault in found.faults] == ["sheet_twice"]


def test_what_passes_row_by_row_and_does_not_fit_the_policy_is_told_of(policy: Policy) -> None:
    kept = Kept()
    brought(kept, policy, book())
    # As an older release may have kept it.
    turn = {**kept.edition.tables["roster"][0], "staff": "nobody.here"}
    kept.edition = Edition(version=1, tables={**kept.edition.tables, "roster": [turn]})
    found = brought(kept, policy, {"communities": book()["communities"]})
    assert [(fault.code, fault.facts["place"]) for fault in found.faults] == [("does_not_fit", "roster.0.staff")]
    assert found.edition is None


def test_a_department_that_a_later_release_names_must_come_with_the_next_workbook(policy: Policy) -> None:
    kept = Kept()
    brought(kept, policy, book())
    fewer = {code: one for code, one in kept.edition.tables["departments"].items() if code != "finance"}
    kept.edition = Edition(version=1, tables={**kept.edition.tables, "departments": fewer})
    found = brought(kept, policy, {"communities": book()["communities"]})
    assert [(fault.code, fault.facts["department"]) for fault in found.faults] == [("department_missing", "finance")]


def test_a_workbook_that_changes_nothing_is_no_new_edition(policy: Policy) -> None:
    kept = Kept()
    first = brought(kept, policy, book())
    again = brought(kept, policy, book())
    assert (first.edition, again.edition) == (kept.edition, kept.edition)
    assert (kept.edition.version, len(kept.deliveries)) == (1, 1)
    more = book()
    more["households"].append(household("t2", "", "303", "周文"))
    assert brought(kept, policy, more).edition == kept.edition
    assert (kept.edition.version, len(kept.deliveries)) == (2, 2)
