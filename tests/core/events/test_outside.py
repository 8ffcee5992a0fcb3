"""Words that go outside are sealed; where a case lies is a fact."""

from dataclasses import fields

from huiyin.core.events import CaseArchived, CaseHeld, CaseTransferred, HoldReleased, TransferRecorded, sealed_fields
from huiyin.store.codec import decode


def test_documents_contacts_and_results_are_sealed() -> None:
    assert sealed_fields(CaseTransferred) == {"document", "contact"}
    assert sealed_fields(TransferRecorded) == {"result"}
    assert sealed_fields(CaseHeld) == sealed_fields(HoldReleased) == {"reason"}


def test_what_was_erased_is_said_in_codes_and_an_older_record_of_it_says_none() -> None:
    assert sealed_fields(CaseArchived) == set()
    event = decode("CaseArchived", '{"at":"2029-11-24T19:30:00Z","by":"system","kept":["number"],"role":"system"}')
    assert isinstance(event, CaseArchived)
    assert (event.kept, event.erased, event.files) == (("number",), (), 0)


def test_a_transfer_of_an_older_release_is_read_without_the_call() -> None:
    told = (
        '{"at":"2026-11-23T01:00:00Z","body":"police","by":"x","follow_up_due":"2026-11-30T01:00:00Z",'
        '"forwards_identity":false,"role":"manager"}'
    )
    event = decode("CaseTransferred", told)
    assert isinstance(event, CaseTransferred)
    assert event.called_emergency is False
    assert "called_emergency" in {f.name for f in fields(CaseTransferred)}
