"""Flags: what has to be borne in mind; a person at risk brings dates nearer, and never the other way."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, agree_to_decline, ask_owner, propose_decline, register, staff, then, triage
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, NoteFlags, NoteOrder, Person, ReplyToQuestion
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood, Refusal
from huiyin.core.events import CaseRegistered, FlagsNoted
from huiyin.core.flags import major_by_flags, settable
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy

IN_TWO_DAYS = MONDAY_9AM + timedelta(days=2)
DATES = ("first_contact_due", "answer_due", "plan_due", "resolve_due")


def note(policy: Policy, *flags: str, by: str = "lin.jing") -> NoteFlags:
    return NoteFlags(by=staff(policy, by), flags=flags)


def ordered(policy: Policy, until: datetime = IN_TWO_DAYS) -> Case:
    order = NoteOrder(by=staff(policy, "lin.jing"), body="hotline_12345", number="HZ202611230017", due=until)
    return a_case(policy, order, register(policy))


def test_flags_are_noted_with_the_registration_and_only_if_there_are_any(policy: Policy) -> None:
    (plain,) = decide(a_case(policy), register(policy), policy, MONDAY_9AM)
    assert isinstance(plain, CaseRegistered)
    registered, noted = decide(a_case(policy), register(policy, flags=("compensation",)), policy, MONDAY_9AM)
    assert isinstance(registered, CaseRegistered)
    assert isinstance(noted, FlagsNoted)
    case = a_case(policy, register(policy, flags=("compensation",)))
    assert (case.state, case.handling.flags, case.handling.authority_due) == ("REGISTERED", ("compensation",), None)


def test_what_the_form_tells_stays_when_the_desk_registers(policy: Policy) -> None:
    complaint = a_complaint(avoid="请不要派李师傅", person=Person(name="王芳", phone="13800138000", needs=("dialect",)))
    assert a_case(policy, complaint=complaint).handling.flags == ("needs", "avoid")
    assert a_case(policy, register(policy, flags=("safety",)), complaint=complaint).handling.flags == ("needs", "avoid", "safety")
    assert a_case(policy).handling.flags == ()


@pytest.mark.parametrize(("known", "flags"), [(False, ("address_unverified",)), (True, ()), (None, ())])
def test_a_flat_that_no_register_has_is_borne_in_mind_until_somebody_looked(
    policy: Policy, known: bool | None, flags: tuple[str, ...]
) -> None:
    case = a_case(policy, register(policy), complaint=a_complaint(flat_known=known))
    assert case.handling.flags == flags
    assert [getattr(case, name) for name in DATES] == [getattr(a_case(policy, register(policy)), name) for name in DATES]
    if flags:
        assert then(case, note(policy), policy).handling.flags == ()


def test_the_answer_is_due_by_the_day_of_the_authority_if_that_comes_first(policy: Policy) -> None:
    assert ordered(policy).answer_due == IN_TWO_DAYS
    late = MONDAY_9AM + timedelta(days=30)
    assert ordered(policy, late).answer_due == a_case(policy).answer_due
    assert then(ordered(policy), triage(policy, severity=1, urgency=1), policy).answer_due == IN_TWO_DAYS


def test_waiting_for_the_owner_does_not_move_the_day_of_the_authority(policy: Policy) -> None:
    asked = then(ordered(policy), ask_owner(policy), policy)
    after = then(asked, ReplyToQuestion(by=OWNER, answer="二号梯"), policy, MONDAY_9AM + timedelta(days=1))
    assert after.answer_due == IN_TWO_DAYS


@pytest.mark.parametrize("flag", ["wings", "authority_order"])
def test_only_flags_of_the_policy_are_set_and_that_an_authority_asks_comes_with_its_order(policy: Policy, flag: str) -> None:
    for ask in (register(policy, flags=(flag,)), note(policy, flag)):
        with pytest.raises(NotUnderstood) as refused:
            decide(a_case(policy), ask, policy, MONDAY_9AM)
        assert (refused.value.code, refused.value.field) == ("unknown_word", "flags")


def test_that_an_authority_asks_stays_whatever_is_noted(policy: Policy) -> None:
    after = then(ordered(policy), note(policy, "safety"), policy)
    assert (after.handling.flags, after.handling.authority_due) == (("authority_order", "safety"), IN_TWO_DAYS)
    assert then(after, note(policy), policy).handling.flags == ("authority_order",)


def test_noting_says_all_of_them_anew_and_refuses_what_changes_nothing(policy: Policy) -> None:
    case = then(a_case(policy), note(policy, "safety", "repeat"), policy)
    assert then(case, note(policy, "repeat"), policy).handling.flags == ("repeat",)
    with pytest.raises(NotAllowedNow) as refused:
        decide(case, note(policy, "repeat", "safety"), policy, MONDAY_9AM)
    assert refused.value.code == "flags_stand"


def test_a_person_at_risk_makes_lifts_water_access_and_safety_one_step_more_urgent_once(policy: Policy) -> None:
    before = a_case(policy)
    assert (before.category, before.severity, before.urgency, before.priority) == ("elevator", 3, 3, "P2")
    case = then(before, note(policy, "vulnerable"), policy)
    assert (case.urgency, case.priority) == (4, "P1")
    assert case.first_contact_due < before.first_contact_due
    again = then(then(case, note(policy), policy), note(policy, "vulnerable"), policy)
    assert (again.urgency, again.priority) == (4, "P1")


@pytest.mark.parametrize("category", [None, "noise", "fees", "cleaning", "neighbour"])
def test_of_other_matters_a_person_at_risk_changes_no_date(policy: Policy, category: str | None) -> None:
    issue = next(iter(policy.categories[category].sub_issues)) if category else None
    before = a_case(policy, complaint=a_complaint(category=category, sub_issue=issue))
    case = then(before, note(policy, "vulnerable"), policy)
    assert [getattr(case, name) for name in (*DATES, "priority", "urgency")] == [
        getattr(before, name) for name in (*DATES, "priority", "urgency")
    ]


@pytest.mark.parametrize("hours", range(0, 240, 23))
def test_no_flag_moves_a_promise_away(policy: Policy, hours: int) -> None:
    before = a_case(policy, register(policy), triage(policy, severity=2, urgency=1))
    for flags in (("vulnerable",), tuple(settable(policy))):
        after = then(before, note(policy, *flags), policy, MONDAY_9AM + timedelta(hours=hours))
        assert all(getattr(after, name) <= getattr(before, name) for name in DATES)


def test_an_order_that_comes_again_is_major(policy: Policy) -> None:
    case = then(ordered(policy), note(policy, "repeat"), policy)
    assert major_by_flags(case, policy) == ("M7",)
    assert major_by_flags(ordered(policy), policy) == ()
    after = then(case, triage(policy, severity=1, urgency=1), policy)
    assert (after.level, after.handling.level_reasons, after.priority) == ("major", ("M7",), "P2")


def code_of(case: Case, policy: Policy, **changes: object) -> str:
    with pytest.raises(Refusal) as refused:
        decide(case, replace(propose_decline(policy), **changes), policy, MONDAY_9AM)  # type: ignore[arg-type]
    return refused.value.code


def test_what_an_authority_passed_on_or_many_reported_is_not_turned_away(policy: Policy) -> None:
    order = a_case(policy, NoteOrder(by=staff(policy, "lin.jing"), body="street_office", number="17", due=IN_TWO_DAYS))
    many = a_case(policy).handled(proposed="watch")
    assert code_of(order, policy) == "authority_not_declined"
    assert code_of(many, policy) == "many_not_declined"
    # Neither when it became so after somebody proposed it; but the proposal may be refused.
    proposed = a_case(policy, propose_decline(policy)).handled(proposed="watch")
    with pytest.raises(Refusal):
        decide(proposed, agree_to_decline(policy), policy, MONDAY_9AM)
    assert then(proposed, agree_to_decline(policy, agree=False, text="多户反映"), policy).handling.declining is None


def test_anonymity_is_no_reason_to_turn_anything_away() -> None:
    assert "anonymous" not in " ".join(load_policy().measures.decline_reasons)
