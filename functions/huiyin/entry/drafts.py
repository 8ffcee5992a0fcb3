"""What one colleague drafted and another lets go: it stands in the form of whoever decides, to be read, put right and sent."""

from collections.abc import Sequence
from typing import Any

from huiyin.core.events import (
    AnswerReleased,
    ConcludedWithoutWork,
    DatedAnswerDrafted,
    DatedAnswerSent,
    Event,
    WorkReported,
    WorkReturned,
)
from huiyin.entry import sentences
from huiyin.policy.schema import Policy

Json = dict[str, Any]


def with_drafts(actions: list[Json], events: Sequence[Event], policy: Policy) -> list[Json]:
    """The same steps, with the answer that waits for a second person in its fields. events: opened.

    Policy: 5.2
    """
    drafts = {"release-answer": _answer(events), "send-dated-answer": _dated(events, policy)}
    return [{**one, "fields": _filled(one["fields"], drafts.get(one["command"], {}))} for one in actions]


def _filled(fields: list[Json], draft: Json) -> list[Json]:
    return [{**field, "value": draft[field["name"]]} if field["name"] in draft else field for field in fields]


def _answer(events: Sequence[Event]) -> Json:
    """What the handler said the owner is to be told, until that was said or the work went back."""
    for event in reversed(events):
        match event:
            case WorkReported() | ConcludedWithoutWork():
                return {"text": event.answer}
            case AnswerReleased() | WorkReturned():
                return {}
            case _:
                continue
    return {}


def _dated(events: Sequence[Event], policy: Policy) -> Json:
    """The dated answer that somebody drafted, until it was sent."""
    for event in reversed(events):
        match event:
            case DatedAnswerDrafted():
                return {"text": event.text, "until": sentences.here(event.until, policy)}
            case DatedAnswerSent():
                return {}
            case _:
                continue
    return {}
