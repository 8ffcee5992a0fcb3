"""Group S, as far as it is about what is typed into an address of the desk."""

from urllib.parse import quote

import pytest

from badinput.house import House, refused


@pytest.mark.asvs("V1.2.4", "V1.2.9")
@pytest.mark.parametrize("value", ["begins_with(pk, :x)", "*", "%", "' OR 1=1", '{"S":"x"}', "#pk", ".*"])
@pytest.mark.parametrize("name", ["view", "state", "department", "assignee", "category", "building", "ending", "cursor", "q", "filter"])
def test_s19_what_is_searched_for_is_never_an_expression(house: House, name: str, value: str) -> None:
    with house.unchanged():
        said = house.ask("GET", f"/api/desk/cases?{name}={quote(value)}", b"", [house.signed()])
        code = {"cursor": "cursor_invalid", "q": "unknown_field", "filter": "unknown_field"}.get(name, "unknown_word")
        refused(said, 400, code, said.json.get("field"))
        assert value not in said.text
