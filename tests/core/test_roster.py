"""The duty roster hour by hour: no hour without a turn, the same people as at each of its moments."""

from dataclasses import replace
from datetime import date, timedelta

from builders import MONDAY_9AM
from huiyin.core.attendance import on_duty
from huiyin.core.clock import local
from huiyin.core.roster import turns_from
from huiyin.policy.schema import Policy
from huiyin.policy.staffing import Absence


def test_the_turn_of_now_comes_first_and_each_begins_when_the_one_before_ends(policy: Policy) -> None:
    turns = turns_from(MONDAY_9AM, policy, 7)
    assert turns[0].since <= MONDAY_9AM < turns[0].until
    assert turns[0].staff == "huang.kai"
    assert [one.until for one in turns[:-1]] == [one.since for one in turns[1:]]
    assert turns[-1].until >= MONDAY_9AM + timedelta(days=7)


def test_every_hour_of_a_week_has_whoever_is_on_duty_then(policy: Policy) -> None:
    turns = turns_from(MONDAY_9AM, policy, 7)
    for hour in range(24 * 7):
        moment = MONDAY_9AM + timedelta(hours=hour, minutes=30)
        assert tuple(one.staff for one in turns if one.since <= moment < one.until) == on_duty(moment, policy)


def test_after_midnight_the_turn_of_last_night_is_not_over(policy: Policy) -> None:
    night = MONDAY_9AM + timedelta(hours=17)
    assert local(night, policy.calendar).hour == 2
    first = turns_from(night, policy, 1)[0]
    assert (first.staff, first.until - first.since) == ("du.peng", timedelta(hours=12))


def test_whoever_is_away_is_replaced_in_the_turns_of_that_day(policy: Policy) -> None:
    day = local(MONDAY_9AM, policy.calendar).date()
    away = Absence(staff="huang.kai", since=day, until=date(day.year, day.month, day.day), stand_in="du.peng")
    changed = replace(policy, departments=replace(policy.departments, absences=(away,)))
    turns = turns_from(MONDAY_9AM, changed, 7)
    assert turns[0].staff == "du.peng"
    assert "huang.kai" in {one.staff for one in turns[1:]}
