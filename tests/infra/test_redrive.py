"""Redriving: every dead letter goes back to where it came from, and nothing that is not understood is lost."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest

from infra import deployment
from infra import redrive as command
from infra.deployment import Deployment, NoSuchStack
from infra.local.queues import messages_of
from infra.local.stack import Stack
from infra.redrive import Redriven, redrive, waiting

Calls = list[tuple[str, Any]]


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with Stack.start() as running:
        yield running


@pytest.fixture
def sqs(stack: Stack) -> Any:
    stack.drain()
    messages_of(stack.cloud.region, "huiyin-DeadLetters").clear()
    return stack.boto("sqs")


def put_aside(stack: Stack, body: str, **attributes: str) -> None:
    said = {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()}
    stack.boto("sqs").send_message(QueueUrl=stack.name("DeadLetters"), MessageBody=body, MessageAttributes=said)


def handed_back(stack: Stack, calls: Calls | None = None) -> Redriven:
    noted: Calls = calls if calls is not None else []
    return redrive(
        stack.boto("sqs"),
        stack.name("DeadLetters"),
        invoke=lambda function, content: noted.append((function, content)),
        sweep=lambda: noted.append(("sweep", None)),
    )


def test_a_photo_goes_back_into_its_queue_and_is_dealt_with(stack: Stack, sqs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clean = stack.functions.find("CleanEvidence")
    original = clean.handler
    seen: list[str] = []

    def fails(event: Any, context: Any) -> Any:
        seen.append(event["Records"][0]["body"])
        raise OSError

    object.__setattr__(clean, "handler", fails)
    sqs.send_message(QueueUrl=stack.name("Uploads"), MessageBody='{"Records": []}')
    stack.drain()
    object.__setattr__(clean, "handler", original)
    assert len(seen) == 3
    assert waiting(sqs, stack.name("DeadLetters")) == 1
    done = stack.redrive()
    assert done.queues == {"huiyin-Uploads": 1}
    assert waiting(sqs, stack.name("DeadLetters")) == waiting(sqs, stack.name("Uploads")) == 0


def test_a_record_of_the_stream_lets_the_sweeper_send_what_is_owed_once(stack: Stack, sqs: Any) -> None:
    for number in (1, 2):
        put_aside(stack, json.dumps({"DDBStreamBatchInfo": {"startSequenceNumber": str(number)}, "requestContext": {}}))
    calls: Calls = []
    done = handed_back(stack, calls)
    assert (done.records, done.left, calls) == (2, 0, [("sweep", None)])
    assert "letters of 2 batches" in done.lines()[0]


def test_a_call_that_failed_is_made_again_with_what_it_was_told(stack: Stack, sqs: Any) -> None:
    function = stack.cloud.get("WriteReport").attributes["Arn"]
    told = {"at": "2026-11-24T16:30:00Z"}
    put_aside(stack, json.dumps({"requestContext": {"functionArn": f"{function}:$LATEST"}, "requestPayload": told}))
    calls: Calls = []
    assert handed_back(stack, calls).functions == {"huiyin-WriteReport": 1}
    assert calls == [(f"{function}:$LATEST", told)]


def test_a_moment_that_a_clock_could_not_tell_is_told_to_its_function(stack: Stack, sqs: Any) -> None:
    function = stack.cloud.get("SweepDeadlines").attributes["Arn"]
    put_aside(stack, '{"at": "2026-11-24T01:00:00Z"}', TARGET_ARN=function, ERROR_CODE="Throttled")
    calls: Calls = []
    handed_back(stack, calls)
    assert calls == [(function, {"at": "2026-11-24T01:00:00Z"})]


@pytest.mark.parametrize("body", ["no JSON", "[]", "7", "{}", '"requestPayload"', '{"requestPayload": {}}'])
def test_what_is_not_understood_stays_and_is_told(stack: Stack, sqs: Any, body: str) -> None:
    put_aside(stack, body)
    done = handed_back(stack)
    assert (done.done, done.left) == (0, 1)
    assert "1 left" in done.lines()[-1]
    held = sqs.get_queue_attributes(QueueUrl=stack.name("DeadLetters"), AttributeNames=["All"])["Attributes"]
    assert held["ApproximateNumberOfMessagesNotVisible"] == "1"


def test_more_than_one_batch_goes_back_and_what_fails_again_is_not_asked_twice(stack: Stack, sqs: Any) -> None:
    body = json.dumps({"requestContext": {"functionArn": stack.cloud.get("WriteReport").attributes["Arn"]}, "requestPayload": {}})
    for _ in range(23):
        put_aside(stack, body)
    again: Calls = []

    def fails(function: str, content: Any) -> None:
        again.append((function, content))
        put_aside(stack, body)

    redrive(sqs, stack.name("DeadLetters"), invoke=fails, sweep=lambda: None)
    assert len(again) == 23
    assert waiting(sqs, stack.name("DeadLetters")) == 23


def test_an_empty_queue_says_so(stack: Stack, sqs: Any) -> None:
    assert handed_back(stack).lines() == ["DeadLetters: nothing waits"]


def test_the_local_stack_has_the_same_tool(stack: Stack, sqs: Any) -> None:
    put_aside(stack, json.dumps({"DDBStreamBatchInfo": {}}))
    with urlopen(Request(f"{stack.url}/_local/redrive", method="POST")) as answer:
        said = json.load(answer)
    assert said == {"done": ["SweepDeadlines: called for the letters of 1 batches of the stream"], "left": 0}
    assert stack.functions.calls["SweepDeadlines"] >= 1


def deployed(stack: Stack) -> Deployment:
    names = {name: (one.type, one.physical) for name, one in stack.cloud.resources.items()}
    return Deployment(stack="huiyin", region=stack.cloud.region, outputs={}, parameters={}, resources=names, client=stack.boto)


def test_the_command_says_what_it_did_and_fails_when_something_is_left(
    stack: Stack, sqs: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(deployment, "deployment_of", lambda name, region, client: deployed(stack))
    put_aside(stack, "no JSON")
    assert command.main(["--stack", "huiyin", "--region", stack.cloud.region]) == 1
    assert "1 left" in capsys.readouterr().out
    assert command.main(["--stack", "huiyin", "--region", stack.cloud.region]) == 0


def test_a_stack_that_is_not_there_is_told_in_a_sentence(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none(name: str, region: str, client: Any) -> Deployment:
        raise NoSuchStack("there is no stack x")

    monkeypatch.setattr(deployment, "deployment_of", none)
    assert command.main(["--stack", "x", "--region", stack.cloud.region]) == 2
    assert "there is no stack x" in capsys.readouterr().err
