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


def allows(schema: dict[str, Any], value: str) -> bool:
    """As JSON Schema reads a pattern: to Python, "$" also stands before a last break."""
    return re.search(schema["pattern"].replace("$", r"\Z"), value) is not None


def takes_whole(kind: str, value: object) -> bool:
    try:
        getattr(Fields(Body(values={"note": value}, form=False)), kind)("note", most=3, limit=100)
    except NotUnderstood:
        return False
    return True


@pytest.mark.parametrize("char", [*CONTROLS, "\u2028", "\u3000", "字"])
def test_a_name_and_a_short_text_hold_what_their_reader_takes(char: str) -> None:
    texts = as_json(fields_of(lambda fields: fields.texts("note", most=3, limit=100)).asked_for["note"])["anyOf"][1]
    pairs = as_json(fields_of(lambda fields: fields.pairs("note", most=3, limit=100)).asked_for["note"])
    for value in (f"王{char}芳", char, f"王芳{char}"):
        allowed = allows(pairs["propertyNames"], value)
        assert (takes_whole("pairs", {value: "三天"}), takes_whole("pairs", {value: ""})) == (allowed, allowed)
        assert takes_whole("pairs", {"多久": value}) is allows(pairs["additionalProperties"], value)
        assert takes_whole("texts", [value]) is allows(texts, value)


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
        (lambda f: f.grade("x", (1, 2)), {"enum": [1, 2, "1", "2", None]}, {"type": "string", "enum": ["1", "2", ""]}),
        (lambda f: f.needed_grade("x", (1, 2)), {"enum": [1, 2, "1", "2"]}, {"type": "string", "enum": ["1", "2"]}),
        (lambda f: f.agreed("x", "2026.11", needed=True), {"const": "2026.11"}, {"type": "string", "enum": ["2026.11"]}),
    ],
)
def test_a_field_has_its_schema(ask: Any, json: Any, form: Any) -> None:
    asked = fields_of(ask).asked_for["x"]
    assert as_json(asked) == json
    assert form is None or as_form(asked) == form
