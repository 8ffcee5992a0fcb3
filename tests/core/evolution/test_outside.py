"""The case after it was passed on and came back, was held, and was erased."""

from dataclasses import replace
from datetime import timedelta

from builders import MONDAY_9AM, a_case, register, triage
from huiyin.core.events import CaseArchived, CaseHeld, CaseTransferred, ErasureBegun, EvidenceChecked, HoldReleased, TransferRecorded
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


def test_in_the_archive_nothing_leads_to_the_owner_and_no_file_can_be_looked_at(policy: Policy) -> None:
    by = {"at": MONDAY_9AM, "by": "system", "role": "system"}
    photo = EvidenceChecked(**by, slot="1", outcome="available", media="image/jpeg", size=1, original="x")
    case = replace(evolve(a_case(policy), photo), untold=("1/complaint-received",), flat_mark="mark")
    gone = evolve(case, CaseArchived(**by, kept=("number",)))
    assert (gone.has_phone, gone.has_email, gone.untold, gone.flat_mark) == (False, False, (), None)
    assert gone.evidence == (("1", "erased"),)
    # What figures count stays.
    kept = ("number", "kind", "level", "priority", "category", "sub_issue", "building", "channel", "received_at", "first_contact_at")
    assert [getattr(gone, name) for name in kept] == [getattr(case, name) for name in kept]


def test_a_case_is_held_until_it_is_let_go_and_knows_that_it_is_being_erased(policy: Policy) -> None:
    held = evolve(a_case(policy), CaseHeld(at=MONDAY_9AM, by="gu.ning", role="quality"))
    assert (held.state, held.handling.held_at) == ("RECEIVED", MONDAY_9AM)
    free = evolve(held, HoldReleased(at=MONDAY_9AM, by="gu.ning", role="quality"))
    assert free.handling.held_at is None
    begun = evolve(free, ErasureBegun(at=MONDAY_9AM, by="system", role="system", due=MONDAY_9AM))
    assert (begun.state, begun.handling.erasing_at) == ("RECEIVED", MONDAY_9AM)
