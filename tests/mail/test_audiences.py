"""Who is meant by an audience, and whom an event concerns."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from builders import MONDAY_9AM, a_case, register, triage, with_plan
from core.working import done
from huiyin.core.attendance import on_duty
from huiyin.core.events import DeadlineNeared, OwnerReplied
from huiyin.mail.audiences import asker, both_in_charge, in_charge, is_accused, lead, staff_behind, watchers
from huiyin.policy.schema import Policy
from huiyin.policy.staffing import DutyTurn
from mail.course import happened


def test_the_roster_finds_who_is_on_duty_also_after_midnight(policy: Policy) -> None:
    roster = (
        DutyTurn(weekday=0, opens=time(8), closes=time(20), staff="day"),
        DutyTurn(weekday=0, opens=time(20), closes=time(8), staff="night"),
        DutyTurn(weekday=6, opens=time(20), closes=time(8), staff="sunday"),
    )
    policy = replace(policy, departments=replace(policy.departments, roster=roster))
    # Day of November 2026 (the 23rd is a Monday) and hour in Shanghai.
    turns = {(23, 8): "day", (23, 20): "night", (24, 7): "night", (23, 7): "sunday", (22, 23): "sunday"}
    for (day, hour), staff in turns.items():
        assert on_duty(datetime(2026, 11, day, hour, tzinfo=ZoneInfo("Asia/Shanghai")), policy) == (staff,)
    assert on_duty(datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Asia/Shanghai")), policy) == ()


def test_somebody_is_on_duty_at_every_hour_of_the_week(policy: Policy) -> None:
    for day in range(23, 30):
        for hour in range(24):
            assert on_duty(datetime(2026, 11, day, hour, 30, tzinfo=UTC), policy)


def test_an_audience_is_the_one_who_holds_the_post_now(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    meant = {"handler": case.handler, "lead:repairs": "zhao.gang", "manager:jiang.bo": "jiang.bo", "drafter:li.wei": "li.wei"}
    assert {audience: staff_behind(audience, case, policy) for audience in meant} == meant
    for nobody in ("owner", "desk", "lead:nowhere"):
        assert staff_behind(nobody, case, policy) is None


def test_whoever_works_in_an_accused_department_is_accused(policy: Policy) -> None:
    case = replace(a_case(policy), accused=("repairs",))
    assert is_accused("li.wei", case, policy)
    assert not is_accused("he.min", case, policy)
    assert not is_accused("gone.away", case, policy)


def near(clock: str) -> DeadlineNeared:
    return DeadlineNeared(at=MONDAY_9AM, by="system", role="system", clock=clock, due=MONDAY_9AM + timedelta(hours=1))


def test_of_a_clock_hears_whoever_can_still_keep_it(policy: Policy) -> None:
    planned, reported = with_plan(policy), done(policy)
    assert watchers(near("plan_decided"), planned, policy) == ("dept_lead:zhao.gang", "dept_lead:qian.feng", "lead:repairs")
    assert watchers(near("verified"), reported, policy) == ("triage:he.min", "triage:fang.yuan", "lead:repairs")
    reviewed = reported.handled(state="ANSWERED", review_due=MONDAY_9AM + timedelta(days=1))
    assert watchers(near("review"), reviewed, policy) == ("company:wei.lan", "company:ren.jun", "lead:repairs")
    assert watchers(near("answer"), planned, policy) == ("handler", "lead:repairs")


def test_a_reply_is_told_to_whoever_waits_for_it_unless_he_wrote_it_down_himself(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    reply = {"replied": True, "plan_due": None, "answer_due": MONDAY_9AM, "resolve_due": None}
    assert asker(happened(OwnerReplied, "owner", "owner", **reply), case, policy) == ("handler",)
    assert asker(happened(OwnerReplied, case.handler or "", "handler", **reply), case, policy) == ()
    assert asker(happened(OwnerReplied, "owner", "owner", **reply), a_case(policy), policy) == ("desk",)


def test_a_letter_about_a_case_that_nobody_leads_goes_to_the_desks_supervisors(policy: Policy) -> None:
    case = a_case(policy)
    for audience in (lead, in_charge, both_in_charge):
        assert audience(near("answer"), case, policy) == ("triage:he.min", "triage:fang.yuan")
