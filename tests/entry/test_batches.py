"""A batch in which one record fails: the others are dealt with, and Lambda hears of that one alone."""

import json
from typing import Any

import pytest

from huiyin.entry.batches import each

QUEUE = [{"messageId": "a", "body": "1"}, {"messageId": "b", "body": "broken"}, {"messageId": "c", "body": "3"}]
STREAM = [{"eventName": "INSERT", "dynamodb": {"SequenceNumber": f"10{place}", "Keys": {}}} for place in range(3)]


def test_what_fails_stops_no_other_and_is_named_by_its_message() -> None:
    read: list[Any] = []
    answer = each({"Records": QUEUE}, lambda record: read.append(json.loads(record["body"])))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "b"}]}
    assert read == [1, 3]


def test_a_record_of_the_stream_is_named_by_its_number() -> None:
    def deal(record: dict[str, Any]) -> None:
        if record["dynamodb"]["SequenceNumber"] != "101":
            raise LookupError

    assert each({"Records": STREAM}, deal) == {"batchItemFailures": [{"itemIdentifier": "100"}, {"itemIdentifier": "102"}]}


def test_a_batch_without_fault_leaves_nothing_to_try_again() -> None:
    assert each({"Records": QUEUE}, lambda record: None) == {"batchItemFailures": []}


def test_the_end_of_the_process_is_no_failed_record() -> None:
    def stop(record: dict[str, Any]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        each({"Records": QUEUE}, stop)
