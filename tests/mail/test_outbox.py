"""What is owed leaves: once as a rule, twice at worst, never not at all."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import message_from_bytes

import pytest

from builders import MONDAY_9AM, a_complaint, a_history, register, triage
from huiyin.core.case import Case, case_id_of, fold
from huiyin.core.commands import Person
from huiyin.core.events import Event
from huiyin.core.owed import Outcome, Standing
from huiyin.mail.facts import Letterhead
from huiyin.mail.letters import owed_by
from huiyin.mail.outbox import LEASE, Pace, Tally, send_owed, sweep
from huiyin.mail.sender import TryLater, Undeliverable
from huiyin.policy.schema import Policy

OWNER = "owner@example.org"
DESK = "desk@yunjin.example"


@dataclass(frozen=True)
class Ref:
    case_id: str
    n: int


@dataclass(frozen=True)
class History:
    case: Case


class Killed(BaseException):
    """The machine went away."""


class World:
    """A store, people and a carrier in memory. kill: called before and after every step with its name."""

    def __init__(self, policy: Policy, letterhead: Letterhead) -> None:
        self.policy, self.letterhead = policy, letterhead
        self.histories: dict[str, tuple[Event, ...]] = {}
        self.letters: dict[Ref, dict[str, dict[str, object]]] = {}
        self.due: dict[Ref, datetime] = {}
        self.people: dict[str, Person] = {}
        self.taken: list[tuple[str, bytes, str]] = []
        self.trouble: Callable[[str], None] = lambda recipient: None
        self.step: Callable[[str], None] = lambda name: None

    def add(self, events: tuple[Event, ...], email: str = OWNER) -> Ref:
        """Commit these events; what the last one owes is owed."""
        case = fold(events)
        ref = Ref(case.case_id, len(events))
        self.histories[case.case_id] = events
        self.people[case.case_id] = Person(email=email)
        self.letters[ref] = {owed.key: {} for owed in owed_by(events[-1], case, self.policy)}
        self.due[ref] = events[-1].at
        return ref

    def load(self, case_id: str) -> History | None:
        self.step("before load")
        events = self.histories.get(case_id)
        return History(fold(events)) if events else None

    def owed(self, before: datetime, limit: int) -> list[Ref]:
        self.step("before owed")
        open_ = [ref for ref, letters in self.letters.items() if any("outcome" not in one for one in letters.values())]
        return sorted((ref for ref in open_ if self.due[ref] <= before), key=lambda ref: (self.due[ref], ref.case_id))[:limit]

    def owing(self, case_id: str, n: int) -> tuple[Event, Mapping[str, Standing]]:
        self.step("before owing")
        standings = {key: one.get("outcome", "owed") for key, one in self.letters[Ref(case_id, n)].items()}
        return self.histories[case_id][n - 1], standings  # type: ignore[return-value]

    def lease(self, ref: Ref, letter: str, now: datetime, until: datetime) -> bool:
        self.step("before lease")
        one = self.letters[ref][letter]
        free = "outcome" not in one and one.get("until", now) <= now  # type: ignore[operator]
        if free:
            one["until"] = until
        self.step("after lease")
        return free

    def settle(
        self,
        ref: Ref,
        letter: str,
        *,
        sent_at: datetime | None = None,
        outcome: Outcome | None = None,
        message_id: str | None = None,
    ) -> None:
        self.step("before settle")
        assert (sent_at is None) != (outcome is None)
        self.letters[ref][letter].setdefault("outcome", outcome or "sent")
        self.letters[ref][letter]["message_id"] = message_id
        self.step("after settle")

    def postpone(self, ref: Ref, until: datetime) -> bool:
        self.step("before postpone")
        self.due[ref] = until
        return True

    def read(self, case_id: str) -> Person | None:
        self.step("before read")
        return self.people.get(case_id)

    def send(self, raw: bytes, *, sender: str, recipient: str, tag: str) -> str:
        self.step("before send")
        self.trouble(recipient)
        assert sender == self.letterhead.mail_from
        self.taken.append((recipient, raw, tag))
        self.step("after send")
        return f"carrier-{len(self.taken)}"

    def deliver(self, ref: Ref, now: datetime = MONDAY_9AM) -> Tally:
        return send_owed(
            ref, store=self, people=self, sender=self, letterhead=self.letterhead, policy=self.policy, now=now
        )

    def sweep(self, now: datetime = MONDAY_9AM, budget: int = 100, pauses: list[float] | None = None) -> Tally:
        pace = Pace(budget=budget, pause_s=0.1, wait=(pauses if pauses is not None else []).append)
        return sweep(
            store=self, people=self, sender=self, letterhead=self.letterhead, policy=self.policy, now=now, pace=pace
        )

    def copies(self) -> Counter[str]:
        """How often each letter left, by its message id."""
        return Counter(str(message_from_bytes(raw)["Message-ID"]) for _, raw, _ in self.taken)

    def standings(self, ref: Ref) -> set[object]:
        return {one.get("outcome", "owed") for one in self.letters[ref].values()}


@pytest.fixture
def world(policy: Policy, letterhead: Letterhead) -> World:
    return World(policy, letterhead)


def receipt(policy: Policy, number: str = "HY-2026-18720043", at: datetime = MONDAY_9AM) -> tuple[Event, ...]:
    return a_history(policy, complaint=a_complaint(number=number), at=at)


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
        assert world.standings(ref) == {"sent"}, steps[k]
        copies = world.copies()
        assert len(copies) == 2, steps[k]
        assert sum(copies.values()) <= 3, steps[k]
        extra += [steps[k]] * (sum(copies.values()) - 2)
    assert set(extra) == {"after send", "before settle"}, "only the gap between sending and settling may cost a copy"


def test_a_copy_too_many_is_known_by_its_ids(policy: Policy, world: World) -> None:
    ref = world.add(receipt(policy))

    def kill(name: str) -> None:
        if name == "before settle":
            raise Killed

    world.step = kill
    with pytest.raises(Killed):
        world.deliver(ref)
    world.step = lambda name: None
    world.deliver(ref, MONDAY_9AM + LEASE)
    copies = [(message_from_bytes(raw), tag) for to, raw, tag in world.taken if to == DESK]
    assert len(copies) == 2
    assert len({(message["Message-ID"], message["X-Huiyin-Event"], tag) for message, tag in copies}) == 1


def test_nobody_waits_out_a_lease_before_its_time(world: World, policy: Policy) -> None:
    ref = world.add(receipt(policy))
    for letter in world.letters[ref]:
        world.lease(ref, letter, MONDAY_9AM, MONDAY_9AM + LEASE)
    assert world.deliver(ref, MONDAY_9AM + LEASE - timedelta(seconds=1)) == Tally(leased=2)
    assert world.deliver(ref, MONDAY_9AM + LEASE) == Tally(sent=2)


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
