"""A batch in which one record fails: the others are dealt with, and Lambda hears of that one alone."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from huiyin.entry import clean_evidence, follow_up, inbound_mail, mail_receipts
from huiyin.entry.batches import each

QUEUE = [{"messageId": "a", "body": "1"}, {"messageId": "b", "body": "broken"}, {"messageId": "c", "body": "3"}]
STREAM = [{"eventName": "INSERT", "dynamodb": {"SequenceNumber": f"10{place}", "Keys": {}}} for place in range(3)]
# It carries the event's key but nothing of the rest, and no number of a try stands on the message.
TORN = [
    {"dynamodb": {"SequenceNumber": "100", "Keys": {"pk": {"S": "CASE#18720043"}, "sk": {"S": "EV#000001"}}, "NewImage": {"owed_pk": {}}}},
    {"messageId": "a", "body": '{"Records": [{}]}', "attributes": {}},
]


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


def test_the_journal_says_what_failed_and_of_which_case(written: Callable[[], str]) -> None:
    def deal(record: dict[str, Any]) -> None:
        raise LookupError("王芳")

    each({"Records": [TORN[0], QUEUE[0]]}, deal)
    of_stream, of_queue = map(json.loads, written().splitlines())
    assert (of_stream["level"], of_stream["error"], of_stream["number"]) == ("ERROR", "LookupError", "18720043")
    assert (of_queue["error"], "number" in of_queue) == ("LookupError", False)
    assert "王芳" not in json.dumps([of_stream, of_queue], ensure_ascii=False)


@pytest.mark.parametrize(
    ("function", "torn"),
    [(follow_up, TORN[0]), (clean_evidence, TORN[1]), (inbound_mail, TORN[1]), (mail_receipts, TORN[1])],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_record_that_no_function_can_read_leaves_one_line(function: Any, torn: dict[str, Any], written: Callable[[], str]) -> None:
    answer = function.handler({"Records": [torn]}, None)
    assert len(answer["batchItemFailures"]) == 1
    (line,) = map(json.loads, written().splitlines())
    assert (line["level"], line["error"]) == ("ERROR", "KeyError")
    assert line["place"].startswith("entry/")
