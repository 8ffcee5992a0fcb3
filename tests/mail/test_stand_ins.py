"""Letters to somebody who is away: whoever acts for him gets them as well."""

from dataclasses import replace
from datetime import date, timedelta

from builders import MONDAY_9AM, a_complaint, a_history, register, staff, triage
from huiyin.core.events import CaseUrged
from huiyin.core.evolution import evolve, fold
from huiyin.mail.letters import owed_by
from huiyin.mail.readers import is_withheld, reader_of
from huiyin.mail.stand_ins import with_stand_ins
from huiyin.policy.schema import Policy
from huiyin.policy.staffing import Absence


def without(policy: Policy, *codes: str) -> Policy:
    absences = tuple(Absence(staff=code, since=date(2026, 11, 23), until=date(2026, 11, 23)) for code in codes)
    return replace(policy, departments=replace(policy.departments, absences=absences))


def urged(policy: Policy, days: int = 0) -> CaseUrged:
    return CaseUrged(at=MONDAY_9AM + timedelta(days=days), by="owner", role="owner", count=1)


def test_the_letters_of_a_handler_who_is_away_go_to_his_stand_in_as_well(policy: Policy) -> None:
    case = evolve(fold(a_history(policy, register(policy), triage(policy))), urged(policy))
    away = without(policy, "li.wei")
    assert {owed.key for owed in owed_by(urged(policy), case, away)} == {"urged/handler", "urged/stand_in:wu.lei", "urged/lead:repairs"}
    assert {owed.key for owed in owed_by(urged(policy, 1), case, away)} == {"urged/handler", "urged/lead:repairs"}
    (stand_in,) = (owed for owed in owed_by(urged(policy), case, away) if owed.audience.startswith("stand_in"))
    reader = reader_of(stand_in, case, away, None)
    assert reader is not None
    assert reader.address == policy.departments.staff["wu.lei"].email


def test_nobody_gets_the_same_letter_twice_as_a_head_and_as_his_stand_in(policy: Policy) -> None:
    case = evolve(fold(a_history(policy, register(policy), triage(policy))), urged(policy))
    letters = owed_by(urged(policy), case, without(policy, "zhao.gang"))
    assert {owed.audience for owed in letters} == {"handler", "lead:repairs"}


def test_what_is_confidential_goes_to_no_stand_in_who_is_no_officer(policy: Policy) -> None:
    officer = staff(policy, "ye.qing")
    asks = (register(policy, by=officer), triage(policy, by=officer, handler=officer.code))
    case = fold(a_history(policy, *asks, complaint=a_complaint(sensitive=True)))
    away = without(policy, officer.code)
    assert list(with_stand_ins((f"confid:{officer.code}",), urged(policy), case, away)) == [f"confid:{officer.code}", "confid:qin.yue"]
    nobody = without(policy, officer.code, "qin.yue")
    assert list(with_stand_ins((f"confid:{officer.code}",), urged(policy), case, nobody)) == [f"confid:{officer.code}"]


def test_no_letter_goes_to_somebody_of_other_communities_nor_one_that_was_owed_before(policy: Policy) -> None:
    case = evolve(fold(a_history(policy, register(policy), triage(policy))), urged(policy))
    owed = owed_by(urged(policy), case, policy)
    assert {one.key for one in owed} == {"urged/handler", "urged/lead:repairs"}
    people = policy.departments.staff
    for code, left in (("li.wei", {"urged/lead:repairs"}), ("zhao.gang", {"urged/handler"})):
        moved = {**people, code: replace(people[code], communities=("other",))}
        elsewhere = replace(policy, departments=replace(policy.departments, staff=moved))
        assert {one.key for one in owed_by(urged(policy), case, elsewhere)} == left
        assert {one.key for one in owed if not is_withheld(one, urged(policy), case, elsewhere)} == left
