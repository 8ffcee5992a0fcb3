"""What an owner is told of an event: dates and words of the policy, true at the moment of writing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, contact, register, triage, with_plan
from core.working import answered, disputed
from huiyin.core.case import Case
from huiyin.core.events import (
    AnswerConfirmed,
    AnswerDisputed,
    AnswerReleased,
    CaseDeclined,
    CaseRegistered,
    DeadlineMissed,
    Event,
    ObjectionAccepted,
    PlanChanged,
    StepEscalated,
)
from huiyin.core.evolution import evolve
from huiyin.mail.news import news_of
from huiyin.policy.schema import LANGUAGES, Policy
from mail.course import IN_A_WEEK, JUDGED, ROUND, SAID, a_plan, course, happened


def zh(event: Event, case: Case, policy: Policy, now: datetime = MONDAY_9AM) -> Mapping[str, str | bool | None]:
    return news_of(event, case, policy, "zh", now)


def test_whoever_was_called_already_is_promised_no_call(policy: Policy) -> None:
    event, case = (
        happened(CaseRegistered, "lin.jing", "desk", identity_check="called_back", released=False),
        a_case(policy, register(policy)),
    )
    assert zh(event, case, policy)["contact_by"] == "11 月 23 日（周一）11:00 前"
    called = a_case(policy, register(policy), triage(policy), contact(policy))
    assert zh(event, called, policy)["contact_by"] is None
    assert zh(event, case, policy, case.first_contact_due)["contact_by"] is None, "a promise that is late is not given again"


def test_a_case_that_is_taken_up_after_all_says_so_and_does_not_say_why(policy: Policy) -> None:
    event = happened(ObjectionAccepted, "jiang.bo", "manager", answer_due=IN_A_WEEK)
    assert zh(event, a_case(policy, register(policy)), policy)["taken_up"] is True


def test_of_a_missed_call_the_owner_hears_as_what_those_act_who_know_of_it(policy: Policy) -> None:
    case = a_case(policy, register(policy))
    missed = happened(DeadlineMissed, "system", "system", clock="first_contact", due=case.first_contact_due)
    assert zh(missed, case, policy)["told"] is None
    for step, to in (("dept_lead", "he.min"), ("manager", "jiang.bo"), ("company", "")):
        heard = {"clock": "first_contact", "due": case.first_contact_due, "step": step, "to_role": step, "to": to}
        case = evolve(case, happened(StepEscalated, "system", "system", **heard))
    assert zh(missed, case, policy)["told"] == "部门负责人、项目经理"
    assert news_of(missed, case, policy, "en", MONDAY_9AM)["told"] == "Head of department, Estate manager"


def test_a_decline_names_all_reasons_of_the_policy_and_not_the_one(policy: Policy) -> None:
    case = a_case(policy)
    events = [
        happened(CaseDeclined, "jiang.bo", "manager", reason=reason, proposer="lin.jing") for reason in policy.measures.decline_reasons
    ]
    told = [zh(event, case, policy) for event in events]
    assert all(one == told[0] for one in told)
    assert all(reason.zh in str(told[0]["reasons"]) for reason in policy.measures.decline_reasons.values())
    assert told[0]["objection_by"] == "12 月 23 日（周三）09:00 前"


@pytest.mark.parametrize(("days", "old"), [(9, "11 月 30 日（周一）09:00 前"), (1, None)])
def test_only_a_date_that_does_not_hold_is_called_the_earlier_one(policy: Policy, days: int, old: str | None) -> None:
    case = with_plan(policy)
    finish = MONDAY_9AM + timedelta(days=days)
    event = happened(PlanChanged, **a_plan(guarded=False, version=2, change="date", reviewed=False, finish_due=finish))
    assert zh(event, case, policy)["old_by"] == old


def test_the_last_answer_offers_no_further_round(policy: Policy) -> None:
    event = happened(AnswerReleased, "he.min", "triage", **JUDGED, reply_due=IN_A_WEEK)
    case, last = answered(policy), disputed(policy, 3)
    assert [zh(event, one, policy)["final"] for one in (case, last)] == [False, True]
    told = [str(zh(event, disputed(policy, count) if count else case, policy)["rights"]) for count in range(4)]
    assert told[0] == told[1]
    assert ["最终答复" in words for words in told] == [False, False, True, True]
    assert "10 天内" in told[2]
    assert ["复核；" in words for words in told] == [True, True, True, False]
    confirmed = happened(AnswerConfirmed, "owner", "owner")
    assert [zh(confirmed, one, policy)["reopen_by"] for one in (case, last)] == ["12 月 23 日（周三）09:00 前", None]


def test_a_third_dispute_tells_the_owner_when_the_review_is_decided(policy: Policy) -> None:
    event = happened(AnswerDisputed, "owner", "owner", **ROUND, count=3, solved="unsolved", points=(1,))
    first, third = disputed(policy, 1), disputed(policy, 3)
    assert [zh(event, case, policy)["review_by"] for case in (first, third)] == [None, "12 月 3 日（周四）09:00 前"]


def test_no_word_of_a_person_is_news(policy: Policy) -> None:
    for story, event, case in course(policy, a_complaint(), guarded=False):
        for language in LANGUAGES:
            assert not any(SAID in str(value) for value in news_of(event, replace(case), policy, language, MONDAY_9AM).values()), story
