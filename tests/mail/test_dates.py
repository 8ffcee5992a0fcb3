"""Dates and spans read well in both languages and never mislead about the day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.mail.dates import by_words, by_words_near, by_words_short, moment_words, span_words

ZONE = "Asia/Shanghai"
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
WEDNESDAY_6PM = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


def test_a_deadline_names_day_weekday_and_hour_of_the_community() -> None:
    assert by_words(WEDNESDAY_6PM, NOW, ZONE, "zh") == "11 月 25 日（周三）18:00 前"
    assert by_words(WEDNESDAY_6PM, NOW, ZONE, "en") == "by 18:00 on Wednesday 25 November"


def test_a_day_of_another_year_names_the_year() -> None:
    january = datetime(2027, 1, 4, 1, 0, tzinfo=UTC)
    assert moment_words(january, NOW, ZONE, "zh") == "2027 年 1 月 4 日（周一）09:00"
    assert moment_words(january, NOW, ZONE, "en") == "09:00 on Monday 4 January 2027"


def test_the_year_is_that_of_the_community_not_of_utc() -> None:
    new_year = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    assert moment_words(new_year, new_year, ZONE, "zh") == "1 月 1 日（周五）00:30"


@pytest.mark.parametrize(
    ("moment", "zh", "en"),
    [
        (datetime(2026, 11, 24, 10, 12, tzinfo=UTC), "今天 18:12 前", "by 18:12 today"),
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), "明天 01:00 前", "by 01:00 tomorrow"),
        (datetime(2026, 11, 26, 10, 0, tzinfo=UTC), "11 月 26 日 18:00 前", "by 18:00, 26 Nov"),
        (datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "11 月 23 日 18:00 前", "by 18:00, 23 Nov"),
    ],
)
def test_an_alert_says_today_or_tomorrow_and_else_the_date(moment: datetime, zh: str, en: str) -> None:
    assert by_words_near(moment, NOW, ZONE, "zh") == zh
    assert by_words_near(moment, NOW, ZONE, "en") == en


def test_a_subject_for_owners_never_says_today() -> None:
    assert by_words_short(NOW, ZONE, "zh") == "11 月 24 日 12:00 前"
    assert by_words_short(NOW, ZONE, "en") == "by 12:00, 24 Nov"


@pytest.mark.parametrize(
    ("span", "zh", "en", "short"),
    [
        (timedelta(seconds=20), "不到 1 分钟", "under 1 minute", "under 1 min"),
        (timedelta(minutes=1), "1 分钟", "1 minute", "1 min"),
        (timedelta(minutes=40, seconds=59), "40 分钟", "40 minutes", "40 min"),
        (timedelta(hours=1), "1 小时", "1 hour", "1 h"),
        (timedelta(hours=3, minutes=40), "3 小时 40 分", "3 hours 40 minutes", "3 h 40 min"),
        (timedelta(days=1, hours=4, minutes=59), "1 天 4 小时", "1 day 4 hours", "1 d 4 h"),
        (timedelta(days=2, minutes=5), "2 天", "2 days", "2 d"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units(span: timedelta, zh: str, en: str, short: str) -> None:
    assert span_words(span, "zh") == zh
    assert span_words(span, "en") == en
    assert span_words(span, "en", short=True) == short


def test_a_span_has_no_direction() -> None:
    with pytest.raises(ValueError, match="direction"):
        span_words(timedelta(seconds=-1), "zh")


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
def test_a_span_never_promises_more_time_than_there_is(span: timedelta) -> None:
    units = {"d": timedelta(days=1), "h": timedelta(hours=1), "min": timedelta(minutes=1)}
    words = span_words(span, "en", short=True).removeprefix("under ").split()
    said = sum((int(count) * units[unit] for count, unit in zip(words[::2], words[1::2], strict=True)), timedelta())
    assert said <= max(span, timedelta(minutes=1))
    assert span - said < (timedelta(days=1) if span >= timedelta(days=1) else timedelta(minutes=1)) or span < timedelta(minutes=1)
