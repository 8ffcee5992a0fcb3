"""Every letter owed leaves once, by one sender, and the event is free when the last one has."""

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError
from pynamodb.exceptions import UpdateError

from builders import MONDAY_9AM
from huiyin.core.owed import Owed
from huiyin.store.cases import CaseStore, History
from huiyin.store.owed import OwedRef
from store.clouds import LETTERS, Stack

OWNER, DESK = (owed.key for owed in LETTERS)
LEASE = timedelta(minutes=15)
LATER = MONDAY_9AM + timedelta(minutes=16)


def another(stack: Stack) -> CaseStore:
    """A second sender: another function on the same table."""
    return CaseStore(stack.table, stack.sealer, zone=stack.store._zone)


def ref_of(history: History) -> OwedRef:
    return OwedRef(history.case.case_id, 1)


def event_item(stack: Stack, ref: OwedRef) -> dict[str, Any]:
    (item,) = [item for item in stack.raw() if item["sk"]["S"] == f"EV#{ref.n:06d}" and item["pk"]["S"].endswith(ref.case_id)]
    return item


def test_a_registration_owes_its_letters_and_the_sweeper_finds_it(stack: Stack) -> None:
    history = stack.register()
    assert stack.store.owed(MONDAY_9AM, 5) == (ref_of(history),)
    assert stack.store.owed(MONDAY_9AM - timedelta(seconds=1), 5) == ()
    event, standings = stack.store.owing(history.case.case_id, 1)
    assert standings == {OWNER: "owed", DESK: "owed"}
    assert event == history.events[0]


def test_an_event_that_owes_nothing_is_in_no_list(stack: Stack) -> None:
    history = stack.register(owed=())
    assert stack.store.owed(MONDAY_9AM + LEASE, 5) == ()
    assert stack.store.owing(history.case.case_id, 1)[1] == {}
    assert "owed" not in event_item(stack, ref_of(history))


def test_of_two_senders_one_takes_the_letter(stack: Stack) -> None:
    ref = ref_of(stack.register())
    first, second = stack.store, another(stack)
    assert first.lease(ref, OWNER, MONDAY_9AM, MONDAY_9AM + LEASE)
    assert not second.lease(ref, OWNER, MONDAY_9AM, MONDAY_9AM + LEASE)
    assert not first.lease(ref, OWNER, MONDAY_9AM, MONDAY_9AM + LEASE)
    assert second.lease(ref, DESK, MONDAY_9AM, MONDAY_9AM + LEASE)


def test_a_lease_ends_at_its_moment_and_not_before(stack: Stack) -> None:
    ref = ref_of(stack.register())
    end = MONDAY_9AM + LEASE
    assert stack.store.lease(ref, OWNER, MONDAY_9AM, end)
    assert not another(stack).lease(ref, OWNER, end - timedelta(milliseconds=1), end + LEASE)
    assert another(stack).lease(ref, OWNER, end, end + LEASE)


def test_a_slow_sender_settles_nothing_once_another_has_the_letter(stack: Stack) -> None:
    ref = ref_of(stack.register())
    slow, quick = stack.store, another(stack)
    assert slow.lease(ref, OWNER, MONDAY_9AM, MONDAY_9AM + LEASE)
    assert quick.lease(ref, OWNER, LATER, LATER + LEASE)
    before = stack.raw()
    slow.settle(ref, OWNER, sent_at=LATER, message_id="from-the-slow-one")
    assert stack.raw() == before
    quick.settle(ref, OWNER, sent_at=LATER, message_id="from-the-quick-one")
    assert event_item(stack, ref)["owed"]["M"][OWNER]["M"]["id"] == {"S": "from-the-quick-one"}


def test_nobody_settles_what_he_did_not_take(stack: Stack) -> None:
    ref = ref_of(stack.register())
    before = stack.raw()
    stack.store.settle(ref, OWNER, sent_at=MONDAY_9AM)
    another(stack).settle(ref, OWNER, outcome="withheld")
    assert stack.raw() == before


