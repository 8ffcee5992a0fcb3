"""What is owed leaves: once as a rule, twice at worst, never not at all."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes

import pytest

from builders import MONDAY_9AM, a_complaint, a_history, register, triage
from huiyin.core.case import case_id_of
from huiyin.core.evolution import fold
from huiyin.mail.facts import Letterhead
from huiyin.mail.outbox import LEASE, Tally
from huiyin.mail.sender import TryLater, Undeliverable
from huiyin.policy.schema import Policy
from mail.world import DESK, OWNER, Killed, Ref, World, receipt


def test_every_letter_of_an_event_leaves_once_and_staff_hear_first(world: World, policy: Policy) -> None:
    ref = world.add(receipt(policy))
    assert world.deliver(ref) == Tally(sent=2)
    assert [recipient for recipient, _, _ in world.taken] == [DESK, OWNER]
    assert world.standings(ref) == {"sent"}
    assert world.letters[ref]["new-case/desk"]["message_id"] == "carrier-1"


def test_asking_again_sends_nothing_again(world: World, policy: Policy) -> None:
    ref = world.add(receipt(policy))
    world.deliver(ref)
    assert world.deliver(ref, MONDAY_9AM + timedelta(days=1)) == Tally()
    assert world.sweep(MONDAY_9AM + timedelta(days=1)) == Tally()
    assert len(world.taken) == 2


def test_an_event_of_no_case_owes_nothing(world: World) -> None:
    assert world.deliver(Ref("00000000", 1)) == Tally()


def test_of_two_senders_one_wins_each_letter(world: World, policy: Policy) -> None:
    """FA29: the second comes while the first is between lease and send."""
    ref = world.add(receipt(policy))
    rivals: list[Tally] = []

    def meanwhile(name: str) -> None:
        if name == "before send" and not rivals:
            rivals.append(Tally())
            rivals.append(world.deliver(ref))

    world.step = meanwhile
    first = world.deliver(ref)
    assert (first + rivals[1]).sent == 2
    assert (first + rivals[1]).leased == 2
    assert set(world.copies().values()) == {1}


def steps_of(world: World, ref: Ref) -> list[str]:
    seen: list[str] = []
    world.step = seen.append
    world.deliver(ref)
    return seen


def test_killed_at_any_step_every_letter_leaves_and_at_most_one_copy_too_many(policy: Policy, letterhead: Letterhead) -> None:
    """FA24: for every step k of the whole run, killed there, and then only the sweeper goes on."""
    whole = World(policy, letterhead)
    steps = steps_of(whole, whole.add(receipt(policy)))
    assert {"after lease", "after send", "before settle", "after settle"} <= set(steps)
    extra = []
    for k in range(len(steps)):
        world = World(policy, letterhead)
        ref = world.add(receipt(policy))
        left = iter(range(len(steps)))

        def kill(name: str, k: int = k, left: object = left) -> None:
            if next(left, None) == k:  # type: ignore[call-overload]
                raise Killed(name)

        world.step = kill
        with pytest.raises(Killed):
            world.deliver(ref)
        world.step = lambda name: None
        world.sweep(MONDAY_9AM + timedelta(minutes=5))
        world.sweep(MONDAY_9AM + LEASE + timedelta(minutes=5))
        # Killed with the hour's postage in hand, the letter waits for the next hour.
        world.sweep(MONDAY_9AM + timedelta(hours=1))
        assert world.standings(ref) == {"sent"}, steps[k]
        copies = world.copies()
        assert len(copies) == 2, steps[k]
        assert sum(copies.values()) <= 3, steps[k]
        extra += [steps[k]] * (sum(copies.values()) - 2)
    assert set(extra) == {"after send", "before settle"}, "only the gap between sending and settling may cost a copy"


def test_a_copy_too_many_is_known_by_its_ids(policy: Policy, world: World) -> None:
    ref = world.add(receipt(policy))
    world.deliver_killed(ref, "before settle")
    copies = [(message_from_bytes(raw), tag) for to, raw, tag in world.taken if to == DESK]
    assert len(copies) == 2
    assert len({(message["Message-ID"], message["X-Huiyin-Event"], tag) for message, tag in copies}) == 1


def test_nobody_waits_out_a_lease_before_its_time(world: World, policy: Policy) -> None:
    ref = world.add(receipt(policy))
    for letter in world.letters[ref]:
        world.lease(ref, letter, MONDAY_9AM, MONDAY_9AM + LEASE)
    assert world.deliver(ref, MONDAY_9AM + LEASE - timedelta(seconds=1)) == Tally(leased=2)
    assert world.deliver(ref, MONDAY_9AM + LEASE) == Tally(sent=2)


def test_what_a_killed_machine_had_in_hand_leaves_as_soon_as_its_lease_is_over(world: World, policy: Policy) -> None:
    """Its postage is paid once: the next try is no second letter to that address within the hour."""
    ref = world.add(receipt(policy))

    def gone(recipient: str) -> None:
        if recipient == OWNER:
            raise Killed

    world.trouble = gone
    with pytest.raises(Killed):
        world.deliver(ref)
    world.trouble = lambda recipient: None
    assert world.sweep(MONDAY_9AM + LEASE) == Tally(sent=1)
    assert world.standings(ref) == {"sent"}


def test_a_refused_address_is_final_and_the_queue_goes_on(world: World, policy: Policy) -> None:
    """FA27."""
    ref = world.add(receipt(policy))

    def refuse(recipient: str) -> None:
        if recipient == DESK:
            raise Undeliverable("MessageRejected")

    world.trouble = refuse
    assert world.deliver(ref) == Tally(sent=1, undeliverable=1, why=("MessageRejected",))
    assert world.standings(ref) == {"sent", "undeliverable"}
    assert world.sweep(MONDAY_9AM + timedelta(days=1)) == Tally()


@pytest.mark.parametrize("email", ["", "张三@例子.中国", "a@b.cn,c@d.cn"])
def test_an_owner_nobody_can_write_to_is_settled_as_such(world: World, policy: Policy, email: str) -> None:
    ref = world.add(receipt(policy), email=email)
    tally = world.deliver(ref)
    assert (tally.sent, tally.undeliverable) == (1, 1)
    assert world.letters[ref]["complaint-received/owner"]["outcome"] == "undeliverable"


def test_nothing_is_lost_while_the_carrier_is_down_for_hours(world: World, policy: Policy) -> None:
    """FA25, FA26, FA28: pending stays pending; everything leaves when the carrier is back, in order per case."""
    refs = [world.add(receipt(policy, f"HY-2026-1872004{i}")) for i in range(5)]

    def paused(recipient: str) -> None:
        raise TryLater("SendingPausedException")

    world.trouble = paused
    for minutes in range(0, 180, 5):
        tally = world.sweep(MONDAY_9AM + timedelta(minutes=minutes))
        assert tally.sent == tally.undeliverable == 0
        assert tally.later <= 1, "a paused account is asked once per run"
    assert all(world.standings(ref) == {"owed"} for ref in refs)
    world.trouble = lambda recipient: None
    back = MONDAY_9AM + timedelta(hours=3)
    while (tally := world.sweep(back)) != Tally() or back < MONDAY_9AM + timedelta(hours=4):
        back += timedelta(minutes=5)
    assert all(world.standings(ref) == {"sent"} for ref in refs)
    assert set(world.copies().values()) == {1}
    assert len(world.taken) == 10


def test_one_greylisted_reader_does_not_stop_the_others(world: World, policy: Policy) -> None:
    refs = [world.add(receipt(policy, f"HY-2026-1872004{i}"), email=f"o{i}@example.org") for i in range(3)]

    def grey(recipient: str) -> None:
        if recipient == "o0@example.org":
            raise TryLater("smtp_450", everyone=False)

    world.trouble = grey
    assert world.sweep() == Tally(sent=5, later=1, why=("smtp_450",))
    assert world.due[refs[0]] == MONDAY_9AM + LEASE
    world.trouble = lambda recipient: None
    assert world.sweep(MONDAY_9AM + LEASE) == Tally(sent=1)


def test_a_letter_overtaken_by_events_is_settled_without_being_sent(world: World, policy: Policy) -> None:
    ref = world.add(receipt(policy))
    (event,) = world.histories[ref.case_id]
    world.histories[ref.case_id] = (replace(event, guarded=True),)  # type: ignore[type-var]
    assert world.deliver(ref) == Tally(sent=1, withheld=1)
    assert [recipient for recipient, _, _ in world.taken] == [OWNER]
    assert world.letters[ref]["new-case/desk"]["outcome"] == "withheld"


def test_a_later_event_of_the_case_owes_its_own_letter(world: World, policy: Policy) -> None:
    events = a_history(policy, register(policy), triage(policy), complaint=a_complaint())
    ref = world.add(events)
    assert world.deliver(ref) == Tally(sent=1)
    handler = policy.departments.staff[events[-1].handler].email  # type: ignore[union-attr]
    assert world.taken[0][0] == handler


def test_the_sweeper_sends_all_that_the_stream_missed_each_once(world: World, policy: Policy) -> None:
    numbers = [f"HY-2026-{10_000_000 + i}" for i in range(120)]
    for i, number in enumerate(numbers):
        world.add(receipt(policy, number, MONDAY_9AM - timedelta(minutes=i)))
    pauses: list[float] = []
    assert world.sweep(budget=1000, pauses=pauses) == Tally(sent=240)
    assert set(world.copies().values()) == {1}
    assert pauses == [0.1] * 119
    oldest = message_from_bytes(world.taken[0][1])
    assert case_id_of(numbers[-1]) == min(world.due, key=lambda ref: world.due[ref]).case_id
    assert oldest["Message-ID"]


def test_a_run_keeps_to_its_budget_and_the_next_one_goes_on(world: World, policy: Policy) -> None:
    for i in range(130):
        world.add(receipt(policy, f"HY-2026-{10_000_000 + i}"))
    assert [world.sweep(budget=60).sent for _ in range(4)] == [120, 120, 20, 0]


def test_letters_under_lease_do_not_hide_those_behind_them(world: World, policy: Policy) -> None:
    for i in range(80):
        ref = world.add(receipt(policy, f"HY-2026-{10_000_000 + i}"))
        if i < 60:
            for letter in world.letters[ref]:
                world.lease(ref, letter, MONDAY_9AM, MONDAY_9AM + LEASE)
    assert world.sweep(budget=100) == Tally(sent=40, leased=120)


def test_a_fault_of_our_own_is_not_hidden(world: World, policy: Policy) -> None:
    ref = world.add(receipt(policy))
    world.policy = replace(policy, words={language: {} for language in policy.words})
    with pytest.raises(KeyError):
        world.deliver(ref)
    assert world.standings(ref) == {"owed"}


def test_one_letter_that_cannot_be_written_does_not_silence_the_others(world: World, policy: Policy) -> None:
    broken, whole = (world.add(receipt(policy, f"HY-2026-1872004{i}")) for i in range(2))
    (event,) = world.histories[broken.case_id]
    world.histories[broken.case_id] = (replace(event, kind="no such kind"),)  # type: ignore[type-var]
    assert world.sweep() == Tally(sent=2, failed=1, why=("KeyError",))
    assert world.standings(whole) == {"sent"}
    assert world.standings(broken) == {"owed"}
    assert world.due[broken] == MONDAY_9AM + LEASE


def test_whoever_is_given_a_case_finds_its_day_in_his_calendar_and_nothing_of_the_matter(world: World, policy: Policy) -> None:
    ref = world.add(a_history(policy, register(policy), triage(policy)))
    assert world.deliver(ref) == Tally(sent=1)
    ((_, raw, _),) = world.taken
    (calendar,) = [part for part in message_from_bytes(raw).walk() if part.get_content_type() == "text/calendar"]
    payload = calendar.get_payload(decode=True)
    assert isinstance(payload, bytes)
    text, case = payload.decode(), fold(world.histories[ref.case_id])
    assert f"DTSTART:{case.first_contact_due:%Y%m%dT%H%M%SZ}" in text
    assert f"SUMMARY:{case.number} 首次联系" in text
    for word in ("电梯", "二号梯", "王芳", "wang@example.com"):
        assert word not in text
    world.deliver(world.add(receipt(policy, "HY-2026-18720044")))
    assert all(b"text/calendar" not in raw for _, raw, _ in world.taken[1:])
