"""Whoever touches what is stored is found: ten thousand changes by hand, each of them told with its case."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from builders import MONDAY_9AM
from huiyin.casework import perform
from huiyin.core.commands import OWNER, SYSTEM, ArchiveCase, WithdrawCase
from huiyin.store import codec
from huiyin.store.chains import chain_of, told_otherwise
from huiyin.store.histories import Broken
from store.clouds import Stack
from store.tampering import KINDS, House, copied, events_of, meta_of
from store.test_histories import a_worked_case

CHANGES = 10_000


def an_archived_case(stack: Stack) -> str:
    """A case of which everything personal was erased."""
    case_id = stack.register("a-case-that-is-erased").case.case_id
    late = MONDAY_9AM + timedelta(days=365 * 6)
    for key, ask, now in (
        ("taken-back-by-the-owner", WithdrawCase(by=OWNER, grounds="已经修好"), MONDAY_9AM),
        ("begin", ArchiveCase(by=SYSTEM), late),
        ("end", ArchiveCase(by=SYSTEM, files=0), late),
    ):
        perform(ask, case_id, store=stack.store, policy=stack.policy, now=now, key=key)
    return case_id


@pytest.fixture(scope="module")
def house(shared: Stack) -> House:
    """Four cases as they lie in the table, one of them erased."""
    ids = [a_worked_case(shared, f"a-case-of-the-house-{n}") for n in range(3)] + [an_archived_case(shared)]
    return {case_id: [dict(item) for item in shared.table.partition(f"CASE#{case_id}")] for case_id in ids}


def broken_in(house: House) -> list[tuple[str, int]]:
    """Which cases break, and at which event."""
    found = []
    for case_id, items in house.items():
        try:
            chain_of(case_id, items)
        except Broken as broken:
            found.append((broken.case_id, broken.n))
    return found


def test_a_house_that_nobody_touched_holds_also_where_a_case_was_erased(house: House, shared: Stack) -> None:
    assert broken_in(house) == []
    for case_id, items in house.items():
        hashes = chain_of(case_id, items)
        assert hashes[-1] == shared.loaded(case_id).head
        assert len(hashes) == len(events_of(items)) == shared.loaded(case_id).case.version
        assert told_otherwise(items) == ()
    assert "dk" not in meta_of(house[list(house)[-1]])


def test_ten_thousand_changes_by_hand_are_all_found(house: House) -> None:
    chance, kinds = Random("what is stored stands"), Counter[str]()
    missed: list[tuple[int, str]] = []
    for n in range(CHANGES):
        change = KINDS[n % len(KINDS)]
        changed = copied(house)
        change(changed, chance)
        assert changed != house, change.__name__
        kinds[change.__name__] += 1
        if not broken_in(changed):
            missed.append((n, change.__name__))
    assert missed == []
    assert len(kinds) == len(KINDS)
    assert kinds.total() == CHANGES


def test_the_event_that_was_changed_is_named(house: House) -> None:
    changed = copied(house)
    case_id = list(house)[1]
    event = events_of(changed[case_id])[2]
    event["facts"] = {"S": event["facts"]["S"].replace("2026", "2025")}
    assert broken_in(changed) == [(case_id, 3)]


def test_what_an_event_still_owes_may_change_and_breaks_nothing(house: House) -> None:
    changed = copied(house)
    for items in changed.values():
        events_of(items)[0]["owed"] = {"M": {}}
        events_of(items)[0].pop("owed_pk", None)
    assert broken_in(changed) == []


def test_a_case_that_lists_show_otherwise_than_it_went_is_told_by_its_facts(house: House, shared: Stack) -> None:
    changed = copied(house)
    items = next(iter(changed.values()))
    meta_of(items)["pr"] = {"S": "P4"}
    meta_of(items)["st"] = {"S": "CLOSED"}
    assert set(told_otherwise(items)) == {"priority", "state"}


def test_a_fact_that_an_older_release_did_not_keep_is_no_difference(house: House, shared: Stack) -> None:
    changed = copied(house)
    items = next(iter(changed.values()))
    del meta_of(items)["pr"]
    assert told_otherwise(items) == ()


def test_an_event_of_a_newer_release_has_a_chain_but_cannot_be_told(house: House, shared: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    items = next(iter(house.values()))
    monkeypatch.setattr(codec, "EVENTS", {name: kind for name, kind in codec.EVENTS.items() if name != "CaseRegistered"})
    assert chain_of(items[0]["pk"]["S"].removeprefix("CASE#"), items)
    with pytest.raises(codec.UnknownEvent):
        told_otherwise(items)
