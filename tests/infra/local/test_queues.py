"""What lies in a queue reaches its reader: again after a failure, alone, and put aside after the last try."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from infra.local.stack import Stack

PutAside = Callable[[], list[dict[str, Any]]]

NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def batches(stack: Stack) -> list[list[str]]:
    from app.unpack import BATCHES

    stack.drain()
    BATCHES.clear()
    return BATCHES


def send(stack: Stack, *names: str) -> None:
    """All in one call, so that they come together."""
    entries = [{"Id": str(n), "MessageBody": json.dumps({"key": name})} for n, name in enumerate(names)]
    stack.boto("sqs").send_message_batch(QueueUrl=stack.name("Parcels"), Entries=entries)


def unpacked(stack: Stack, name: str) -> dict[str, str] | None:
    key = {"pk": {"S": name}, "sk": {"S": "unpacked"}}
    item = stack.boto("dynamodb").get_item(TableName=stack.name("NoteTable"), Key=key).get("Item")
    return {word: value["S"] for word, value in item.items()} if item else None


def test_what_was_done_is_gone_from_the_queue(stack: Stack, batches: list[list[str]]) -> None:
    send(stack, "one", "two")
    stack.drain()
    assert sorted(name for batch in batches for name in batch) == ["one", "two"]
    assert unpacked(stack, "one")
    asked = stack.boto("sqs").get_queue_attributes(QueueUrl=stack.name("Parcels"), AttributeNames=["All"])["Attributes"]
    assert asked["ApproximateNumberOfMessages"] == asked["ApproximateNumberOfMessagesNotVisible"] == "0"


def test_no_batch_is_larger_than_asked(stack: Stack, batches: list[list[str]]) -> None:
    send(stack, *(f"n{number}" for number in range(10)))
    stack.drain()
    assert max(map(len, batches)) <= 5
    assert all(unpacked(stack, f"n{number}") for number in range(10))


def test_a_bad_message_alone_is_tried_three_times_and_then_put_aside(stack: Stack, batches: list[list[str]], put_aside: PutAside) -> None:
    send(stack, "before", "bad", "behind")
    stack.drain()
    names = [name for batch in batches for name in batch]
    assert (names.count("before"), names.count("bad"), names.count("behind")) == (1, 3, 1)
    assert put_aside() == [{"key": "bad"}]


def test_a_reader_that_raises_gets_the_whole_batch_again(stack: Stack, batches: list[list[str]], put_aside: PutAside) -> None:
    send(stack, "neighbour", "terrible")
    stack.drain()
    assert [name for batch in batches for name in batch].count("terrible") == 3
    assert {"key": "terrible"} in put_aside()


def test_an_answer_that_names_a_stranger_fails_the_whole_batch(stack: Stack, batches: list[list[str]], put_aside: PutAside) -> None:
    unpack = stack.functions.find("Unpack")
    original = unpack.handler
    object.__setattr__(unpack, "handler", lambda event, context: {"batchItemFailures": [{"itemIdentifier": ""}]})
    try:
        send(stack, "nobody")
        stack.drain()
    finally:
        object.__setattr__(unpack, "handler", original)
    assert put_aside() == [{"key": "nobody"}]


def test_a_message_says_how_often_it_came_and_when_it_was_sent(stack: Stack, batches: list[list[str]]) -> None:
    with stack.at(NOON):
        send(stack, "stamped")
        stack.drain()
    found = unpacked(stack, "stamped")
    assert found is not None
    assert (found["tries"], float(found["sent"])) == ("1", NOON.timestamp() * 1000)


def test_a_new_object_reaches_the_queue_that_its_bucket_notifies(stack: Stack, batches: list[list[str]]) -> None:
    for key in ("parcel/1", "other/1"):
        stack.boto("s3").put_object(Bucket=stack.name("ParcelBucket"), Key=key, Body=b"x")
    stack.drain()
    assert batches == [["parcel/1"]]
    assert unpacked(stack, "parcel/1")
