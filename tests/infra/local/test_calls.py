"""One function calls another as on AWS: it waits for the answer, hears that the other failed, and knows no function that is not there."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.calls import CALLS


def called(stack: Any, name: str, event: Any) -> tuple[Any, bool]:
    """What the function answered, and whether it failed."""
    told = stack.boto("lambda").invoke(FunctionName=name, Payload=json.dumps(event).encode())
    with told["Payload"] as stream:
        return json.loads(stream.read()), "FunctionError" in told


def test_a_function_is_called_by_its_name_or_that_of_an_alias(stack: Any) -> None:
    for name in ("huiyin-Door", "huiyin-Door:live", stack.cloud.get("Door").attributes["Arn"]):
        answer, failed = called(stack, name, {"rawPath": "/x"})
        assert (answer["event"], failed) == ({"rawPath": "/x"}, False)


def test_one_that_fails_says_so_and_not_why(stack: Any) -> None:
    assert called(stack, "huiyin-Door", {"rawPath": "/api/fail"}) == ({"errorType": "RuntimeError"}, True)


def test_one_that_is_not_there_is_not_found(stack: Any) -> None:
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        called(stack, "huiyin-Nobody", {})


def test_who_runs_no_stack_is_answered_by_moto(stack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CALLS, "answer", None)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        called(stack, "huiyin-Door", {})
