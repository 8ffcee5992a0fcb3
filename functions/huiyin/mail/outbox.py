"""Send what is owed: lease, write, send, settle. At least once, at most one extra copy, and the same id on every copy."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from huiyin.core.attendance import directory_of_the_day
from huiyin.core.case import Case
from huiyin.core.commands import Person
from huiyin.core.events import Event
from huiyin.core.owed import Outcome, Owed, Standing
from huiyin.mail.diary import Day
from huiyin.mail.facts import Letterhead, desk_page, facts_of, promise_of
from huiyin.mail.letters import DATED, acknowledges
from huiyin.mail.message import Message, message_of, one_address
from huiyin.mail.postage import Postage
from huiyin.mail.readers import Reader, is_withheld, reader_of, waits_until
from huiyin.mail.render import render
from huiyin.mail.sender import Sender, TryLater, Undeliverable
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy

# Longer than any function may run: a lease in force means that somebody is still at it, or was killed.
LEASE = timedelta(minutes=15)
_PAGE = 50


class Ref(Protocol):
    """Which event owes letters."""

    @property
    def case_id(self) -> str: ...
    @property
    def n(self) -> int: ...


R = TypeVar("R", bound=Ref)


class History(Protocol):
    """What the store knows of a case."""

    @property
    def case(self) -> Case: ...


class Store(Protocol[R]):
    """What the outbox asks of the store of cases. letter: an `Owed.key`."""

    def load(self, case_id: str) -> History | None: ...
    def owed(self, before: datetime, limit: int) -> Sequence[R]: ...
    def owing(self, case_id: str, n: int) -> tuple[Event, Mapping[str, Standing]]: ...
    def lease(self, ref: R, letter: str, now: datetime, until: datetime) -> bool: ...
    def settle(
        self,
        ref: R,
        letter: str,
        *,
        sent_at: datetime | None = None,
        outcome: Outcome | None = None,
        message_id: str | None = None,
    ) -> None: ...
    def postpone(self, ref: R, until: datetime) -> bool: ...


class People(Protocol):
    """Where owners' addresses lie."""

    def read(self, case_id: str) -> Person | None: ...


