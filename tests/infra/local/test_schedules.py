"""Schedules are due when EventBridge says so, in their own time zone."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.schedules import Cron, parse
from infra.local.template import TemplateRefused

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def next_due(expression: str, zone: str, after: str) -> str | None:
    where = ZoneInfo(zone)
    moment = dt.datetime.fromisoformat(after).replace(tzinfo=where)
    due = parse(expression, zone).next_after(moment, START)
    return due.astimezone(where).strftime("%Y-%m-%d %H:%M") if due else None


@pytest.mark.parametrize(
    ("expression", "zone", "after", "due"),
    [
        ("cron(30 0 * * ? *)", "Asia/Shanghai", "2026-11-24 00:29", "2026-11-24 00:30"),
        ("cron(30 0 * * ? *)", "Asia/Shanghai", "2026-11-24 00:30", "2026-11-25 00:30"),
        ("cron(30 0 * * ? *)", "Asia/Shanghai", "2026-12-31 12:00", "2027-01-01 00:30"),
        ("cron(0/15 8-17 ? * MON-FRI *)", "Asia/Shanghai", "2026-11-27 17:45", "2026-11-30 08:00"),
        ("cron(0 9 1 * ? *)", "UTC", "2026-02-01 09:00", "2026-03-01 09:00"),
        ("cron(0 9 29 2 ? *)", "UTC", "2026-01-01 00:00", "2028-02-29 09:00"),
        ("cron(0 9 ? JAN,JUL SUN 2027)", "UTC", "2026-01-01 00:00", "2027-01-03 09:00"),
        ("cron(0 9 1 1 ? 2020)", "UTC", "2026-01-01 00:00", None),
        ("cron(5,10 * ? * 2 *)", "UTC", "2026-11-23 23:10", "2026-11-30 00:05"),
    ],
)
def test_a_cron_schedule_is_due_by_the_wall_clock(expression: str, zone: str, after: str, due: str | None) -> None:
    assert next_due(expression, zone, after) == due


def test_an_hour_that_summer_time_leaves_out_is_skipped_and_one_it_repeats_counts_once() -> None:
    assert next_due("cron(30 2 * * ? *)", "Europe/Berlin", "2026-03-28 12:00") == "2026-03-30 02:30"
    autumn = parse("cron(30 2 * * ? *)", "Europe/Berlin")
    first = autumn.next_after(dt.datetime(2026, 10, 24, 12, tzinfo=dt.UTC), START)
    assert first == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert autumn.next_after(first, START) == dt.datetime(2026, 10, 26, 1, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("expression", "minutes"), [("rate(1 minute)", 1), ("rate(5 minutes)", 5), ("rate(2 hours)", 120), ("rate(1 day)", 1440)]
)
def test_a_rate_counts_from_the_start(expression: str, minutes: int) -> None:
    rate = parse(expression)
    step = dt.timedelta(minutes=minutes)
    assert rate.next_after(START, START) == START + step
    assert rate.next_after(START + step, START) == START + 2 * step
    assert rate.next_after(START + 1.5 * step, START) == START + 2 * step


@given(st.integers(0, 59), st.integers(0, 23), st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2027, 12, 31)))
def test_a_daily_schedule_is_due_within_a_day_at_its_minute(minute: int, hour: int, wall: dt.datetime) -> None:
    daily = parse(f"cron({minute} {hour} * * ? *)", "Asia/Shanghai")
    moment = wall.replace(tzinfo=dt.UTC)
    due = daily.next_after(moment, START)
    assert due is not None
    assert dt.timedelta(0) < due - moment <= dt.timedelta(days=1)
    local = due.astimezone(ZoneInfo("Asia/Shanghai"))
    assert (local.minute, local.hour) == (minute, hour)


def test_fields_take_names_lists_spans_and_steps() -> None:
    cron = parse("cron(0/20,7 1-3,22 ? JAN-MAR TUE,SAT 2026-2027)")
    assert isinstance(cron, Cron)
    assert cron.minutes == {0, 7, 20, 40}
    assert cron.hours == {1, 2, 3, 22}
    assert cron.months == {1, 2, 3}
    assert cron.weekdays == {3, 7}
    assert cron.years == {2026, 2027}


@pytest.mark.parametrize(
    ("expression", "zone"),
    [
        ("cron(99 99 * * ? *)", "UTC"),
        ("cron(0 0 * * * *)", "UTC"),
        ("cron(0 0 ? * ? *)", "UTC"),
        ("cron(0 0 * * ?)", "UTC"),
        ("cron(0 0 L * ? *)", "UTC"),
        ("cron(0 0 ? * FRI#2 *)", "UTC"),
        ("cron(0 5-3 * * ? *)", "UTC"),
        ("cron(0/0 0 * * ? *)", "UTC"),
        ("rate(1 minutes)", "UTC"),
        ("rate(5 minute)", "UTC"),
        ("rate(0 minutes)", "UTC"),
        ("rate(5 weeks)", "UTC"),
        ("every day", "UTC"),
        ("rate(5 minutes)", "Mars/Olympus"),
        ("rate(5 minutes)", "../etc/passwd"),
    ],
)
def test_what_eventbridge_refuses_is_refused(expression: str, zone: str) -> None:
    with pytest.raises(TemplateRefused):
        parse(expression, zone)
