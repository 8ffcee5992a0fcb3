"""What was disputed twice is seen by the estate manager, what was disputed three times by somebody outside with a witness of the owner."""

from dataclasses import replace

import pytest

from builders import MONDAY_9AM, someone, staff
from core.working import conclude, disputed, done, joint_check, lamp, release, visit, went
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, Actor, Command, DecideReview, DisputeAnswer
from huiyin.core.decide import decide
from huiyin.core.errors import NotThere, NotYours, Refusal
from huiyin.core.events import JointCheckLogged, VisitLogged
from huiyin.policy.schema import Policy


def refused(case: Case, ask: Command, policy: Policy) -> Refusal:
    """The refusal that this meets."""
    with pytest.raises(Refusal) as caught:
        decide(case, ask, policy, MONDAY_9AM)
    return caught.value


def concluded(policy: Policy, times: int) -> Case:
    """Disputed so many times, and concluded again by the head of the department."""
    return went(disputed(policy, times), policy, conclude(policy, by=someone(policy, "dept_lead", "repairs")))


def under_way(policy: Policy) -> Case:
    """The lamp, while it is looked into."""
    return replace(lamp(policy), state="INVESTIGATING")


def test_after_the_first_dispute_nobody_has_to_go_there(policy: Policy) -> None:
    assert went(concluded(policy, 1), policy, release(policy)).state == "ANSWERED"


def test_after_the_second_dispute_the_manager_visits_before_it_is_answered(policy: Policy) -> None:
    case = concluded(policy, 2)
    assert refused(case, release(policy), policy).code == "visit_missing"
    (event,) = decide(case, visit(policy), policy, MONDAY_9AM)
    assert isinstance(event, VisitLogged)
    assert (event.role, event.outcome) == ("manager", "met")
    seen = went(case, policy, visit(policy))
    assert seen.handling.visited_at == MONDAY_9AM
    assert went(seen, policy, release(policy)).state == "ANSWERED"


def test_a_visit_of_an_earlier_round_counts_no_more(policy: Policy) -> None:
    case = went(concluded(policy, 1), policy, visit(policy), release(policy))
    again = went(case, policy, DisputeAnswer(by=OWNER, solved="unsolved", points=(), words="又灭了"))
    assert again.handling.visited_at is None
    again = went(again, policy, conclude(policy, by=someone(policy, "dept_lead", "repairs")))
    assert refused(again, release(policy), policy).code == "visit_missing"


def test_after_the_third_dispute_somebody_outside_and_a_witness_look_first(policy: Policy) -> None:
    case = concluded(policy, 3)
    assert refused(went(case, policy, visit(policy)), release(policy), policy).code == "joint_check_missing", "a visit is not enough"
    decision = DecideReview(by=someone(policy, "company"), outcome="upheld", text="维持。")
    assert refused(case, decision, policy).code == "joint_check_missing"
    (event,) = decide(case, joint_check(policy), policy, MONDAY_9AM)
    assert isinstance(event, JointCheckLogged)
    seen = went(case, policy, joint_check(policy))
    assert went(seen, policy, decision, release(policy)).state == "ANSWERED"


def test_whoever_took_a_part_is_not_outside(policy: Policy) -> None:
    by = staff(policy, "shen.yu")
    case = concluded(policy, 3).handled(approvers=(by.code,))
    assert refused(case, joint_check(policy), policy).code == "reviewer_took_part"
    assert decide(case, joint_check(policy, by=staff(policy, "wei.lan")), policy, MONDAY_9AM)


@pytest.mark.parametrize(("guarded", "fitting"), [(False, {"manager"}), (True, {"confid"})])
def test_who_visits(policy: Policy, guarded: bool, fitting: set[str]) -> None:
    assert _able(replace(under_way(policy), guarded=guarded), visit(policy), policy) == fitting


@pytest.mark.parametrize(("guarded", "fitting"), [(False, {"quality", "manager", "company"}), (True, {"confid"})])
def test_who_checks_together_with_the_owner(policy: Policy, guarded: bool, fitting: set[str]) -> None:
    assert _able(replace(under_way(policy), guarded=guarded), joint_check(policy), policy) == fitting


def _able(case: Case, ask: Command, policy: Policy) -> set[str]:
    able = set()
    for role in set(policy.charter.roles) - {"owner", "system"}:
        try:
            decide(case, replace(ask, by=Actor(code=f"some.{role}", roles=frozenset({role}), department=case.lead)), policy, MONDAY_9AM)  # type: ignore[type-var]
        except (NotYours, NotThere):
            continue
        able.add(role)
    return able


def test_the_company_visits_where_the_manager_is_accused(policy: Policy) -> None:
    case = replace(under_way(policy), accused=("jiang.bo",))
    assert isinstance(refused(case, visit(policy), policy), NotThere)
    (event,) = decide(case, visit(policy, by=staff(policy, "wei.lan")), policy, MONDAY_9AM)
    assert event.role == "company"


def test_what_was_seen_is_said(policy: Policy) -> None:
    case = under_way(policy)
    assert refused(case, visit(policy, outcome="phoned"), policy).field == "visit"
    assert refused(case, visit(policy, note=" "), policy).field == "note"
    assert refused(case, joint_check(policy, witness=""), policy).field == "witness"
    assert refused(case, joint_check(policy, note=""), policy).field == "note"


def test_what_its_owner_took_back_waits_for_no_visit(policy: Policy) -> None:
    case = done(policy).handled(disputes=2, gone=True)
    assert went(case, policy, release(policy)).state == "ANSWERED"