# Says of a case (its id, the event, the letter, why, when) that a letter did not reach the owner.
Tell = Callable[[str, int, str, str, datetime], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(Generic[R]):
    """Everything that sending a letter needs."""

    store: Store[R]
    people: People
    sender: Sender
    letterhead: Letterhead
    policy: Policy
    postage: Postage
    tell: Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of letters. waiting: too many to one address for now; leased: somebody else is at it;
    later: stays owed; failed: events that broke; why: codes, no addresses.
    """

    sent: int = 0
    waiting: int = 0
    undeliverable: int = 0
    withheld: int = 0
    leased: int = 0
    later: int = 0
    failed: int = 0
    stopped: bool = False
    why: tuple[str, ...] = ()

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            sent=self.sent + other.sent,
            waiting=self.waiting + other.waiting,
            undeliverable=self.undeliverable + other.undeliverable,
            withheld=self.withheld + other.withheld,
            leased=self.leased + other.leased,
            later=self.later + other.later,
            failed=self.failed + other.failed,
            stopped=self.stopped or other.stopped,
            why=tuple(dict.fromkeys((*self.why, *other.why))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How much of a backlog one run takes. budget: events to look at; pause_s: between two of them, to keep the carrier's rate."""

    budget: int
    pause_s: float
    wait: Callable[[float], None]


def send_owed(ref: R, office: Office[R], now: datetime) -> Tally:
    """Send every letter that this event still owes and nobody else has under lease. Staff first: they can still act.

    Policy: 5.3
    now: aware. Does nothing for an event that owes nothing, so it may be called as often as one likes.
    """
    history = office.store.load(ref.case_id)
    if history is None:
        return Tally()
    event, standings = office.store.owing(ref.case_id, ref.n)
    tally, again = Tally(), list[datetime]()
    for owed in sorted((Owed.of(key) for key, at in standings.items() if at == "owed"), key=lambda one: one.audience == "owner"):
        if office.store.lease(ref, owed.key, now, now + LEASE):
            tally += _send_one(_Letter(ref, owed, event, history.case, now), office, again)
        else:
            tally += Tally(leased=1)
            again.append(now + LEASE)
        if tally.stopped:
            break
    if tally.later or tally.waiting:
        # No sooner than the lease runs out; and one letter that waits for its day does not keep the others of its event.
        office.store.postpone(ref, max(min(again), now + LEASE))
    return tally


@dataclass(frozen=True, slots=True)
class _Letter(Generic[R]):
    ref: R
    owed: Owed
    event: Event
    case: Case
    now: datetime

    @property
    def name(self) -> str:
        """This letter among all."""
        return f"{self.ref.case_id}#{self.ref.n}#{self.owed.key}"


def _send_one(letter: _Letter[R], office: Office[R], again: list[datetime]) -> Tally:
    """Send a letter under our lease. again: where to add the moment to try again."""
    ref, owed, now, paid = letter.ref, letter.owed, letter.now, ""
    office = replace(office, policy=directory_of_the_day(office.policy, now))
    try:
        if is_withheld(owed, letter.event, letter.case, office.policy):
            office.store.settle(ref, owed.key, outcome="withheld")
            return Tally(withheld=1)
        until = waits_until(owed, letter.event, letter.case, office.policy, now)
        if until is not None:
            again.append(until)
            return Tally(waiting=1)
        reader = _reader(letter, office)
        # Before the letter is written: of a thousand to one address most stay.
        if acknowledges(owed):
            until = office.postage.take(one_address(reader.address), letter.name, office.policy, now)
            if until is not None:
                return _kept_back(letter, office, until, again)
            paid = one_address(reader.address)
        message = _message(letter, reader, office)
        carrier_id = office.sender.send(message.raw, sender=office.letterhead.mail_from, recipient=message.recipient, tags=message.tags)
    except Undeliverable as error:
        _to_be_told(letter, office, "unreachable" if error.code == "unreachable" else "refused")
        office.store.settle(ref, owed.key, outcome="undeliverable")
        return Tally(undeliverable=1, why=(error.code,))
    except TryLater as error:
        if paid:
            office.postage.give_back(paid, letter.name, office.policy, now)
        again.append(now + LEASE)
        return Tally(later=1, stopped=error.everyone, why=(error.code,))
    office.store.settle(ref, owed.key, sent_at=now, message_id=carrier_id)
    return Tally(sent=1)


def _kept_back(letter: _Letter[R], office: Office[R], until: datetime, again: list[datetime]) -> Tally:
    """Too many to that address: this one waits for a later hour, but not longer than the policy lets it.

    Policy: 2.3
    """
    last = letter.event.at + timedelta(hours=office.policy.postage.waits_h)
    if letter.now < last:
        again.append(min(until, last))
        return Tally(waiting=1)
    _to_be_told(letter, office, "too_many")
    office.store.settle(letter.ref, letter.owed.key, outcome="withheld")
    return Tally(withheld=1, why=("too_many",))


def _to_be_told(letter: _Letter[R], office: Office[R], why: str) -> None:
    # Before the letter is settled: killed in between, the next one to look says it again, and it is noted once.
    if letter.owed.audience == "owner":
        office.tell(letter.ref.case_id, letter.ref.n, letter.owed.letter, why, letter.now)


def sweep(office: Office[R], now: datetime, pace: Pace) -> Tally:
    """Send what the stream missed, oldest first, until nothing is left, the budget is spent or no letter leaves any more.

    Policy: 5.3
    An event that breaks is counted as failed and looked at again later: raise an alarm for it.
    """
    tally, seen, sent = Tally(), set[tuple[str, int]](), 0
    while len(seen) < pace.budget and not tally.stopped:
        most = min(_PAGE, pace.budget - len(seen)) + len(seen)
        page = office.store.owed(now, most)
        fresh = [ref for ref in page if (ref.case_id, ref.n) not in seen]
        if not fresh:
            break
        for ref in fresh[: pace.budget - len(seen)]:
            # The carrier's rate counts what left: hundreds that wait for their hour hold nobody up.
            if tally.sent + tally.later > sent:
                pace.wait(pace.pause_s)
            sent = tally.sent + tally.later
            seen.add((ref.case_id, ref.n))
            try:
                tally += send_owed(ref, office, now)
            except Exception as error:  # noqa: BLE001 - one letter that cannot be written must not silence all behind it
                office.store.postpone(ref, now + LEASE)
                tally += Tally(failed=1, why=(type(error).__name__,))
            if tally.stopped:
                break
        if len(page) < most:
            # Nobody stood behind them.
            break
    return tally


def _reader(letter: _Letter[R], office: Office[R]) -> Reader:
    """Who reads that letter now. Raises Undeliverable without an address, or with one that takes nothing any more."""
    if letter.owed.audience == "owner" and letter.case.unreachable:
        raise Undeliverable("unreachable")
    person = office.people.read(letter.ref.case_id) if letter.owed.audience == "owner" else None
    reader = reader_of(letter.owed, letter.case, office.policy, person)
    if reader is None:
        raise Undeliverable("no_address")
    return reader


def _message(letter: _Letter[R], reader: Reader, office: Office[R]) -> Message:
    facts = facts_of(letter.owed, letter.event, letter.case, office.policy, office.letterhead, reader.language, letter.now)
    return message_of(
        replace(render(letter.owed.letter, reader.language, facts, office.policy), day=_day(letter, reader, office)),
        letter.owed,
        letter.ref.case_id,
        letter.ref.n,
        recipient=reader.address,
        reply_to=office.policy.charter.contact_mail,
        letterhead=office.letterhead,
        now=letter.now,
    )


def _day(letter: _Letter[R], reader: Reader, office: Office[R]) -> Day | None:
    """The due moment that goes along, if that letter has one."""
    if letter.owed.letter not in DATED:
        return None
    clock, due = promise_of(letter.owed, letter.event, letter.case, office.policy)
    says = f"{letter.case.number} {office.policy.word(f'letters.clock.{clock}', reader.language)}"
    return Day(due=due, says=says, link=desk_page(letter.case, office.letterhead, reader.language))
