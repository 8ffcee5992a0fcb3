"""What all events share."""

from dataclasses import fields

from builders import MONDAY_9AM
from huiyin.core.events import Happening
from huiyin.core.events.happening import sealed
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken(Happening):
    """An event with words."""

    said: str = sealed()


def test_an_event_says_when_who_and_as_what() -> None:
    assert [field.name for field in fields(Happening)] == ["at", "by", "role"]


def test_words_are_empty_until_they_are_opened_and_are_marked_for_sealing() -> None:
    event = Spoken(at=MONDAY_9AM, by="owner", role="owner")
    assert event.said == ""
    assert {field.name for field in fields(Spoken) if field.metadata.get("sealed")} == {"said"}
