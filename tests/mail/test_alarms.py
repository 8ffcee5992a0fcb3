"""Who is woken by an emergency at once."""

from dataclasses import replace

from builders import MONDAY_9AM, a_case, a_complaint, a_history, register, someone, triage
from huiyin.core.attendance import on_duty
from huiyin.core.evolution import fold
from huiyin.mail.alarms import alarmed, alarmed_if_risen, desk_and_alarmed
from huiyin.mail.audiences import with_role
from huiyin.mail.letters import owed_by
from huiyin.policy.schema import Policy


def test_of_an_emergency_whoever_is_on_duty_and_the_duty_manager_hear_beside_the_desk(policy: Policy) -> None:
    (event,) = a_history(policy, complaint=a_complaint(danger=True))
    case = fold((event,))
    woken = {*(f"duty:{code}" for code in on_duty(MONDAY_9AM, policy)), *with_role("duty_manager", policy)}
    assert set(alarmed(event, case, policy)) == woken
    assert set(desk_and_alarmed(event, case, policy)) == {"desk", *woken}
    assert alarmed(event, replace(case, priority="P2"), policy) == ()


def test_whoever_is_accused_of_it_is_not_woken(policy: Policy) -> None:
    (event,) = a_history(policy, complaint=a_complaint(danger=True))
    case = replace(fold((event,)), accused=("luo.han",))
    assert "duty_manager:luo.han" not in {owed.audience for owed in owed_by(event, case, policy)}


def test_what_triage_finds_to_be_an_emergency_wakes_them_once(policy: Policy) -> None:
    risen = a_history(policy, register(policy), triage(policy, severity=4, urgency=4))
    case = fold(risen)
    assert {owed.key for owed in owed_by(risen[-1], case, policy)} == {
        "case-assigned/handler",
        *(f"emergency/{audience}" for audience in alarmed(risen[-1], case, policy)),
    }
    known = a_history(policy, register(policy), triage(policy, severity=4, urgency=4), complaint=a_complaint(danger=True))
    assert alarmed_if_risen(known[-1], fold(known), policy) == ()


def test_of_a_confidential_one_they_hear_that_there_is_a_danger_and_nothing_else(policy: Policy) -> None:
    officer = someone(policy, "confid")
    asks = (register(policy, by=officer), triage(policy, by=officer, handler=officer.code, severity=4, urgency=4))
    events = a_history(policy, *asks, complaint=a_complaint(sensitive=True))
    owed = {one.letter for one in owed_by(events[-1], fold(events), policy) if not one.audience.startswith("confid")}
    assert owed == {"danger-alert"}


def test_an_ordinary_case_wakes_nobody(policy: Policy) -> None:
    (event,) = a_history(policy)
    assert alarmed(event, a_case(policy), policy) == ()
