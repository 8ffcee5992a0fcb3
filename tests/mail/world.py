"""A store, its people and a carrier in memory, whose every step can be watched, cut or overtaken."""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes

from builders import MONDAY_9AM, NUMBER, a_complaint, a_history
from huiyin.core.case import Case
from huiyin.core.commands import SYSTEM, Person, ReturnLetter
from huiyin.core.decide import decide
from huiyin.core.events import Event
from huiyin.core.evolution import fold
from huiyin.core.owed import Outcome, Standing
from huiyin.mail.facts import Letterhead
from huiyin.mail.letters import owed_by
from huiyin.mail.outbox import LEASE, Office, Pace, Tally, send_owed, sweep
from huiyin.mail.postage import Postage
from huiyin.policy.schema import Policy
from mail.counters import Counters

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


def receipt(policy: Policy, number: str = NUMBER, at: datetime = MONDAY_9AM) -> tuple[Event, ...]:
    """What happened when a complaint came in."""
    return a_history(policy, complaint=a_complaint(number=number), at=at)


class World:
    """step: called with the name of every step; trouble: called with the recipient before a message is taken."""

    def __init__(self, policy: Policy, letterhead: Letterhead) -> None:
        self.policy, self.letterhead = policy, letterhead
        self.histories: dict[str, tuple[Event, ...]] = {}
        self.letters: dict[Ref, dict[str, dict[str, object]]] = {}
        self.due: dict[Ref, datetime] = {}
        self.people: dict[str, Person] = {}
        self.counters = Counters()
        self.taken: list[tuple[str, bytes, str]] = []
        self.trouble: Callable[[str], None] = lambda recipient: None
        self.step: Callable[[str], None] = lambda name: None

    def add(self, events: tuple[Event, ...], email: str | None = None) -> Ref:
        """Commit these events; what the last one owes is owed. email: of the owner; by itself every owner has one of his own."""
        case = fold(events)
        ref = Ref(case.case_id, len(events))
        self.histories[case.case_id] = events
        own = OWNER if case.number == NUMBER else f"owner-{case.case_id}@example.org"
        self.people[case.case_id] = Person(email=own if email is None else email)
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

    def send(self, raw: bytes, *, sender: str, recipient: str, tags: Mapping[str, str]) -> str:
        self.step("before send")
        self.trouble(recipient)
        assert sender == self.letterhead.mail_from
        self.taken.append((recipient, raw, tags["letter"]))
        self.step("after send")
        return f"carrier-{len(self.taken)}"

    def deliver(self, ref: Ref, now: datetime = MONDAY_9AM) -> Tally:
        return send_owed(ref, self.office, now)

    def deliver_killed(self, ref: Ref, at: str) -> None:
        """A machine that goes away at that step, and another that goes on when the lease is over."""

        def kill(name: str) -> None:
            if name == at:
                raise Killed

        self.step = kill
        with suppress(Killed):
            self.deliver(ref)
            raise AssertionError(f"nobody came to {at}")
        self.step = lambda name: None
        self.deliver(ref, MONDAY_9AM + LEASE)

    def sweep(self, now: datetime = MONDAY_9AM, budget: int = 100, pauses: list[float] | None = None) -> Tally:
        pace = Pace(budget=budget, pause_s=0.1, wait=(pauses if pauses is not None else []).append)
        return sweep(self.office, now, pace)

    @property
    def office(self) -> Office[Ref]:
        """The office over this world as it is now."""
        return Office(
            store=self,
            people=self,
            sender=self,
            letterhead=self.letterhead,
            policy=self.policy,
            postage=Postage(self.counters, lambda mailbox: f"key of {mailbox}"),
            tell=self.tell,
        )

    def tell(self, case_id: str, n: int, letter: str, why: str, now: datetime) -> None:
        """As casework notes it: once."""
        self.step("before tell")
        ask = ReturnLetter(by=SYSTEM, letter=letter, event=n, why=why)
        self.histories[case_id] += decide(fold(self.histories[case_id]), ask, self.policy, now)
        self.step("after tell")

    def copies(self) -> Counter[str]:
        """How often each letter left, by its message id."""
        return Counter(str(message_from_bytes(raw)["Message-ID"]) for _, raw, _ in self.taken)

    def standings(self, ref: Ref) -> set[object]:
        return {one.get("outcome", "owed") for one in self.letters[ref].values()}
