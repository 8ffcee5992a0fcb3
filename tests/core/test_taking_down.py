"""Spoken words stand once they were read back; what is written down later says what shows when it was heard."""

from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_complaint, a_history, someone
from huiyin.core.commands import OWNER, ReceiveComplaint
from huiyin.core.decide import decide
from huiyin.core.errors import NotUnderstood
from huiyin.core.events import ComplaintReceived
from huiyin.policy.schema import Policy

HOUR = timedelta(hours=1)


def spoken(policy: Policy, **changes: Any) -> ReceiveComplaint:
    said = {"by": someone(policy, "steward"), "channel": "counter", "mode": "oral", "read_back": "spoken"}
    return a_complaint(**said | changes)


def received(policy: Policy, **changes: Any) -> ComplaintReceived:
    (event,) = a_history(policy, complaint=spoken(policy, **changes))
    assert isinstance(event, ComplaintReceived)
    return event


def test_who_read_it_back_when_and_what_shows_it_are_facts_of_the_receipt(policy: Policy) -> None:
    event = received(policy, read_back="witness")
    assert (event.by, event.read_back, event.read_back_at) == (someone(policy, "steward").code, "witness", MONDAY_9AM)
    typed = received(policy, by=OWNER, mode="typed", read_back=None)
    assert (typed.read_back, typed.read_back_at) == (None, None)


def test_promises_of_a_late_entry_run_from_when_it_was_heard(policy: Policy) -> None:
    late = received(policy, received_at=MONDAY_9AM - HOUR, late_proof="note", read_back_at=MONDAY_9AM - HOUR)
    now = received(policy)
    assert late.received_at == MONDAY_9AM - HOUR
    assert late.read_back_at == MONDAY_9AM - HOUR
    assert (late.first_contact_due, late.answer_due) < (now.first_contact_due, now.answer_due)
    assert late.late_proof == "note"


def test_the_summary_of_staff_is_sealed_like_the_words_of_the_owner(policy: Policy) -> None:
    event = received(policy, summary="电梯停运")
    assert event.summary == "电梯停运"
    assert event.matter == a_complaint().matter


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        pytest.param({"read_back": None}, "field_required", "read_back", id="nobody-read-it-back"),
        pytest.param({"read_back": "hearsay"}, "unknown_word", "read_back_proof", id="no-such-proof"),
        pytest.param({"read_back_at": MONDAY_9AM + HOUR}, "date_in_future", "read_back_at", id="still-to-be-read"),
        pytest.param({"read_back_at": MONDAY_9AM - HOUR}, "date_before_receipt", "read_back_at", id="read-before-it-was-said"),
        pytest.param({"received_at": MONDAY_9AM - HOUR}, "field_required", "late_proof", id="late-and-nothing-shows-it"),
        pytest.param({"late_proof": "memory"}, "unknown_word", "late_proof", id="no-such-late-proof"),
    ],
)
def test_what_is_missing_is_refused_by_its_field(policy: Policy, changes: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        decide(None, spoken(policy, **changes), policy, MONDAY_9AM)
    assert (refused.value.code, refused.value.field) == (code, field)
