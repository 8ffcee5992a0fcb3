"""The tables of the privacy page say what the policy says."""

from dataclasses import replace
from datetime import date

import pytest

from huiyin.policy.schema import LANGUAGES, Language, Policy
from infra import site_tables_privacy

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_to_reach_us_is_named(policy: Policy, language: Language) -> None:
    charter = policy.charter
    table = site_tables_privacy.contact(policy, language, TODAY)
    for said in (charter.company.of(language), charter.duty_phone, charter.contact_mail, charter.authority.of(language)):
        assert said in table


def test_an_estate_without_a_service_centre_still_has_its_contacts(policy: Policy) -> None:
    windows = {name: window for name, window in policy.calendar.windows.items() if name != "service"}
    bare = replace(policy, calendar=replace(policy.calendar, windows=windows))
    assert "当面" not in site_tables_privacy.contact(bare, "zh", TODAY)
    assert policy.charter.duty_phone in site_tables_privacy.contact(bare, "zh", TODAY)


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ("7 年", "12 年", "8 天", "199 天", "9 天")), ("en", ("7 years", "12 years", "8 days", "199 days", "9 days"))],
)
def test_a_changed_time_changes_the_table(policy: Policy, language: Language, words: tuple[str, ...]) -> None:
    held = replace(policy.charter.kept, closed_y=7, closed_major_y=12, machine_mail_d=8, log_d=199, backup_d=9)
    table = site_tables_privacy.kept(replace(policy, charter=replace(policy.charter, kept=held)), language, TODAY)
    assert all(word in table for word in words)
