"""What is agreed with an owner, and who speaks with him: words sealed, and back from the store as it went in."""

from datetime import timedelta

import pytest

from builders import MONDAY_9AM
from huiyin.core.events import AppointmentAgreed, ContactLimitAsked, ContactLimited, Event, LimitLifted, LimitObjected, sealed_fields
from huiyin.store.codec import decode, encode

WHO = {"at": MONDAY_9AM, "by": "gu.ning", "role": "quality"}
LATER = MONDAY_9AM + timedelta(days=90)
EVENTS = (
    AppointmentAgreed(**WHO, visit_at=LATER, moved_from=MONDAY_9AM, why="owner_asked", note="业主出差"),
    ContactLimitAsked(**WHO, person="lin.jing", reason="连日辱骂"),
    ContactLimited(**WHO, person="lin.jing", asked_by="he.min", until=LATER, reason="连日辱骂"),
    LimitObjected(**WHO, grounds="没有骂人"),
    LimitLifted(**WHO, reason="已经说开"),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_what_people_wrote_is_sealed_and_comes_back(event: Event) -> None:
    kind, facts, words = encode(event)
    assert set(words) == sealed_fields(type(event))
    assert not any(said in facts for said in words.values())
    assert decode(kind, facts, words) == event
