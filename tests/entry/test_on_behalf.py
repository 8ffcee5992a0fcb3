"""What staff write down for an owner: how it was said, when it was heard, and that it was read back to him."""

from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, someone
from entry.doors import complaint
from huiyin.core.commands import ReceiveComplaint
from huiyin.core.errors import NotUnderstood
from huiyin.entry.bodies import Body
from huiyin.entry.complaint_form import Asked, ComplaintForm
from huiyin.entry.fields import Fields
from huiyin.entry.on_behalf import read_on_behalf
from huiyin.policy import load_policy

POLICY = load_policy()
ASKED = Asked(by=someone(POLICY, "steward"), language="zh", now=MONDAY_9AM, ours=())
SAID = {"channel": "hotline", "read_back": True}


def form_of(**changes: Any) -> ComplaintForm:
    said = complaint(**SAID | changes)
    return read_on_behalf(Fields(Body(values={k: v for k, v in said.items() if v is not None}, form=False)), POLICY, ASKED)


def ask_of(**changes: Any) -> ReceiveComplaint:
    return form_of(**changes).ask


def test_three_fields_are_enough_for_any_member_of_staff() -> None:
    consent = complaint()["consent"]
    three = {"channel": "hotline", "matter": "楼道灯坏了", "phone": "13800138000", "read_back": True, "consent": consent}
    ask = read_on_behalf(Fields(Body(values=three, form=False)), POLICY, ASKED).ask
    assert (ask.by.code, ask.channel, ask.mode, ask.matter) == (ASKED.by.code, "hotline", "oral", "楼道灯坏了")
    assert (ask.read_back, ask.read_back_at, ask.received_at, ask.late_proof) == ("spoken", None, None, None)


def test_what_shows_the_read_back_is_kept_as_it_was_told() -> None:
    ask = ask_of(read_back_proof="signature", read_back_at="2026-11-23T08:50", received_at="2026-11-23T08:40", late_proof="note")
    assert (ask.read_back, ask.late_proof) == ("signature", "note")
    assert ask.read_back_at == MONDAY_9AM - timedelta(minutes=10)
    assert ask.received_at == MONDAY_9AM - timedelta(minutes=20)


def test_words_in_writing_are_read_back_only_if_somebody_did() -> None:
    assert ask_of(mode="written", read_back=None).read_back is None
    assert ask_of(mode="written", read_back_proof="signature").read_back == "signature"


def test_his_own_words_and_the_summary_of_staff_are_kept_apart() -> None:
    ask = ask_of(matter="那个破电梯又坏啦！", summary="电梯停运")
    assert (ask.matter, ask.summary) == ("那个破电梯又坏啦！", "电梯停运")


def test_the_same_words_sent_again_are_the_same_request_whenever_they_were_read_back() -> None:
    first = form_of(read_back_at="2026-11-23T08:58", received_at="2026-11-23T08:50", late_proof="note")
    assert first.canonical() == form_of(read_back_at="2026-11-23T08:59", received_at="2026-11-23T08:50", late_proof="note").canonical()
    assert first.canonical() != form_of(summary="x", received_at="2026-11-23T08:50", late_proof="note").canonical()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"read_back": None}, "read_back"), ({"read_back": False}, "read_back"), ({"received_at": "2026-11-23T08:30"}, "late_proof")],
)
def test_nothing_spoken_is_saved_unread_and_nothing_late_without_what_shows_it(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        form_of(**changes)
    assert (refused.value.code, refused.value.field) == ("field_required", field)
