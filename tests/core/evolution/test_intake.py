"""How what came in changes: waiting and going on, declined and taken up, taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, a_history
from huiyin.core.events import (
    CaseDeclined,
    CaseUrged,
    CaseWithdrawn,
    DeclineProposed,
    DeclineRefused,
    FactAdded,
    ObjectionAccepted,
    ObjectionRaised,
    OwnerAsked,
    OwnerReplied,
)
from huiyin.core.evolution import evolve
from huiyin.core.evolution.intake import after, received
from huiyin.policy.schema import Policy

BY_OWNER = {"at": MONDAY_9AM, "by": "owner", "role": "owner"}
BY_DESK = {"at": MONDAY_9AM, "by": "lin.jing", "role": "desk"}
DAY = timedelta(days=1)


def test_a_case_is_received_once(policy: Policy) -> None:
    (event,) = a_history(policy)
    assert received(event) == a_case(policy)
    with pytest.raises(ValueError, match="once"):
        after(a_case(policy), event)


def test_whom_the_owner_accuses_stays_sealed_until_somebody_entered_the_codes(policy: Policy) -> None:
    assert a_case(policy, complaint=a_complaint(accused="某经理")).accused == ()


def test_the_case_waits_and_goes_back_to_where_it_was(policy: Policy) -> None:
    plain = replace(a_case(policy), state="INVESTIGATING")
    asked = after(plain, OwnerAsked(**BY_DESK, until=MONDAY_9AM + DAY, pause=1))
    assert (asked.state, asked.handling.pauses) == ("AWAITING_OWNER", 1)
    reply = OwnerReplied(
        **BY_OWNER, replied=True, plan_due=None, answer_due=MONDAY_9AM + DAY, resolve_due=None, files=("1",), hints=("danger",)
    )
    case = after(asked, reply)
    assert (case.state, case.handling.pause, case.answer_due) == ("INVESTIGATING", None, MONDAY_9AM + DAY)
    assert (case.hints, case.evidence) == (("danger",), (("1", "pending"),))


def test_hints_are_kept_once(policy: Policy) -> None:
    once = after(a_case(policy), FactAdded(**BY_OWNER, files=(), hints=("danger",)))
    assert after(once, FactAdded(**BY_OWNER, files=(), hints=("danger", "exposure"))).hints == ("danger", "exposure")


def test_a_proposal_stands_until_it_is_decided(policy: Policy) -> None:
    proposed = after(a_case(policy), DeclineProposed(**BY_DESK, reason="spam"))
    assert (proposed.state, proposed.handling.declining) == ("RECEIVED", ("lin.jing", "spam"))
    assert after(proposed, DeclineRefused(**BY_DESK)).handling.declining is None
    declined = after(proposed, CaseDeclined(**BY_DESK, reason="spam", proposer="lin.jing"))
    assert (declined.state, declined.handling.declining, declined.handling.declined_at) == ("DECLINED", None, MONDAY_9AM)


def test_an_objection_stands_until_the_case_is_taken_up(policy: Policy) -> None:
    objected = after(replace(a_case(policy), state="DECLINED"), ObjectionRaised(**BY_OWNER))
    assert (objected.state, objected.handling.objected_at) == ("DECLINED", MONDAY_9AM)
    taken = evolve(objected, ObjectionAccepted(**BY_DESK, answer_due=MONDAY_9AM + DAY))
    assert (taken.state, taken.handling.objected_at, taken.answer_due) == ("REGISTERED", None, MONDAY_9AM + DAY)


def test_urgings_are_counted(policy: Policy) -> None:
    case = after(a_case(policy), CaseUrged(**BY_OWNER, count=3))
    assert (case.handling.urged, case.handling.urged_at) == (3, MONDAY_9AM)


def test_what_is_taken_back_ends_or_goes_on_without_him(policy: Policy) -> None:
    waiting = after(a_case(policy), OwnerAsked(**BY_DESK, until=MONDAY_9AM + DAY, pause=1))
    ended = after(waiting, CaseWithdrawn(**BY_OWNER, goes_on=False))
    assert (ended.state, ended.handling.pause, ended.handling.gone) == ("WITHDRAWN", None, False)
    without_him = after(replace(waiting, untold=("1/x",)), CaseWithdrawn(**BY_OWNER, goes_on=True))
    assert (without_him.state, without_him.handling.pause, without_him.handling.gone) == ("RECEIVED", None, True)
    assert (without_him.has_email, without_him.untold) == (False, ())
