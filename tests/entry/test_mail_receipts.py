"""A letter that came back is noted once, whatever the carrier repeats, and nobody else can say that one did."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.people import DESK, do, get
from huiyin.core.case import Case, case_id_of
from huiyin.core.evolution import fold
from huiyin.core.lifecycle import ENDED, STEPS
from huiyin.core.owed import Owed
from huiyin.entry import wiring
from huiyin.entry.mail_receipts import handler, take_in
from huiyin.mail.message import letter_tag
from huiyin.store import histories

LATER = MONDAY_9AM + timedelta(minutes=3)


def news(number: str, **changes: str) -> dict[str, str]:
    """What the rule of the event bus passes on of a bounce of the first letter."""
    case_id, owed = case_id_of(number), Owed("complaint-received", "owner")
    tags = {"letter": letter_tag(wiring.letterhead(), case_id, 1, owed), "case": case_id, "event": "1", "name": owed.letter}
    return {"kind": "Bounce", "bounce": "Permanent", "detail": "General", **tags, "reader": "owner"} | changes


def message(body: str) -> dict[str, Any]:
    """A message of the queue, as Lambda gets it."""
    sent = str(int(LATER.timestamp() * 1000))
    facts = {"ApproximateReceiveCount": "1", "SentTimestamp": sent, "SenderId": "a", "ApproximateFirstReceiveTimestamp": sent}
    return {
        "messageId": "m-1",
        "receiptHandle": "r",
        "body": body,
        "attributes": facts,
        "messageAttributes": {},
        "md5OfBody": "0",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:ap-southeast-1:123456789012:receipts",
        "awsRegion": "ap-southeast-1",
    }


def case_of(number: str) -> Case:
    history = wiring.case_store().load(case_id_of(number))
    assert history is not None
    return history.case


def told(*bodies: Mapping[str, str]) -> dict[str, Any]:
    return handler({"Records": [message(json.dumps(body)) for body in bodies]}, None)


def test_a_bounce_is_noted_when_the_carrier_told_of_it(number: str) -> None:
    """C09."""
    assert told(news(number)) == {"batchItemFailures": []}
    case = case_of(number)
    assert (case.untold, case.unreachable, case.last_event, case.last_at) == (("1/complaint-received",), True, "LetterReturned", LATER)


def test_news_before_the_message_id_is_stored_needs_none(number: str) -> None:
    """FA31: the letter has not even been settled; its tags are enough."""
    _, standings = wiring.case_store().owing(case_id_of(number), 1)
    assert standings["complaint-received/owner"] == "owed"
    told(news(number))
    assert case_of(number).untold


def test_a_week_of_news_again_changes_nothing(number: str) -> None:
    """FA32, ST09: in any order, after the desk has told the owner."""
    told(news(number))
    version = case_of(number).version
    for kind, bounce in (("Complaint", ""), ("Bounce", "Permanent"), ("Delivery", ""), ("Bounce", "Transient")):
        told(news(number, kind=kind, bounce=bounce), news(number, kind=kind, bounce=bounce))
    assert case_of(number).version == version


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"letter": "0" * 32}, id="TH13-tag-of-nobody"),
        pytest.param({"letter": "旁"}, id="TH13-tag-no-ascii"),
        pytest.param({"event": "2"}, id="TH13-other-event"),
        pytest.param({"event": "9" * 40}, id="TH13-event-too-long"),
        pytest.param({"event": "１"}, id="TH13-event-in-wide-digits"),
        pytest.param({"case": "00000000"}, id="TH13-other-case"),
        pytest.param({"case": ""}, id="TH13-no-case"),
        pytest.param({"reader": "desk"}, id="letter-to-staff"),
        pytest.param({"kind": "Delivery"}, id="it-arrived"),
        pytest.param({"bounce": "Transient"}, id="out-of-office"),
    ],
)
def test_what_is_no_letter_of_ours_that_came_back_changes_nothing(number: str, changes: dict[str, str]) -> None:
    assert told(news(number, **changes)) == {"batchItemFailures": []}
    assert case_of(number).version == 1


def test_a_message_that_cannot_be_read_does_not_hold_up_the_others(number: str) -> None:
    broken = message("no json") | {"messageId": "m-2"}
    answer = handler({"Records": [broken, message(json.dumps(news(number)))]}, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-2"}]}
    assert case_of(number).untold


def test_news_of_a_case_that_is_not_there_ends(cloud: None) -> None:
    take_in(news("HY-2026-18720043"), LATER)


def test_the_desk_sees_whom_to_phone_until_he_was_told(number: str, desk: Ask) -> None:
    assert get(desk, DESK, "cases", view="to-call").json["items"] == []
    told(news(number))
    (row,) = get(desk, DESK, "cases", view="to-call").json["items"]
    assert row["number"] == number
    page = get(desk, DESK, f"cases/{number}").json
    assert [flag["code"] for flag in page["flags"]] == ["to_call"]
    assert page["timeline"][-1]["title"]["zh"] == "给业主的邮件没有送到：收件邮箱不存在或已停用"
    assert "打电话" in page["timeline"][-1]["words"]["zh"]


@pytest.mark.parametrize("state", sorted(ENDED - {"ARCHIVED"}))
def test_an_owner_whose_case_has_ended_is_phoned_too_and_then_it_rests(
    number: str, desk: Ask, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    # No step of this release ends a case: its history is read as if one had.
    monkeypatch.setattr(histories, "fold", lambda events: replace(fold(events), state=state))
    told(news(number))
    (row,) = get(desk, DESK, "cases", view="to-call").json["items"]
    assert (row["number"], row["state"], row["overdue"]) == (number, state, False)
    assert get(desk, DESK, "cases", view="all").json["items"] == []
    page = get(desk, DESK, f"cases/{number}").json
    # An authority may pass a case on however it stands, and is owed its reply.
    orders = {"note-order"} if state in STEPS["NoteOrder"].sources else set()
    shared = {"share-case"} if state in STEPS["ShareCase"].sources else set()
    assert {one["command"] for one in page["actions"] if one["open"]} == {"log-contact", "reveal-identity", "take-call"} | orders | shared
    shown = do(desk, DESK, number, "identity", {"reason": "deliver_answer"})
    assert shown.json["dial"] != []
    called = do(
        desk, DESK, number, "log-contact", {"version": shown.json["version"], "way": "phone", "outcome": "reached", "note": "已告知"}
    )
    assert called.status == 200
    assert get(desk, DESK, "cases", view="to-call").json["items"] == []
    left = {one["command"] for one in called.json["actions"] if one["open"]}
    # Whose case goes on in a group may be spoken to at any time; whoever calls himself is always answered.
    assert left == ({"log-contact", "reveal-identity", "take-call"} if state == "MERGED" else {"take-call"}) | orders | shared


def test_nobody_is_phoned_about_a_case_in_the_archive(number: str, desk: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histories, "fold", lambda events: replace(fold(events), state="ARCHIVED"))
    told(news(number))
    assert get(desk, DESK, "cases", view="to-call").json["items"] == []
    page = get(desk, DESK, f"cases/{number}").json
    assert (page["flags"], [one for one in page["actions"] if one["open"]]) == ([], [])
