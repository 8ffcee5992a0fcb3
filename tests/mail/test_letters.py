"""Which event writes which letter to whom."""

from dataclasses import replace
from datetime import datetime

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, a_history, accept, contact, register, triage
from huiyin.core.attendance import on_duty
from huiyin.core.case import Case
from huiyin.core.clocks import watch_clocks
from huiyin.core.commands import SYSTEM, WatchClocks
from huiyin.core.events import CaseWithdrawn, DeadlineMissed, DeadlineNeared, Event, StepEscalated
from huiyin.core.evolution import fold
from huiyin.core.owed import Owed
from huiyin.mail.audiences import staff_behind
from huiyin.mail.letters import CONFIDENTIAL, DATED, OCCASIONS, TO_ACCUSED, acknowledges, owed_by
from huiyin.mail.readers import is_withheld
from huiyin.policy.schema import Policy
from mail.course import course
from mail.guarded_course import GUARDED

DUTY_MANAGERS = ("luo.han",)


def owed_at_receipt(policy: Policy, at: datetime = MONDAY_9AM, **changes: object) -> set[str]:
    (event,) = a_history(policy, complaint=a_complaint(**changes), at=at)
    return {owed.key for owed in owed_by(event, fold((event,)), policy)}


def warning(case: Case, kind: type[DeadlineNeared] | type[DeadlineMissed]) -> Event:
    return kind(at=MONDAY_9AM, by="system", role="system", clock="first_contact", due=case.first_contact_due)


def test_a_complaint_owes_the_owner_a_receipt_and_the_desk_a_new_case(policy: Policy) -> None:
    assert owed_at_receipt(policy) == {"complaint-received/owner", "new-case/desk"}


def test_an_owner_without_an_address_is_owed_no_letter(policy: Policy) -> None:
    assert owed_at_receipt(policy, person=replace(a_complaint().person, email="")) == {"new-case/desk"}


def test_an_emergency_also_wakes_whoever_is_on_duty(policy: Policy) -> None:
    duty = on_duty(MONDAY_9AM, policy)
    assert duty
    assert owed_at_receipt(policy, danger=True) == {
        "complaint-received/owner",
        "new-case/desk",
        *(f"new-case/duty:{code}" for code in duty),
        *(f"new-case/duty_manager:{code}" for code in DUTY_MANAGERS),
    }


def test_a_guarded_case_is_told_to_the_confidential_officers_alone(policy: Policy) -> None:
    officers = {code for code, person in policy.departments.staff.items() if "confid" in person.roles}
    assert officers
    told = {f"confidential-case/confid:{code}" for code in officers}
    assert owed_at_receipt(policy, sensitive=True) == {"complaint-received/owner", *told}


def test_acceptance_and_contact_owe_nothing(policy: Policy) -> None:
    events = a_history(policy, register(policy), triage(policy), accept(policy), contact(policy))
    for count in (4, 5):
        assert owed_by(events[count - 1], fold(events[:count]), policy) == ()


def test_triage_owes_the_handler_a_letter(policy: Policy) -> None:
    events = a_history(policy, register(policy), triage(policy))
    assert owed_by(events[-1], fold(events), policy) == (Owed("case-assigned", "handler"),)


@pytest.mark.parametrize(("kind", "letter"), [(DeadlineNeared, "due-soon"), (DeadlineMissed, "overdue")])
def test_a_clock_warns_the_handler_and_his_lead(policy: Policy, kind: type[DeadlineNeared] | type[DeadlineMissed], letter: str) -> None:
    case = a_case(policy, register(policy), triage(policy))
    assert case.handler != policy.departments.departments["repairs"].lead
    owed = [one for one in owed_by(warning(case, kind), case, policy) if one.audience != "owner"]
    # Of a missed promise the lead hears by the ladder.
    assert owed == [Owed(letter, "handler"), *([Owed(letter, "lead:repairs")] if kind is DeadlineNeared else [])]


