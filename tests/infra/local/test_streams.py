"""What is written reaches its reader: filtered, in order, again after a failure, and put aside after the last."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from moto.dynamodb.models import dynamodb_backends

from infra.local.stack import Stack

PutAside = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def batches(stack: Stack) -> list[list[str]]:
    from app.reader import BATCHES

    stack.drain()
    BATCHES.clear()
    return BATCHES


def write(stack: Stack, *names: str, sk: str = "note") -> None:
    """All in one transaction, so that they come in one batch."""
    put = [{"Put": {"TableName": stack.name("NoteTable"), "Item": {"pk": {"S": name}, "sk": {"S": sk}}}} for name in names]
    stack.boto("dynamodb").transact_write_items(TransactItems=put)


def seen(stack: Stack, name: str) -> bool:
    key = {"pk": {"S": name}, "sk": {"S": "seen"}}
    return "Item" in stack.boto("dynamodb").get_item(TableName=stack.name("NoteTable"), Key=key)


def test_only_what_the_filter_names_is_delivered_and_what_the_reader_writes_is_not(stack: Stack, batches: list[list[str]]) -> None:
    write(stack, "one", "two")
    write(stack, "three", sk="other")
    stack.drain()
    assert batches == [["one", "two"]]
    assert seen(stack, "one")
    assert seen(stack, "two")
    assert not seen(stack, "three")


def test_a_failed_transaction_reaches_nobody(stack: Stack, batches: list[list[str]]) -> None:
    dynamodb = stack.boto("dynamodb")
    wish = {"TableName": stack.name("NoteTable"), "Item": {"pk": {"S": "one"}, "sk": {"S": "note"}}}
    fresh = {**wish, "Item": {"pk": {"S": "never"}, "sk": {"S": "note"}}}
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(TransactItems=[{"Put": fresh}, {"Put": {**wish, "ConditionExpression": "attribute_not_exists(pk)"}}])
    stack.drain()
    assert batches == []


def test_a_bad_record_is_tried_again_alone_with_those_behind_it_and_then_put_aside(
    stack: Stack, batches: list[list[str]], put_aside: PutAside
) -> None:  # ST03, ST06
    write(stack, "before", "bad", "behind")
    stack.drain()
    assert batches[0] == ["before", "bad", "behind"]
    assert seen(stack, "before")
    assert seen(stack, "behind")
    assert not seen(stack, "bad")
    assert sum(names.count("before") for names in batches) == 1
    assert sum("bad" in names for names in batches) >= 3
    (lost,) = put_aside()
    assert lost["DDBStreamBatchInfo"]["batchSize"] == 1
    assert lost["requestContext"]["condition"] == "RetryAttemptsExhausted"


def test_a_reader_that_raises_is_given_ever_smaller_batches(stack: Stack, batches: list[list[str]], put_aside: PutAside) -> None:
    write(stack, "a1", "a2", "terrible", "a3")
    stack.drain()
    assert batches[0] == ["a1", "a2", "terrible", "a3"]
    assert all(seen(stack, name) for name in ("a1", "a2", "a3"))
    assert ["terrible"] in batches
    assert len(put_aside()) == 1


def test_a_stream_that_was_switched_off_goes_on_where_it_stopped(stack: Stack, batches: list[list[str]]) -> None:
    stack.stream(False)
    write(stack, "later")
    stack.drain()
    assert not seen(stack, "later")
    stack.stream(True)
    stack.drain()
    assert seen(stack, "later")


def test_a_record_that_waited_too_long_is_put_aside_unread_and_those_behind_it_are_read(
    stack: Stack, batches: list[list[str]], put_aside: PutAside, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.stream(False)
    write(stack, "old")
    write(stack, "older")
    waited = time.monotonic() + 61
    monkeypatch.setattr("infra.local.streams.monotonic", lambda: waited)
    monkeypatch.setattr("infra.local.taps.monotonic", lambda: waited)
    write(stack, "fresh")
    stack.stream(True)
    stack.drain()
    assert batches == [["fresh"]]
    (lost,) = put_aside()
    assert (lost["requestContext"]["condition"], lost["DDBStreamBatchInfo"]["batchSize"]) == ("RecordAgeExceeded", 2)


def test_bytes_come_as_base64_and_the_time_as_seconds(stack: Stack, batches: list[list[str]]) -> None:
    item = {"pk": {"S": "sealed"}, "sk": {"S": "note"}, "sealed": {"B": b"\x00\xff"}, "deep": {"L": [{"M": {"b": {"B": b"a"}}}]}}
    received: list[Any] = []
    reader = stack.functions.find("Reader")
    original = reader.handler
    object.__setattr__(reader, "handler", lambda event, context: received.extend(event["Records"]))
    try:
        stack.boto("dynamodb").put_item(TableName=stack.name("NoteTable"), Item=item)
        stack.drain()
    finally:
        object.__setattr__(reader, "handler", original)
    (record,) = received
    assert record["dynamodb"]["NewImage"]["sealed"] == {"B": "AP8="}
    assert record["dynamodb"]["NewImage"]["deep"] == {"L": [{"M": {"b": {"B": "YQ=="}}}]}
    assert isinstance(record["dynamodb"]["ApproximateCreationDateTime"], float)
    assert record["awsRegion"] == "ap-southeast-1"
    assert ":table/huiyin-NoteTable/stream/" in record["eventSourceARN"]


def test_records_stay_in_the_shard_for_whoever_asks_aws(stack: Stack) -> None:
    shard = dynamodb_backends["123456789012"]["ap-southeast-1"].tables[stack.name("NoteTable")].stream_shard
    assert len({one.record["dynamodb"]["SequenceNumber"] for one in shard.items}) == len(shard.items) > 0
