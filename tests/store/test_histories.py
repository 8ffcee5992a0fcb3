"""A history is read whole, holds together, and whoever touches it by hand is found out."""

from copy import deepcopy
from dataclasses import fields, replace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import MONDAY_9AM, accept, contact, register, triage
from huiyin.casework import perform
from huiyin.core.case import Case
from huiyin.core.commands import OWNER, AddFact
from huiyin.core.evolution import fold
from huiyin.store import codec
from huiyin.store.histories import Broken, CommandKeys, snapshot
from huiyin.store.items import META, CaseItem
from huiyin.store.seal import CannotOpen
from store.clouds import Stack

STEPS = 6


def a_worked_case(stack: Stack, key: str) -> str:
    """A case with six events, two of them with words."""
    case_id = stack.register(key).case.case_id
    asks = [register(stack.policy), triage(stack.policy), accept(stack.policy), contact(stack.policy), AddFact(by=OWNER, note="又停了")]
    for n, ask in enumerate(asks):
        perform(ask, case_id, store=stack.store, policy=stack.policy, now=MONDAY_9AM, key=f"{key}-{n}")
    return case_id


def items_of(stack: Stack, case_id: str) -> list[dict[str, Any]]:
    return [item for item in stack.raw() if item["pk"]["S"] == f"CASE#{case_id}"]


def replace_by(stack: Stack, case_id: str, items: list[dict[str, Any]]) -> None:
    """Somebody with the rights of an administrator rewrites the partition."""
    client = stack.client("dynamodb")
    for item in items_of(stack, case_id):
        client.delete_item(TableName=stack.table.name, Key={"pk": item["pk"], "sk": item["sk"]})
    for item in items:
        client.put_item(TableName=stack.table.name, Item=item)


def test_unopened_opened_and_stored_facts_tell_the_same_case(stack: Stack) -> None:
    case_id = a_worked_case(stack, "a-case-told-in-three-ways")
    history = stack.loaded(case_id)
    (meta,) = [item for item in items_of(stack, case_id) if item["sk"]["S"] == META]
    assert fold(history.events) == fold(stack.store.open(history)) == snapshot(meta) == history.case


ANY_CASE = st.builds(
    Case,
    case_id=st.just("18720043"),
    version=st.integers(1, 999999),
    severity=st.none() | st.integers(1, 4),
    urgency=st.none() | st.integers(1, 4),
    tried_at=st.just(()),
    **dict.fromkeys(["received_at", "first_contact_due", "answer_due", "last_at"], st.just(MONDAY_9AM)),
    **dict.fromkeys(["first_contact_at", "attempted_at", "plan_due", "resolve_due"], st.none() | st.just(MONDAY_9AM)),
)


@settings(deadline=None)
@given(ANY_CASE)
def test_a_snapshot_keeps_every_fact_of_a_case(case: Case) -> None:
    facts: dict[str, Any] = {f.name: getattr(case, f.name) for f in fields(Case) if f.name != "case_id"}
    item = CaseItem("CASE#18720043", META, **facts, head=b"h", data_key=b"d", code_hash=b"c", key_hash=b"k", fingerprint=b"f", attempt=0)
    assert snapshot(item.serialize()) == case


