"""Not taken up: two people, a reason of the policy, never a danger; and the owner may object."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, agree_to_decline, propose_decline, register, someone, triage
from huiyin.core.case import Case
from huiyin.core.clock import due_after
from huiyin.core.commands import OWNER, AcceptObjection, Command, DeclineCase, ObjectToDecline
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours, Refusal
from huiyin.core.events import CaseDeclined, DeclineProposed, ObjectionAccepted
from huiyin.policy.schema import Policy

OBJECTS = ObjectToDecline(by=OWNER, grounds="管道在公共部位，应当由物业修。")


def refused(case: Case, ask: Command, policy: Policy, *, after: timedelta = timedelta()) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        decide(case, ask, policy, MONDAY_9AM + after)
    return refusal.value


def declined(policy: Policy) -> Case:
    return a_case(policy, propose_decline(policy), agree_to_decline(policy))


def accept(policy: Policy, role: str = "manager") -> AcceptObjection:
    return AcceptObjection(by=someone(policy, role), grounds="核实属于公共管道。")


def test_what_the_desk_proposes_changes_nothing_until_somebody_else_agrees(policy: Policy) -> None:
    case = a_case(policy, propose_decline(policy))
    assert (case.state, case.handling.declining) == ("RECEIVED", ("lin.jing", "not_ours"))
    (event,) = decide(case, agree_to_decline(policy), policy, MONDAY_9AM)
    assert isinstance(event, CaseDeclined)
    assert (event.by, event.role, event.proposer, event.reason) == ("jiang.bo", "manager", "lin.jing", "not_ours")
    assert (declined(policy).state, declined(policy).handling.declined_at) == ("DECLINED", MONDAY_9AM)


def test_nobody_agrees_to_his_own_proposal(policy: Policy) -> None:
    manager = someone(policy, "manager")
    case = a_case(policy, propose_decline(policy, by=manager))
    assert refused(case, agree_to_decline(policy), policy).code == "four_eyes"
    assert refused(case, agree_to_decline(policy, agree=False, text="不同意"), policy).code == "four_eyes"
    (event,) = decide(case, agree_to_decline(policy, by=someone(policy, "company")), policy, MONDAY_9AM)
    assert event.role == "company"


@pytest.mark.parametrize("role", ["desk", "triage", "confid"])
def test_who_may_propose_may_not_therefore_agree(policy: Policy, role: str) -> None:
    case = a_case(policy, propose_decline(policy, by=someone(policy, "manager")))
    assert isinstance(refused(case, agree_to_decline(policy, by=someone(policy, role)), policy), NotYours)


def test_of_a_guarded_case_a_second_confidential_officer_decides(policy: Policy) -> None:
    sensitive = a_complaint(sensitive=True)
    first, second = (someone(policy, "confid"), replace(someone(policy, "confid"), code="qin.yue"))
    assert first.code != second.code or first.code == "qin.yue"
    other = replace(second, code="ye.qing") if first.code == "qin.yue" else second
    case = a_case(policy, propose_decline(policy, by=first), complaint=sensitive)
    assert refused(case, agree_to_decline(policy), policy).code == "not_found"
    (event,) = decide(case, agree_to_decline(policy, by=other), policy, MONDAY_9AM)
    assert (event.by, event.role) == (other.code, "confid")


def test_a_proposal_that_is_refused_is_gone_and_the_case_goes_on(policy: Policy) -> None:
    refuse = agree_to_decline(policy, agree=False, text="属于公共部位，归我们管。")
    case = a_case(policy, propose_decline(policy), refuse, register(policy))
    assert (case.state, case.handling.declining) == ("REGISTERED", None)
    assert refused(a_case(policy, propose_decline(policy)), replace(refuse, text=" "), policy).field == "text"


def test_a_case_that_is_registered_meanwhile_has_no_proposal_any_more(policy: Policy) -> None:
    assert a_case(policy, propose_decline(policy), register(policy)).handling.declining is None


def test_a_danger_is_never_declined_but_its_proposal_may_be_refused(policy: Policy) -> None:
    danger = a_case(policy, complaint=a_complaint(danger=True))
    assert refused(danger, propose_decline(policy), policy).code == "danger_not_declined"
    proposed = danger.handled(declining=("lin.jing", "not_ours"))
    assert refused(proposed, agree_to_decline(policy), policy).code == "danger_not_declined"
    assert decide(proposed, agree_to_decline(policy, agree=False, text="有危险"), policy, MONDAY_9AM)


def test_anonymity_is_no_reason_but_an_anonymous_matter_may_be_not_ours(policy: Policy) -> None:
    unnamed = a_case(policy, complaint=a_complaint(anonymous=True))
    refusal = refused(unnamed, propose_decline(policy, reason="anonymous"), policy)
    assert (refusal.code, refusal.field) == ("unknown_word", "reason")
    (event,) = decide(unnamed, propose_decline(policy), policy, MONDAY_9AM)
    assert isinstance(event, DeclineProposed)


@pytest.mark.parametrize(
    ("changes", "kind", "field"),
    [({"reason": ""}, NotUnderstood, "reason"), ({"text": " \u3000"}, NotUnderstood, "text"), ({"agree": False}, NotAllowedNow, None)],
)
def test_a_proposal_has_a_reason_and_the_words_for_the_owner(policy: Policy, changes, kind, field) -> None:  # type: ignore[no-untyped-def]
    refusal = refused(a_case(policy), propose_decline(policy, **changes), policy)
    assert isinstance(refusal, kind)
    assert refusal.field == field


def test_whoever_agrees_agrees_to_the_reason_that_was_proposed(policy: Policy) -> None:
    case = a_case(policy, propose_decline(policy))
    assert refused(case, agree_to_decline(policy, reason="spam"), policy).code == "other_reason_proposed"
    assert decide(case, agree_to_decline(policy, reason="not_ours"), policy, MONDAY_9AM)


def test_only_a_case_that_nobody_has_registered_is_declined(policy: Policy) -> None:
    for case in (a_case(policy, register(policy)), a_case(policy, register(policy), triage(policy))):
        assert refused(case, propose_decline(policy), policy).code == "not_allowed_now"


def test_an_owner_objects_once_and_until_the_last_day(policy: Policy) -> None:
    last = timedelta(days=policy.measures.objection_d)
    (event,) = decide(declined(policy), OBJECTS, policy, MONDAY_9AM + last)
    assert (event.by, event.role) == ("owner", "owner")
    assert refused(declined(policy), OBJECTS, policy, after=last + timedelta(seconds=1)).code == "objection_too_late"
    objected = a_case(policy, propose_decline(policy), agree_to_decline(policy), OBJECTS)
    assert (objected.state, objected.handling.objected_at) == ("DECLINED", MONDAY_9AM)
    assert refused(objected, OBJECTS, policy).code == "already_objected"
    assert refused(declined(policy), replace(OBJECTS, grounds=""), policy).field == "grounds"


def test_the_company_takes_up_on_objection_and_the_manager_of_his_own_accord_in_time(policy: Policy) -> None:
    late = timedelta(days=policy.measures.objection_d, seconds=1)
    assert refused(declined(policy), accept(policy, "company"), policy).code == "nothing_objected"
    assert refused(declined(policy), accept(policy), policy, after=late).code == "nothing_objected"
    assert decide(declined(policy), accept(policy), policy, MONDAY_9AM)
    objected = a_case(policy, propose_decline(policy), agree_to_decline(policy), OBJECTS)
    for role in ("company", "manager"):
        (event,) = decide(objected, accept(policy, role), policy, MONDAY_9AM + late)
        assert event.role == role
    assert refused(objected, replace(accept(policy), grounds=" "), policy).field == "grounds"


def test_what_is_taken_up_after_all_is_registered_with_a_promise_of_its_own(policy: Policy) -> None:
    at = MONDAY_9AM + timedelta(days=12)
    objected = a_case(policy, propose_decline(policy), agree_to_decline(policy), OBJECTS)
    (event,) = decide(objected, accept(policy), policy, at)
    assert isinstance(event, ObjectionAccepted)
    assert event.answer_due == due_after(at, policy.promises.clocks[objected.priority].answer, policy.calendar)
    case = a_case(policy, propose_decline(policy), agree_to_decline(policy), OBJECTS, accept(policy))
    assert (case.state, case.handling.objected_at, case.handling.declined_at) == ("REGISTERED", None, None)


def test_the_owner_may_not_decline_nor_accept_his_own_objection(policy: Policy) -> None:
    assert isinstance(refused(a_case(policy), DeclineCase(by=OWNER, reason="spam", text="x"), policy), NotYours)
    assert isinstance(refused(declined(policy), AcceptObjection(by=OWNER, grounds="x"), policy), NotYours)
