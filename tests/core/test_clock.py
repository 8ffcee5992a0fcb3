"""Working time against an oracle that counts minutes one by one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.core.clock import capped_due, due_after, is_working_day, local, open_spans, share_of, working_time_between, years_after
from huiyin.policy.schema import Calendar, Limit, Phrase, Window, Year

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAME = Phrase(zh="时段", en="window")
WINDOWS = {
    "office": Window(name=NAME, opens=time(9), closes=time(17, 30), every_day=False),
    "waking": Window(name=NAME, opens=time(8), closes=time(22), every_day=True),
}
# One week with a Monday holiday and a make-up Saturday, and a long holiday like Spring Festival.
YEAR = Year(
    source="test",
    provisional=False,
    holidays=frozenset({date(2026, 3, 9), *(date(2026, 2, 16) + timedelta(days=n) for n in range(8))}),
    make_up_days=frozenset({date(2026, 3, 14), date(2026, 2, 14)}),
)
CALENDAR = Calendar(zone="Asia/Shanghai", windows=WINDOWS, years={2026: YEAR})

moments = st.datetimes(min_value=datetime(2026, 2, 1), max_value=datetime(2026, 4, 1)).map(
    lambda d: d.replace(second=0, microsecond=0, tzinfo=SHANGHAI)
)
windows = st.sampled_from(["office", "waking"])


def open_at(minute: datetime, window: Window) -> bool:
    """The oracle's own reading of the calendar, for one minute."""
    there = minute.astimezone(SHANGHAI)
    if not window.every_day:
        plain = there.weekday() < 5 and there.date() not in YEAR.holidays
        if not (plain or there.date() in YEAR.make_up_days):
            return False
    return window.opens <= there.time() < window.closes


def minute_by_minute(start: datetime, minutes: int, window: Window) -> datetime:
    minute = start.astimezone(UTC)
    while minutes:
        minutes -= open_at(minute, window)
        minute += timedelta(minutes=1)
    return minute


@settings(max_examples=60, deadline=None)
@given(start=moments, minutes=st.integers(1, 1200), window=windows)
def test_a_limit_inside_a_window_ends_where_counting_minutes_ends(start: datetime, minutes: int, window: str) -> None:
    limit = Limit(amount=minutes, unit="min", window=window)
    assert due_after(start, limit, CALENDAR) == minute_by_minute(start, minutes, WINDOWS[window])


@settings(max_examples=60, deadline=None)
@given(start=moments, hours=st.integers(1, 24))
def test_working_hours_are_hours_of_the_office(start: datetime, hours: int) -> None:
    due = due_after(start, Limit(amount=hours, unit="wh"), CALENDAR)
    assert due == minute_by_minute(start, hours * 60, WINDOWS["office"])


@settings(max_examples=80, deadline=None)
@given(start=moments, days=st.integers(1, 12))
def test_working_days_end_with_the_office_of_the_nth_working_day_after_arrival(start: datetime, days: int) -> None:
    due = due_after(start, Limit(amount=days, unit="wd"), CALENDAR).astimezone(SHANGHAI)
    between = [start.date() + timedelta(days=n) for n in range(1, (due.date() - start.date()).days + 1)]
    assert sum(is_working_day(day, CALENDAR) for day in between) == days
    assert is_working_day(due.date(), CALENDAR)
    assert due.time() == time(17, 30)


@settings(max_examples=100, deadline=None)
@given(start=moments, later=st.integers(0, 5000), minutes=st.integers(1, 600), window=windows)
def test_arriving_later_never_makes_a_promise_earlier(start: datetime, later: int, minutes: int, window: str) -> None:
    limit = Limit(amount=minutes, unit="min", window=window)
    assert due_after(start, limit, CALENDAR) <= due_after(start + timedelta(minutes=later), limit, CALENDAR)


@settings(max_examples=100, deadline=None)
@given(start=moments, first=st.integers(1, 600), second=st.integers(1, 600), window=windows)
def test_two_limits_one_after_the_other_are_their_sum(start: datetime, first: int, second: int, window: str) -> None:
    def limit(minutes: int) -> Limit:
        return Limit(amount=minutes, unit="min", window=window)

    chained = due_after(due_after(start, limit(first), CALENDAR), limit(second), CALENDAR)
    assert chained == due_after(start, limit(first + second), CALENDAR)


