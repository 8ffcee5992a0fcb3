"""Abuse: two people give an owner one contact person for some time; nothing else of his case changes, and a danger always passes."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, accept, contact, register, staff, triage
from huiyin.core.case import Case
from huiyin.core.clocks import running
from huiyin.core.commands import OWNER, LiftLimit, LimitContact, ObjectToLimit
from huiyin.core.contact_limits import check_speaks, is_limited
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.evolution import evolve
from huiyin.core.handling import Handling
from huiyin.policy.schema import Policy

DAY = timedelta(days=1)


def asked(policy: Policy, by: str, **changes: Any) -> LimitContact:
    return LimitContact(**{"by": staff(policy, by), "person": "lin.jing", "reason": "连日辱骂", **changes})


def then(case: Case, ask: Any, policy: Policy, now: datetime = MONDAY_9AM) -> Case:
    for event in decide(case, ask, policy, now):
        case = evolve(case, event)
    return case


def of_two(policy: Policy, case: Case | None = None) -> Case:
    """A case in which two colleagues set it."""
    case = case or a_case(policy, register(policy), triage(policy), accept(policy))
    return then(then(case, asked(policy, "he.min"), policy), asked(policy, "gu.ning"), policy)


def code_of(case: Case, ask: Any, policy: Policy, now: datetime = MONDAY_9AM) -> str:
    with pytest.raises(NotAllowedNow) as refused:
        decide(case, ask, policy, now)
    return refused.value.code


def test_two_people_set_it_for_ninety_days_and_one_does_not(policy: Policy) -> None:
    once = then(a_case(policy, register(policy)), asked(policy, "he.min"), policy)
    assert not is_limited(once, MONDAY_9AM)
    assert code_of(once, asked(policy, "he.min"), policy) == "four_eyes"
    twice = of_two(policy)
    assert (is_limited(twice, MONDAY_9AM + 89 * DAY), is_limited(twice, MONDAY_9AM + 90 * DAY)) == (True, False)
    assert code_of(twice, asked(policy, "lin.jing"), policy) == "limit_stands"


def test_nothing_else_of_the_case_changes(policy: Policy) -> None:
    before = a_case(policy, register(policy), triage(policy), accept(policy))
    after = of_two(policy, before)
    assert replace(after, version=before.version, last_at=before.last_at, last_by=before.last_by, last_event=before.last_event) == replace(
        before, handling=replace(before.handling, contact_limit=after.handling.contact_limit)
    )
    assert [clock[:3] for clock in running(after, policy)] == [clock[:3] for clock in running(before, policy)]


def test_one_person_speaks_with_him_and_of_a_danger_anybody_does(policy: Policy) -> None:
    case = of_two(policy)
    assert code_of(case, contact(policy), policy) == "one_contact_person"
    assert then(case, contact(policy, by=staff(policy, "lin.jing")), policy).first_contact_at == MONDAY_9AM
    dangerous = replace(case, danger=True)
    assert then(dangerous, contact(policy), policy).first_contact_at == MONDAY_9AM
    check_speaks(replace(case, hints=("danger",)), staff(policy, "xu.ming"), policy, MONDAY_9AM)
    assert then(case, contact(policy), policy, MONDAY_9AM + 90 * DAY).first_contact_at == MONDAY_9AM + 90 * DAY


def test_the_owner_objects_once_and_who_did_not_set_it_ends_it(policy: Policy) -> None:
    case = then(of_two(policy), ObjectToLimit(by=OWNER, grounds="没有骂人"), policy)
    assert code_of(case, ObjectToLimit(by=OWNER, grounds="真的没有"), policy) == "already_objected"
    assert code_of(case, LiftLimit(by=staff(policy, "gu.ning"), reason="x"), policy) == "four_eyes"
    with pytest.raises(NotYours):
        decide(case, LiftLimit(by=staff(policy, "li.wei"), reason="x"), policy, MONDAY_9AM)
    lifted = then(case, LiftLimit(by=staff(policy, "shen.yu"), reason="双方误会"), policy)
    assert lifted.handling == replace(lifted.handling, contact_limit=Handling().contact_limit)
    assert code_of(lifted, LiftLimit(by=staff(policy, "shen.yu"), reason="x"), policy) == "no_limit"
    assert code_of(lifted, ObjectToLimit(by=OWNER, grounds="x"), policy) == "no_limit"


@pytest.mark.parametrize(("changes", "field"), [({"person": "nobody"}, "contact_person"), ({"reason": " "}, "reason")])
def test_what_is_not_said_whole_is_refused_by_its_field(policy: Policy, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        decide(a_case(policy, register(policy)), asked(policy, "he.min", **changes), policy, MONDAY_9AM)
    assert refused.value.field == field


def test_whoever_is_accused_does_not_speak_with_him(policy: Policy) -> None:
    accused = replace(a_case(policy, register(policy)), accused=("lin.jing",))
    assert code_of(accused, asked(policy, "he.min"), policy) == "recused"
