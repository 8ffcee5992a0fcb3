"""The vocabulary: every event is registered by its own name and its sealed fields are text that may be empty."""

from dataclasses import fields
from typing import get_args, get_type_hints

from huiyin.core.events import EVENTS, Event, Happening, sealed_fields


def test_the_register_of_events_is_the_closed_union() -> None:
    assert set(EVENTS.values()) == set(get_args(Event))
    assert all(name == kind.__name__ for name, kind in EVENTS.items())


def test_every_event_says_when_who_and_in_which_role() -> None:
    for kind in EVENTS.values():
        assert issubclass(kind, Happening)
        assert {"at", "by", "role"} <= {f.name for f in fields(kind)}


def test_sealed_fields_are_text_and_empty_until_opened() -> None:
    for kind in EVENTS.values():
        hints = get_type_hints(kind)
        for name in sealed_fields(kind):
            assert hints[name] is str
            assert next(f.default for f in fields(kind) if f.name == name) == ""


def test_free_text_is_never_a_plain_field() -> None:
    plain = {f.name for kind in EVENTS.values() for f in fields(kind)} - {n for k in EVENTS.values() for n in sealed_fields(k)}
    assert not plain & {"note", "matter", "wish", "spot", "answers", "convenient", "name", "phone", "email"}
