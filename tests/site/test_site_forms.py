"""The form's choices, fields and sentences come from the policy, and its fields are the API's."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from huiyin.core.errors import NotUnderstood
from huiyin.entry import owner_pages
from huiyin.policy.schema import LANGUAGES, Language, Policy
from infra import site_forms

TODAY = date(2026, 11, 25)
# What POST /api/complaints takes from a page (8-contract).
TAKEN = {
    "kind", "category", "sub_issue", "answers", "community", "building", "unit", "spot", "matter", "wish", "occurred_at", "danger",
    "urgency_stated", "name", "phone", "email", "household", "submitter", "contact_by", "needs", "anonymous", "sensitive", "accused",
    "avoid", "no_evidence", "consent", "consent_forward", "consent_sensitive", "language",
}  # fmt: skip


def form(policy: Policy, language: Language) -> str:
    return site_forms.render_all(policy, language, TODAY)["report"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_the_form_is_one_that_the_api_takes(policy: Policy, language: Language) -> None:
    names = set(re.findall(r'\bname="([^"]+)"', form(policy, language)))
    assert names <= TAKEN
    assert TAKEN - names == {"answers", "urgency_stated", "accused", "avoid"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_that_the_door_shows_again_asks_for_the_same_fields_within_the_same_limits(policy: Policy, language: Language) -> None:
    """What was typed into the page is put back after a refusal: a field that the door left out would be lost."""
    again = limits_of(owner_pages.complaint_refused(NotUnderstood("field_required", field="matter"), None, policy, language).body)
    first = limits_of(form(policy, language))
    assert again.keys() == first.keys()
    # The page has the browser's own date box; the door takes words such as "last night" as well.
    assert {name: limit for name, limit in again.items() if limit != first[name]} == {"occurred_at": str(policy.limits.spot_chars)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_takes_as_many_characters_as_the_policy_allows(policy: Policy, language: Language) -> None:
    changed = replace(policy.limits, matter_chars=4321, wish_chars=432, spot_chars=87, name_chars=43)
    found = limits_of(form(replace(policy, limits=changed), language))
    assert (found["matter"], found["wish"], found["name"]) == ("4321", "432", "43")
    assert {found[name] for name in ("spot", "unit", "household")} == {"87"}


def limits_of(page: str) -> dict[str, str | None]:
    """The fields of a form by name, with how many characters may be typed, where that is limited."""
    tags = re.findall(r'(<(?:input|textarea|select)\b[^>]*\bname="([^"]+)"[^>]*>)', page)
    return {name: (re.findall(r'\bmaxlength="(\d+)"', tag) or [None])[0] for tag, name in tags}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_of_the_policy_can_be_made_without_script(policy: Policy, language: Language) -> None:
    page = form(policy, language)
    community = next(iter(policy.communities.values()))
    for name, codes in {
        "category": policy.categories,
        "kind": policy.charter.kinds,
        "needs": policy.needs,
        "contact_by": policy.contact_ways,
    }.items():
        assert set(codes) <= set(re.findall(rf'name="{name}" value="([^"]*)"', page)), name
    options = set(re.findall(r'<option value="([^"]*)"', page))
    assert {*community.buildings, *community.common_areas, *policy.submitters} <= options


def test_only_what_must_be_given_is_required(policy: Policy) -> None:
    required = re.findall(r"<(?:input|textarea|select)[^>]*\brequired\b[^>]*>", form(policy, "zh"))
    assert {re.search(r'name="(\w+)"', field)[1] for field in required} == {"matter", "consent"}  # type: ignore[index]


def test_a_consent_is_sent_with_the_edition_that_was_read(policy: Policy) -> None:
    changed = {code: replace(consent, edition="2099.01") for code, consent in policy.consents.items()}
    page = form(replace(policy, consents=changed), "zh")
    fields = re.findall(r'name="(consent\w*)" value="([^"]+)"', page)
    assert {name for name, _ in fields} == {site_forms.consent_name(code, consent) for code, consent in changed.items()}
    assert {edition for _, edition in fields} == {"2099.01"}


def test_a_tile_of_several_categories_claims_none_of_them(policy: Policy) -> None:
    page = form(policy, "zh")
    for code, tile in policy.tiles.items():
        found = re.search(rf'id="c-tile-{code}"[^>]* value="([^"]*)"', page)
        assert found
        assert found[1] == (tile.categories[0] if len(tile.categories) == 1 else "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_knows_every_issue_its_questions_and_its_emergency(policy: Policy, language: Language) -> None:
    known = site_forms.sub_issues(policy, language)
    for code, category in policy.categories.items():
        rows = {row["code"]: row for row in known[code]["issues"]}
        for sub, issue in category.sub_issues.items():
            assert rows[sub]["name"] == issue.name.of(language)
            assert rows[sub].get("ask", []) == [question.of(language) for question in issue.questions]
            assert ("now" in rows[sub]) is (issue.emergency is not None)


@pytest.mark.parametrize("section", ["report", "track", "verify"])
def test_a_script_has_the_same_sentences_in_both_languages(policy: Policy, section: str) -> None:
    zh, en = (site_forms.script_words(section, policy, language) for language in LANGUAGES)
    assert zh.keys() == en.keys()
    for code in zh:
        assert sorted(re.findall(r"\{\w+\}", zh[code])) == sorted(re.findall(r"\{\w+\}", en[code])), code
        assert zh[code].strip()
        assert en[code].strip()


def test_embedded_json_cannot_end_its_block() -> None:
    text = str(site_forms.embed({"x": "</script><b>&"}))
    assert "<" not in text
    assert json.loads(text) == {"x": "</script><b>&"}


def test_the_home_page_shows_the_policys_own_deadlines(policy: Policy) -> None:
    home = site_forms.render_all(policy, "zh", TODAY)["home"]
    for priority, limit in (("P1", policy.promises.clocks["P1"].first_contact), ("P3", policy.promises.clocks["P3"].answer)):
        assert f"<dd>{limit.amount}<small>" in home, priority
    assert policy.charter.duty_phone in home
    assert policy.charter.promise.zh in home


def test_slots_for_figures_stand_where_the_report_fills_them(policy: Policy) -> None:
    pages = site_forms.render_all(policy, "zh", TODAY)
    assert re.search(r"<!-- figures -->.+<!-- /figures -->", pages["stats"], re.DOTALL)
    assert re.search(r"<!-- home-figures -->.+<!-- /home-figures -->", pages["home"], re.DOTALL)


def test_an_icon_that_the_theme_does_not_have_stops_the_build() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        site_forms.icon("no-such-icon")