def test_the_last_letter_takes_the_event_off_the_list(stack: Stack) -> None:
    ref = ref_of(stack.register())
    for letter, ends in ((OWNER, {"sent_at": MONDAY_9AM, "message_id": "m-1"}), (DESK, {"outcome": "undeliverable"})):
        assert stack.store.owed(LATER, 5) == (ref,)
        assert stack.store.lease(ref, letter, MONDAY_9AM, MONDAY_9AM + LEASE)
        stack.store.settle(ref, letter, **ends)  # type: ignore[arg-type]
    assert stack.store.owed(LATER, 5) == ()
    assert not {"owed_pk", "owed_sk"} & set(event_item(stack, ref))
    assert stack.store.owing(ref.case_id, 1)[1] == {OWNER: "sent", DESK: "undeliverable"}


@pytest.mark.parametrize("ends", [{"sent_at": MONDAY_9AM}, {"outcome": "undeliverable"}, {"outcome": "withheld"}])
def test_a_settled_letter_is_never_taken_again(stack: Stack, ends: dict[str, Any]) -> None:
    ref = ref_of(stack.register())
    assert stack.store.lease(ref, OWNER, MONDAY_9AM, MONDAY_9AM + LEASE)
    stack.store.settle(ref, OWNER, **ends)
    assert not stack.store.lease(ref, OWNER, LATER + LEASE, LATER + 2 * LEASE)
    before = stack.raw()
    stack.store.settle(ref, OWNER, outcome="undeliverable")
    assert stack.raw() == before


