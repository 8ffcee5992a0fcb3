"""What happened to what came in: promises are facts, words are sealed, and all of it comes back from the store."""

from dataclasses import MISSING, fields
from datetime import timedelta
from typing import get_args

import pytest

from builders import MONDAY_9AM
from huiyin.core.events import (
    CaseDeclined,
    CaseUrged,
    CaseWithdrawn,
    ComplaintReceived,
    DeclineProposed,
    DeclineRefused,
    FactAdded,
    IdentityRevealed,
    IntakeEvent,
    ObjectionAccepted,
    ObjectionRaised,
    OwnerAsked,
    OwnerReplied,
    sealed_fields,
)
from huiyin.store.codec import decode, encode

BY_OWNER = {"at": MONDAY_9AM, "by": "owner", "role": "owner"}
BY_DESK = {"at": MONDAY_9AM, "by": "lin.jing", "role": "desk"}
DAY = timedelta(days=1)
MADE = (
    DeclineProposed(**BY_DESK, reason="not_ours", text="请找供电公司。"),
    DeclineRefused(**BY_DESK, note="归我们管。"),
    CaseDeclined(**BY_DESK, reason="not_ours", proposer="he.min", text="请找供电公司。"),
    ObjectionRaised(**BY_OWNER, grounds="公共管道。"),
    ObjectionAccepted(**BY_DESK, answer_due=MONDAY_9AM + DAY, grounds="核实无误。"),
    OwnerAsked(**BY_DESK, until=MONDAY_9AM + DAY, pause=1, question="哪一部电梯？"),
    OwnerReplied(**BY_OWNER, replied=True, plan_due=None, answer_due=MONDAY_9AM, resolve_due=MONDAY_9AM + DAY, answer="二号梯"),
    CaseUrged(**BY_OWNER, count=1, note="请快些。"),
    CaseWithdrawn(**BY_OWNER, goes_on=False, grounds="已经好了。"),
)


@pytest.mark.parametrize("event", MADE, ids=lambda event: type(event).__name__)
def test_an_event_comes_back_as_it_was_and_its_words_lie_apart(event) -> None:  # type: ignore[no-untyped-def]
    kind, facts, words = encode(event)
    assert decode(kind, facts, words) == event
    assert set(words) == set(sealed_fields(type(event)))
    assert not [said for said in words.values() if said in facts]


def test_words_of_people_are_sealed_in_every_event_of_the_chapter() -> None:
    told = {"note", "text", "grounds", "question", "answer", "matter", "wish", "spot", "answers", "avoid"}
    for kind in get_args(IntakeEvent):
        assert {field.name for field in fields(kind)} & told <= sealed_fields(kind)


@pytest.mark.parametrize("kind", [ComplaintReceived, FactAdded, IdentityRevealed], ids=lambda kind: kind.__name__)
def test_what_was_released_has_grown_by_fields_with_a_default_only(kind) -> None:  # type: ignore[no-untyped-def]
    later = {ComplaintReceived: {"acknowledge", "odd", "receipt_key"}, FactAdded: {"hints"}, IdentityRevealed: set()}
    given = {field.name: field for field in fields(kind)}
    assert [name for name in later[kind] if given[name].default is MISSING] == []
