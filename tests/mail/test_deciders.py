"""Who may take the next step, as the core says: a letter that asks for it asks nobody in vain."""

from dataclasses import replace

import pytest

from builders import MONDAY_9AM, a_complaint, agree, agreed, someone, staff, triage, with_plan
from core.working import answered, done, major, went
from huiyin.core.commands import OWNER, AskReview
from huiyin.core.decide import decide
from huiyin.core.errors import Refusal
from huiyin.core.events import PlanSubmitted, WorkReported
from huiyin.core.evolution import evolve
from huiyin.mail.deciders import approvers, checkers, free, judges, reviewers
from huiyin.policy.schema import Policy
from mail.course import JUDGED, OFFICER, a_plan, course, happened, taken_up


def codes(audiences: tuple[str, ...]) -> set[str]:
    return {audience.partition(":")[2] for audience in audiences}


def test_a_plan_asks_exactly_those_who_can_sign_it(policy: Policy) -> None:
    case = with_plan(policy, triaged=triage(policy))
    asked, signing = codes(approvers(case, policy)), set()
    for code in policy.departments.staff:
        try:
            decide(case, agree(case, staff(policy, code)), policy, MONDAY_9AM)
        except Refusal:
            continue
        signing.add(code)
    assert asked == signing == {"jiang.bo"}


def test_of_several_who_have_to_agree_those_are_asked_who_have_not_yet(policy: Policy) -> None:
    case = with_plan(policy, triaged=triage(policy, level="major"))
    assert approvers(case, policy) == ("quality:gu.ning", "quality:shen.yu", "manager:jiang.bo")
    assert approvers(agreed(case, policy, someone(policy, "manager")), policy) == ("quality:gu.ning", "quality:shen.yu")


def test_nobody_is_asked_to_agree_to_what_is_no_longer_there(policy: Policy) -> None:
    case = with_plan(policy)
    assert approvers(agreed(case, policy, someone(policy, "dept_lead", "repairs")), policy) == ()
    assert approvers(case.handled(plan=None), policy) == ()


def test_an_ordinary_result_is_checked_by_the_desks_supervisors_and_only_in_their_place_by_others(policy: Policy) -> None:
    case = done(policy)
    assert checkers(case, policy) == ("triage:he.min", "triage:fang.yuan")
    involved = case.handled(approvers=("he.min", "fang.yuan"))
    assert codes(checkers(involved, policy)) == {"gu.ning", "shen.yu", "zhao.gang", "qian.feng", "xu.ming", "jiang.bo"}
    assert checkers(answered(policy), policy) == ()


def test_a_major_result_is_checked_by_somebody_of_quality_who_did_not_approve_it(policy: Policy) -> None:
    assert checkers(major(policy), policy) == ("quality:shen.yu",)


def test_a_guarded_plan_is_signed_by_the_other_officer_and_the_company_and_checked_by_whoever_did_neither(policy: Policy) -> None:
    case = taken_up(policy, a_complaint(sensitive=True), guarded=True)
    planned = evolve(case, happened(PlanSubmitted, **a_plan(guarded=True)))
    assert codes(approvers(planned, policy)) == {"ye.qing", "wei.lan", "ren.jun"}
    reported = evolve(case.handled(approvers=("ye.qing",)), happened(WorkReported, OFFICER, "confid", **JUDGED))
    assert codes(checkers(reported, policy)) == {"wei.lan", "ren.jun"}


def test_where_no_manager_is_free_the_next_one_is_asked(policy: Policy) -> None:
    objected = next(case for story, _, case in course(policy, a_complaint(), guarded=False) if story == "ObjectionRaised")
    assert judges(objected, policy) == ("manager:jiang.bo",)
    accused = replace(objected, accused=("jiang.bo",))
    assert judges(accused, policy) == ("company:wei.lan", "company:ren.jun")
    assert judges(objected.handled(state="REGISTERED"), policy) == ()
    assert free(accused, policy, "manager", "triage") == ("triage:he.min", "triage:fang.yuan")


@pytest.mark.parametrize("took_part", ["wei.lan", "ren.jun"])
def test_a_review_is_for_somebody_of_the_company_who_took_no_part(policy: Policy, took_part: str) -> None:
    case = answered(policy)
    assert reviewers(case, policy) == ()
    asked = went(case, policy, AskReview(by=OWNER, grounds="仍不同意。"))
    assert codes(reviewers(asked, policy)) == {"wei.lan", "ren.jun"}
    assert took_part not in codes(reviewers(asked.handled(approvers=(took_part,)), policy))
    assert reviewers(replace(asked, accused=("wei.lan", "ren.jun")), policy) == ()