def test_two_senders_who_settle_the_last_two_letters_at_once_leave_nothing_behind(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = ref_of(stack.register())
    first, second = stack.store, another(stack)
    assert first.lease(ref, OWNER, MONDAY_9AM, MONDAY_9AM + LEASE)
    assert second.lease(ref, DESK, MONDAY_9AM, MONDAY_9AM + LEASE)
    change = first._change

    def after_the_other(*what: Any) -> bool:
        monkeypatch.setattr(first, "_change", change)
        second.settle(ref, DESK, sent_at=MONDAY_9AM)
        return change(*what)

    monkeypatch.setattr(first, "_change", after_the_other)
    first.settle(ref, OWNER, sent_at=MONDAY_9AM)
    assert stack.store.owing(ref.case_id, 1)[1] == {OWNER: "sent", DESK: "sent"}
    assert stack.store.owed(LATER, 5) == ()


def test_who_has_looked_at_an_event_settles_its_letters_without_looking_again(stack: Stack) -> None:
    ref = ref_of(stack.register())
    calls: list[str] = []
    stack.store.owing(ref.case_id, 1)
    stack.clients.real("dynamodb").meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    for letter in (OWNER, DESK):
        stack.store.lease(ref, letter, MONDAY_9AM, MONDAY_9AM + LEASE)
        stack.store.settle(ref, letter, sent_at=MONDAY_9AM)
    assert calls == ["UpdateItem"] * 4
    assert stack.store.owing(ref.case_id, 1)[1] == {OWNER: "sent", DESK: "sent"}
    assert stack.store.owed(LATER, 5) == ()


def test_what_was_seen_of_an_event_may_be_old_and_the_last_letter_still_frees_it(stack: Stack) -> None:
    ref = ref_of(stack.register())
    mine, other = stack.store, another(stack)
    mine.owing(ref.case_id, 1)
    for outbox, letter in ((other, DESK), (mine, OWNER)):
        outbox.lease(ref, letter, MONDAY_9AM, MONDAY_9AM + LEASE)
        outbox.settle(ref, letter, sent_at=MONDAY_9AM)
    assert mine.owing(ref.case_id, 1)[1] == {OWNER: "sent", DESK: "sent"}
    assert mine.owed(LATER, 5) == ()


def test_a_lease_that_went_to_somebody_else_settles_nothing(stack: Stack) -> None:
    ref = ref_of(stack.register())
    mine, other = stack.store, another(stack)
    mine.owing(ref.case_id, 1)
    mine.lease(ref, OWNER, MONDAY_9AM, MONDAY_9AM + LEASE)
    assert other.lease(ref, OWNER, LATER, LATER + LEASE)
    mine.settle(ref, OWNER, sent_at=MONDAY_9AM)
    assert mine.owing(ref.case_id, 1)[1][OWNER] == "owed"


def test_sending_changes_nothing_but_what_is_owed_and_the_chain_still_holds(stack: Stack) -> None:
    history = stack.register()
    ref = ref_of(history)
    before = event_item(stack, ref)
    stack.store.lease(ref, OWNER, MONDAY_9AM, MONDAY_9AM + LEASE)
    stack.store.settle(ref, OWNER, sent_at=MONDAY_9AM, message_id="m-1")
    after = event_item(stack, ref)
    assert {name for name in after if after[name] != before.get(name)} == {"owed"}
    assert stack.loaded(ref.case_id) == history


def test_an_update_brings_no_item_back_and_touches_owed_attributes_only(stack: Stack) -> None:
    sent: list[dict[str, Any]] = []
    stack.clients.real("dynamodb").meta.events.register(
        "provide-client-params.dynamodb.UpdateItem", lambda params, **_: sent.append(params)
    )
    ref = ref_of(stack.register())
    for letter in (OWNER, DESK):
        stack.store.lease(ref, letter, MONDAY_9AM, MONDAY_9AM + LEASE)
        stack.store.settle(ref, letter, sent_at=MONDAY_9AM)
    stack.store.postpone(ref, LATER)
    assert len(sent) == 5
    for update in sent:
        assert update["ReturnValues"] == "NONE"
        touched = {name for name in update["ExpressionAttributeNames"].values() if name in {"pk", "sk", "type", "facts", "sealed", "hash"}}
        assert touched == set()


def test_an_unknown_letter_or_event_is_never_made_by_asking_for_it(stack: Stack) -> None:
    ref = ref_of(stack.register())
    before = stack.raw()
    assert not stack.store.lease(ref, "complaint-received/nobody", MONDAY_9AM, LATER)
    assert not stack.store.lease(OwedRef(ref.case_id, 2), OWNER, MONDAY_9AM, LATER)
    assert not stack.store.postpone(OwedRef(ref.case_id, 2), LATER)
    assert stack.raw() == before
    with pytest.raises(LookupError):
        stack.store.owing(ref.case_id, 2)


def test_an_event_put_off_is_looked_at_later(stack: Stack) -> None:
    ref = ref_of(stack.register())
    assert stack.store.postpone(ref, LATER)
    assert stack.store.owed(LATER - timedelta(seconds=1), 5) == ()
    assert stack.store.owed(LATER, 5) == (ref,)


def test_the_longest_waiting_event_comes_first_and_no_more_than_asked(stack: Stack) -> None:
    refs = [ref_of(stack.register(f"a-complaint-with-letters-{n}", received_at=MONDAY_9AM + timedelta(minutes=9 - n))) for n in range(6)]
    assert stack.store.owed(LATER, 4) == tuple(reversed(refs))[:4]
    assert set(stack.store.owed(LATER, 99)) == set(refs)


def test_a_letter_to_somebody_with_a_dot_in_his_code_is_one_letter(stack: Stack) -> None:
    ref = ref_of(stack.register(owed=(Owed("first-contact-near", "duty:lin.jing"),)))
    assert stack.store.lease(ref, "first-contact-near/duty:lin.jing", MONDAY_9AM, LATER)
    stack.store.settle(ref, "first-contact-near/duty:lin.jing", sent_at=MONDAY_9AM)
    assert stack.store.owing(ref.case_id, 1)[1] == {"first-contact-near/duty:lin.jing": "sent"}
    assert stack.store.owed(LATER, 5) == ()


def test_a_letter_is_settled_in_one_way(stack: Stack) -> None:
    ref = ref_of(stack.register())
    for wrong in ({}, {"sent_at": MONDAY_9AM, "outcome": "withheld"}):
        with pytest.raises(ValueError, match="either"):
            stack.store.settle(ref, OWNER, **wrong)  # type: ignore[arg-type]


def test_a_fault_of_the_platform_is_not_a_lease_that_was_lost(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = ref_of(stack.register())
    client = stack.clients.real("dynamodb")
    call = client._make_api_call

    def throttled(operation: str, wanted: dict[str, Any]) -> Any:
        if operation == "UpdateItem":
            raise ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, operation)
        return call(operation, wanted)

    monkeypatch.setattr(client, "_make_api_call", throttled)
    with pytest.raises(UpdateError):
        stack.store.lease(ref, OWNER, MONDAY_9AM, LATER)


@pytest.mark.parametrize(
    ("pk", "sk", "ref"),
    [
        ("CASE#18720043", "EV#000012", OwedRef("18720043", 12)),
        ("CASE#18720043", "META", None),
        ("PERSON#18720043", "PERSON", None),
        ("PERSON#18720043", "EV#000001", None),
    ],
)
def test_a_record_of_the_stream_names_its_event(pk: str, sk: str, ref: OwedRef | None) -> None:
    assert OwedRef.of(pk, sk) == ref
