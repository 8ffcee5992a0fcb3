"""Who has an interest in a case takes no part in it: decided by quality, said to the owner, and held from then on."""

from dataclasses import replace

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, a_task, accept, agree, register, someone, staff, submit, then, triage, with_plan
from huiyin.core.answers import check_checker
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, AcceptCase, AssignCase, DecideRecusal, RaiseGrievance
from huiyin.core.decide import decide
from huiyin.core.errors import NotYours, Refusal
from huiyin.core.events import RecusalDecided
from huiyin.core.hands import is_in_charge
from huiyin.policy.schema import Policy


def recusal(policy: Policy, **changes: object) -> DecideRecusal:
    plain = DecideRecusal(by=staff(policy, "gu.ning"), accepted=True, people=("li.wei",), text="已另派人办理。")
    return replace(plain, **changes)


def triaged(policy: Policy) -> Case:
    return a_case(policy, register(policy), triage(policy, severity=2, urgency=2))


def code_of(case: Case, ask: object, policy: Policy) -> str:
    with pytest.raises(Refusal) as refused:
        decide(case, ask, policy, MONDAY_9AM)  # type: ignore[arg-type]
    return refused.value.code


def test_whoever_is_recused_hands_the_case_over_and_does_not_get_it_back(policy: Policy) -> None:
    (event,) = decide(triaged(policy), recusal(policy), policy, MONDAY_9AM)
    assert isinstance(event, RecusalDecided)
    assert (event.role, event.people, event.accepted, event.text) == ("quality", ("li.wei",), True, "已另派人办理。")
    after = then(triaged(policy), recusal(policy), policy)
    assert (after.state, after.handler, after.handling.recused) == ("TRIAGED", None, ("li.wei",))
    lead = staff(policy, "zhao.gang")
    assert code_of(after, AssignCase(by=lead, handler="li.wei"), policy) == "recused"
    given = then(after, AssignCase(by=lead, handler="wu.lei"), policy)
    assert then(given, AcceptCase(by=staff(policy, "wu.lei"), no_interest=True), policy).state == "INVESTIGATING"


def test_what_is_refused_changes_nothing(policy: Policy) -> None:
    after = then(triaged(policy), recusal(policy, accepted=False), policy)
    assert (after.handler, after.handling.recused) == ("li.wei", ())


def test_recused_people_are_neither_given_work_nor_asked_to_agree_nor_to_check(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy, severity=2, urgency=2), accept(policy))
    case = then(case, recusal(policy, people=("wu.lei", "zhao.gang", "he.min")), policy)
    assert code_of(case, submit(policy, tasks=(a_task(assignee="wu.lei"),)), policy) == "recused"
    assert not is_in_charge(case, staff(policy, "zhao.gang"))
    with pytest.raises(Refusal) as refused:
        check_checker(case, staff(policy, "he.min"))
    assert refused.value.code == "recused"
    waits = then(with_plan(policy), recusal(policy, people=("zhao.gang",)), policy)
    assert code_of(waits, agree(waits, staff(policy, "zhao.gang")), policy) == "agreement_not_yours"
    fresh = then(a_case(policy, register(policy)), recusal(policy), policy)
    assert code_of(fresh, triage(policy), policy) == "recused"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"people": ()}, "field_required", "people"),
        ({"people": ("nobody",)}, "unknown_word", "people"),
        ({"people": ("gu.ning",)}, "recused", "people"),
        ({"text": " "}, "field_required", "text"),
    ],
)
def test_it_names_people_and_tells_the_owner(policy: Policy, changes: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        decide(triaged(policy), recusal(policy, **changes), policy, MONDAY_9AM)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_it_is_decided_once_and_only_by_quality_or_a_confidential_officer(policy: Policy) -> None:
    assert code_of(then(triaged(policy), recusal(policy), policy), recusal(policy), policy) == "recused_before"
    for role in ("triage", "manager", "company", "desk"):
        with pytest.raises(NotYours):
            decide(triaged(policy), recusal(policy, by=someone(policy, role)), policy, MONDAY_9AM)


def test_of_a_guarded_case_the_confidential_officer_decides(policy: Policy) -> None:
    case = a_case(policy, complaint=a_complaint(sensitive=True))
    assert code_of(case, recusal(policy), policy) == "not_found"
    (event,) = decide(case, recusal(policy, by=staff(policy, "ye.qing")), policy, MONDAY_9AM)
    assert event.role == "confid"


def test_what_is_said_about_the_handler_leaves_no_trace_in_his_case(policy: Policy) -> None:
    assert decide(triaged(policy), RaiseGrievance(by=OWNER, note="说话不耐烦"), policy, MONDAY_9AM) == ()
    assert code_of(triaged(policy), RaiseGrievance(by=OWNER, note=" "), policy) == "field_required"
    handed_over = then(triaged(policy), recusal(policy), policy)
    assert code_of(handed_over, RaiseGrievance(by=OWNER, note="说话不耐烦"), policy) == "nobody_handles"
