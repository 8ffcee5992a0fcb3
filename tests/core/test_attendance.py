"""Who is there: of whoever is away his stand-in acts, else the duty manager, else the company; and four eyes hold."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, a_complaint, accept, agree, register, staff, submit, then, triage
from huiyin.core.attendance import absence_of, acting, acting_for, directory_of_the_day, on_duty, stand_in_of
from huiyin.core.commands import AcceptCase, Actor, AssignCase
from huiyin.core.decide import decide, why_not
from huiyin.core.errors import NotAllowedNow, NotYours
from huiyin.core.ladder import hearer
from huiyin.core.privacy import may_open
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from huiyin.policy.staffing import Absence

DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)


def without(policy: Policy, *codes: str, stand_in: str | None = None) -> Policy:
    """The policy of a day on which these people are away."""
    absences = tuple(Absence(staff=code, since=TODAY, until=TODAY, stand_in=stand_in) for code in codes)
    return replace(policy, departments=replace(policy.departments, absences=absences))


def here(policy: Policy, code: str, at: datetime = MONDAY_9AM) -> Actor:
    return acting(staff(policy, code), at, policy)


def test_somebody_is_away_from_his_first_day_to_his_last_as_the_community_counts_days(policy: Policy) -> None:
    away = without(policy, "li.wei")
    midnight = datetime.fromisoformat("2026-11-23T00:00:00+08:00")
    assert absence_of("li.wei", midnight - timedelta(seconds=1), away) is None
    assert absence_of("li.wei", midnight, away) is not None
    assert absence_of("li.wei", midnight + DAY - timedelta(seconds=1), away) is not None
    assert absence_of("li.wei", midnight + DAY, away) is None


def test_his_stand_in_acts_then_the_duty_manager_then_the_company(policy: Policy) -> None:
    assert stand_in_of("jiang.bo", MONDAY_9AM, policy) is None
    assert acting_for("zhao.gang", MONDAY_9AM, policy) == "zhao.gang"
    assert acting_for("zhao.gang", MONDAY_9AM, without(policy, "zhao.gang")) == "qian.feng"
    assert acting_for("zhao.gang", MONDAY_9AM, without(policy, "zhao.gang", stand_in="li.wei")) == "li.wei"
    assert acting_for("zhao.gang", MONDAY_9AM, without(policy, "zhao.gang", "qian.feng")) == "luo.han"
    assert acting_for("zhao.gang", MONDAY_9AM, without(policy, "zhao.gang", "qian.feng", "luo.han")) == "wei.lan"
    everybody = without(policy, *policy.departments.staff)
    assert acting_for("zhao.gang", MONDAY_9AM, everybody) == "zhao.gang"


def test_the_ladder_goes_to_whoever_acts(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    for absent, heard in (
        (("zhao.gang",), ("dept_lead", "qian.feng")),
        (("zhao.gang", "qian.feng"), ("duty_manager", "luo.han")),
        (("zhao.gang", "qian.feng", "luo.han"), ("duty_manager", "jiang.bo")),
        (("zhao.gang", "qian.feng", "luo.han", "jiang.bo"), ("company", "wei.lan")),
    ):
        assert hearer(case, "dept_lead", directory_of_the_day(without(policy, *absent), MONDAY_9AM)) == heard
    assert hearer(case, "manager", directory_of_the_day(without(policy, "jiang.bo"), MONDAY_9AM)) == ("manager", "luo.han")


def test_a_turn_of_duty_of_somebody_away_is_his_stand_ins(policy: Policy) -> None:
    (turn,) = on_duty(MONDAY_9AM, policy)
    away = without(policy, turn)
    assert on_duty(MONDAY_9AM, away) == (policy.departments.staff[turn].deputy,)
    assert on_duty(MONDAY_9AM, directory_of_the_day(away, MONDAY_9AM)) == on_duty(MONDAY_9AM, away)
    assert on_duty(MONDAY_9AM + 7 * DAY, away) == (turn,)


def test_no_case_is_given_to_somebody_away_and_the_refusal_names_his_stand_ins_role(policy: Policy) -> None:
    away = without(policy, "li.wei")
    registered = a_case(policy, register(policy))
    with pytest.raises(NotAllowedNow) as refused:
        decide(registered, triage(policy), away, MONDAY_9AM)
    assert (refused.value.code, refused.value.field, refused.value.facts) == ("assignee_away", "handler", {"role": "handler"})
    triaged = a_case(policy, register(policy), triage(policy, handler="wu.lei"))
    with pytest.raises(NotAllowedNow, match="assignee_away"):
        decide(triaged, AssignCase(by=staff(policy, "zhao.gang"), handler="li.wei"), away, MONDAY_9AM)
    assert decide(triaged, AssignCase(by=staff(policy, "zhao.gang"), handler="li.wei"), away, MONDAY_9AM + DAY)


def test_whoever_stands_in_has_the_cases_of_the_one_who_is_away_and_nobody_else_has(policy: Policy) -> None:
    away = without(policy, "li.wei")
    case = a_case(policy, register(policy), triage(policy))
    ask = AcceptCase(by=here(away, "wu.lei"), no_interest=True)
    assert why_not(case, ask, away, MONDAY_9AM) is None
    with pytest.raises(NotYours):
        decide(case, AcceptCase(by=here(policy, "wu.lei"), no_interest=True), policy, MONDAY_9AM)
    drawn = then(a_case(policy, register(policy), triage(policy), accept(policy)), submit(policy, by=here(away, "wu.lei")), away)
    assert drawn.handling.drafters == ("wu.lei",)
    other = without(policy, "li.wei", stand_in="ma.hui")
    assert may_open(case, here(other, "ma.hui"))
    assert not may_open(case, here(policy, "ma.hui"))


def test_what_is_confided_to_a_person_is_not_passed_on(policy: Policy) -> None:
    away = without(policy, "ye.qing", stand_in="shen.yu")
    assert "confid" not in here(away, "shen.yu").roles
    assert not may_open(a_case(policy, complaint=a_complaint(sensitive=True)), here(away, "shen.yu"))
    assert "confid" not in directory_of_the_day(away, MONDAY_9AM).departments.staff["shen.yu"].roles


def test_a_stand_in_signs_for_whoever_is_away_but_nobody_signs_what_he_drew_himself(policy: Policy) -> None:
    planned = then(a_case(policy, register(policy), triage(policy), accept(policy)), submit(policy), policy)
    assert planned.handling.plan is not None
    assert planned.handling.plan.missing[0] == "manager"
    with pytest.raises(NotYours):
        decide(planned, agree(planned, here(policy, "luo.han")), policy, MONDAY_9AM)
    away = without(policy, "jiang.bo")
    (signed,) = decide(planned, agree(planned, here(away, "luo.han")), away, MONDAY_9AM)
    assert (signed.by, signed.role) == ("luo.han", "manager")
    drawer = without(policy, "jiang.bo", stand_in="li.wei")
    assert "manager" in here(drawer, "li.wei").roles
    with pytest.raises(NotAllowedNow, match="own_plan"):
        decide(planned, agree(planned, here(drawer, "li.wei")), drawer, MONDAY_9AM)


def test_on_a_day_on_which_nobody_is_away_the_directory_is_the_written_one(policy: Policy) -> None:
    away = without(policy, "li.wei")
    assert directory_of_the_day(away, MONDAY_9AM + DAY) is away
    today = directory_of_the_day(away, MONDAY_9AM)
    assert directory_of_the_day(today, MONDAY_9AM) == today
    assert today.departments.staff["li.wei"].roles == ()


@given(absent=st.sets(st.sampled_from(sorted(load_policy().departments.staff.keys() - {"wei.lan"})), max_size=12))
def test_as_long_as_one_of_the_company_is_there_whoever_is_away_holds_nothing_and_hears_nothing(absent: set[str]) -> None:
    policy = without(load_policy(), *absent)
    today = directory_of_the_day(policy, MONDAY_9AM).departments
    assert all(today.staff[code].roles == () for code in absent)
    assert {turn.staff for turn in today.roster}.isdisjoint(absent)
    case = a_case(load_policy(), register(load_policy()), triage(load_policy()))
    for step in ("dept_lead", "manager", "company"):
        _, to = hearer(case, step, directory_of_the_day(policy, MONDAY_9AM))
        assert to not in absent
