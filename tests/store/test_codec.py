"""Every event survives the way into the table and back, and no word of a person travels in plain."""

import json
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any, Literal, NamedTuple, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import MONDAY_9AM
from huiyin.core.events import EVENTS, Event, EvidenceChecked, FactAdded, sealed_fields
from huiyin.core.handling import Point
from huiyin.store import codec
from store.any_event import any_of

ANY_EVENT = st.sampled_from(sorted(EVENTS)).flatmap(
    lambda name: st.builds(EVENTS[name], **{field: any_of(hint) for field, hint in get_type_hints(EVENTS[name]).items()})
)
FIRST_RELEASE = {
    "ComplaintReceived": (
        "at by role number edition consents channel mode kind language submitter anonymous has_phone has_email "
        "community building category sub_issue occurred_at danger guarded hints no_evidence severity urgency "
        "urgency_stated priority received_at first_contact_due answer_due matter wish spot answers accused avoid"
    ),
    "CaseRegistered": "at by role identity_check released",
    "CaseTriaged": (
        "at by role edition category sub_issue severity urgency priority level level_reasons lead handler "
        "co_departments first_contact_due plan_due answer_due resolve_due"
    ),
    "CaseAccepted": "at by role no_interest",
    "ContactLogged": "at by role way reached first note wish convenient",
    "FactAdded": "at by role files note",
    "EvidenceChecked": "at by role slot outcome media size original",
    "IdentityRevealed": "at by role reason note",
    "DeadlineNeared": "at by role clock due",
    "DeadlineMissed": "at by role clock due",
    "LetterReturned": "at by role letter event why",
}


@settings(deadline=None)
@given(ANY_EVENT)
def test_an_event_comes_back_equal(event: Event) -> None:
    kind, facts, words = codec.encode(event)
    assert codec.decode(kind, facts, words) == event
    assert codec.decode(kind, facts) == codec.unopened(event)
    assert codec.opened(codec.decode(kind, facts), words) == event


@settings(deadline=None)
@given(ANY_EVENT)
def test_facts_hold_no_sealed_field_and_have_one_spelling(event: Event) -> None:
    _, facts, words = codec.encode(event)
    stored = json.loads(facts)
    assert not sealed_fields(type(event)) & set(stored)
    assert set(words) <= sealed_fields(type(event))
    assert codec.canonical(stored) == facts
    assert codec.encode(codec.decode(*codec.encode(event)[:2], words))[1] == facts


def test_a_fact_of_a_newer_release_is_passed_over() -> None:
    kind, facts, _ = codec.encode(FactAdded(at=MONDAY_9AM, by="owner", role="owner", files=("1",)))
    newer = json.dumps({**json.loads(facts), "mood": "calm"})
    assert codec.decode(kind, newer) == codec.decode(kind, facts)


def test_an_event_of_a_newer_release_is_left_alone() -> None:  # ST05
    with pytest.raises(codec.UnknownEvent):
        codec.decode("CaseForgotten", "{}")


def test_a_fact_that_is_missing_is_never_made_up() -> None:
    kind, facts, _ = codec.encode(
        EvidenceChecked(at=MONDAY_9AM, by="system", role="system", slot="1", outcome="available", media="", size=1, original="")
    )
    stored = json.loads(facts)
    del stored["size"]
    with pytest.raises(TypeError):
        codec.decode(kind, json.dumps(stored))


def test_an_old_version_is_lifted_when_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:  # ST05
    monkeypatch.setattr(codec, "UPCASTS", {"FactAdded": lambda facts: {**facts, "files": facts["files"].split()}})
    old = '{"at":"2026-11-23T00:00:00Z","by":"owner","files":"1 2","role":"owner"}'
    event = codec.decode("FactAdded", old)
    assert isinstance(event, FactAdded)
    assert event.files == ("1", "2")


def test_a_time_without_a_zone_is_never_written() -> None:
    with pytest.raises(ValueError, match="zone"):
        codec.encode(FactAdded(at=MONDAY_9AM.replace(tzinfo=None), by="owner", role="owner", files=()))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.text("01", max_size=2), st.text("ab", max_size=2), st.text("ab", max_size=2), st.binary(max_size=2)),
        min_size=2,
        max_size=2,
    )
)
def test_the_chain_covers_different_events_by_different_bytes(two: list[tuple[Any, ...]]) -> None:
    left, right = (codec.body(case_id, 1, kind, facts, sealed) for case_id, kind, facts, sealed in two)
    assert (left == right) == (two[0] == two[1])


def test_every_field_that_a_later_release_added_has_a_default() -> None:
    # The fields of the first release: none of them may go, and a new one needs a default for the events of before.
    for name, text in FIRST_RELEASE.items():
        known = set(text.split())
        made = {f.name: f for f in fields(EVENTS[name])}
        assert known <= set(made)
        assert all(f.default is not MISSING or f.default_factory is not MISSING for f in made.values() if f.name not in known)


class Spot(NamedTuple):
    """No record of ours."""

    floor: int


@pytest.mark.parametrize(
    ("hint", "stored", "meant"),
    [
        (str, "b5", "b5"),
        (int | None, 3, 3),
        (Literal["zh", "en"], "zh", "zh"),
        (datetime | None, "2026-11-23T01:00:00Z", MONDAY_9AM),
        (tuple[str, ...], ["1", "2"], ("1", "2")),
        (tuple[tuple[str, datetime], ...], [["a", "2026-11-23T01:00:00Z"]], (("a", MONDAY_9AM),)),
        (tuple[Point, ...], [{"category": "elevator", "sub_issue": "noise"}], (Point(category="elevator", sub_issue="noise"),)),
        (Point | None, {"category": "a", "sub_issue": "b", "mood": "calm"}, Point(category="a", sub_issue="b")),
    ],
)
def test_a_fact_is_read_as_its_field_wants_it_by_a_reader_found_once(hint: Any, stored: Any, meant: Any) -> None:
    read = codec.reader(hint)
    assert read(stored) == codec.shaped(stored, hint) == meant
    assert type(read(stored)) is type(meant)
    assert read(None) is None
    assert codec.reader(hint) is read


def test_a_row_of_the_wrong_length_is_never_cut_to_fit() -> None:
    with pytest.raises(ValueError, match="zip"):
        codec.shaped(["a", "b", "c"], tuple[str, str])


@pytest.mark.parametrize("hint", [set[str], dict[str, int], Spot, tuple[Spot, ...]])
def test_what_is_never_stored_has_no_reader(hint: Any) -> None:
    with pytest.raises(TypeError, match="no way to store"):
        codec.reader(hint)


def test_a_reader_of_one_type_never_serves_another_that_looks_like_it() -> None:
    assert codec.reader(tuple[str, ...]) is not codec.reader(tuple[datetime, ...])
    assert codec.shaped(["2026-11-23T01:00:00Z"], tuple[str, ...]) == ("2026-11-23T01:00:00Z",)
    assert codec.shaped(["2026-11-23T01:00:00Z"], tuple[datetime, ...]) == (MONDAY_9AM,)
