"""Who stands behind an audience, and whether he may still read the letter."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, accept, contact, register, someone, then, triage
from huiyin.core.case import Case
from huiyin.core.commands import Person
from huiyin.core.events import DeadlineMissed, DeadlineNeared, Event
from huiyin.core.owed import Owed
from huiyin.mail.letters import owed_by
from huiyin.mail.readers import Reader, is_withheld, reader_of, waits_until
from huiyin.policy.schema import Policy
from mail.course import course

HOUR = timedelta(hours=1)


def test_the_owner_is_written_to_in_the_language_of_the_case(policy: Policy) -> None:
    case = a_case(policy, complaint=a_complaint(language="en"))
    reader = reader_of(Owed("complaint-received", "owner"), case, policy, Person(email="o@example.org"))
    assert reader == Reader(address="o@example.org", language="en")


@pytest.mark.parametrize("person", [None, Person()])
def test_an_owner_without_an_address_is_no_reader(policy: Policy, person: Person | None) -> None:
    assert reader_of(Owed("complaint-received", "owner"), a_case(policy), policy, person) is None


def test_staff_are_found_in_the_directory_as_it_is_now(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    staff, repairs = policy.departments.staff, policy.departments.departments["repairs"]
    addresses = {
        "desk": policy.departments.desk_mailbox,
        "handler": staff[case.handler or ""].email,
        "lead:repairs": staff[repairs.lead].email,
        "triage:he.min": staff["he.min"].email,
    }
    for audience, address in addresses.items():
        assert reader_of(Owed("overdue", audience), case, policy, None) == Reader(address=address, language="zh")


@pytest.mark.parametrize("audience", ["duty:nobody", "lead:nowhere", "handler"])
def test_an_audience_without_a_person_has_no_reader(policy: Policy, audience: str) -> None:
    assert reader_of(Owed("overdue", audience), a_case(policy), policy, None) is None


def test_a_case_guarded_meanwhile_withholds_ordinary_letters_from_staff_but_not_from_the_owner(policy: Policy) -> None:
    case = replace(a_case(policy), guarded=True)
    event = DeadlineMissed(at=MONDAY_9AM, by="system", role="system", clock="first_contact", due=case.first_contact_due)
    assert is_withheld(Owed("overdue", "desk"), event, case, policy)
    assert not is_withheld(Owed("complaint-received", "owner"), event, case, policy)


def test_a_warning_whose_promise_was_kept_is_withheld(policy: Policy) -> None:
    kept = a_case(policy, register(policy), triage(policy), accept(policy), contact(policy))
    event = DeadlineNeared(at=MONDAY_9AM, by="system", role="system", clock="first_contact", due=kept.first_contact_due)
    assert is_withheld(Owed("due-soon", "handler"), event, kept, policy)
    assert not is_withheld(Owed("due-soon", "handler"), event, replace(kept, first_contact_at=None), policy)


def test_somebody_accused_meanwhile_gets_nothing(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    event = DeadlineMissed(at=MONDAY_9AM, by="system", role="system", clock="first_contact", due=case.first_contact_due)
    lead = policy.departments.departments["repairs"].lead
    assert not is_withheld(Owed("overdue", "lead:repairs"), event, case, policy)
    assert is_withheld(Owed("overdue", "lead:repairs"), event, replace(case, accused=(lead,)), policy)


def test_an_officer_who_left_the_confidential_office_gets_no_confidential_letter(policy: Policy) -> None:
    case = a_case(policy, complaint=a_complaint(sensitive=True))
    event = DeadlineMissed(at=MONDAY_9AM, by="system", role="system", clock="first_contact", due=case.first_contact_due)
    owed = Owed("confidential-overdue", f"confid:{someone(policy, 'confid').code}")
    assert not is_withheld(owed, event, case, policy)
    staff = {code: replace(person, roles=("handler",)) for code, person in policy.departments.staff.items()}
    assert is_withheld(owed, event, case, replace(policy, departments=replace(policy.departments, staff=staff)))


def told(policy: Policy, story: str, *, guarded: bool = False) -> tuple[Event, Case]:
    """The event of that story of the course, and the case after it."""
    events = course(policy, a_complaint(sensitive=guarded), guarded=guarded)
    return next((event, case) for name, event, case in events if name == story)


def test_an_owner_who_replied_is_not_asked_any_more(policy: Policy) -> None:
    event, case = told(policy, "OwnerAsked")
    letter = Owed("owner-asked", "owner")
    assert not is_withheld(letter, event, case, policy)
    assert is_withheld(letter, event, case.handled(pause=None), policy)


def test_an_owner_who_was_called_meanwhile_gets_no_apology_that_promises_a_call(policy: Policy) -> None:
    event, case = told(policy, "DeadlineMissed told")
    letter = Owed("contact-missed", "owner")
    assert not is_withheld(letter, event, case, policy)
    assert is_withheld(letter, event, replace(case, first_contact_at=MONDAY_9AM), policy)


def test_an_owner_who_took_it_back_hears_nothing_of_what_goes_on(policy: Policy) -> None:
    event, case = told(policy, "AnswerReleased")
    letter = Owed("answer", "owner")
    assert not is_withheld(letter, event, case, policy)
    assert is_withheld(letter, event, case.handled(gone=True), policy)


def test_whoever_need_not_sign_any_more_is_not_asked_to(policy: Policy) -> None:
    event, case = told(policy, "PlanSubmitted")
    letter = Owed("approval-request", "manager:jiang.bo")
    assert not is_withheld(letter, event, case, policy)
    assert is_withheld(letter, event, case.handled(state="EXECUTING"), policy)
    assert is_withheld(letter, event, case.handled(approvers=("jiang.bo",), drafters=("jiang.bo",)), policy)


@pytest.mark.parametrize("story", ["WorkReported", "ConcludedWithoutWork"])
def test_whoever_can_no_longer_check_the_result_is_not_asked_to(policy: Policy, story: str) -> None:
    event, case = told(policy, story)
    letter = Owed("work-reported", "triage:he.min")
    assert not is_withheld(letter, event, case, policy)
    assert is_withheld(letter, event, case.handled(state="ANSWERED"), policy)


def test_a_review_that_was_decided_is_asked_of_nobody(policy: Policy) -> None:
    event, case = told(policy, "ReviewAsked")
    letter = Owed("review-asked", "company:wei.lan")
    assert not is_withheld(letter, event, case, policy)
    assert is_withheld(letter, event, case.handled(review_due=None), policy)


def test_the_ladder_is_silent_once_the_promise_is_kept_or_somebody_said_that_he_knows(policy: Policy) -> None:
    event, case = told(policy, "StepEscalated of the first contact")
    letter = Owed("escalation", "dept_lead:he.min")
    assert not is_withheld(letter, event, case, policy)
    assert is_withheld(letter, event, replace(case, first_contact_at=MONDAY_9AM), policy)
    seen = tuple(replace(one, seen=True) for one in case.handling.called)
    assert is_withheld(letter, event, case.handled(called=seen), policy)


def test_the_company_reads_of_a_guarded_case_only_while_it_has_to_decide(policy: Policy) -> None:
    event, case = told(policy, "guarded PlanSubmitted", guarded=True)
    letter = Owed("confidential-case", "company:wei.lan")
    assert not is_withheld(letter, event, case, policy)
    assert is_withheld(letter, event, case.handled(state="EXECUTING"), policy)
    assert is_withheld(Owed("confidential-case", "manager:jiang.bo"), event, case, policy)


def test_somebody_of_an_accused_department_gets_nothing(policy: Policy) -> None:
    event, case = told(policy, "WorkReturned")
    assert not is_withheld(Owed("work-returned", "handler"), event, case, policy)
    assert is_withheld(Owed("work-returned", "handler"), event, replace(case, accused=("repairs",)), policy)


def test_interim_news_is_over_once_he_heard_something_else_or_answered(policy: Policy) -> None:
    event, case = told(policy, "ProgressTold")
    letter = Owed("progress-told", "owner")
    assert not is_withheld(letter, event, case, policy)
    assert is_withheld(letter, event, then(case, contact(policy), policy, MONDAY_9AM + HOUR), policy)
    reminder, asked = told(policy, "OwnerReminded")
    assert not is_withheld(Owed("owner-reminded", "owner"), reminder, asked, policy)
    assert is_withheld(Owed("owner-reminded", "owner"), reminder, asked.handled(pause=None), policy)


def test_what_is_told_by_the_clock_waits_for_the_morning_but_for_a_danger(policy: Policy) -> None:
    night, morning = MONDAY_9AM + 14 * HOUR, MONDAY_9AM + 23 * HOUR
    for story, letter in (("ProgressTold", "progress-told"), ("OwnerReminded", "owner-reminded")):
        event, case = told(policy, story)
        owed = Owed(letter, "owner")
        assert waits_until(owed, event, case, policy, MONDAY_9AM) is None
        assert waits_until(owed, event, case, policy, night) == morning
        assert waits_until(owed, event, replace(case, danger=True), policy, night) is None


def test_no_other_letter_waits_for_the_morning(policy: Policy) -> None:
    for story, event, case in course(policy, a_complaint(), guarded=False):
        for owed in owed_by(event, case, policy):
            if owed.letter not in {"progress-told", "owner-reminded", "survey", "verdict-asked"}:
                assert waits_until(owed, event, case, policy, MONDAY_9AM + 14 * HOUR) is None, story
