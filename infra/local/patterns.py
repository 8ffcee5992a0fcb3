"""Filter patterns of an event source: does this record interest the function?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infra.local.template import TemplateRefused

_KNOWN = {"prefix", "suffix", "exists", "anything-but", "numeric", "equals-ignore-case"}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda left, right: left == right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def check_pattern(pattern: Any) -> None:
    """Refuse a pattern with a word that `matches` would not understand.

    Raises: TemplateRefused naming the word.
    """
    if isinstance(pattern, dict):
        for key, inner in pattern.items():
            for part in inner if key == "$or" else [inner]:
                check_pattern(part)
        return
    if not isinstance(pattern, list):
        raise TemplateRefused(f"a filter pattern ends in a list, not in {pattern!r}")
    for one in pattern:
        if isinstance(one, dict) and set(one) - _KNOWN:
            raise TemplateRefused(f"filter word not known to the local stack: {', '.join(sorted(set(one) - _KNOWN))}")


def matches(pattern: Any, value: Any) -> bool:
    """Whether a value satisfies a pattern: all named fields, in each any of the listed alternatives."""
    if isinstance(pattern, dict):
        for key, inner in pattern.items():
            if key == "$or":
                if not any(matches(part, value) for part in inner):
                    return False
            elif not matches(inner, value.get(key) if isinstance(value, dict) else None):
                return False
        return True
    values = value if isinstance(value, list) else [value]
    return any(_one(wanted, item) for wanted in pattern for item in values)


def _one(wanted: Any, value: Any) -> bool:
    if not isinstance(wanted, dict):
        return type(wanted) is type(value) and wanted == value
    ((word, ask),) = wanted.items()
    match word:
        case "prefix":
            return isinstance(value, str) and value.startswith(ask)
        case "suffix":
            return isinstance(value, str) and value.endswith(ask)
        case "exists":
            return (value is not None) == bool(ask)
        case "equals-ignore-case":
            return isinstance(value, str) and value.lower() == str(ask).lower()
        case "anything-but":
            if value is None:
                return False
            if isinstance(ask, dict):
                return not _one(ask, value)
            return value not in (ask if isinstance(ask, list) else [ask])
        case "numeric":
            pairs = zip(ask[::2], ask[1::2], strict=True)
            return isinstance(value, int | float) and all(_COMPARE[sign](value, number) for sign, number in pairs)
        case _:
            raise TemplateRefused(f"filter word not known to the local stack: {word}")
