"""Letters that come back or wait: who is phoned instead, and how many a stranger's address gets."""

from datetime import datetime, timedelta
from email import message_from_bytes

import pytest

from builders import MONDAY_9AM, a_complaint, a_history, contact, register, triage
from huiyin.core.commands import SYSTEM, WatchClocks
from huiyin.core.decide import decide
from huiyin.core.events import Event, LetterReturned
from huiyin.core.evolution import fold
from huiyin.mail.outbox import Tally
from huiyin.mail.sender import TryLater, Undeliverable
from huiyin.policy.schema import Policy
from mail.world import DESK, OWNER, Ref, World, receipt


def noted(world: World, ref: Ref) -> list[tuple[str, int, str]]:
    """What came back to this case: letter, event, why."""
    return [(event.letter, event.event, event.why) for event in world.histories[ref.case_id] if isinstance(event, LetterReturned)]


def refuse_owners(recipient: str) -> None:
    if recipient != DESK:
        raise Undeliverable("MessageRejected")


def test_an_owner_whose_address_is_refused_is_to_be_phoned(world: World, policy: Policy) -> None:
    """FA27."""
    ref = world.add(receipt(policy))
    world.trouble = refuse_owners
    assert world.deliver(ref) == Tally(sent=1, undeliverable=1, why=("MessageRejected",))
    assert noted(world, ref) == [("complaint-received", 1, "refused")]
    case = fold(world.histories[ref.case_id])
    assert (case.untold, case.unreachable) == (("1/complaint-received",), True)


def test_a_member_of_staff_whose_address_is_refused_is_no_call_to_an_owner(world: World, policy: Policy) -> None:
    ref = world.add(receipt(policy))

    def refuse_desk(recipient: str) -> None:
        if recipient == DESK:
            raise Undeliverable("MessageRejected")

    world.trouble = refuse_desk
    world.deliver(ref)
    assert noted(world, ref) == []


def test_after_one_letter_came_back_the_next_is_not_sent_but_told(world: World, policy: Policy) -> None:
    ref = world.add(receipt(policy))
    world.tell(ref.case_id, 1, "some-earlier-letter", "bounced", MONDAY_9AM)
    assert world.deliver(ref) == Tally(sent=1, undeliverable=1, why=("unreachable",))
    assert [recipient for recipient, _, _ in world.taken] == [DESK]
    assert noted(world, ref)[-1] == ("complaint-received", 1, "unreachable")


def test_killed_between_telling_and_settling_it_is_told_once(world: World, policy: Policy) -> None:
    ref = world.add(receipt(policy))
    world.trouble = refuse_owners
    world.deliver_killed(ref, "after tell")
    assert noted(world, ref) == [("complaint-received", 1, "refused")]
    assert world.letters[ref]["complaint-received/owner"]["outcome"] == "undeliverable"


@pytest.mark.asvs("V2.3.2")
def test_a_victim_of_a_thousand_complaints_in_his_name_gets_three_letters_a_day(world: World, policy: Policy) -> None:
    """AB01, AB02: every complaint stands, the desk hears of every one, and what could not leave in a day is told by phone."""
    refs = [world.add(receipt(policy, f"HY-2026-{10_000_000 + i}"), email=spelling(i)) for i in range(1000)]
    # Writing a thousand letters to the desk shows no more than writing thirty.
    for ref in refs[30:]:
        del world.letters[ref]["new-case/desk"]
    assert sum((world.deliver(ref) for ref in refs), Tally()) == Tally(sent=31, waiting=999)
    for hour in range(1, 25):
        world.sweep(MONDAY_9AM + timedelta(hours=hour), budget=1000)
    owners = [(recipient, raw) for recipient, raw, _ in world.taken if recipient != DESK]
    assert len(owners) <= 2 * policy.postage.a_day, "a day and an hour touch two days of the calendar"
    assert sum(1 for recipient, _, _ in world.taken if recipient == DESK) == 30, "letters to staff wait for nobody"
    left = [ref for ref in refs if noted(world, ref) == [("complaint-received", 1, "too_many")]]
    assert len(left) + len(owners) == 1000
    assert all(world.letters[ref]["complaint-received/owner"]["outcome"] == "withheld" for ref in left)
    words = a_complaint().matter
    assert not any(words in str(message_from_bytes(raw).get_payload(0)) for _, raw in owners)


def spelling(i: int) -> str:
    """The same mailbox, written otherwise."""
    return ("victim@example.org", "VICTIM@example.org", f"victim+{i}@example.org", "vic.tim@example.org")[i % 4]


def test_what_waits_for_its_hour_leaves_then_and_alarms_nobody(world: World, policy: Policy) -> None:
    first, second = (world.add(receipt(policy, f"HY-2026-1872004{i}"), email=OWNER) for i in range(2))
    world.deliver(first)
    assert world.deliver(second) == Tally(sent=1, waiting=1)
    assert world.sweep(MONDAY_9AM + timedelta(minutes=30)) == Tally()
    assert world.sweep(MONDAY_9AM + timedelta(hours=1)) == Tally(sent=1)


def test_a_carrier_that_is_down_uses_up_no_postage(world: World, policy: Policy) -> None:
    """FA25: five rounds of an hour each, more than a day's postage."""
    ref = world.add(receipt(policy))

    def down(recipient: str) -> None:
        raise TryLater("SendingPausedException", everyone=False)

    world.trouble = down
    for hours in range(5):
        world.sweep(MONDAY_9AM + timedelta(hours=hours))
    world.trouble = lambda recipient: None
    assert world.sweep(MONDAY_9AM + timedelta(hours=5)) == Tally(sent=2)
    assert world.standings(ref) == {"sent"}


def interim(policy: Policy, at: datetime) -> tuple[Event, ...]:
    """What happened to an ordinary case until its owner was told by the clock at that moment."""
    events = a_history(policy, register(policy), triage(policy, severity=2, urgency=2), contact(policy))
    return events + decide(fold(events), WatchClocks(by=SYSTEM), policy, at)[-1:]


def test_interim_news_that_was_held_up_until_night_leaves_in_the_morning(world: World, policy: Policy) -> None:
    night = MONDAY_9AM + timedelta(days=3, hours=14)
    ref = world.add(interim(policy, night))
    assert world.deliver(ref, night) == Tally(sent=1, waiting=1), "whoever has to move it on is told at once"
    assert world.due[ref] == night + timedelta(hours=9)
    assert world.sweep(night + timedelta(hours=1)) == Tally()
    assert world.sweep(night + timedelta(hours=9)).sent == 1
    assert [recipient for recipient, _, _ in world.taken] == ["zhao.gang@yunjin.example", OWNER]


def test_interim_news_is_not_sent_in_the_morning_to_whoever_was_called_meanwhile(world: World, policy: Policy) -> None:
    night = MONDAY_9AM + timedelta(days=3, hours=14)
    ref = world.add(interim(policy, night))
    world.deliver(ref, night)
    called = night + timedelta(hours=8)
    world.histories[ref.case_id] += decide(fold(world.histories[ref.case_id]), contact(policy), policy, called)
    assert world.sweep(night + timedelta(hours=9)).withheld == 1
    assert OWNER not in [recipient for recipient, _, _ in world.taken]
