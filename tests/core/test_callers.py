"""Whoever asks how a case stands shows first that it is his; each try is recorded, and who fails too often is told nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, someone
from huiyin.core.callers import tries_left
from huiyin.core.case import Case
from huiyin.core.commands import Person, TakeCall
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood, Refusal
from huiyin.core.events import CallTaken, Event
from huiyin.core.evolution import evolve
from huiyin.policy.schema import Policy


def called(case: Case, policy: Policy, at: datetime = MONDAY_9AM, **changes: Any) -> Event:
    said: dict[str, Any] = {"by": someone(policy, "desk"), "way": "code", "passed": True}
    (event,) = decide(case, TakeCall(**said | changes), policy, at)
    return event


def failed(case: Case, policy: Policy, times: int, at: datetime = MONDAY_9AM) -> Case:
    for _ in range(times):
        case = evolve(case, called(case, policy, at, passed=False))
    return case


def test_who_asked_how_he_showed_it_and_where_it_stood_is_recorded(policy: Policy) -> None:
    event = called(a_case(policy), policy, note="问哪天修")
    assert isinstance(event, CallTaken)
    assert (event.role, event.way, event.passed, event.state, event.note) == ("desk", "code", True, "RECEIVED", "问哪天修")


def test_an_answered_call_is_no_work_on_the_case(policy: Policy) -> None:
    case = a_case(policy)
    after = evolve(case, called(case, policy))
    assert (after.state, after.handling.taken_up_at, after.first_contact_at) == (case.state, None, None)


def test_who_fails_too_often_is_told_nothing_for_a_while_and_then_may_try_again(policy: Policy) -> None:
    most, hours = policy.checks.wrong_callers, timedelta(hours=policy.checks.wrong_callers_h)
    case = failed(a_case(policy), policy, most)
    assert tries_left(case, policy, MONDAY_9AM) == 0
    with pytest.raises(NotAllowedNow) as refused:
        called(case, policy)
    assert (refused.value.code, refused.value.field) == ("too_many_callers", None)
    assert tries_left(case, policy, MONDAY_9AM + hours) == most
    assert called(case, policy, MONDAY_9AM + hours)


def test_who_can_show_it_begins_anew(policy: Policy) -> None:
    case = failed(a_case(policy), policy, policy.checks.wrong_callers - 1)
    case = evolve(case, called(case, policy))
    assert tries_left(case, policy, MONDAY_9AM) == policy.checks.wrong_callers


@pytest.mark.parametrize(
    ("complaint", "changes", "code"),
    [
        pytest.param({}, {"way": "name"}, "unknown_word", id="a-name-shows-nothing"),
        pytest.param({"anonymous": True, "person": Person()}, {"way": "papers"}, "caller_needs_code", id="nobody-is-registered"),
        pytest.param({"person": Person(email="w@example.com")}, {"way": "called_back"}, "no_phone_held", id="nobody-to-call-back"),
    ],
)
def test_what_shows_nothing_is_no_way_to_show_it(policy: Policy, complaint: dict[str, Any], changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        called(a_case(policy, complaint=a_complaint(**complaint)), policy, **changes)
    assert isinstance(refused.value, NotUnderstood | NotAllowedNow)
    assert (refused.value.code, refused.value.field) == (code, "way")


def test_the_code_shows_it_of_an_anonymous_case(policy: Policy) -> None:
    assert called(a_case(policy, complaint=a_complaint(anonymous=True, person=Person())), policy)
