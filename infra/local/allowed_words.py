"""Hold the values of a request to the words that AWS allows: botocore checks names and types, but not these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from infra.local.template import TemplateRefused


def watch(client: Any) -> Any:
    """The same client; from now on it refuses a value outside the service's own list of words."""
    client.meta.events.register("provide-client-params", _check)
    return client


def _check(params: Any, model: Any, **_: Any) -> None:
    if model.input_shape is not None:
        for name, value, allowed in _strangers(model.input_shape, params, model.name):
            raise TemplateRefused(f"{name}: {value} is none of {', '.join(allowed)}")


def _strangers(shape: Any, value: Any, name: str) -> Iterator[tuple[str, str, list[str]]]:
    match shape.type_name:
        case "structure" if isinstance(value, dict):
            for member, inner in value.items():
                if member in shape.members:
                    yield from _strangers(shape.members[member], inner, member)
        case "list" if isinstance(value, list):
            for inner in value:
                yield from _strangers(shape.member, inner, name)
        case "map" if isinstance(value, dict):
            for key, inner in value.items():
                yield from _strangers(shape.key, key, name)
                yield from _strangers(shape.value, inner, key)
        case "string" if shape.enum and isinstance(value, str) and value not in shape.enum:
            yield name, value, shape.enum
        case _:
            return
