"""Dates by name."""

from datetime import date, timedelta

import pytest

from huiyin.policy.day_words import date_words, month_words, weekday_words
from huiyin.policy.schema import Language


@pytest.mark.parametrize(
    ("language", "weekday", "day", "month"),
    [("zh", "周三", "2026 年 11 月 25 日", "2026 年 11 月"), ("en", "Wednesday", "25 November 2026", "November 2026")],
)
def test_a_day_is_said_in_the_readers_language(language: Language, weekday: str, day: str, month: str) -> None:
    moment = date(2026, 11, 25)
    assert weekday_words(moment.weekday(), language) == weekday
    assert date_words(moment, language) == day
    assert month_words("2026-11", language) == month


def test_the_year_is_left_out_where_everybody_knows_it() -> None:
    assert date_words(date(2026, 11, 25), "zh", year=False) == "11 月 25 日"
    assert date_words(date(2026, 11, 25), "en", year=False) == "25 November"


def test_every_month_and_every_weekday_has_a_name_of_its_own() -> None:
    monday = date(2026, 11, 23)
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        assert len({weekday_words((monday + timedelta(days=n)).weekday(), language) for n in range(7)}) == 7
        assert len({month_words(f"2026-{n:02d}", language) for n in range(1, 13)}) == 12
