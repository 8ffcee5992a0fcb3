"""The schema of a field lets through what the field's own reader lets through."""

import re
from typing import Any

import pytest

from huiyin.core.errors import NotUnderstood
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields
from infra.openapi_fields import as_form, as_json, fields_of

CONTROLS = [chr(point) for point in (*range(0x20), *range(0x7F, 0xA0))]


def takes(kind: str, value: str) -> bool:
    """Whether `Fields` takes it."""
    try:
        getattr(Fields(Body(values={"note": value}, form=False)), kind)("note", 100)
    except NotUnderstood:
        return False
    return True


@pytest.mark.parametrize("kind", ["line", "text", "needed_text"])
@pytest.mark.parametrize("around", ["王{}芳", "{}", "王芳{}"])
def test_a_character_is_allowed_by_the_schema_when_it_is_by_the_reader(kind: str, around: str) -> None:
    schema = as_json(fields_of(lambda fields: getattr(fields, kind)("note", 100)).asked_for["note"])
    patterns = [re.compile(one["pattern"]) for one in (schema, *schema.get("allOf", ()))]
    wrong = [
        f"U+{ord(char):04X}"
        for char in [*CONTROLS, "\u2028", "\u200b", "\ufeff", "\u3000", "\u00a0", "\u00ad", "\u2060", "字", "!"]
        if all(one.search(around.format(char)) for one in patterns) is not takes(kind, around.format(char))
    ]
    assert wrong == []


def test_what_a_reader_insists_on_is_needed() -> None:
    def read(fields: Fields) -> None:
        fields.needed_text("matter", 10)
        fields.text("wish", 10)
        fields.nothing_else()

    reading = fields_of(read)
    assert {name: one.needed for name, one in reading.asked_for.items()} == {"matter": True, "wish": False}
    assert reading.closed


@pytest.mark.parametrize(
    ("ask", "json", "form"),
    [
        (lambda f: f.flag("x"), {"type": ["boolean", "null"]}, None),
        (lambda f: f.code("x", ("a", "b")), {"enum": ["a", "b", "", None]}, {"type": "string", "enum": ["a", "b", ""]}),
        (lambda f: f.needed_code("x", ("a",)), {"enum": ["a"]}, {"type": "string", "enum": ["a"]}),
        (lambda f: f.grade("x", (1, 2)), {"enum": [1, 2, "1", "2"]}, {"type": "string", "enum": ["1", "2"]}),
        (lambda f: f.agreed("x", "2026.11", needed=True), {"const": "2026.11"}, {"type": "string", "enum": ["2026.11"]}),
    ],
)
def test_a_field_has_its_schema(ask: Any, json: Any, form: Any) -> None:
    asked = fields_of(ask).asked_for["x"]
    assert as_json(asked) == json
    assert form is None or as_form(asked) == form
