"""Send what is owed: lease, write, send, settle. At least once, at most one extra copy, and the same id on every copy."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from huiyin.core.case import Case
from huiyin.core.commands import Person
from huiyin.core.events import Event
from huiyin.core.owed import Outcome, Owed, Standing
from huiyin.mail.facts import Letterhead, facts_of
from huiyin.mail.message import Message, message_of
from huiyin.mail.readers import is_withheld, reader_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of letters. leased: somebody else is at it; later: stays owed; failed: events that broke; why: codes, no addresses."""

    sent: int = 0
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


def send_owed(ref: R, *, store: Store[R], people: People, sender: Sender, letterhead: Letterhead, policy: Policy, now: datetime) -> Tally:
    """Send every letter that this event still owes and nobody else has under lease. Staff first: they can still act.

    Policy: 5.3
    now: aware. Does nothing for an event that owes nothing, so it may be called as often as one likes.
    """
    history = store.load(ref.case_id)
    if history is None:
        return Tally()
    event, standings = store.owing(ref.case_id, ref.n)
    tally = Tally()
    for owed in sorted((Owed.of(key) for key, at in standings.items() if at == "owed"), key=lambda one: one.audience == "owner"):
        if not store.lease(ref, owed.key, now, now + LEASE):
            tally += Tally(leased=1)
            continue
        try:
            message = _message(ref, owed, event, history.case, people, letterhead, policy, now)
            if message is None:
                store.settle(ref, owed.key, outcome="withheld")
                tally += Tally(withheld=1)
                continue
            carrier_id = sender.send(message.raw, sender=letterhead.mail_from, recipient=message.recipient, tag=message.tag)
        except Undeliverable as error:
            store.settle(ref, owed.key, outcome="undeliverable")
            tally += Tally(undeliverable=1, why=(error.code,))
        except TryLater as error:
            # The lease runs until then in any case; so an unwilling letter never stands in the way of the others.
            store.postpone(ref, now + LEASE)
            tally += Tally(later=1, stopped=error.everyone, why=(error.code,))
            if error.everyone:
                break
        else:
            store.settle(ref, owed.key, sent_at=now, message_id=carrier_id)
            tally += Tally(sent=1)
    return tally


def sweep(
    *,
    store: Store[R],
    people: People,
    sender: Sender,
    letterhead: Letterhead,
    policy: Policy,
    now: datetime,
    pace: Pace,
) -> Tally:
    """Send what the stream missed, oldest first, until nothing is left, the budget is spent or no letter leaves any more.

    Policy: 5.3
    An event that breaks is counted as failed and looked at again later: raise an alarm for it.
    """
    tally, seen = Tally(), set[tuple[str, int]]()
    while len(seen) < pace.budget and not tally.stopped:
        page = store.owed(now, min(_PAGE, pace.budget - len(seen)) + len(seen))
        fresh = [ref for ref in page if (ref.case_id, ref.n) not in seen]
        if not fresh:
            break
        for ref in fresh[: pace.budget - len(seen)]:
            if seen:
                pace.wait(pace.pause_s)
            seen.add((ref.case_id, ref.n))
            try:
                tally += send_owed(ref, store=store, people=people, sender=sender, letterhead=letterhead, policy=policy, now=now)
            except Exception as error:  # noqa: BLE001 - one letter that cannot be written must not silence all behind it
                store.postpone(ref, now + LEASE)
                tally += Tally(failed=1, why=(type(error).__name__,))
            if tally.stopped:
                break
    return tally


def _message(
    ref: Ref, owed: Owed, event: Event, case: Case, people: People, letterhead: Letterhead, policy: Policy, now: datetime
) -> Message | None:
    """The finished message, or None for one that must not go out any more. Raises Undeliverable without an address."""
    if is_withheld(owed, event, case, policy):
        return None
    person = people.read(ref.case_id) if owed.audience == "owner" else None
    reader = reader_of(owed, case, policy, person)
    if reader is None:
        raise Undeliverable("no_address")
    facts = facts_of(owed, event, case, policy, letterhead, reader.language, now)
    letter = render(owed.letter, reader.language, facts, policy)
    return message_of(
        letter,
        owed,
        ref.case_id,
        ref.n,
        recipient=reader.address,
        reply_to=policy.charter.contact_mail,
        letterhead=letterhead,
        now=now,
    )
