"""Departments, people and turns: everybody named stands in the directory, and every hour of the week has somebody on duty."""

from datetime import time

from huiyin.policy.schema import Policy
from huiyin.policy.staffing import DutyTurn


def test_leads_deputies_and_turns_are_people_of_the_directory(policy: Policy) -> None:
    staffing = policy.departments
    named = {code for one in staffing.departments.values() for code in (one.lead, one.deputy)} | {turn.staff for turn in staffing.roster}
    assert named <= staffing.staff.keys()
    assert {person.department for person in staffing.staff.values()} <= staffing.departments.keys()


def test_a_lead_works_in_his_department(policy: Policy) -> None:
    staffing = policy.departments
    for code, department in staffing.departments.items():
        assert staffing.staff[department.lead].department == code


def test_every_hour_of_the_week_has_somebody_on_duty(policy: Policy) -> None:
    def covers(turn: DutyTurn, weekday: int, hour: time) -> bool:
        if turn.closes > turn.opens:
            return turn.weekday == weekday and turn.opens <= hour < turn.closes
        return (turn.weekday == weekday and hour >= turn.opens) or (turn.weekday == (weekday - 1) % 7 and hour < turn.closes)

    for weekday in range(7):
        for hour in range(24):
            assert any(covers(turn, weekday, time(hour)) for turn in policy.departments.roster), (weekday, hour)


def test_an_absence_has_a_first_and_a_last_day_and_may_name_who_acts(policy: Policy) -> None:
    for absence in policy.departments.absences:
        assert absence.since <= absence.until
        assert absence.stand_in is None or absence.stand_in in policy.departments.staff
