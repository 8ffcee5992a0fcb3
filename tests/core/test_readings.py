"""Readings of identities that are unusual are told when they begin: very many, of others' cases, or at night."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_case, register, staff, triage
from huiyin.core.case import Case
from huiyin.core.commands import Actor, Reading, RevealIdentity
from huiyin.core.decide import decide
from huiyin.core.events import IdentityRevealed
from huiyin.core.readings import is_of_others, unusual
from huiyin.policy.schema import Policy

MINUTE = timedelta(minutes=1)


def taken(policy: Policy) -> Case:
    return a_case(policy, register(policy), triage(policy, severity=2, urgency=2))


def read(count: int, *, apart: timedelta = MINUTE, others: bool = False) -> tuple[Reading, ...]:
    """So many cases read before, the last of them that long ago."""
    return tuple(Reading(at=MONDAY_9AM - n * apart, case_id=f"{n:08d}", others=others) for n in range(count, 0, -1))


def signs(case: Case, who: str, before: tuple[Reading, ...], policy: Policy, **late: float) -> tuple[str, ...]:
    ask = RevealIdentity(by=staff(policy, who), reason="call_owner", before=before)
    return unusual(case, ask, policy, MONDAY_9AM + timedelta(**late))


@pytest.mark.parametrize("hour", [True, False])
def test_one_case_more_than_is_usual_is_told_and_the_next_is_not(policy: Policy, hour: bool) -> None:
    rules, case = policy.rights.readings, taken(policy)
    limit, apart = (rules.hour, MINUTE) if hour else (rules.day, timedelta(minutes=25))
    expected = ("hour",) if hour else ("day",)
    assert signs(case, "lin.jing", read(limit - 1, apart=apart), policy) == ()
    assert signs(case, "lin.jing", read(limit, apart=apart), policy) == expected
    assert signs(case, "lin.jing", read(limit + 1, apart=apart), policy) == ()


def test_the_same_case_again_counts_once_and_what_lies_back_does_not_count(policy: Policy) -> None:
    case, limit = taken(policy), policy.rights.readings.hour
    same = replace(read(1)[0], case_id=case.case_id)
    assert signs(case, "lin.jing", (*read(limit - 1), same), policy) == ()
    assert signs(case, "lin.jing", read(limit), policy, hours=2) == ()


def test_whoever_handles_reads_his_own_and_is_told_of_for_others(policy: Policy) -> None:
    case, limit = taken(policy), policy.rights.readings.others
    assert (is_of_others(case, staff(policy, "wu.lei")), is_of_others(case, staff(policy, case.handler or ""))) == (True, False)
    assert not is_of_others(case, staff(policy, "lin.jing"))
    assert signs(case, "wu.lei", read(limit, others=True), policy) == ("others",)
    assert signs(case, "wu.lei", read(limit), policy) == ()
    assert signs(case, case.handler or "", read(limit, others=True), policy) == ()


def test_at_night_only_whoever_is_on_duty_reads_and_a_night_is_told_once(policy: Policy) -> None:
    case = taken(policy)
    assert signs(case, "lin.jing", (), policy, hours=14) == ("night",)
    one = (Reading(at=MONDAY_9AM + timedelta(hours=13, minutes=30), case_id="00000001"),)
    assert signs(case, "lin.jing", one, policy, hours=14) == ()
    assert signs(case, "xu.ming", (), policy, hours=14) == ()
    assert signs(case, "lin.jing", (), policy, hours=3) == ()


def test_the_event_holds_what_was_unusual_as_codes(policy: Policy) -> None:
    by: Actor = staff(policy, "lin.jing")
    ask = RevealIdentity(by=by, reason="call_owner", before=read(policy.rights.readings.hour))
    (event,) = decide(taken(policy), ask, policy, MONDAY_9AM)
    assert isinstance(event, IdentityRevealed)
    assert event.unusual == ("hour",)
