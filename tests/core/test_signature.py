"""The owner's signature under a small piece of work counts as its check: whoever agreed may answer then, whoever did it never."""

from dataclasses import replace

import pytest

from builders import MONDAY_9AM, a_case, accept, register, staff, triage
from core.working import a_plan, agreed, lamp, release, report, went
from huiyin.core.case import Case
from huiyin.core.commands import Command, FinishTask, ReturnWork
from huiyin.core.decide import decide
from huiyin.core.errors import Refusal
from huiyin.core.events import WorkReported
from huiyin.core.signature import may_count
from huiyin.policy.schema import Policy


def refused(case: Case, ask: Command, policy: Policy) -> Refusal:
    """The refusal that this meets."""
    with pytest.raises(Refusal) as caught:
        decide(case, ask, policy, MONDAY_9AM)
    return caught.value


def planned(policy: Policy, *, photo: str = "available") -> Case:
    """A plan of P3 that the head of the department agreed to, carried out; a photo of the signed order is there."""
    triaged = triage(policy, severity=2, urgency=2)
    case = a_case(policy, register(policy), triaged, accept(policy), a_plan(policy))
    case = went(agreed(policy, case, "zhao.gang"), policy, FinishTask(by=staff(policy, "li.wei"), n=1, outcome="cancelled", note="无需"))
    return replace(case, evidence=(("101", photo),)).handled(filed=(("101", "signature"),))


def signed(policy: Policy, case: Case) -> Case:
    return went(case, policy, report(policy, signed_by_owner=True))


def test_with_the_signature_whoever_agreed_may_answer(policy: Policy) -> None:
    lead = staff(policy, "zhao.gang")
    without = went(planned(policy), policy, report(policy))
    assert refused(without, release(policy, by=lead), policy).code == "four_eyes_checked"
    case = signed(policy, planned(policy))
    assert case.handling.signed_by_owner
    assert went(case, policy, release(policy, by=lead)).state == "ANSWERED"
    assert went(case, policy, release(policy)).state == "ANSWERED", "and everybody who might before"


def test_whoever_did_it_or_drafted_the_answer_never_answers(policy: Policy) -> None:
    case = signed(policy, planned(policy))
    for part in ("drafters", "executors"):
        took = case.handled(**{part: ("zhao.gang",)})
        assert refused(took, release(policy, by=staff(policy, "zhao.gang")), policy).code == "four_eyes_checked"
    assert refused(replace(case, handler="zhao.gang"), release(policy, by=staff(policy, "zhao.gang")), policy).code == "four_eyes_checked"


@pytest.mark.parametrize("changes", [{"priority": "P2"}, {"priority": "P1"}, {"level": "major"}, {"level": "group"}])
def test_of_a_heavier_matter_it_is_not_enough(policy: Policy, changes: dict[str, str]) -> None:
    case = replace(planned(policy), **changes)
    assert not may_count(case, policy)
    refusal = refused(case, report(policy, signed_by_owner=True), policy)
    assert (refusal.code, refusal.field) == ("signature_not_enough", "signed_by_owner")


def test_a_matter_that_grew_heavier_after_the_report_is_checked_as_ever(policy: Policy) -> None:
    case = replace(signed(policy, planned(policy)), level="major").handled(approvers=("shen.yu",))
    assert refused(case, release(policy, by=staff(policy, "shen.yu")), policy).code == "four_eyes_checked"


@pytest.mark.parametrize("photo", ["pending", "quarantined"])
def test_nobody_signs_without_a_photo_that_can_be_seen(policy: Policy, photo: str) -> None:
    assert refused(planned(policy, photo=photo), report(policy, signed_by_owner=True), policy).code == "signature_missing"


def test_another_photo_is_no_signature(policy: Policy) -> None:
    case = planned(policy).handled(filed=(("101", "after"),))
    assert refused(case, report(policy, signed_by_owner=True), policy).code == "signature_missing"


def test_what_came_back_is_signed_anew(policy: Policy) -> None:
    case = went(signed(policy, planned(policy)), policy, ReturnWork(by=staff(policy, "he.min"), defects="仍不亮"))
    assert not case.handling.signed_by_owner


def test_the_report_says_so(policy: Policy) -> None:
    (event,) = decide(planned(policy), report(policy, signed_by_owner=True), policy, MONDAY_9AM)
    assert isinstance(event, WorkReported)
    assert event.signed_by_owner
    assert not may_count(replace(lamp(policy), guarded=True), policy)
