"""One command on one case: receipts that repeat, commands that count once, and whoever was overtaken writes nothing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from moto import mock_aws

from builders import MONDAY_9AM, a_case, a_complaint, accept, contact, propose_decline, register, someone, triage
from huiyin.casework import CALLS, DECISIONS, Receipt, look_at_clocks, note_return, perform, queue_of, receive
from huiyin.core.case import case_id_of
from huiyin.core.commands import OWNER, SYSTEM, AddFact, AskOwner, TransferCase, WatchClocks, WithdrawCase
from huiyin.core.errors import NotAllowedNow, NotThere, Overtaken
from huiyin.core.lifecycle import ENDED
from huiyin.core.turns import turns_of
from huiyin.policy.schema import Policy
from infra.local import patches
from store.clouds import Stack, a_stack

KEY = "a-key-of-one-form-0001"


@pytest.fixture
def cloud(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    """A store of its own; moto is mended so that two threads may write at once."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    patches.install()
    with mock_aws():
        yield a_stack(policy)


def take_in(cloud: Stack, *, key: str = KEY, body: bytes = b"{}", now: datetime = MONDAY_9AM, **changes: Any) -> Receipt:
    return receive(
        lambda number: a_complaint(number=number, **changes),
        key=key,
        fingerprint=cloud.receipts.fingerprint(body),
        receipts=cloud.receipts,
        store=cloud.store,
        policy=cloud.policy,
        now=now,
    )


def do(cloud: Stack, case_id: str, ask: Any, *, key: str, now: datetime = MONDAY_9AM, expected: int | None = None) -> Any:
    return perform(ask, case_id, store=cloud.store, policy=cloud.policy, now=now, key=key, expected=expected)


def cases(cloud: Stack) -> int:
    return sum(item["sk"]["S"] == "META" for item in cloud.raw())


def test_the_same_form_sent_again_has_the_same_receipt_and_no_second_case(cloud: Stack) -> None:  # FA13, FA15
    first = take_in(cloud)
    again = take_in(cloud, now=MONDAY_9AM + timedelta(days=3))
    assert (again.number, again.code, again.case) == (first.number, first.code, first.case)
    assert (first.replayed, again.replayed) == (False, True)
    assert cases(cloud) == 1


def test_a_replay_after_new_year_meets_the_case_of_last_year(cloud: Stack) -> None:
    first = take_in(cloud, now=datetime(2026, 12, 31, 15, 0, tzinfo=UTC))
    again = take_in(cloud, now=datetime(2026, 12, 31, 17, 0, tzinfo=UTC))
    assert first.number == again.number
    assert first.number.startswith("HY-2026-")
    assert cases(cloud) == 1


def test_the_same_key_with_other_words_is_refused_and_tells_no_receipt(cloud: Stack) -> None:  # W08
    first = take_in(cloud)
    with pytest.raises(NotAllowedNow) as refusal:
        take_in(cloud, body=b'{"matter":"other"}')
    assert refusal.value.code == "idempotency_mismatch"
    assert first.number not in repr(refusal.value) + str(refusal.value.facts)


def test_two_forms_at_the_same_moment_make_one_case(cloud: Stack) -> None:  # W07
    with ThreadPoolExecutor(8) as hands:
        receipts = list(hands.map(lambda _: take_in(cloud), range(8)))
    assert len({(receipt.number, receipt.code) for receipt in receipts}) == 1
    assert cases(cloud) == 1


