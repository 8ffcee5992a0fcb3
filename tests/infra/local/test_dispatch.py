"""New objects and clocks reach their functions, and drain waits for all they set off."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path

import pytest

from infra.local.dispatch import NotQuiet
from infra.local.functions import FunctionFailed
from infra.local.stack import Stack

SAMPLE = Path(__file__).parent / "sample" / "template.yaml"
FRIDAY = dt.datetime(2026, 11, 27, 18, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def items(stack: Stack, pk: str) -> list[str]:
    query = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": pk}}}
    return [item["sk"]["S"] for item in stack.boto("dynamodb").query(TableName=stack.name("NoteTable"), **query)["Items"]]


def test_a_new_object_reaches_its_function_and_sets_off_the_stream(stack: Stack) -> None:
    stack.boto("s3").put_object(Bucket=stack.name("PhotoBucket"), Key="incoming/a b.jpg", Body=b"photo")
    stack.drain()
    assert items(stack, "incoming/a+b.jpg") == ["note", "seen"]


def test_an_object_elsewhere_reaches_nobody(stack: Stack) -> None:
    stack.boto("s3").put_object(Bucket=stack.name("PhotoBucket"), Key="served/1.jpg", Body=b"photo")
    stack.boto("s3").put_object(Bucket=stack.name("SiteBucket"), Key="incoming/1.jpg", Body=b"photo")
    stack.drain()
    assert items(stack, "served/1.jpg") == items(stack, "incoming/1.jpg") == []


def test_a_call_that_fails_is_made_three_times_and_then_put_aside(stack: Stack) -> None:
    from app.develop import TRIES

    stack.boto("s3").put_object(Bucket=stack.name("PhotoBucket"), Key="incoming/spoilt.jpg", Body=b"photo")
    stack.drain()
    assert TRIES.count("incoming/spoilt.jpg") == 3
    (message,) = stack.boto("sqs").receive_message(QueueUrl=stack.name("Lost"))["Messages"]
    lost = json.loads(message["Body"])
    assert lost["requestContext"]["condition"] == "RetriesExhausted"
    assert lost["requestPayload"]["Records"][0]["s3"]["object"]["key"] == "incoming/spoilt.jpg"


def test_a_tick_tells_the_function_its_moment_and_all_it_writes_bears_it(stack: Stack) -> None:
    stack.tick("Sweep", at=FRIDAY)
    assert items(stack, "sweep") == ["note 2026-11-27T10:00:00Z", "seen"]
    query = {"Key": {"pk": {"S": "sweep"}, "sk": {"S": "seen"}}}
    stamp = stack.boto("dynamodb").get_item(TableName=stack.name("NoteTable"), **query)["Item"]["at"]["S"]
    assert float(stamp) == FRIDAY.timestamp()
    assert stack.mailbox()[-1]["at"] == "2026-11-27T10:00:00+00:00"


def test_a_function_without_a_schedule_cannot_be_ticked(stack: Stack) -> None:
    with pytest.raises(KeyError):
        stack.tick("Door")
    with pytest.raises(KeyError):
        stack.tick("Nobody")


def test_a_schedule_that_fails_says_so_without_the_words_of_the_error(stack: Stack) -> None:
    with pytest.raises(FunctionFailed) as failure:
        stack.invoke("Sweep", {"no": "moment"})
    assert str(failure.value) == "Sweep raised KeyError"


def test_drain_gives_up_in_the_end_and_names_what_is_busy(stack: Stack) -> None:
    develop = stack.functions.find("Develop")
    original = develop.handler
    object.__setattr__(develop, "handler", lambda event, context: time.sleep(0.5))
    try:
        stack.dispatcher.call_later("Develop", {"Records": []})
        with pytest.raises(NotQuiet, match="1 asynchronous calls"):
            stack.drain(0.05)
        stack.drain()
    finally:
        object.__setattr__(develop, "handler", original)
