"""The holidays and make-up days of the State Council's notices, counted."""

from datetime import date, timedelta

import pytest

from huiyin.core.clock import is_working_day
from huiyin.policy import load_policy


@pytest.mark.parametrize(
    ("year", "holidays", "make_up_days", "working_days"),
    [(2024, 28, 8, 251), (2025, 28, 5, 248), (2026, 33, 6, 248), (2027, 13, 0, 254)],
)
def test_each_year_has_the_days_of_its_notice(year: int, holidays: int, make_up_days: int, working_days: int) -> None:
    calendar = load_policy().calendar
    days = [date(year, 1, 1) + timedelta(n) for n in range(366)]
    assert (len(calendar.years[year].holidays), len(calendar.years[year].make_up_days)) == (holidays, make_up_days)
    assert sum(is_working_day(day, calendar) for day in days if day.year == year) == working_days


@pytest.mark.parametrize("day", [date(2024, 2, 4), date(2025, 1, 26), date(2026, 2, 14), date(2026, 2, 28), date(2026, 10, 10)])
def test_a_made_up_weekend_day_is_worked(day: date) -> None:  # TM03
    assert is_working_day(day, load_policy().calendar)


@pytest.mark.parametrize("day", [date(2024, 2, 12), date(2025, 10, 8), date(2026, 1, 2), date(2026, 2, 23), date(2026, 6, 19)])
def test_a_weekday_of_a_holiday_is_not_worked(day: date) -> None:
    assert day.weekday() < 5
    assert not is_working_day(day, load_policy().calendar)


def test_the_eve_of_the_spring_festival_of_2024_was_worked() -> None:
    assert is_working_day(date(2024, 2, 9), load_policy().calendar)


def test_only_a_year_without_notice_is_provisional() -> None:
    years = load_policy().calendar.years
    assert {number for number, year in years.items() if year.provisional} == {2027}
    assert all(year.source for year in years.values())
