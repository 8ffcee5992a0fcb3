"""The parts of which schemas of answers are made."""

from typing import Any

import jsonschema
import pytest

from infra.openapi_shapes import MOMENT, NUMBER, TEXT, WORDS, exactly, many, maybe, ref


def holds(schema: dict[str, Any], value: object) -> bool:
    return bool(jsonschema.Draft202012Validator(schema).is_valid(value))


def test_an_object_holds_what_it_names_and_nothing_else() -> None:
    schema = exactly(number=NUMBER, optional={"note": TEXT})
    assert holds(schema, {"number": "HY-2026-00000001"})
    assert holds(schema, {"number": "HY-2026-00000001", "note": ""})
    assert not holds(schema, {"number": "HY-2026-1"})
    assert not holds(schema, {"note": ""})
    assert not holds(schema, {"number": "HY-2026-00000001", "code": "x"})


@pytest.mark.parametrize("schema", [TEXT, MOMENT, exactly(n=TEXT), {"enum": ["a"]}])
def test_what_may_be_missing_may_be_null(schema: dict[str, Any]) -> None:
    assert holds(maybe(schema), None)
    assert not holds(schema, None)
    assert not holds(maybe(schema), 1)


def test_a_list_holds_one_kind_of_thing() -> None:
    assert holds(many(TEXT), ["a", "b"])
    assert not holds(many(TEXT), ["a", 1])


def test_a_named_schema_lies_among_the_components() -> None:
    assert ref("Words") == WORDS == {"$ref": "#/components/schemas/Words"}
