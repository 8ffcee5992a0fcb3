"""Looking things up in the translated template."""

import json
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def of_type(resources: Json, kind: str) -> Iterator[tuple[str, Json, Json]]:
    """(logical id, the resource, its properties) of every resource of a type."""
    for name, resource in resources.items():
        if resource["Type"] == kind:
            yield name, resource, resource.get("Properties", {})


def listed(value: Any) -> list[Any]:
    """One or many, as many."""
    return value if isinstance(value, list) else [value]


def text_of(value: Any) -> str:
    """An intrinsic or a text, searchable."""
    return json.dumps(value, ensure_ascii=False)
