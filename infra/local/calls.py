"""One function calls another and waits for its answer: moto knows no function of ours, so the runner answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from infra.local.functions import FunctionFailed

Call = Callable[[str, Any], Any]


class Calls:
    """Who answers such calls: the functions of the stack that runs, by name or ARN, with or without the name of an alias."""

    def __init__(self) -> None:
        self.answer: Call | None = None
        self._installed = False

    def install(self) -> None:
        """Take moto's place; a second call changes nothing."""
        if self._installed:
            return
        self._installed = True
        from moto.awslambda.exceptions import UnknownFunctionException
        from moto.awslambda.models import LambdaBackend

        backend: Any = LambdaBackend
        theirs = backend.invoke

        def invoke(backend: Any, name: str, qualifier: str | None, body: Any, headers: Mapping[str, str], told: dict[str, str]) -> Any:
            if self.answer is None:
                return theirs(backend, name, qualifier, body, headers, told)
            try:
                return json.dumps(self.answer(name, json.loads(body)))
            except FunctionFailed as failure:
                told["x-amz-function-error"] = "Unhandled"
                return json.dumps({"errorType": type(failure.cause).__name__})
            except KeyError:
                raise UnknownFunctionException(name) from None

        backend.invoke = invoke


CALLS = Calls()