def test_more_events_than_one_page_holds_are_all_read(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = a_worked_case(stack, "a-case-of-several-pages")
    client = stack.clients.real("dynamodb")
    call = client._make_api_call
    monkeypatch.setattr(client, "_make_api_call", lambda name, wanted: call(name, {**wanted, "Limit": 2} if name == "Query" else wanted))
    assert stack.loaded(case_id).case.version == STEPS


def _mutated(items: list[dict[str, Any]], data: st.DataObject) -> str:
    """One change of one stored event, of a kind that the draw names. The items are changed in place."""
    events = [item for item in items if item["sk"]["S"] != META]
    kind = data.draw(st.sampled_from(["bit", "drop", "swap", "truncate", "copy", "insert", "strip", "head", "version"]))
    at = data.draw(st.integers(0, len(events) - 1))
    other = data.draw(st.integers(0, len(events) - 1).filter(lambda n: n != at))
    meta = next(item for item in items if item["sk"]["S"] == META)
    match kind:
        case "bit":
            name = data.draw(st.sampled_from(sorted({"facts", "type", "hash", "sealed"} & set(events[at]))))
            ((form, value),) = events[at][name].items()
            raw = bytearray(value if form == "B" else value.encode())
            raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1
            events[at][name] = {form: bytes(raw) if form == "B" else raw.decode("utf-8", "replace")}
        case "drop":
            items.remove(events[at])
        case "swap":
            events[at]["sk"], events[other]["sk"] = events[other]["sk"], events[at]["sk"]
        case "truncate":
            for item in events[max(at, 1) :]:
                items.remove(item)
        case "copy":
            items.append({**events[at], "sk": {"S": f"EV#{len(events) + 1:06d}"}})
        case "insert":
            for name in ("type", "facts", "hash"):
                events[at][name] = events[other][name]
        case "strip":
            worded = [item for item in events if "sealed" in item]
            del worded[at % len(worded)]["sealed"]
        case "head":
            meta["h"] = {"B": events[at]["hash"]["B"][::-1]}
        case _:
            meta["v"] = {"N": str(len(events) + 1)}
    return str(kind)


@pytest.fixture(scope="module")
def worked(shared: Stack) -> tuple[str, list[dict[str, Any]]]:
    case_id = a_worked_case(shared, "a-case-that-is-tampered-with")
    return case_id, items_of(shared, case_id)


@pytest.mark.asvs("V11.4.3")
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_any_change_of_a_stored_event_is_found(shared: Stack, worked: tuple[str, list[dict[str, Any]]], data: st.DataObject) -> None:
    case_id, items = worked
    changed = deepcopy(items)
    _mutated(changed, data)
    if sorted(map(str, changed)) == sorted(map(str, items)):
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shared.table, "partition", lambda _: sorted(changed, key=lambda item: str(item["sk"]["S"])))
        with pytest.raises(Broken):
            shared.store.load(case_id)


def test_a_changed_event_in_the_table_itself_is_found_and_the_untouched_one_read_again(stack: Stack) -> None:
    case_id = stack.register().case.case_id
    untouched = items_of(stack, case_id)
    changed = deepcopy(untouched)
    changed[0]["facts"]["S"] = changed[0]["facts"]["S"].replace('"P2"', '"P4"')
    replace_by(stack, case_id, changed)
    with pytest.raises(Broken) as broken:
        stack.store.load(case_id)
    assert (broken.value.case_id, broken.value.n) == (case_id, 1)
    replace_by(stack, case_id, untouched)
    assert stack.loaded(case_id).case.version == 1


def test_a_case_whose_head_was_removed_is_broken_not_missing(stack: Stack) -> None:
    case_id = stack.register().case.case_id
    replace_by(stack, case_id, [item for item in items_of(stack, case_id) if item["sk"]["S"] != META])
    with pytest.raises(Broken):
        stack.store.load(case_id)


def test_words_moved_to_another_case_do_not_open_there(stack: Stack) -> None:
    mine, theirs = stack.register("the-case-of-one-owner"), stack.register("the-case-of-another")
    with pytest.raises(CannotOpen):
        stack.store.open(replace(mine, sealed=theirs.sealed))
    with pytest.raises(ClientError):
        stack.store.open(replace(mine, data_key=theirs.data_key, sealed=theirs.sealed))


def test_a_history_without_words_opens_without_asking_for_a_key(stack: Stack) -> None:
    history = stack.register()
    silent = replace(history, events=tuple(codec.unopened(event) for event in history.events), sealed=(None,), data_key=b"")
    assert stack.store.open(silent) == silent.events


@settings(deadline=None)
@given(st.lists(st.text("abc", min_size=1, max_size=3), max_size=30), st.text("abc", min_size=1, max_size=3))
def test_a_command_is_known_while_it_is_among_the_last_twelve(keys: list[str], asked: str) -> None:
    known = CommandKeys()
    for key in keys:
        known = known.plus(key)
    assert (asked in known) == (asked in keys[-12:])
