"""Load the functions that the template names, and call them as Lambda does."""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from infra.local.cloud import Cloud, Resource
from infra.local.strict_keys import KEY_RIGHTS
from infra.local.template import Json, TemplateRefused
from infra.local.transcript import TRANSCRIPT

# a request of 6 MB may come in base64, so the bound is the larger one of both directions
PAYLOAD_BYTES = 9 * 1024 * 1024
DEFAULT_SECONDS = 3


class FunctionFailed(Exception):
    """A function raised; `cause` is what it raised. The text names the function and the type only."""

    def __init__(self, logical_id: str, cause: BaseException) -> None:
        super().__init__(f"{logical_id} raised {type(cause).__name__}")
        self.logical_id = logical_id
        self.cause = cause


class CallRefused(Exception):
    """Lambda did not take an asynchronous call; `code` is its word for it."""

    code = "TooManyRequestsException"


class Context:
    """The second argument of a handler, with the attributes that Lambda gives it."""

    function_version = "$LATEST"
    identity = None
    client_context = None

    def __init__(self, name: str, arn: str, megabytes: int, seconds: int) -> None:
        self.function_name = name
        self.invoked_function_arn = arn
        self.memory_limit_in_mb = megabytes
        self.aws_request_id = str(uuid.uuid4())
        self.log_group_name = f"/aws/lambda/{name}"
        self.log_stream_name = "local"
        self._ends = time.monotonic() + seconds

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._ends - time.monotonic()) * 1000))


@dataclass(frozen=True)
class Function:
    """One function of the template with its handler."""

    logical_id: str
    name: str
    arn: str
    seconds: int
    megabytes: int
    handler: Callable[[Any, Context], Any]


class Functions:
    """All functions of a stack in one process, under one environment."""

    def __init__(self, cloud: Cloud, overrides: Mapping[str, str]) -> None:
        """overrides: values that take the place of the template's, for variables that the template sets.

        Raises: TemplateRefused when two functions give one variable different values, or a handler is not there.
        """
        self._cloud = cloud
        described = cloud.of_type("AWS::Lambda::Function")
        self.environment = _one_environment(described)
        self.environment.update({name: value for name, value in overrides.items() if name in self.environment})
        self._before: dict[str, str | None] = {}
        self._functions: dict[str, Function] = {}
        self._described = described
        self.calls: dict[str, int] = {}
        # Logical ids of functions whose asynchronous calls Lambda refuses now, as it does when too much is asked of it.
        self.throttled: set[str] = set()
        self._lock = threading.Lock()

    def load(self) -> Functions:
        """Set the environment and import every handler."""
        for name, value in self.environment.items():
            self._before[name] = os.environ.get(name)
            os.environ[name] = value
        folders = sorted(set(self._cloud.template.code.values()))
        for folder in folders:
            if str(folder) not in sys.path:
                sys.path.insert(0, str(folder))
        _forget_what_was_kept(folders)
        TRANSCRIPT.install()
        for resource in self._described:
            self._functions[resource.logical_id] = self._load(resource)
        KEY_RIGHTS.of(self._cloud)
        return self

    def unload(self) -> None:
        """Put the environment back."""
        KEY_RIGHTS.forget()
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        TRANSCRIPT.uninstall()
        _forget_what_was_kept(sorted(set(self._cloud.template.code.values())))

    def find(self, name_or_arn: str) -> Function:
        """A function by logical id, name or ARN, with or without that of a version or alias.

        Raises: KeyError when there is none.
        """
        if name_or_arn in self._functions:
            return self._functions[name_or_arn]
        name = name_or_arn
        if ":function:" in name:
            name = name.split(":function:", 1)[1].split("/", 1)[0]
        name = name.split(":", 1)[0]
        for function in self._functions.values():
            if function.name == name:
                return function
        raise KeyError(name_or_arn)

    def check_taken(self, name_or_arn: str) -> None:
        """Raises: CallRefused while an asynchronous call of this function is not taken; KeyError when there is none."""
        if self.find(name_or_arn).logical_id in self.throttled:
            raise CallRefused("Rate Exceeded.")

    def invoke(self, name_or_arn: str, event: Any) -> Any:
        """Call a function and wait for its answer; event and answer pass through JSON as in the cloud.

        Raises: FunctionFailed when the handler raises or answers what is not JSON.
        """
        function = self.find(name_or_arn)
        with self._lock:
            self.calls[function.logical_id] = self.calls.get(function.logical_id, 0) + 1
        context = Context(function.name, function.arn, function.megabytes, function.seconds)
        TRANSCRIPT.enter()
        try:
            with KEY_RIGHTS.working(function.logical_id):
                return _through_json(function.handler(_through_json(event), context))
        except Exception as failure:
            TRANSCRIPT.add(_as_lambda_logs_it(function, context, failure))
            raise FunctionFailed(function.logical_id, failure) from failure
        finally:
            TRANSCRIPT.leave()

    def _load(self, resource: Resource) -> Function:
        properties = resource.properties
        module, _, symbol = properties["Handler"].rpartition(".")
        folder = self._cloud.template.code[resource.logical_id]
        if not folder.joinpath(*module.split(".")).with_suffix(".py").exists():
            raise TemplateRefused(f"{resource.logical_id}: no file for handler {properties['Handler']} under {folder.name}/")
        handler = getattr(importlib.import_module(module), symbol, None)
        if handler is None:
            raise TemplateRefused(f"{resource.logical_id}: {module} has no {symbol}")
        return Function(
            resource.logical_id,
            resource.physical,
            resource.attributes["Arn"],
            properties.get("Timeout", DEFAULT_SECONDS),
            properties.get("MemorySize", 128),
            handler,
        )


def _through_json(content: Any) -> Any:
    text = json.dumps(content)
    if len(text) > PAYLOAD_BYTES:
        raise ValueError("payload size exceeded maximum allowed payload size")
    return json.loads(text)


def _one_environment(described: list[Resource]) -> dict[str, str]:
    """Every function lives in this process, so one variable can have one value only."""
    environment: dict[str, str] = {}
    owner: dict[str, str] = {}
    for resource in described:
        for name, value in resource.properties.get("Environment", {}).get("Variables", {}).items():
            if environment.setdefault(name, str(value)) != str(value):
                raise TemplateRefused(f"variable {name} differs between {owner[name]} and {resource.logical_id}")
            owner.setdefault(name, resource.logical_id)
    return environment


def _forget_what_was_kept(folders: list[Path]) -> None:
    """A function keeps clients and settings in cached functions; another stack must not meet those of the last one."""
    # A library may hold a module there by a weak link, which may be dead; asking it anything but its type would fail.
    for module in [module for module in list(sys.modules.values()) if issubclass(type(module), ModuleType)]:
        file = getattr(module, "__file__", None)
        if file and any(Path(file).is_relative_to(folder) for folder in folders):
            for kept in list(vars(module).values()):
                forget = getattr(kept, "cache_clear", None)
                if callable(forget):
                    forget()


def _as_lambda_logs_it(function: Function, context: Context, failure: Exception) -> str:
    entry: Json = {
        "level": "ERROR",
        "functionName": function.name,
        "errorType": type(failure).__name__,
        "errorMessage": str(failure),
        "requestId": context.aws_request_id,
        "stackTrace": traceback.format_tb(failure.__traceback__)[1:],
    }
    return json.dumps(entry, ensure_ascii=False)
