"""A moment of a clock reaches its function, however often Lambda refuses the call, or lies where somebody looks."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from infra.local.clockwork import Clockwork
from infra.local.cloud import Cloud, Resource
from infra.local.functions import CallRefused, Functions
from infra.local.stack import Stack

MOMENT = dt.datetime(2026, 11, 27, 10, tzinfo=dt.UTC)
TRIES = 4
Fire = Callable[[], None]


@pytest.fixture
def told(stack: Stack) -> Iterator[list[Any]]:
    """What the function of the schedule is told."""
    heard: list[Any] = []
    sweep = stack.functions.find("Sweep")
    original = sweep.handler
    object.__setattr__(sweep, "handler", lambda event, context: heard.append(event))
    yield heard
    stack.functions.throttled.clear()
    object.__setattr__(sweep, "handler", original)


@pytest.fixture
def fire(stack: Stack) -> Fire:
    """One moment of the schedule, as the scheduler hands it over."""
    clockwork = stack.dispatcher.clockwork

    def hand_over() -> None:
        clockwork.hand_over(clockwork.schedule_of("Sweep"), MOMENT)
        stack.drain()

    return hand_over


def put_aside(stack: Stack) -> list[Any]:
    """What lies in the dead letters, taken out of them."""
    sqs, url = stack.boto("sqs"), stack.name("Lost")
    found: list[Any] = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]).get("Messages", [])
    for message in found:
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def test_a_moment_that_was_refused_is_handed_over_again(stack: Stack, told: list[Any], fire: Fire, monkeypatch: pytest.MonkeyPatch) -> None:
    stack.functions.throttled.add("Sweep")
    monkeypatch.setattr("infra.local.clockwork.time.sleep", lambda seconds: stack.functions.throttled.clear())
    with stack.at(MOMENT):
        fire()
    assert told == [{"at": "2026-11-27T10:00:00Z"}]
    assert put_aside(stack) == []


def test_after_the_last_try_the_moment_lies_in_the_dead_letters_and_says_whom_it_was_for(stack: Stack, told: list[Any], fire: Fire) -> None:
    stack.functions.throttled.add("Sweep")
    with stack.at(MOMENT):
        fire()
    assert told == []
    (message,) = put_aside(stack)
    assert json.loads(message["Body"]) == {"at": "2026-11-27T10:00:00Z"}
    said = {name: one["StringValue"] for name, one in message["MessageAttributes"].items()}
    assert said["TARGET_ARN"] == stack.functions.find("Sweep").arn
    assert (said["EXHAUSTED_RETRY_CONDITION"], said["RETRY_ATTEMPTS"]) == ("MaximumRetryAttempts", "2")
    assert said["ERROR_CODE"] == "TooManyRequestsException"


def test_a_moment_that_is_too_old_is_not_tried_again(stack: Stack, told: list[Any], fire: Fire) -> None:
    stack.functions.throttled.add("Sweep")
    with stack.at(MOMENT + dt.timedelta(seconds=300)):
        fire()
    (message,) = put_aside(stack)
    said = {name: one["StringValue"] for name, one in message["MessageAttributes"].items()}
    assert (said["EXHAUSTED_RETRY_CONDITION"], said["RETRY_ATTEMPTS"]) == ("MaximumEventAgeInSeconds", "0")


def test_a_function_that_fails_is_no_matter_of_the_scheduler(stack: Stack, fire: Fire) -> None:
    sweep, calls = stack.functions.find("Sweep"), stack.functions.calls.get("Sweep", 0)
    original = sweep.handler

    def fail(event: Any, context: Any) -> None:
        raise RuntimeError

    object.__setattr__(sweep, "handler", fail)
    try:
        fire()
    finally:
        object.__setattr__(sweep, "handler", original)
    assert stack.functions.calls["Sweep"] - calls == 3  # Lambda's own two retries
    assert put_aside(stack) == []


def test_a_target_that_takes_nothing_holds_up_no_other_schedule() -> None:
    ended, called = threading.Event(), []

    def call_later(arn: str, content: Any) -> None:
        called.append(arn)
        if arn != "closed":
            return
        if called.count(arn) == TRIES:
            ended.set()
        raise CallRefused("TooManyRequestsException")

    clockwork = Clockwork(cast(Cloud, Schedules("closed", "open")), cast(Functions, None), call_later)
    # Both are due by now, in this order.
    clockwork._start -= dt.timedelta(seconds=60)
    clockwork.keep_time(ended)
    assert called == ["closed", "open", *["closed"] * (TRIES - 1)]


class Schedules:
    """Schedules of every minute, one for each target."""

    def __init__(self, *targets: str) -> None:
        self._targets = targets

    def of_type(self, type_name: str) -> list[Resource]:
        """As a Cloud answers."""
        assert type_name == "AWS::Scheduler::Schedule"
        policy = {"MaximumRetryAttempts": TRIES - 1}
        return [
            Resource(
                logical_id=target,
                type=type_name,
                fate=cast(Any, None),
                note="",
                physical=target,
                attributes={"Arn": f"{target}-schedule"},
                properties={"ScheduleExpression": "rate(1 minute)", "Target": {"Arn": target, "RetryPolicy": policy}},
            )
            for target in self._targets
        ]
