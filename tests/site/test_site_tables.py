"""The tables of the policy pages say what the policy says, in both languages."""

import re
from dataclasses import replace
from datetime import date

import pytest

from huiyin.policy.schema import LANGUAGES, PRIORITIES, Language, Limit, Policy
from infra import site_tables

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", site_tables.TABLES)
def test_a_table_has_rows_as_wide_as_its_head_and_no_empty_cell(policy: Policy, name: str, language: Language) -> None:
    for block in site_tables.TABLES[name](policy, language, TODAY).split("\n\n"):
        lines = [line for line in block.strip().splitlines() if line.startswith("|")]
        if not lines:
            continue
        assert len(lines) > 2
        assert len({line.replace("\\|", "").count("|") for line in lines}) == 1
        body = [cell.strip() for line in lines[2:] for cell in line.strip("|").split("|")]
        assert all(cell.strip() for line in lines for cell in line.strip("|").split("|"))
        assert body


@pytest.mark.parametrize("name", site_tables.TABLES)
def test_both_languages_have_the_same_rows(policy: Policy, name: str) -> None:
    zh, en = (site_tables.TABLES[name](policy, language, TODAY) for language in LANGUAGES)
    assert len(zh.splitlines()) == len(en.splitlines())


def test_all_categories_are_published_with_all_their_issues(policy: Policy) -> None:
    table = site_tables.categories(policy, "zh", TODAY)
    assert len(table.splitlines()) == 2 + len(policy.categories)
    for category in policy.categories.values():
        assert all(issue.name.zh in table for issue in category.sub_issues.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["kinds", "levels", "findings", "staff-roles"])
def test_a_word_of_the_policy_is_explained_in_the_readers_language_alone(policy: Policy, name: str, language: Language) -> None:
    table = site_tables.TABLES[name](policy, language, TODAY)
    assert bool(re.search(r"[A-Za-z]" if language == "zh" else r"[\u3400-\u9fff]", table)) is False


def test_the_matrix_shows_every_field_of_the_policy(policy: Policy) -> None:
    rows = [line.strip("| ").split(" | ") for line in site_tables.matrix(policy, "zh", TODAY).splitlines()[2:]]
    for grade, *cells in rows:
        severity = int(grade.removeprefix("S"))
        expected = [policy.promises.matrix[severity][urgency] for urgency in (4, 3, 2, 1)]
        assert [cell.split()[0] for cell in cells] == expected


@pytest.mark.parametrize(("language", "words"), [("zh", "71 小时内"), ("en", "within 71 hours")])
def test_a_changed_deadline_changes_every_table_that_shows_it(policy: Policy, language: Language, words: str) -> None:
    limit = Limit(amount=71, unit="h")
    promise = replace(policy.promises.clocks["P3"], first_contact=limit, first_contact_essential=limit)
    changed = replace(policy, promises=replace(policy.promises, clocks={**policy.promises.clocks, "P3": promise}))
    for name in ("clocks", "first-contact"):
        assert words not in site_tables.TABLES[name](policy, language, TODAY)
        assert words in site_tables.TABLES[name](changed, language, TODAY)


@pytest.mark.parametrize(
    ("language", "law", "tries"), [("zh", "收到后 9 天", "联系过 3 次"), ("en", "9 days from receipt", "after 3 tries")]
)
def test_the_latest_day_of_the_law_and_the_tries_are_said_as_the_policy_has_them(
    policy: Policy, language: Language, law: str, tries: str
) -> None:
    changed = replace(policy, charter=replace(policy.charter, statutory_answer_d=9), promises=replace(policy.promises, tries=3))
    assert law in site_tables.clocks(changed, language, TODAY)
    assert tries in site_tables.first_contact(changed, language, TODAY)


def test_every_priority_is_a_column_of_the_clocks(policy: Policy) -> None:
    head = site_tables.clocks(policy, "zh", TODAY).splitlines()[0]
    assert all(f"{p} {policy.promises.clocks[p].name.zh}" in head for p in PRIORITIES)


def test_the_calendar_shows_this_year_and_the_next_and_says_what_is_provisional(policy: Policy) -> None:
    table = site_tables.calendar(policy, "zh", TODAY)
    assert "| 2026 |" in table
    assert "| 2027 |" in table
    assert policy.calendar.years[2027].provisional is ("暂定" in table)


def test_nobody_of_the_roster_is_named_in_public(policy: Policy) -> None:
    for language in LANGUAGES:
        public = "".join(table(policy, language, TODAY) for table in site_tables.TABLES.values())
        assert not [person.email for person in policy.departments.staff.values() if person.email in public]
        assert not [code for code in policy.departments.staff if code in public]
