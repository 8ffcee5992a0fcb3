"""What a handler drafted stands in the form of whoever lets it go, until it was said or the work went back."""

from datetime import timedelta

from builders import MONDAY_9AM
from huiyin.core.events import AnswerReleased, DatedAnswerDrafted, DatedAnswerSent, Event, WorkReported, WorkReturned
from huiyin.entry.drafts import with_drafts
from huiyin.policy.schema import Policy

BY = {"at": MONDAY_9AM, "by": "li.wei", "role": "handler"}
JUDGED = {"findings": ("upheld",), "wishes": ("met",)}
LATER = MONDAY_9AM + timedelta(days=3)
REPORT = WorkReported(**BY, **JUDGED, files=(), signed_by_owner=False, result="已换灯泡。", answer="路灯已修复。")
DRAFT = DatedAnswerDrafted(**BY, findings=("upheld",), until=LATER, text="备件三天内到。")


def fields(events: list[Event], policy: Policy) -> dict[str, object]:
    """The values of both forms, by command and name; another step is left as it is."""
    steps = [
        {"command": command, "fields": [{"name": name, "value": None} for name in ("text", "until")]}
        for command in ("release-answer", "send-dated-answer", "add-fact")
    ]
    made = with_drafts(steps, events, policy)
    return {f"{one['command']}.{field['name']}": field["value"] for one in made for field in one["fields"] if field["value"]}


def test_the_answer_that_was_drafted_waits_in_the_form_of_who_releases_it(policy: Policy) -> None:
    assert fields([REPORT], policy) == {"release-answer.text": "路灯已修复。"}


def test_an_answer_that_was_said_or_whose_work_went_back_is_offered_no_more(policy: Policy) -> None:
    released = AnswerReleased(**BY, **JUDGED, reply_due=LATER, text="路灯已修复。")
    returned = WorkReturned(**BY, to="EXECUTING", defects="灯罩没有装好。")
    for event in (released, returned):
        assert fields([REPORT, event], policy) == {}
    assert fields([REPORT, returned, REPORT], policy) == {"release-answer.text": "路灯已修复。"}


def test_a_dated_answer_waits_with_its_day_until_it_was_sent(policy: Policy) -> None:
    assert fields([DRAFT], policy) == {"send-dated-answer.text": "备件三天内到。", "send-dated-answer.until": "2026-11-26T09:00:00+08:00"}
    sent = DatedAnswerSent(**BY, findings=("upheld",), until=LATER, drafter="li.wei", text="备件三天内到。")
    assert fields([DRAFT, sent], policy) == {}
