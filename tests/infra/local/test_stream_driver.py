"""4-security 4.2, row 8: a stream keeps the order of one item and brings everything at least once, and promises nothing more."""

from __future__ import annotations

import json
from typing import Any

import pytest

from infra.local.stack import Stack
from infra.local.stream_driver import KEPT_SECONDS, disturbed, lane_of

NOW = 1_800_000_000.0


def record(item: str, number: int, at: float = NOW) -> dict[str, Any]:
    keys = {"pk": {"S": item}, "sk": {"S": "note"}}
    return {"dynamodb": {"Keys": keys, "SequenceNumber": str(number), "ApproximateCreationDateTime": at}}


RECORDS = [record(item, n) for n, item in enumerate("abcab" * 8)]


def seen_first(batches: list[list[dict[str, Any]]], item: str) -> list[int]:
    """The numbers of one item in the order in which each came first."""
    numbers = [int(one["dynamodb"]["SequenceNumber"]) for batch in batches for one in batch if one["dynamodb"]["Keys"]["pk"]["S"] == item]
    return list(dict.fromkeys(numbers))


@pytest.mark.parametrize("seed", range(20))
def test_everything_comes_and_each_item_in_its_order(seed: int) -> None:
    batches = list(disturbed(RECORDS, seed))
    for item in "abc":
        numbers = seen_first(batches, item)
        assert numbers == sorted(numbers)
        assert len(numbers) == sum(one["dynamodb"]["Keys"]["pk"]["S"] == item for one in RECORDS)


def test_items_are_interleaved_and_batches_repeated() -> None:
    batches = list(disturbed(RECORDS, 1))
    assert sum(map(len, batches)) > len(RECORDS)
    first = list(dict.fromkeys(json.dumps(one) for batch in batches for one in batch))
    assert first != [json.dumps(one) for one in RECORDS]


def test_the_same_seed_disturbs_in_the_same_way() -> None:
    assert list(disturbed(RECORDS, 5)) == list(disturbed(RECORDS, 5)) != list(disturbed(RECORDS, 6))


def test_after_a_day_a_record_is_gone() -> None:
    old, young = record("a", 1, NOW - KEPT_SECONDS - 1), record("a", 2, NOW - KEPT_SECONDS + 1)
    left = [one for batch in disturbed([old, young], 3, now=NOW) for one in batch]
    assert {one["dynamodb"]["SequenceNumber"] for one in left} == {"2"}


def test_one_item_always_goes_the_same_lane() -> None:
    lanes = {item: {lane_of(record(item, n), 4) for n in range(3)} for item in map(str, range(40))}
    assert all(len(found) == 1 for found in lanes.values())
    assert len(set.union(*lanes.values())) == 4


def test_a_reader_with_four_lanes_still_gets_everything(stack: Stack) -> None:
    from app.reader import BATCHES

    (reader,) = stack.dispatcher._streams
    reader._lanes = 4
    stack.drain()
    BATCHES.clear()
    put = [{"Put": {"TableName": stack.name("NoteTable"), "Item": {"pk": {"S": f"l{n}"}, "sk": {"S": "note"}}}} for n in range(12)]
    stack.boto("dynamodb").transact_write_items(TransactItems=put)
    stack.drain()
    assert sorted(name for batch in BATCHES for name in batch) == sorted(f"l{n}" for n in range(12))
    assert len(BATCHES) > 1


def test_a_whole_stream_is_delivered_again(stack: Stack) -> None:
    from app.reader import BATCHES

    stack.boto("dynamodb").put_item(TableName=stack.name("NoteTable"), Item={"pk": {"S": "again"}, "sk": {"S": "note"}})
    stack.drain()
    BATCHES.clear()
    stack.dispatcher.replay(seed=2)
    assert "again" in [name for batch in BATCHES for name in batch]
