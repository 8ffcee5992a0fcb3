"""A budget gives out what it has and no more, whoever asks and however many at once."""

from datetime import timedelta

import pytest

from builders import MONDAY_9AM
from huiyin.store.budgets import Budgets
from store.clouds import Stack

LATER = MONDAY_9AM + timedelta(days=2)
KEY = "0f" * 16


@pytest.fixture
def budgets(stack: Stack) -> Budgets:
    return Budgets(stack.store._table)


@pytest.mark.asvs("V2.3.2")
def test_a_budget_gives_out_what_it_has_and_no_more(budgets: Budgets) -> None:
    assert [budgets.take(KEY, "ack-d:2026-11-23", 3, LATER) for _ in range(5)] == [True, True, True, False, False]


def test_every_holder_and_every_slot_has_a_budget_of_its_own(budgets: Budgets) -> None:
    assert budgets.take(KEY, "ack-h:2026-11-23T09", 1, LATER)
    assert budgets.take("1f" * 16, "ack-h:2026-11-23T09", 1, LATER)
    assert budgets.take(KEY, "ack-h:2026-11-23T10", 1, LATER)
    assert not budgets.take(KEY, "ack-h:2026-11-23T10", 1, LATER)


def test_a_budget_of_nothing_gives_nothing(budgets: Budgets) -> None:
    assert not budgets.take(KEY, "door:2026-11-23T09", 0, LATER)


def test_what_was_not_used_can_be_given_back_and_not_more(budgets: Budgets) -> None:
    assert budgets.take(KEY, "ack-h:2026-11-23T09", 1, LATER)
    budgets.give_back(KEY, "ack-h:2026-11-23T09")
    budgets.give_back(KEY, "ack-h:2026-11-23T09")
    assert [budgets.take(KEY, "ack-h:2026-11-23T09", 1, LATER) for _ in range(2)] == [True, False]


def test_a_counter_says_when_it_may_be_forgotten_and_nothing_of_its_holder(budgets: Budgets, stack: Stack) -> None:
    budgets.take(KEY, "ack-d:2026-11-23", 3, LATER)
    (item,) = stack.store._table.partition(f"BUDGET#{KEY}")
    assert dict(item) == {
        "pk": {"S": f"BUDGET#{KEY}"},
        "sk": {"S": "SLOT#ack-d:2026-11-23"},
        "used": {"N": "1"},
        "expires": {"N": str(int(LATER.timestamp()))},
    }


def test_what_is_counted_without_a_limit_says_how_many_there_are(budgets: Budgets, stack: Stack) -> None:
    assert [budgets.count(KEY, "ask:2026-11-23T09:10", LATER) for _ in range(3)] == [1, 2, 3]
    assert budgets.count(KEY, "ask:2026-11-23T09:20", LATER) == 1
    assert budgets.count("1f" * 16, "ask:2026-11-23T09:10", LATER) == 1
    (first, _) = stack.store._table.partition(f"BUDGET#{KEY}")
    assert first["expires"] == {"N": str(int(LATER.timestamp()))}


def test_whoever_holds_a_place_keeps_it_and_no_more_hold_one_than_there_are(budgets: Budgets) -> None:
    assert [budgets.hold(KEY, "letters-h:2026-11-23T09", who, 2, LATER) for who in ("a", "b", "a", "c", "b")] == [
        True,
        True,
        True,
        False,
        True,
    ]
    assert not budgets.hold(KEY, "letters-h:2026-11-23T10", "a", 0, LATER)


def test_a_place_that_is_given_up_is_free_for_another(budgets: Budgets) -> None:
    assert budgets.hold(KEY, "letters-h:2026-11-23T09", "a", 1, LATER)
    budgets.release(KEY, "letters-h:2026-11-23T09", "b")
    assert not budgets.hold(KEY, "letters-h:2026-11-23T09", "b", 1, LATER)
    for _ in range(2):
        budgets.release(KEY, "letters-h:2026-11-23T09", "a")
    assert budgets.hold(KEY, "letters-h:2026-11-23T09", "b", 1, LATER)
