"""Bodies outside: what goes to them, under which conditions, and how the case comes back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, accept, register, someone, triage
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, SYSTEM, RecordTransferResult, TransferCase
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotThere, NotUnderstood, NotYours, Refusal
from huiyin.core.events import CaseTransferred, TransferRecorded
from huiyin.core.evolution import evolve
from huiyin.policy.schema import Policy

DAY = timedelta(days=1)


def transfer(policy: Policy, **changes: Any) -> TransferCase:
    plain = TransferCase(by=someone(policy, "manager"), body="street_office", document="函 12 号", contact="张主任", follow_up_d=7)
    return replace(plain, **changes)


def result(policy: Policy, **changes: Any) -> RecordTransferResult:
    return replace(RecordTransferResult(by=someone(policy, "manager"), to="INVESTIGATING", result="已派人处理"), **changes)


def at_work(policy: Policy, **complaint: Any) -> Case:
    return a_case(policy, register(policy), triage(policy), accept(policy), complaint=a_complaint(**complaint))


def passed_on(policy: Policy, case: Case, ask: TransferCase | None = None) -> CaseTransferred:
    (event,) = decide(case, ask or transfer(policy), policy, MONDAY_9AM)
    assert isinstance(event, CaseTransferred)
    return event


def test_a_case_goes_to_a_body_outside_with_the_day_on_which_we_ask(policy: Policy) -> None:
    event = passed_on(policy, at_work(policy))
    assert (event.body, event.follow_up_due, event.role) == ("street_office", MONDAY_9AM + 7 * DAY, "manager")
    after = evolve(at_work(policy), event)
    assert after.state == "TRANSFERRED"
    assert after.handling.transfer is not None
    assert after.handling.transfer.follow_up_due == MONDAY_9AM + 7 * DAY


@pytest.mark.parametrize(
    ("consents", "anonymous", "goes"),
    [(("service", "forward"), False, True), (("service",), False, False), (("service", "forward"), True, False)],
)
def test_his_name_goes_with_it_only_as_the_owner_agreed(policy: Policy, consents: tuple[str, ...], anonymous: bool, goes: bool) -> None:
    case = replace(at_work(policy), consents=consents, anonymous=anonymous)
    assert passed_on(policy, case).forwards_identity is goes
    assert at_work(policy, consents=consents).consents == consents
    assert not passed_on(policy, case.handled(gone=True)).forwards_identity


def test_a_danger_is_called_in_or_acted_on_first(policy: Policy) -> None:
    danger = at_work(policy, danger=True)
    with pytest.raises(NotAllowedNow) as refusal:
        decide(danger, transfer(policy), policy, MONDAY_9AM)
    assert (refusal.value.code, refusal.value.field) == ("emergency_first", "called_emergency")
    assert passed_on(policy, danger, transfer(policy, called_emergency=True)).called_emergency
    assert passed_on(policy, danger.handled(emergency_at=MONDAY_9AM)).body == "street_office"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": "moon"}, "outside_body"),
        ({"contact": " "}, "contact"),
        ({"follow_up_d": 0}, "follow_up_d"),
        ({"follow_up_d": 31}, "follow_up_d"),
    ],
)
def test_what_is_missing_or_unknown_is_refused_by_its_field(policy: Policy, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        decide(at_work(policy), transfer(policy, **changes), policy, MONDAY_9AM)
    assert refusal.value.field == field


def test_only_the_manager_passes_on_and_of_a_guarded_case_only_confid(policy: Policy) -> None:
    confid = someone(policy, "confid")
    with pytest.raises(NotYours):
        decide(at_work(policy), transfer(policy, by=confid), policy, MONDAY_9AM)
    guarded = replace(at_work(policy), guarded=True)
    with pytest.raises(NotThere):
        decide(guarded, transfer(policy), policy, MONDAY_9AM)
    assert passed_on(policy, guarded, transfer(policy, by=confid)).role == "confid"
    with pytest.raises(NotThere):
        decide(replace(at_work(policy), accused=("jiang.bo",)), transfer(policy), policy, MONDAY_9AM)
    with pytest.raises(NotYours):
        decide(at_work(policy), transfer(policy, by=OWNER), policy, MONDAY_9AM)


@pytest.mark.parametrize("to", ["INVESTIGATING", "VERIFYING"])
def test_it_comes_back_to_be_looked_into_or_checked(policy: Policy, to: str) -> None:
    outside = evolve(at_work(policy), passed_on(policy, at_work(policy)))
    (event,) = decide(outside, result(policy, to=to), policy, MONDAY_9AM + DAY)
    after = evolve(outside, event)
    assert (after.state, after.handling.transfer) == (to, None)
    assert after.handling.reported_at == (MONDAY_9AM + DAY if to == "VERIFYING" else None)


@pytest.mark.parametrize(("changes", "field"), [({"to": "CLOSED"}, "to"), ({"result": " "}, "result")])
def test_a_result_says_what_it_is_and_where_it_goes(policy: Policy, changes: dict[str, Any], field: str) -> None:
    outside = evolve(at_work(policy), passed_on(policy, at_work(policy)))
    with pytest.raises(NotUnderstood) as refusal:
        decide(outside, result(policy, **changes), policy, MONDAY_9AM)
    assert refusal.value.field == field


def test_the_system_takes_it_up_again_on_the_day_and_not_before(policy: Policy) -> None:
    event = passed_on(policy, at_work(policy))
    outside = evolve(at_work(policy), event)
    by_clock = result(policy, by=SYSTEM, result="")
    with pytest.raises(Refusal) as early:
        decide(outside, by_clock, policy, event.follow_up_due - timedelta(seconds=1))
    assert early.value.code == "follow_up_not_due"
    (back,) = decide(outside, by_clock, policy, event.follow_up_due)
    assert isinstance(back, TransferRecorded)
    assert (back.to, back.role) == ("INVESTIGATING", "system")


def test_what_nobody_has_triaged_comes_back_to_triage(policy: Policy) -> None:
    case = a_case(policy, register(policy))
    outside = evolve(case, passed_on(policy, case))
    (back,) = decide(outside, result(policy, to="VERIFYING"), policy, MONDAY_9AM)
    assert evolve(outside, back).state == "REGISTERED"
