"""The case after it was passed on and came back."""

from datetime import timedelta

from builders import MONDAY_9AM, a_case, register, triage
from huiyin.core.events import CaseArchived, CaseTransferred, TransferRecorded
from huiyin.core.evolution import evolve
from huiyin.core.handling import Transfer
from huiyin.policy.schema import Policy


def test_the_case_knows_where_it_lies_and_forgets_it_when_it_is_back(policy: Policy) -> None:
    due = MONDAY_9AM + timedelta(days=7)
    case = a_case(policy, register(policy), triage(policy))
    away = evolve(
        case, CaseTransferred(at=MONDAY_9AM, by="jiang.bo", role="manager", body="police", follow_up_due=due, forwards_identity=False)
    )
    assert (away.state, away.handling.transfer) == ("TRANSFERRED", Transfer(body="police", at=MONDAY_9AM, follow_up_due=due))
    back = evolve(away, TransferRecorded(at=due, by="system", role="system", to="INVESTIGATING"))
    assert (back.state, back.handling.transfer, back.handling.reported_at) == ("INVESTIGATING", None, None)
    assert (back.lead, back.answer_due) == (case.lead, case.answer_due)


def test_what_was_archived_stays_so(policy: Policy) -> None:
    event = CaseArchived(at=MONDAY_9AM, by="system", role="system", kept=("number",))
    assert evolve(a_case(policy), event).state == "ARCHIVED"