@settings(max_examples=100, deadline=None)
@given(start=moments, minutes=st.integers(1, 900), window=windows)
def test_the_working_time_up_to_the_due_moment_is_the_limit(start: datetime, minutes: int, window: str) -> None:
    due = due_after(start, Limit(amount=minutes, unit="min", window=window), CALENDAR)
    assert working_time_between(start, due, WINDOWS[window], CALENDAR) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        # Friday evening: the office opens again on the make-up Saturday.
        (datetime(2026, 3, 13, 18, 0), Limit(amount=1, unit="wh"), datetime(2026, 3, 14, 10, 0)),
        # The last second of a day: the first working minute counts (TM07).
        (datetime(2026, 3, 10, 23, 59, 59), Limit(amount=2, unit="wh"), datetime(2026, 3, 11, 11, 0)),
        # Over the long holiday (TM03): the next working day is the eighth day after.
        (datetime(2026, 2, 15, 12, 0), Limit(amount=1, unit="wd"), datetime(2026, 2, 24, 17, 30)),
        (datetime(2026, 2, 15, 12, 0), Limit(amount=24, unit="h"), datetime(2026, 2, 16, 12, 0)),
        (datetime(2026, 3, 10, 21, 30), Limit(amount=2, unit="h", window="waking"), datetime(2026, 3, 11, 9, 30)),
        (datetime(2026, 3, 10, 9, 0), Limit(amount=7, unit="d"), datetime(2026, 3, 17, 9, 0)),
    ],
)
def test_promises_that_an_owner_would_check_on_a_calendar(start: datetime, limit: Limit, due: datetime) -> None:
    assert due_after(start.replace(tzinfo=SHANGHAI), limit, CALENDAR) == due.replace(tzinfo=SHANGHAI)


def test_a_year_without_a_notice_is_taken_as_plain_weeks() -> None:  # TM04
    assert is_working_day(date(2031, 1, 1), CALENDAR)
    assert not is_working_day(date(2031, 1, 4), CALENDAR)


def test_a_capped_limit_never_passes_its_share_of_the_limit_it_serves() -> None:
    start = datetime(2026, 2, 15, 12, 0, tzinfo=SHANGHAI)
    answer = start + timedelta(days=8)
    due = capped_due(start, Limit(amount=3, unit="wd"), CALENDAR, share=0.4, served_due=answer)
    assert due == start + timedelta(days=8) * 0.4
    # A limit in clock time needs no such bound: holidays do not stretch it.
    assert capped_due(start, Limit(amount=24, unit="h"), CALENDAR, share=0.4, served_due=start + timedelta(hours=24)) == start + timedelta(
        hours=24
    )


def test_a_calendar_without_working_time_is_an_error_not_an_endless_loop() -> None:
    closed = Calendar(zone="Asia/Shanghai", windows={"office": Window(name=NAME, opens=time(9), closes=time(9), every_day=True)}, years={})
    with pytest.raises(ValueError, match="no working time"):
        due_after(datetime(2026, 3, 1, tzinfo=UTC), Limit(amount=1, unit="wh"), closed)


def test_a_share_of_the_way_and_the_local_reading() -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    assert share_of(start, start + timedelta(hours=10), 0.8) == start + timedelta(hours=8)
    assert local(start, CALENDAR).hour == 8


def test_open_spans_begin_where_the_reader_stands() -> None:
    start = datetime(2026, 3, 10, 12, 0, tzinfo=SHANGHAI)
    first = next(open_spans(start, WINDOWS["office"], CALENDAR))
    assert first == (start, datetime(2026, 3, 10, 17, 30, tzinfo=SHANGHAI))


def test_years_are_counted_by_the_calendar_of_the_community_and_end_at_midnight() -> None:
    late = datetime(2026, 3, 10, 23, 30, tzinfo=SHANGHAI)
    assert years_after(late, 3, CALENDAR) == datetime(2029, 3, 11, tzinfo=SHANGHAI)
    # The same moment stands in UTC on another day.
    assert years_after(late.astimezone(UTC), 3, CALENDAR) == years_after(late, 3, CALENDAR)


def test_the_last_day_of_february_ends_with_the_last_of_another_year() -> None:
    assert years_after(datetime(2028, 2, 29, 9, tzinfo=SHANGHAI), 3, CALENDAR) == datetime(2031, 3, 1, tzinfo=SHANGHAI)
    assert years_after(datetime(2027, 2, 28, 9, tzinfo=SHANGHAI), 1, CALENDAR) == datetime(2028, 3, 1, tzinfo=SHANGHAI)
    assert years_after(datetime(2028, 2, 28, 9, tzinfo=SHANGHAI), 1, CALENDAR) == datetime(2029, 3, 1, tzinfo=SHANGHAI)
