"""Which event writes which letter to whom."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, a_history, accept, contact, register, someone, triage
from huiyin.core.case import Case
from huiyin.core.events import DeadlineMissed, DeadlineNeared, Event, StepEscalated
from huiyin.core.evolution import fold
from huiyin.core.owed import Owed
from huiyin.mail.letters import CONFIDENTIAL, OCCASIONS, on_duty, owed_by, staff_behind
from huiyin.policy.schema import Policy
from huiyin.policy.staffing import DutyTurn


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
    }


def test_a_guarded_case_is_told_to_the_confidential_officers_alone(policy: Policy) -> None:
    officers = {code for code, person in policy.departments.staff.items() if "confid" in person.roles}
    assert officers
    assert owed_at_receipt(policy, sensitive=True) == {
        "complaint-received/owner",
        *(f"confidential-case/confid:{code}" for code in officers),
    }


def test_whoever_is_on_duty_hears_of_a_danger_in_a_confidential_case_and_of_nothing_else(policy: Policy) -> None:
    calm, danger = owed_at_receipt(policy, sensitive=True), owed_at_receipt(policy, sensitive=True, danger=True)
    (alert,) = danger - calm
    assert alert.startswith("danger-alert/duty:")


def test_a_released_case_is_announced_to_the_desk(policy: Policy) -> None:
    officer = someone(policy, "confid")
    for release, letters in ((True, (Owed("new-case", "desk"),)), (False, ())):
        ask = register(policy, by=officer, release=release)
        events = a_history(policy, ask, complaint=a_complaint(sensitive=True))
        assert owed_by(events[-1], fold(events), policy) == letters


def test_registration_acceptance_and_contact_owe_nothing(policy: Policy) -> None:
    events = a_history(policy, register(policy), triage(policy), accept(policy), contact(policy))
    for count in (2, 4, 5):
        assert owed_by(events[count - 1], fold(events[:count]), policy) == ()


def test_triage_owes_the_handler_a_letter(policy: Policy) -> None:
    events = a_history(policy, register(policy), triage(policy))
    assert owed_by(events[-1], fold(events), policy) == (Owed("case-assigned", "handler"),)


def test_triage_of_a_guarded_case_owes_its_handler_a_letter_without_a_number(policy: Policy) -> None:
    officer = someone(policy, "confid")
    asks = (register(policy, by=officer), triage(policy, by=officer, handler=officer.code))
    events = a_history(policy, *asks, complaint=a_complaint(sensitive=True))
    assert owed_by(events[-1], fold(events), policy) == (Owed("confidential-case", f"confid:{officer.code}"),)


@pytest.mark.parametrize(("kind", "letter"), [(DeadlineNeared, "due-soon"), (DeadlineMissed, "overdue")])
def test_a_clock_warns_the_handler_and_his_lead(policy: Policy, kind: type[DeadlineNeared] | type[DeadlineMissed], letter: str) -> None:
    case = a_case(policy, register(policy), triage(policy))
    assert case.handler != policy.departments.departments["repairs"].lead
    assert owed_by(warning(case, kind), case, policy) == (Owed(letter, "handler"), Owed(letter, "lead:repairs"))


def escalation(case: Case, *, step: str, to_role: str, to: str) -> Event:
    return StepEscalated(at=MONDAY_9AM, by="system", role="system", clock="answer", due=case.answer_due, step=step, to_role=to_role, to=to)


def test_whoever_hears_of_it_by_the_ladder_has_a_letter(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    event = escalation(case, step="manager", to_role="manager", to="jiang.bo")
    assert owed_by(event, case, policy) == (Owed("escalation", "manager:jiang.bo"),)
    assert owed_by(escalation(case, step="company", to_role="company", to=""), case, policy) == ()
    hidden = replace(case, guarded=True)
    event = escalation(hidden, step="manager", to_role="confid", to="ye.qing")
    assert owed_by(event, hidden, policy) == (Owed("confidential-escalation", "confid:ye.qing"),)


def test_a_lead_who_handles_the_case_himself_is_warned_once(policy: Policy) -> None:
    case = replace(a_case(policy, register(policy), triage(policy)), handler=policy.departments.departments["repairs"].lead)
    assert owed_by(warning(case, DeadlineNeared), case, policy) == (Owed("due-soon", "handler"),)


def test_an_unassigned_case_warns_the_desk_and_its_supervisors(policy: Policy) -> None:
    case = a_case(policy)
    supervisors = {code for code, person in policy.departments.staff.items() if "triage" in person.roles}
    audiences = {owed.audience for owed in owed_by(warning(case, DeadlineMissed), case, policy)}
    assert audiences == {"desk", *(f"triage:{code}" for code in supervisors)}


def test_a_clock_of_a_guarded_case_warns_the_confidential_officers_only(policy: Policy) -> None:
    case = a_case(policy, complaint=a_complaint(sensitive=True, danger=True))
    for kind, letter in ((DeadlineNeared, "confidential-due-soon"), (DeadlineMissed, "confidential-overdue")):
        owed = owed_by(warning(case, kind), case, policy)
        assert {one.letter for one in owed} == {letter}
        assert all(one.audience.startswith("confid:") for one in owed)


def test_an_accused_person_is_owed_nothing_in_any_role(policy: Policy) -> None:
    for staff in policy.departments.staff:
        case = replace(a_case(policy, register(policy), triage(policy)), accused=(staff,))
        for kind in (DeadlineNeared, DeadlineMissed):
            readers = [staff_behind(owed.audience, case, policy) for owed in owed_by(warning(case, kind), case, policy)]
            assert staff not in readers


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


def test_a_confidential_letter_never_has_an_ordinary_occasion() -> None:
    for occasion in OCCASIONS:
        assert (occasion.name in CONFIDENTIAL) == (occasion.guarded is True)
