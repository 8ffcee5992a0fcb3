"""Who stands behind an audience, and whether he may still read the letter."""

from dataclasses import replace

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, accept, contact, register, someone, triage
from huiyin.core.commands import Person
from huiyin.core.events import DeadlineMissed, DeadlineNeared
from huiyin.core.owed import Owed
from huiyin.mail.readers import Reader, is_withheld, reader_of
from huiyin.policy.schema import Policy


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
