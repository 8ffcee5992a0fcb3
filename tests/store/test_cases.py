"""A case is written in one piece or not at all, and of two writers one wins."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from pynamodb.exceptions import TransactWriteError

from builders import MONDAY_9AM, a_complaint, accept, contact, register, someone, triage
from huiyin.casework import perform, receive
from huiyin.core.commands import OWNER, AddFact, Person, RevealIdentity
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow
from huiyin.core.events import ComplaintReceived, ContactLogged, FactAdded
from huiyin.store.cases import NumberTaken, Stale
from huiyin.store.clients import will_pass
from store.clouds import LETTERS, Stack, case_id_for

WORDS = {"matter": "𠮷先生说𰻝𰻝面馆的油烟👨‍👩‍👧‍👦飘进来。", "wish": "请处理🇨🇳", "spot": "葛󠄁木巷", "answers": "一\n二\t三"}


def through_to_first_contact(stack: Stack) -> str:
    """One case from receipt to first contact, each step by its own person."""
    case_id = stack.register(**WORDS).case.case_id
    for n, ask in enumerate([register(stack.policy), triage(stack.policy), accept(stack.policy), contact(stack.policy)]):
        perform(ask, case_id, store=stack.store, policy=stack.policy, now=MONDAY_9AM + timedelta(minutes=n), key=f"command-number-{n}")
    return case_id


def test_a_complaint_comes_back_word_for_word(stack: Stack) -> None:
    history = stack.register(**WORDS)
    (event,) = stack.store.open(history)
    assert {name: getattr(event, name) for name in WORDS} == WORDS
    assert all(getattr(history.events[0], name) == "" for name in WORDS)


def test_a_case_comes_back_with_all_that_happened_to_it(stack: Stack) -> None:
    history = stack.loaded(through_to_first_contact(stack))
    assert [type(event).__name__ for event in history.events] == [
        "ComplaintReceived", "CaseRegistered", "CaseTriaged", "CaseAccepted", "ContactLogged",
    ]  # fmt: skip
    assert (history.case.state, history.case.version, history.case.first_contact_at) == (
        "INVESTIGATING",
        5,
        MONDAY_9AM + timedelta(minutes=3),
    )
    last = stack.store.open(history)[-1]
    assert isinstance(last, ContactLogged)
    assert last.note == "已电话联系，约定明早上门。"


def test_what_commit_returns_is_what_a_reader_finds(stack: Stack) -> None:
    first = stack.register(**WORDS)
    second = stack.commit(first, register(stack.policy), key="one-command-of-the-desk")
    third = stack.commit(second, AddFact(by=OWNER, note="又停了一次"), key="one-more-of-the-owner")
    assert third == stack.loaded(first.case.case_id)
    assert stack.store.open(third)[-1].note == "又停了一次"  # type: ignore[union-attr]


def test_of_two_writers_one_wins_and_the_other_writes_nothing(stack: Stack) -> None:
    seen = stack.register()
    stack.commit(seen, register(stack.policy), key="the-faster-of-two")
    before = stack.raw()
    with pytest.raises(Stale):
        stack.commit(seen, AddFact(by=OWNER, note="晚了一步"), key="the-slower-of-two", owed=LETTERS)
    assert stack.raw() == before


def test_a_writer_who_was_overtaken_tries_again_on_what_is_there_now(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = stack.register().case.case_id
    load = stack.store.load

    def and_then_somebody_is_faster(wanted: str) -> Any:
        history = load(wanted)
        monkeypatch.setattr(stack.store, "load", load)
        stack.commit(stack.loaded(case_id), register(stack.policy), key="the-faster-of-two")
        return history

    monkeypatch.setattr(stack.store, "load", and_then_somebody_is_faster)
    ask = AddFact(by=OWNER, note="还没修")
    after = perform(ask, case_id, store=stack.store, policy=stack.policy, now=MONDAY_9AM, key="the-slower-of-two")
    assert [type(event).__name__ for event in after.events] == ["ComplaintReceived", "CaseRegistered", "FactAdded"]


def test_a_command_sent_twice_has_one_effect(stack: Stack) -> None:
    case_id = stack.register().case.case_id
    for _ in range(2):
        perform(
            AddFact(by=OWNER, note="又停了"), case_id, store=stack.store, policy=stack.policy, now=MONDAY_9AM, key="pressed-twice-in-a-row"
        )
    assert sum(isinstance(event, FactAdded) for event in stack.loaded(case_id).events) == 1


def test_the_last_twelve_commands_are_remembered_by_their_keys(stack: Stack) -> None:
    history = stack.register()
    keys = [f"command-number-{n:04d}" for n in range(14)]
    for key in keys:
        history = stack.commit(history, AddFact(by=OWNER, note="补充"), key=key)
    stored = stack.loaded(history.case.case_id).command_keys
    assert [key in stored for key in keys] == [False, False] + [True] * 12
    assert not any("command-number" in str(item) for item in stack.raw())


def take_in(stack: Stack, key: str, body: bytes, **changes: Any) -> Any:
    return receive(
        lambda number: a_complaint(number=number, **changes),
        key=key,
        fingerprint=stack.receipts.fingerprint(body),
        receipts=stack.receipts,
        store=stack.store,
        policy=stack.policy,
        now=MONDAY_9AM,
    )


def test_a_complaint_sent_twice_is_one_case_with_one_receipt(stack: Stack) -> None:
    first, second = (take_in(stack, "pressed-twice-in-a-row", b"same") for _ in range(2))
    assert (first.number, first.code, first.case) == (second.number, second.code, second.case)
    assert [first.replayed, second.replayed] == [False, True]
    assert len(stack.raw()) == 3


def test_the_same_key_with_other_words_is_refused_and_changes_nothing(stack: Stack) -> None:
    take_in(stack, "one-key-for-two-matters", b"first")
    before = stack.raw()
    with pytest.raises(NotAllowedNow, match="idempotency_mismatch"):
        take_in(stack, "one-key-for-two-matters", b"second", matter="别的事情")
    assert stack.raw() == before


def test_a_number_that_belongs_to_another_key_is_passed_over(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    first = take_in(stack, "the-key-that-came-first", b"first")
    drawn = stack.receipts.number_for
    monkeypatch.setattr(stack.receipts, "number_for", lambda key, attempt, year: drawn(key, attempt, year) if attempt else first.number)
    second = take_in(stack, "the-key-that-drew-the-same", b"second")
    assert second.number == drawn("the-key-that-drew-the-same", 1, 2026)
    assert stack.loaded(second.case.case_id).attempt == 1
    assert stack.loaded(first.case.case_id).key_hash == stack.receipts.key_hash("the-key-that-came-first")


def test_a_number_taken_tells_by_whom_without_a_read(stack: Stack) -> None:
    first = stack.register("the-key-that-came-first")
    calls: list[str] = []
    stack.clients.real("dynamodb").meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    with pytest.raises(NumberTaken) as taken:
        stack.put(first.events[0], key="the-key-that-drew-the-same")  # type: ignore[arg-type]
    assert calls == ["TransactWriteItems"]
    assert taken.value.existing.key_hash == first.key_hash
    assert taken.value.existing.fingerprint == first.fingerprint
    assert taken.value.existing.case == first.case


def test_a_registration_makes_three_calls_and_a_later_command_at_most_three(stack: Stack) -> None:
    calls: list[str] = []
    for service in ("dynamodb", "kms"):
        stack.clients.real(service).meta.events.register(f"before-call.{service}", lambda model, **_: calls.append(model.name))
    case_id = take_in(stack, "count-the-calls-of-this", b"body").case.case_id
    assert calls == ["GenerateDataKey", "GenerateDataKey", "TransactWriteItems"]
    calls.clear()
    perform(register(stack.policy), case_id, store=stack.store, policy=stack.policy, now=MONDAY_9AM, key="a-command-without-words")
    assert calls == ["Query", "TransactWriteItems"]
    calls.clear()
    perform(AddFact(by=OWNER, note="又停了"), case_id, store=stack.store, policy=stack.policy, now=MONDAY_9AM, key="a-command-with-words")
    assert calls == ["Query", "Decrypt", "TransactWriteItems"]


def test_somebody_who_stays_unknown_leaves_no_item_of_a_person(stack: Stack) -> None:
    for key, person in (("nobody-is-given-here", None), ("nobody-behind-the-form", Person())):
        ask = a_complaint(number=stack.receipts.number_for(key, 0, 2026), anonymous=True, person=Person())
        (event,) = decide(None, ask, stack.policy, MONDAY_9AM)
        assert isinstance(event, ComplaintReceived)
        history = stack.put(event, person=person, key=key)
        assert stack.people.read(history.case.case_id) is None
    assert {item["sk"]["S"] for item in stack.raw()} == {"META", "EV#000001"}


def failing(stack: Stack, monkeypatch: pytest.MonkeyPatch, *answers: Exception | None) -> list[int]:
    """The next transactions fail with these errors, one after the other; None lets one through."""
    client, left, tried = stack.clients.real("dynamodb"), list(answers), []
    call: Callable[..., Any] = client._make_api_call

    def answered(operation: str, wanted: dict[str, Any]) -> Any:
        if operation == "TransactWriteItems":
            tried.append(1)
            if left and (error := left.pop(0)):
                raise error
        return call(operation, wanted)

    monkeypatch.setattr(client, "_make_api_call", answered)
    return tried


def cancelled(*codes: str) -> ClientError:
    return ClientError(
        {"Error": {"Code": "TransactionCanceledException", "Message": ""}, "CancellationReasons": [{"Code": code} for code in codes]},  # type: ignore[typeddict-unknown-key]
        "TransactWriteItems",
    )


def throttled() -> ClientError:
    return ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, "TransactWriteItems")


def test_two_transactions_that_met_on_one_item_are_tried_again(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = stack.register()
    tried = failing(stack, monkeypatch, cancelled("TransactionConflict", "None"), cancelled("None", "TransactionConflict"), None)
    after = stack.commit(seen, register(stack.policy), key="a-command-in-a-crowd")
    assert len(tried) == 3
    assert after == stack.loaded(seen.case.case_id)


def test_a_crowd_that_does_not_end_looks_like_being_overtaken(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = stack.register()
    failing(stack, monkeypatch, *[cancelled("TransactionConflict", "None")] * 9)
    with pytest.raises(Stale):
        stack.commit(seen, register(stack.policy), key="a-command-in-a-crowd")


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (throttled(), True),
        (cancelled("ThrottlingError", "None"), True),
        (cancelled("ProvisionedThroughputExceeded", "TransactionConflict"), True),
        (cancelled("ValidationError", "None"), False),
        (ReadTimeoutError(endpoint_url="dynamodb"), True),
        (ClientError({"Error": {"Code": "AccessDeniedException", "Message": ""}}, "TransactWriteItems"), False),
    ],
)
def test_a_fault_of_the_platform_is_never_taken_for_a_conflict(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, error: Exception, passes: bool
) -> None:
    seen = stack.register()
    failing(stack, monkeypatch, error)
    with pytest.raises(TransactWriteError) as raised:
        stack.commit(seen, register(stack.policy), key="a-command-on-a-bad-day")
    assert will_pass(raised.value) is passes
    assert stack.loaded(seen.case.case_id) == seen


def test_the_same_holds_while_a_complaint_is_received(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(stack, monkeypatch, throttled())
    with pytest.raises(TransactWriteError):
        take_in(stack, "a-complaint-on-a-bad-day", b"body")
    assert stack.raw() == []
    assert not take_in(stack, "a-complaint-on-a-bad-day", b"body").replayed


def test_an_answer_that_was_lost_is_found_by_asking_again(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    client = stack.clients.real("dynamodb")
    call = client._make_api_call

    def lost(operation: str, wanted: dict[str, Any]) -> Any:
        answer = call(operation, wanted)
        if operation == "TransactWriteItems":
            raise ReadTimeoutError(endpoint_url="dynamodb")
        return answer

    monkeypatch.setattr(client, "_make_api_call", lost)
    with pytest.raises(TransactWriteError):
        take_in(stack, "the-answer-of-this-is-lost", b"body")
    monkeypatch.setattr(client, "_make_api_call", call)
    again = take_in(stack, "the-answer-of-this-is-lost", b"body")
    assert again.replayed
    assert stack.loaded(again.case.case_id).case.version == 1


def test_reading_an_identity_is_an_event_whose_reason_is_plain_and_whose_note_is_sealed(stack: Stack) -> None:
    case_id = stack.register().case.case_id
    reason = next(iter(stack.policy.identity_reasons))
    ask = RevealIdentity(by=someone(stack.policy, "desk"), reason=reason, note="约上门时间")
    after = perform(ask, case_id, store=stack.store, policy=stack.policy, now=MONDAY_9AM, key="one-reading-by-the-desk")
    assert after.events[-1].reason == reason  # type: ignore[union-attr]
    assert after.sealed[-1] is not None


def test_a_case_nobody_knows_is_not_there(stack: Stack) -> None:
    assert stack.store.load(case_id_for(stack, "a-key-never-used")) is None
