"""Taking in: hints, provisional priority, promises as facts, and what comes later."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, register, someone
from huiyin.core.commands import OWNER, SYSTEM, AddFact, CheckEvidence, RevealIdentity
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotThere, NotUnderstood, NotYours
from huiyin.core.events import ComplaintReceived, sealed_fields
from huiyin.core.intake import fold_text, hints_in, receive
from huiyin.core.privacy import may_see
from huiyin.policy.schema import Policy


def received(policy: Policy, **changes: object) -> ComplaintReceived:
    return receive(a_complaint(**changes), policy, MONDAY_9AM)


def test_the_promise_and_the_edition_are_facts_of_the_receipt(policy: Policy) -> None:
    event = received(policy)
    assert event.edition == policy.charter.edition
    assert MONDAY_9AM < event.first_contact_due <= MONDAY_9AM + timedelta(hours=24)
    assert event.answer_due <= MONDAY_9AM + timedelta(days=policy.charter.statutory_answer_d)


def test_priority_follows_the_sub_issue_then_the_category_then_the_default(policy: Policy) -> None:
    lifts = policy.categories["elevator"]
    issue = lifts.sub_issues["out_of_service"]
    matrix, urgency = policy.promises.matrix, policy.promises.category_urgency
    assert received(policy).priority == matrix[issue.severity][issue.urgency]
    assert received(policy, sub_issue=None).priority == matrix[lifts.severity][urgency]
    assert received(policy, sub_issue=None, category=None).priority == policy.promises.unclassified


def test_danger_to_people_is_the_first_priority_whatever_the_matter(policy: Policy) -> None:
    assert received(policy, category="greening", sub_issue=None, danger=True).priority == "P1"


@pytest.mark.parametrize("text", ["电梯困人了，快来", "厨房有煤气泄漏", "GAS LEAK in the kitchen", "电梯困\u200b人"])
def test_a_word_of_danger_is_noticed_however_it_is_typed(policy: Policy, text: str) -> None:  # W15, U11
    assert "danger" in received(policy, matter=text).hints


@pytest.mark.parametrize("text", ["楼道灯不亮了", "电梯里的广告太多", "希望多种些树"])
def test_an_ordinary_matter_raises_no_hint(policy: Policy, text: str) -> None:
    assert received(policy, matter=text).hints == ()


def test_an_identity_number_in_the_text_makes_the_case_guarded(policy: Policy) -> None:  # W05
    event = received(policy, matter="我的身份证号是 11010519491231002X，请核实")
    assert "private" in event.hints
    assert event.guarded


@pytest.mark.parametrize("change", [{"sensitive": True}, {"accused": "某主管"}])
def test_the_owners_wish_or_an_accusation_guards_the_case(policy: Policy, change: dict[str, object]) -> None:
    assert received(policy, **change).guarded
    assert not received(policy).guarded


def test_a_guarded_case_is_registered_by_the_confidential_officer_alone(policy: Policy) -> None:
    case = a_case(policy, complaint=a_complaint(sensitive=True))
    with pytest.raises(NotThere):
        decide(case, register(policy), policy, MONDAY_9AM)
    confid = someone(policy, "confid")
    kept = a_case(policy, register(policy, by=confid), complaint=a_complaint(sensitive=True))
    freed = a_case(policy, register(policy, by=confid, release=True), complaint=a_complaint(accused="保安"))
    assert (kept.guarded, freed.guarded) == (True, False)


def test_only_the_confidential_officer_may_release(policy: Policy) -> None:
    with pytest.raises(NotYours):
        decide(a_case(policy), register(policy, release=True), policy, MONDAY_9AM)


def test_a_file_is_looked_at_once(policy: Policy) -> None:
    ask = CheckEvidence(by=SYSTEM, slot="1", outcome="available", media="image/jpeg", size=9, original="h")
    case = a_case(policy, AddFact(by=OWNER, note="", files=("1",)), ask)
    assert dict(case.evidence) == {"1": "available"}
    assert decide(case, replace(ask, outcome="quarantined"), policy, MONDAY_9AM) == ()


def test_an_identity_is_read_for_a_reason_of_the_policy_only(policy: Policy) -> None:
    case = a_case(policy)
    desk = someone(policy, "desk")
    with pytest.raises(NotUnderstood) as refusal:
        decide(case, RevealIdentity(by=desk, reason="curious"), policy, MONDAY_9AM)
    assert refusal.value.code == "reason_required"
    (event,) = decide(case, RevealIdentity(by=desk, reason=next(iter(policy.identity_reasons))), policy, MONDAY_9AM)
    assert (event.by, event.role) == (desk.code, "desk")


def test_full_width_and_invisible_characters_fold_away() -> None:
    assert fold_text("Ｇas\u00ad ＬＥＡＫ\u3000１２") == "gas leak 12"


def test_hints_only_name_their_kind(policy: Policy) -> None:
    assert set(hints_in("再不处理我就找记者曝光，电梯困人", policy)) == {"danger", "exposure"}


def test_every_word_of_the_owner_is_a_sealed_field() -> None:
    plain = {f.name for f in fields(ComplaintReceived)} - sealed_fields(ComplaintReceived)
    assert sealed_fields(ComplaintReceived) == {"matter", "wish", "spot", "answers", "accused", "avoid", "summary", "order_number"}
    assert not {"name", "phone", "email", "unit", "household"} & plain


def test_whom_a_case_accuses_is_entered_by_the_confidential_officer_and_sees_nothing(policy: Policy) -> None:
    manager, confid = someone(policy, "manager"), someone(policy, "confid")
    case = a_case(policy, register(policy, by=confid, release=True, accused=(manager.code,)), complaint=a_complaint(accused="经理"))
    assert (case.guarded, case.accused) == (False, (manager.code,))
    assert not may_see(case, manager)
    with pytest.raises(NotYours):
        decide(a_case(policy), register(policy, accused=(manager.code,)), policy, MONDAY_9AM)
    with pytest.raises(NotUnderstood):
        decide(a_case(policy), register(policy, by=confid, accused=("nobody",)), policy, MONDAY_9AM)
    with pytest.raises(NotAllowedNow):
        decide(a_case(policy), register(policy, by=confid, accused=(confid.code,)), policy, MONDAY_9AM)
    # Nor all of his own department: nobody would be left who sees the case.
    with pytest.raises(NotAllowedNow):
        decide(a_case(policy), register(policy, by=confid, accused=("quality",)), policy, MONDAY_9AM)
