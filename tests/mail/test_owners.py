"""When an owner is written to, and when he is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_case, with_plan
from huiyin.core.commands import OWNER, WithdrawCase
from huiyin.core.decide import decide
from huiyin.core.events import CaseWithdrawn, PlanChanged, TransferRecorded
from huiyin.core.evolution import evolve
from huiyin.core.owed import Owed
from huiyin.mail.letters import owed_by
from huiyin.mail.owners import owner_if_moved, owner_if_recorded, owner_who_withdrew
from huiyin.mail.readers import is_withheld
from huiyin.policy.schema import Policy
from mail.course import a_plan, happened

LETTER = Owed("withdrawn", "owner")


@pytest.mark.parametrize(("change", "days", "told"), [("date", 1, True), ("scope", 1, False), ("scope", 9, True), ("cheaper", 9, True)])
def test_an_owner_hears_of_a_change_that_moves_his_date_and_of_no_other(policy: Policy, change: str, days: int, told: bool) -> None:
    finish = MONDAY_9AM + timedelta(days=days)
    event = happened(PlanChanged, **a_plan(guarded=False, version=2, change=change, reviewed=False, finish_due=finish))
    assert owner_if_moved(event, with_plan(policy), policy) == (("owner",) if told else ())


def test_whoever_takes_a_danger_back_hears_once_that_it_goes_on_and_nothing_after_that(policy: Policy) -> None:
    case = replace(a_case(policy), danger=True)
    (event,) = decide(case, WithdrawCase(by=OWNER), policy, MONDAY_9AM)
    assert isinstance(event, CaseWithdrawn)
    assert (event.goes_on, event.tells) == (True, True)
    after = evolve(case, event)
    assert LETTER in owed_by(event, after, policy)
    assert not is_withheld(LETTER, event, after, policy)
    later = happened(TransferRecorded, "jiang.bo", "manager", to="INVESTIGATING")
    assert owed_by(later, after, policy) == ()
    assert is_withheld(Owed("transfer-result", "owner"), later, after, policy)


def test_whoever_left_no_address_hears_nothing_of_it(policy: Policy) -> None:
    for danger in (True, False):
        case = replace(a_case(policy), danger=danger, has_email=False)
        (event,) = decide(case, WithdrawCase(by=OWNER), policy, MONDAY_9AM)
        assert owner_who_withdrew(event, evolve(case, event), policy) == ()


def test_of_a_body_outside_he_hears_what_somebody_wrote_down_and_not_that_the_day_has_come(policy: Policy) -> None:
    for by, told in (("jiang.bo", ("owner",)), ("system", ())):
        event = happened(TransferRecorded, by, "system" if by == "system" else "manager", to="INVESTIGATING")
        assert owner_if_recorded(event, a_case(policy), policy) == told
