"""Which event of a confidential case writes which letter to whom."""

from builders import MONDAY_9AM, a_case, a_complaint, a_history, register, someone, triage
from huiyin.core.attendance import on_duty
from huiyin.core.events import DeadlineMissed, DeadlineNeared
from huiyin.core.evolution import fold
from huiyin.core.owed import Owed
from huiyin.mail.letters import owed_by
from huiyin.policy.schema import Policy
from mail.test_letters import DUTY_MANAGERS, owed_at_receipt, warning


def test_whoever_is_on_duty_hears_of_a_danger_in_a_confidential_case_and_of_nothing_else(policy: Policy) -> None:
    calm, danger = owed_at_receipt(policy, sensitive=True), owed_at_receipt(policy, sensitive=True, danger=True)
    alerts = {f"duty:{code}" for code in on_duty(MONDAY_9AM, policy)} | {f"duty_manager:{code}" for code in DUTY_MANAGERS}
    assert danger - calm == {f"danger-alert/{audience}" for audience in alerts}


def test_a_released_case_is_announced_to_the_desk(policy: Policy) -> None:
    officer = someone(policy, "confid")
    told = Owed("case-registered", "owner")
    for release, letters in ((True, (told, Owed("new-case", "desk"))), (False, (told,))):
        ask = register(policy, by=officer, release=release)
        events = a_history(policy, ask, complaint=a_complaint(accused="保安"))
        assert owed_by(events[-1], fold(events), policy) == letters


def test_triage_of_a_guarded_case_owes_its_handler_a_letter_without_a_number(policy: Policy) -> None:
    officer = someone(policy, "confid")
    asks = (register(policy, by=officer), triage(policy, by=officer, handler=officer.code))
    events = a_history(policy, *asks, complaint=a_complaint(sensitive=True))
    assert owed_by(events[-1], fold(events), policy) == (Owed("confidential-case", f"confid:{officer.code}"),)


def test_a_clock_of_a_guarded_case_warns_the_confidential_officers_only(policy: Policy) -> None:
    case = a_case(policy, complaint=a_complaint(sensitive=True, danger=True))
    for kind, letter in ((DeadlineNeared, "confidential-due-soon"), (DeadlineMissed, "confidential-overdue")):
        owed = [one for one in owed_by(warning(case, kind), case, policy) if one.audience != "owner"]
        assert {one.letter for one in owed} == {letter}
        assert all(one.audience.startswith("confid:") for one in owed)
