"""Chapter 2 in tables: what the policy says about receiving is what the page shows."""

from dataclasses import replace
from datetime import date

import pytest

from huiyin.policy.schema import LANGUAGES, Language, Policy
from infra import site_tables_intake as intake

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_channel_has_its_row(policy: Policy, language: Language) -> None:
    table = intake.channels(policy, language, TODAY)
    assert len(table.splitlines()) == 2 + len(policy.channels)
    assert all(channel.name.of(language) in table for channel in policy.channels.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_limits_of_what_may_be_written_are_the_policys(policy: Policy, language: Language) -> None:
    changed = replace(policy, limits=replace(policy.limits, matter_chars=4321, files=7, upload_h=3))
    items = intake.record_items(changed, language, TODAY)
    assert "4,321" in items
    assert "7" in items
    photos = intake.evidence_limits(changed, language, TODAY)
    assert " 7" in photos
    assert " 3 " in photos


@pytest.mark.parametrize("language", LANGUAGES)
def test_consents_are_published_word_for_word(policy: Policy, language: Language) -> None:
    table = intake.consents(policy, language, TODAY)
    assert all(consent.text.of(language) in table and consent.edition in table for consent in policy.consents.values())


def test_the_example_number_carries_the_year(policy: Policy) -> None:
    assert "HY-2026-18720043" in intake.number_and_code(policy, "zh", TODAY)
