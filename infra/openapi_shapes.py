"""What schemas of answers are made of: texts, moments, lists, and objects that hold what they name and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
YES: Json = {"type": "boolean"}
WHOLE: Json = {"type": "integer"}
MOMENT: Json = {"type": "string", "format": "date-time"}
ADDRESS: Json = {"type": "string", "format": "uri"}
NUMBER: Json = {"type": "string", "pattern": "^HY-[0-9]{4}-[0-9]{8}$"}


def ref(name: str) -> Json:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


WORDS = ref("Words")


def maybe(schema: Json) -> Json:
    """That, or null."""
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def many(schema: Json) -> Json:
    """A list of that."""
    return {"type": "array", "items": schema}


def exactly(*, optional: Mapping[str, Json] | None = None, **fields: Json) -> Json:
    """An object with these fields and no other."""
    known = {**fields, **(optional or {})}
    return {"type": "object", "properties": known, "required": list(fields), "additionalProperties": False}