def test_a_number_that_somebody_else_drew_is_passed_over(cloud: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    first = take_in(cloud)
    drawn = type(cloud.receipts).number_for

    def collide(self: Any, key: str, attempt: int, year: int) -> str:
        return first.number if attempt == 0 else drawn(self, key, attempt, year)

    monkeypatch.setattr(type(cloud.receipts), "number_for", collide)
    second = take_in(cloud, key="a-key-of-another-form")
    assert second.number != first.number
    assert cases(cloud) == 2


def test_a_command_sent_twice_happens_once(cloud: Stack) -> None:  # S04
    case_id = case_id_of(take_in(cloud).number)
    once = do(cloud, case_id, register(cloud.policy), key="k1", expected=1)
    twice = do(cloud, case_id, register(cloud.policy), key="k1", expected=1)
    assert once.case == twice.case
    assert twice.case.version == 2


def test_an_old_version_is_refused_with_who_was_faster(cloud: Stack) -> None:  # S03
    case_id = case_id_of(take_in(cloud).number)
    do(cloud, case_id, register(cloud.policy), key="k1", expected=1)
    with pytest.raises(Overtaken) as refusal:
        do(cloud, case_id, contact(cloud.policy, by=someone(cloud.policy, "desk")), key="k2", expected=1)
    assert refusal.value.facts["current_version"] == 2
    assert refusal.value.facts["event"] == "CaseRegistered"
    assert cloud.loaded(case_id).case.version == 2


@pytest.mark.asvs("V2.3.4")
def test_fifty_hands_on_one_version_leave_one_winner(cloud: Stack) -> None:  # S17
    case_id = case_id_of(take_in(cloud).number)

    def try_it(n: int) -> bool:
        try:
            do(cloud, case_id, register(cloud.policy), key=f"hand-{n}", expected=1)
        except NotAllowedNow:
            return False
        return True

    with ThreadPoolExecutor(10) as hands:
        assert sum(hands.map(try_it, range(50))) == 1
    assert cloud.loaded(case_id).case.version == 2


def test_owners_who_add_at_once_all_succeed_and_nothing_is_lost(cloud: Stack) -> None:
    case_id = case_id_of(take_in(cloud).number)
    with ThreadPoolExecutor(3) as hands:
        list(hands.map(lambda n: do(cloud, case_id, AddFact(by=OWNER, note=f"补充 {n}"), key=f"add-{n}"), range(3)))
    history = cloud.loaded(case_id)
    assert history.case.version == 4
    assert {getattr(event, "note", "") for event in cloud.store.open(history)[1:]} == {"补充 0", "补充 1", "补充 2"}


def test_a_clock_with_nothing_to_say_writes_nothing(cloud: Stack) -> None:
    case_id = case_id_of(take_in(cloud).number)
    assert do(cloud, case_id, WatchClocks(by=SYSTEM), key="w1").case.version == 1


def test_a_missing_case_is_not_there(cloud: Stack) -> None:
    with pytest.raises(NotThere):
        do(cloud, "00000000", register(cloud.policy), key="k1")


def test_a_case_stands_where_it_must_be_dealt_with(policy: Policy) -> None:
    assert queue_of(a_case(policy)) == "desk"
    assert queue_of(a_case(policy, register(policy))) == "triage"
    assert queue_of(a_case(policy, register(policy), triage(policy), accept(policy))) == "repairs"
    assert queue_of(a_case(policy, complaint=a_complaint(sensitive=True))) == "confid"


@pytest.mark.parametrize("state", sorted(ENDED - {"MERGED"}))
def test_what_has_ended_stands_on_no_list_unless_somebody_has_still_something_to_do(policy: Policy, state: str) -> None:
    case = a_case(policy, register(policy), triage(policy)).handled(state=state)
    assert queue_of(case) is None
    assert queue_of(replace(case, guarded=True)) is None
    untold = replace(case, untold=("1/complaint-received",))
    assert queue_of(untold) == (None if state == "ARCHIVED" else CALLS)
    reviewed, objected = case.handled(review_due=MONDAY_9AM), case.handled(objected_at=MONDAY_9AM)
    assert queue_of(reviewed, turns_of(reviewed, policy)) == DECISIONS
    assert queue_of(objected, turns_of(objected, policy)) == (DECISIONS if state == "DECLINED" else None)


def test_a_case_that_waits_for_somebodys_word_stands_apart_until_he_has_said_it(policy: Policy) -> None:
    proposed = a_case(policy, propose_decline(policy))
    assert queue_of(proposed, turns_of(proposed, policy)) == DECISIONS
    assert queue_of(replace(proposed, untold=("1/complaint-received",)), turns_of(proposed, policy)) == CALLS
    assert queue_of(replace(proposed, guarded=True), turns_of(proposed, policy)) == "confid"


def came_back(cloud: Stack, case_id: str, *, event: int = 1, why: str = "bounced") -> bool:
    return note_return(case_id, event=event, letter="complaint-received", why=why, store=cloud.store, policy=cloud.policy, now=MONDAY_9AM)


def test_a_letter_that_came_back_is_noted_once_and_never_for_a_case_that_is_not_there(cloud: Stack) -> None:  # FA32
    case_id = take_in(cloud).case.case_id
    assert [came_back(cloud, case_id), came_back(cloud, case_id), came_back(cloud, case_id, why="complained")] == [True, False, False]
    assert not came_back(cloud, case_id, event=7)
    assert not came_back(cloud, "00000000")


def test_noting_a_letter_reads_the_case_once(cloud: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = take_in(cloud).case.case_id
    load, loaded = type(cloud.store).load, []

    def counted(self: Any, asked: str) -> Any:
        loaded.append(asked)
        return load(self, asked)

    monkeypatch.setattr(type(cloud.store), "load", counted)
    assert came_back(cloud, case_id)
    assert loaded == [case_id]


def test_a_letter_is_remembered_after_more_commands_than_keys_are_kept(cloud: Stack) -> None:  # FA32
    case_id = take_in(cloud).case.case_id
    assert came_back(cloud, case_id)
    for n in range(15):
        do(cloud, case_id, AddFact(by=OWNER, note="又停了。"), key=f"note-{n}")
    assert not came_back(cloud, case_id)
    history = cloud.store.load(case_id)
    assert history is not None
    assert history.case.returned == ("1/complaint-received",)


def look(cloud: Stack, case_id: str, now: datetime) -> Any:
    return look_at_clocks(case_id, store=cloud.store, policy=cloud.policy, now=now)


def kinds(history: Any) -> list[str]:
    return [type(event).__name__ for event in history.events]


def test_a_question_that_nobody_answers_ends_by_itself_once(cloud: Stack) -> None:
    """TM05, ST10: ticks that come late, twice, or a little too early end it once, and the case goes on where it stood."""
    case_id = take_in(cloud).case.case_id
    asked = do(cloud, case_id, AskOwner(by=someone(cloud.policy, "desk"), question="哪一部电梯？", days=2), key="asked-the-owner-1")
    until = asked.case.handling.pause.until
    assert look(cloud, case_id, until - timedelta(seconds=1)).case.state == "AWAITING_OWNER"
    assert cloud.store.due(until, 5) == (case_id,)
    after = look(cloud, case_id, until)
    assert after.case.state == "RECEIVED"
    assert kinds(look(cloud, case_id, until)).count("OwnerReplied") == 1
    assert kinds(look(cloud, case_id, until + timedelta(minutes=5))).count("OwnerReplied") == 1


def test_what_lies_outside_is_taken_up_on_its_day_each_time(cloud: Stack) -> None:
    case_id = take_in(cloud).case.case_id
    steps: list[Any] = [register(cloud.policy), triage(cloud.policy), accept(cloud.policy)]
    for n, ask in enumerate(steps):
        do(cloud, case_id, ask, key=f"a-step-of-the-desk-{n}")
    now = MONDAY_9AM
    for again in (1, 2):
        ask = TransferCase(by=someone(cloud.policy, "manager"), body="street_office", document="", contact="张主任", follow_up_d=7)
        do(cloud, case_id, ask, key=f"passed-on-again-{again}", now=now)
        now += timedelta(days=7)
        back = look(cloud, case_id, now)
        assert (back.case.state, kinds(back).count("TransferRecorded")) == ("INVESTIGATING", again)


def lasting(history: Any) -> list[tuple[str, str, str]]:
    """What the clocks said, but for what had only neared, and for how it stood in between."""
    said = [event for event in history.events[1:] if type(event).__name__ not in {"DeadlineNeared", "ProgressTold"}]
    return sorted((type(event).__name__, event.clock, getattr(event, "step", "")) for event in said)


def test_many_missed_ticks_end_as_one(cloud: Stack) -> None:
    """ST01, ST10: a tick twice a day for ten days says what one tick after ten days says, but for what had only neared and how it stood."""
    often, once = take_in(cloud).case.case_id, take_in(cloud, key=f"{KEY}-second").case.case_id
    for half_days in range(21):
        history = look(cloud, often, MONDAY_9AM + timedelta(hours=12 * half_days))
    assert lasting(history) == lasting(look(cloud, once, MONDAY_9AM + timedelta(days=10))) != []


def test_an_ended_case_is_left_alone_by_the_clocks(cloud: Stack) -> None:
    case_id = take_in(cloud).case.case_id
    do(cloud, case_id, WithdrawCase(by=OWNER), key="withdrawn-by-its-owner")
    assert kinds(look(cloud, case_id, MONDAY_9AM + timedelta(days=99))) == ["ComplaintReceived", "CaseWithdrawn"]
    assert cloud.store.due(MONDAY_9AM + timedelta(days=999), 5) == ()
