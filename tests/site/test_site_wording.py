"""Limits, hours and dates read as a person says them."""

from dataclasses import replace
from datetime import date, time

import pytest

from huiyin.policy.schema import Limit, Phrase, Policy, Window
from infra import site_wording as wording


@pytest.mark.parametrize(
    ("limit", "zh", "en"),
    [
        (Limit(amount=30, unit="min"), "30 分钟内", "within 30 minutes"),
        (Limit(amount=24, unit="h"), "24 小时内", "within 24 hours"),
        (Limit(amount=1, unit="wd"), "1 个工作日内", "within 1 working day"),
        (Limit(amount=4, unit="wh"), "4 个工作小时内", "within 4 working hours"),
        (Limit(amount=7, unit="d"), "7 天内", "within 7 days"),
        (Limit(amount=0, unit="min"), "当场", "at once"),
    ],
)
def test_a_limit_names_its_number_and_unit(policy: Policy, limit: Limit, zh: str, en: str) -> None:
    assert wording.limit_words(limit, policy.calendar, "zh") == zh
    assert wording.limit_words(limit, policy.calendar, "en") == en


def test_a_limit_with_hours_says_when_its_clock_runs(policy: Policy) -> None:
    daytime = Window(name=Phrase(zh="白天", en="Day"), opens=time(8), closes=time(22), every_day=True)
    calendar = replace(policy.calendar, windows={**policy.calendar.windows, "daytime": daytime})
    limit = Limit(amount=2, unit="h", window="daytime")
    assert wording.limit_words(limit, calendar, "zh") == "2 小时内（每天 8:00–22:00）"
    assert wording.limit_words(limit, calendar, "en") == "within 2 hours (08:00–22:00 every day)"


def test_essential_services_are_named_where_their_clock_runs_round_the_day(policy: Policy) -> None:
    daytime = Window(name=Phrase(zh="白天", en="Day"), opens=time(8), closes=time(22), every_day=True)
    policy = replace(policy, calendar=replace(policy.calendar, windows={**policy.calendar.windows, "daytime": daytime}))
    ordinary, essential = Limit(amount=2, unit="h", window="daytime"), Limit(amount=2, unit="h")
    names = [c.name.zh for c in policy.categories.values() if c.essential]
    words = wording.first_contact_words(ordinary, essential, policy, "zh")
    assert words == f"2 小时内（每天 8:00–22:00；{'、'.join(names)}全天）"
    assert "round the clock" in wording.first_contact_words(ordinary, essential, policy, "en")


def test_a_first_contact_without_exception_says_nothing_more(policy: Policy) -> None:
    limit = Limit(amount=24, unit="h")
    assert wording.first_contact_words(limit, limit, policy, "zh") == "24 小时内"


def test_neighbouring_days_are_one_run() -> None:
    days = [date(2026, 2, 15), date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3), date(2026, 2, 28), date(2026, 3, 1)]
    assert wording.runs_words(days, "zh") == "1 月 1 日至 3 日、2 月 15 日、2 月 28 日至 3 月 1 日"
    assert wording.runs_words(days, "en") == "1–3 January, 15 February, 28 February – 1 March"


def test_a_share_is_a_percentage() -> None:
    assert wording.share_words(0.5) == "50%"