def escalation(case: Case, *, step: str, to_role: str, to: str, clock: str = "answer", due: datetime = MONDAY_9AM) -> Event:
    return StepEscalated(at=MONDAY_9AM, by="system", role="system", clock=clock, due=due, step=step, to_role=to_role, to=to)


def test_whoever_hears_of_it_by_the_ladder_has_a_letter(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    event = escalation(case, step="manager", to_role="manager", to="jiang.bo")
    assert owed_by(event, case, policy) == (Owed("escalation", "manager:jiang.bo"),)
    assert owed_by(escalation(case, step="company", to_role="company", to=""), case, policy) == ()
    hidden = replace(case, guarded=True)
    event = escalation(hidden, step="manager", to_role="confid", to="ye.qing")
    assert owed_by(event, hidden, policy) == (Owed("confidential-escalation", "confid:ye.qing"),)


@pytest.mark.parametrize("assigned", [True, False])
def test_whoever_heads_the_department_has_one_letter_of_a_missed_promise_and_no_second(policy: Policy, assigned: bool) -> None:
    case = a_case(policy, *((register(policy), triage(policy)) if assigned else ()))
    watched = watch_clocks(case, WatchClocks(by=SYSTEM), policy, case.first_contact_due)
    events = [event for event in watched if event.clock == "first_contact"]
    assert {type(event) for event in events} == {StepEscalated, DeadlineMissed}
    told = "zhao.gang" if assigned else "he.min"
    owed = [one for event in events for one in owed_by(event, case, policy)]
    assert [one.letter for one in owed if staff_behind(one.audience, case, policy) == told] == ["escalation"]


def test_of_an_answer_that_is_late_its_head_of_department_hears_again(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    missed = DeadlineMissed(at=case.answer_due, by="system", role="system", clock="answer", due=case.answer_due)
    assert {owed.key for owed in owed_by(missed, case, policy)} == {"overdue/handler", "overdue/lead:repairs"}


def test_a_lead_who_handles_the_case_himself_is_warned_once(policy: Policy) -> None:
    case = replace(a_case(policy, register(policy), triage(policy)), handler=policy.departments.departments["repairs"].lead)
    assert owed_by(warning(case, DeadlineNeared), case, policy) == (Owed("due-soon", "handler"),)


def test_an_unassigned_case_warns_the_desk_and_its_supervisors(policy: Policy) -> None:
    case = a_case(policy)
    supervisors = {code for code, person in policy.departments.staff.items() if "triage" in person.roles}
    audiences = {owed.audience for owed in owed_by(warning(case, DeadlineNeared), case, policy)}
    assert audiences == {"desk", *(f"triage:{code}" for code in supervisors)}


def test_an_accused_person_is_owed_nothing_in_any_role(policy: Policy) -> None:
    for staff in policy.departments.staff:
        case = replace(a_case(policy, register(policy), triage(policy)), accused=(staff,))
        for kind in (DeadlineNeared, DeadlineMissed):
            readers = [staff_behind(owed.audience, case, policy) for owed in owed_by(warning(case, kind), case, policy)]
            assert staff not in readers


def test_a_confidential_letter_never_has_an_ordinary_occasion() -> None:
    for occasion in OCCASIONS:
        assert (occasion.name in CONFIDENTIAL) == (occasion.guarded is True or occasion.accused)


# After what of the course of an ordinary case who gets which letter.
ORDINARY = {
    "CaseWithdrawn": {"withdrawn/owner"},
    "CaseWithdrawn that goes on": {"withdrawn/owner"},
    "CaseDeclined": {"declined/owner"},
    "ObjectionRaised": {"objection-raised/manager:jiang.bo"},
    "ObjectionAccepted": {"case-registered/owner"},
    "StepEscalated of the first contact": {"escalation/dept_lead:he.min"},
    "DeadlineMissed told": {"contact-missed/owner", "overdue/desk", "overdue/triage:fang.yuan"},
    "OwnerAsked": {"owner-asked/owner"},
    "OwnerReminded": {"owner-reminded/owner"},
    "ProgressTold": {"progress-told/owner"},
    "ProgressTold without progress": {"progress-told/owner", "no-progress/dept_lead:zhao.gang"},
    "ProgressTold of a group": {"progress-told/owner"},
    "OwnerReplied": {"owner-replied/desk"},
    "OwnerReplied with nothing": {"owner-replied/desk"},
    "GroupProposed watch": {"group-proposed/triage:he.min", "group-proposed/triage:fang.yuan"},
    "GroupProposed group": {"group-proposed/triage:he.min", "group-proposed/triage:fang.yuan"},
    "GroupProposed incident": {"group-proposed/duty_manager:luo.han"},
    "ContactLimited": {"contact-limited/owner"},
    "AppointmentAgreed": {"appointment/owner"},
    "AppointmentAgreed moved": {"appointment/owner"},
    "DeadlineMissed of an appointment": {"appointment/owner", "overdue/handler"},
    "CaseUrged": {"urged/handler", "urged/lead:repairs"},
    "PlanApproved by one of them": set(),
    "PlanApproved": {"plan-approved/handler"},
    "TriageReturned 1": {"returned-to-triage/triage:he.min", "returned-to-triage/triage:fang.yuan"},
    "TriageReturned 2": {"returned-to-triage/manager:jiang.bo"},
    "MemberJoined": {"merged/owner"},
    "MemberLeft": {"handled-alone/owner"},
    "AddedToCase": {"added-to-case/owner"},
    "TakenApart": {"handled-alone/owner"},
    "ReportAdded": {"urged/handler", "urged/lead:repairs"},
    "MemberAnswered": {"answer/owner"},
    "CaseAssigned": {"case-assigned/handler"},
    "PlanSubmitted": {"approval-request/manager:jiang.bo"},
    "PlanReturned": {"plan-returned/handler"},
    "PlanChanged to be agreed to": {"plan-date-changed/owner", "approval-request/manager:jiang.bo"},
    "PlanChanged": {"plan-date-changed/owner"},
    "DateExtended": {"plan-date-changed/owner"},
    "CaseTransferred with his name": {"transferred/owner"},
    "CaseTransferred": {"transferred/owner"},
    "TransferRecorded on its day": set(),
    "TransferRecorded INVESTIGATING": {"transfer-result/owner"},
    "TransferRecorded VERIFYING": {"transfer-result/owner"},
    "DatedAnswerSent": {"dated-answer/owner"},
    "ConcludedWithoutWork": {"work-reported/triage:he.min", "work-reported/triage:fang.yuan"},
    "WorkReported": {"work-reported/triage:he.min", "work-reported/triage:fang.yuan"},
    "WorkReturned": {"work-returned/handler"},
    "AnswerReleased": {"answer/owner"},
    "AnswerReleased upheld after a hearing": {"answer/owner", "hearing-result/accused:ma.hui"},
    "VerdictAsked": {"verdict-asked/owner"},
    "SurveyInvited": {"survey/owner"},
    "SurveyAnswered": {"survey-bad/quality:gu.ning", "survey-bad/quality:shen.yu"},
    "AnswerConfirmed": {"closed/owner"},
    "AnswerLapsed": {"closed/owner"},
    "CaseReopened": {"reopened/owner", "work-reopened/handler", "work-reopened/lead:repairs"},
    "AnswerDisputed": {"reopened/owner", "answer-disputed/handler", "answer-disputed/lead:repairs"},
    "AnswerDisputed by somebody else": {"reopened/owner", "answer-disputed/lead:repairs"},
    "ReviewAsked": {"review-asked/company:wei.lan", "review-asked/company:ren.jun"},
    "ReviewDecided again": {"review-decided/owner", "work-reopened/handler", "work-reopened/lead:repairs"},
    "ReviewDecided": {"review-decided/owner"},
    "ErasureAsked": {"erasure-asked/confid:ye.qing", "erasure-asked/confid:qin.yue"},
    "ConsentWithdrawn": {"consent-withdrawn/confid:ye.qing", "consent-withdrawn/confid:qin.yue"},
}


def owed_in(policy: Policy, *, guarded: bool) -> dict[str, set[str]]:
    """What each event of the course owes, by its story."""
    told = course(policy, a_complaint(sensitive=guarded), guarded=guarded)
    return {story: {owed.key for owed in owed_by(event, case, policy)} for story, event, case in told}


def test_in_the_course_of_an_ordinary_case_everybody_hears_what_concerns_him(policy: Policy) -> None:
    owed = owed_in(policy, guarded=False)
    assert {story: owed[story] for story in ORDINARY} == ORDINARY


def test_in_the_course_of_a_guarded_case_nobody_else_hears_anything(policy: Policy) -> None:
    owed = owed_in(policy, guarded=True)
    assert {story: owed[story] for story in GUARDED} == GUARDED
    for key in set().union(*owed.values()):
        letter, audience = key.split("/")
        assert audience == "owner" or letter in CONFIDENTIAL, key


def test_whoever_is_accused_hears_nothing_in_the_whole_course(policy: Policy) -> None:
    told = list(course(policy, a_complaint(), guarded=False))
    for code, person in policy.departments.staff.items():
        for story, event, case in told:
            for accused in (code, person.department):
                hidden = replace(case, accused=(accused,))
                owed = [one for one in owed_by(event, hidden, policy) if one.letter not in TO_ACCUSED]
                assert code not in {staff_behind(one.audience, hidden, policy) for one in owed}, story


def test_whoever_was_heard_hears_the_result_and_only_while_he_is_accused(policy: Policy) -> None:
    told = {story: (event, case) for story, event, case in course(policy, a_complaint(), guarded=False) if "hearing" in story}
    assert len(told) == 2
    for event, case in told.values():
        assert Owed("hearing-result", "accused:ma.hui") in owed_by(event, case, policy)
        assert not is_withheld(Owed("hearing-result", "accused:ma.hui"), event, case, policy)
        cleared = replace(case, accused=())
        assert TO_ACCUSED & {one.letter for one in owed_by(event, cleared, policy)} == set()
        assert is_withheld(Owed("hearing-result", "accused:ma.hui"), event, cleared, policy)
        unheard = case.handled(heard=())
        assert TO_ACCUSED & {one.letter for one in owed_by(event, unheard, policy)} == set()


def test_an_owner_without_an_address_is_owed_no_letter_of_any_kind(policy: Policy) -> None:
    for story, event, case in course(policy, a_complaint(), guarded=False):
        if isinstance(event, CaseWithdrawn):
            # As it is decided for whoever has none.
            event = replace(event, tells=False)
        owed = owed_by(event, replace(case, has_email=False), policy)
        assert all(one.audience != "owner" for one in owed), story


def test_what_the_system_registers_by_itself_is_told_nobody_a_second_time(policy: Policy) -> None:
    event, case = a_history(policy, register(policy))[-1], a_case(policy, register(policy))
    assert owed_by(event, case, policy) == (Owed("case-registered", "owner"),)
    assert owed_by(replace(event, by="system", role="system"), case, policy) == ()


def test_what_a_stranger_can_make_us_write_comes_out_of_a_budget() -> None:
    budgeted = {occasion.name for occasion in OCCASIONS if acknowledges(Owed(occasion.name, "owner"))}
    assert budgeted == {"complaint-received", "merged", "withdrawn"}


def test_a_case_that_is_given_to_somebody_brings_its_day_along() -> None:
    assert frozenset({"case-assigned", "step-given"}) == DATED
