"""Functions are loaded from the template and called as Lambda calls them."""

from __future__ import annotations

import json
import sys
import weakref
from types import ModuleType

import pytest

from infra.local.functions import FunctionFailed
from infra.local.stack import Stack


def test_a_function_answers_by_any_of_its_names(stack: Stack) -> None:
    arn = stack.cloud.get("Door").attributes["Arn"]
    names = ["Door", "huiyin-Door", arn, f"{arn}:live", f"arn:aws:apigateway:x:lambda:path/2015-03-31/functions/{arn}/invocations"]
    assert {stack.functions.find(name).logical_id for name in names} == {"Door"}


def test_the_event_and_the_answer_pass_through_json(stack: Stack) -> None:
    event = {"rawPath": "/x", "nested": (1, 2)}
    answer = stack.invoke("Door", event)
    assert answer["event"]["nested"] == [1, 2]
    assert answer["seconds"] == 19


def test_what_a_function_prints_is_in_the_logs_and_not_on_the_screen(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FunctionFailed):
        stack.invoke("Door", {"rawPath": "/api/fail"})
    assert '{"level": "INFO", "message": "about to fail"}' in stack.logs()
    crash = json.loads(stack.logs()[-1])
    assert (crash["errorType"], crash["functionName"]) == ("RuntimeError", "huiyin-Door")
    assert "about to fail" not in capsys.readouterr().out
    print("this is not a function")
    assert "this is not a function" not in stack.logs()


def test_an_answer_that_is_no_json_is_a_failure(stack: Stack) -> None:
    door = stack.functions.find("Door")
    original = door.handler
    object.__setattr__(door, "handler", lambda event, context: {1, 2})
    try:
        with pytest.raises(FunctionFailed, match="Door raised TypeError"):
            stack.invoke("Door", {})
    finally:
        object.__setattr__(door, "handler", original)


def test_a_module_that_a_library_let_go_of_stops_no_other_stack(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jinja keeps the modules of letters in `sys.modules` by a weak link, which outlives them."""
    gone = ModuleType("gone")
    monkeypatch.setitem(sys.modules, "gone", weakref.proxy(gone))
    del gone
    stack.functions.load()
    assert stack.invoke("Door", {"rawPath": "/x"})["event"] == {"rawPath": "/x"}
