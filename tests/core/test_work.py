"""Acceptance, first contact, and letters that came back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, accept, contact, register, someone, staff, triage
from huiyin.core.commands import SYSTEM, Actor, AssignCase, ReturnLetter
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours, Refusal
from huiyin.core.events import CaseAssigned, LetterReturned
from huiyin.core.evolution import evolve
from huiyin.core.lifecycle import ENDED
from huiyin.core.work import RETURNS, log_contact
from huiyin.policy.schema import Policy


def test_acceptance_needs_the_declaration(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    with pytest.raises(NotAllowedNow) as refusal:
        decide(case, accept(policy, no_interest=False), policy, MONDAY_9AM)
    assert (refusal.value.code, refusal.value.field) == ("recused", "no_interest")


def test_reaching_the_owner_keeps_the_promise_once(policy: Policy) -> None:
    case = a_case(policy, contact(policy, by=someone(policy, "desk")))
    assert case.first_contact_at == MONDAY_9AM
    later = log_contact(case, contact(policy), policy, MONDAY_9AM + timedelta(hours=1))
    assert not later.first


def test_two_tries_far_enough_apart_keep_the_promise(policy: Policy) -> None:
    apart = timedelta(hours=policy.promises.tries_apart_h)
    case = a_case(policy, contact(policy, by=someone(policy, "desk"), reached=False))
    soon = log_contact(case, contact(policy, reached=False), policy, MONDAY_9AM + apart - timedelta(minutes=1))
    assert not soon.first
    assert log_contact(case, contact(policy, reached=False), policy, MONDAY_9AM + apart).first


def test_a_contact_has_a_known_way_and_a_note(policy: Policy) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        log_contact(a_case(policy), contact(policy, way="telepathy"), policy, MONDAY_9AM)
    assert refusal.value.field == "way"
    with pytest.raises(NotUnderstood) as refusal:
        log_contact(a_case(policy), contact(policy, note=" "), policy, MONDAY_9AM)
    assert refusal.value.field == "note"


def test_tries_enough_stop_the_clock_but_are_no_contact(policy: Policy) -> None:
    desk, apart = someone(policy, "desk"), timedelta(hours=policy.promises.tries_apart_h)
    case = a_case(policy, contact(policy, by=desk, reached=False))
    case = evolve(case, log_contact(case, contact(policy, by=desk, reached=False), policy, MONDAY_9AM + apart))
    assert (case.first_contact_at, case.attempted_at) == (None, MONDAY_9AM + apart)
    later = log_contact(case, contact(policy, by=desk), policy, MONDAY_9AM + 2 * apart)
    assert not later.first
    assert evolve(case, later).first_contact_at == MONDAY_9AM + 2 * apart


def returned(**changes: Any) -> ReturnLetter:
    return replace(ReturnLetter(by=SYSTEM, letter="complaint-received", event=1, why="bounced"), **changes)


def test_a_letter_that_came_back_waits_to_be_told_until_somebody_reached_the_owner(policy: Policy) -> None:
    case = a_case(policy, returned())
    assert (case.untold, case.unreachable) == (("1/complaint-received",), True)
    tried = a_case(policy, returned(), contact(policy, by=someone(policy, "desk"), reached=False))
    assert tried.untold == case.untold, "a try tells nobody anything"
    told = a_case(policy, returned(), contact(policy, by=someone(policy, "desk")))
    assert (told.untold, told.unreachable) == ((), True)


def test_a_letter_comes_back_once_however_often_and_late_we_hear_of_it(policy: Policy) -> None:
    """FA32: a week of feedback again, after the owner was told."""
    case = a_case(policy, returned(), contact(policy, by=someone(policy, "desk")))
    for why in sorted(RETURNS):
        assert decide(case, returned(why=why), policy, MONDAY_9AM + timedelta(days=7)) == ()


@pytest.mark.parametrize("state", sorted(ENDED))
def test_a_letter_that_comes_back_after_the_case_has_ended_is_noted_too(policy: Policy, state: str) -> None:
    (noted,) = decide(replace(a_case(policy), state=state), returned(), policy, MONDAY_9AM)
    assert isinstance(noted, LetterReturned)
    assert noted.why == "bounced"


@pytest.mark.parametrize("why", sorted(RETURNS))
def test_only_an_address_that_takes_nothing_is_given_up(policy: Policy, why: str) -> None:
    case = a_case(policy, returned(why=why))
    assert case.untold
    assert case.unreachable == (why in {"bounced", "complained", "refused"})


def test_a_letter_of_no_event_of_this_case_is_none_of_its_letters(policy: Policy) -> None:
    case = a_case(policy)
    assert decide(case, returned(event=2), policy, MONDAY_9AM) == ()
    assert decide(case, returned(event=0), policy, MONDAY_9AM) == ()


def test_a_reason_that_we_do_not_know_is_not_noted(policy: Policy) -> None:
    with pytest.raises(NotUnderstood):
        decide(a_case(policy), returned(why="ooto"), policy, MONDAY_9AM)


def test_the_lead_triage_or_the_manager_name_who_handles_it_from_now_on(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy), accept(policy))
    for code, role in (("zhao.gang", "dept_lead"), ("he.min", "triage"), ("jiang.bo", "manager")):
        (named,) = decide(case, AssignCase(by=staff(policy, code), handler="wu.lei"), policy, MONDAY_9AM)
        assert isinstance(named, CaseAssigned)
        assert (named.handler, named.before, named.role) == ("wu.lei", case.handler, role)
    with pytest.raises(NotYours):
        decide(case, AssignCase(by=Actor(code="x.y", roles=frozenset({"confid"})), handler="wu.lei"), policy, MONDAY_9AM)


@pytest.mark.parametrize(
    ("handler", "changes", "code"),
    [
        ("nobody", {}, "assignee_unknown"),
        ("ma.hui", {}, "assignee_unknown"),
        ("li.wei", {}, "handler_already"),
        ("wu.lei", {"accused": ("wu.lei",)}, "recused"),
        ("ye.qing", {"lead": None}, "triage_first"),
    ],
)
def test_a_handler_works_in_the_lead_department_and_is_not_accused(
    policy: Policy, handler: str, changes: dict[str, Any], code: str
) -> None:
    case = replace(a_case(policy, register(policy), triage(policy), accept(policy)), **changes)
    with pytest.raises(Refusal) as refusal:
        decide(case, AssignCase(by=staff(policy, "he.min"), handler=handler), policy, MONDAY_9AM)
    assert refusal.value.code == code


def test_a_guarded_case_goes_from_one_confidential_officer_to_another(policy: Policy) -> None:
    case = replace(a_case(policy, register(policy), triage(policy), accept(policy)), guarded=True, handler="ye.qing")
    (named,) = decide(case, AssignCase(by=staff(policy, "ye.qing"), handler="qin.yue"), policy, MONDAY_9AM)
    assert (named.by, named.role) == ("ye.qing", "confid")
    with pytest.raises(NotUnderstood):
        decide(case, AssignCase(by=staff(policy, "ye.qing"), handler="wu.lei"), policy, MONDAY_9AM)
