"""Which refusal is answered with which status: found in the code that raises them, judged by the very function of the doors."""

from __future__ import annotations

import ast
import inspect
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import huiyin
from huiyin.core import errors
from huiyin.core.errors import Refusal
from huiyin.entry import http, sign_in
from huiyin.entry.http import status_of
from huiyin.policy.schema import Policy

_PACKAGE = Path(inspect.getfile(huiyin)).parent
# Written by the router itself, which has no class for them.
_OF_THE_ROUTER = {"method_not_allowed": 405, "internal": 500}
# Refusals whose code is put together or handed on: the class that they are raised as.
_PUT_TOGETHER = {
    errors.NotAllowedNow: "accused_apart already_accepted already_registered already_triaged danger_apart guarded_apart kind_apart",
    errors.NotUnderstood: "pow_expired pow_wrong sheet_locked sheet_too_large sheet_unreadable",
}
# How a reader of fields is told which code to refuse with, and how the challenge is.
_BY_KEYWORD, _BY_CALL = "refusal", "_refuse"


@cache
def classes() -> Mapping[str, type[Refusal]]:
    """Every class of refusal by its name."""
    found = (value for module in (errors, sign_in, http) for value in vars(module).values())
    return {one.__name__: one for one in found if inspect.isclass(one) and issubclass(one, Refusal)}


@cache
def statuses() -> Mapping[str, int]:
    """The status of every code that the package can refuse with."""
    found = dict(_OF_THE_ROUTER)
    found |= {code: status_of(kind(code)) for kind, codes in _PUT_TOGETHER.items() for code in codes.split()}
    for path in sorted(_PACKAGE.rglob("*.py")):
        if "built" not in path.parts:
            for refusal in _raised(ast.parse(path.read_text("utf-8"))):
                found.setdefault(refusal.code, status_of(refusal))
    return found


def _raised(tree: ast.Module) -> Iterator[Refusal]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and node.exc.id in classes():
            yield classes()[node.exc.id]()
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in classes():
            for code in _texts(node.args[0]) if node.args else [None]:
                yield classes()[name](code)
        for keyword in node.keywords:
            if keyword.arg == _BY_KEYWORD:
                yield from (errors.NotUnderstood(code) for code in _texts(keyword.value))
        if name == _BY_CALL:
            yield from (errors.NotUnderstood(code) for code in _texts(node.args[2]))


def _texts(node: ast.expr) -> list[str]:
    """The codes that an argument can be: a text, or one of two."""
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body), *_texts(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def by_status(policy: Policy) -> Mapping[int, tuple[str, ...]]:
    """The codes of each status that have a sentence for people."""
    found: dict[int, list[str]] = defaultdict(list)
    for code, status in sorted(statuses().items()):
        if f"refusals.{code}" in policy.words["zh"]:
            found[status].append(code)
    return {status: tuple(codes) for status, codes in sorted(found.items())}
