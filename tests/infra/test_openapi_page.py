"""The reference page names every call, every field and every refusal, in each language."""

import re

import pytest

from huiyin.policy.schema import Language, Policy
from infra import openapi
from infra.openapi_page import api_reference


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_names_all_of_the_document(policy: Policy, language: Language) -> None:
    page, made = api_reference(policy, language), openapi.document(policy)
    for path, methods in made["paths"].items():
        for method, call in methods.items():
            assert f"### `{method.upper()} {path}` {{ #{call['operationId']} }}" in page
    for name, schema in made["components"]["schemas"].items():
        if name.endswith("Body"):
            assert [field for field in schema["properties"] if f"| `{field}`" not in page] == [], name
    codes = made["components"]["schemas"]["Refusal"]["properties"]["code"]["enum"]
    told = set(re.findall(r"^\| `([a-z_0-9]+)` \|", page, re.MULTILINE))
    assert set(codes) - told == set()


def test_a_choice_that_may_be_sent_in_two_forms_is_told_once(policy: Policy) -> None:
    rows = [line for line in api_reference(policy, "en").splitlines() if line.startswith("| `urgency_stated`")]
    assert rows
    for row in rows:
        choices = re.findall(r"`(\d)`", row)
        assert choices
        assert len(choices) == len(set(choices))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_link_of_the_page_has_its_target(policy: Policy, language: Language) -> None:
    page = api_reference(policy, language)
    assert set(re.findall(r"\]\(#([\w-]+)\)", page)) <= set(re.findall(r"\{ #([\w-]+) \}", page))
