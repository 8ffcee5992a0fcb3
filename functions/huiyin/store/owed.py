"""The outbox: which events still owe a letter, who is sending it just now, and what became of it."""

import heapq
import re
import secrets
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any, Self

from pynamodb.exceptions import DoesNotExist, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from huiyin.core.events import Event
from huiyin.core.owed import Outcome, Owed, Standing
from huiyin.store.codec import decode
from huiyin.store.items import SHARDS, CaseTable, EventItem, case_key, event_key, shard_of, stamp, stamp_before

_EVENT_KEY = re.compile(r"EV#([0-9]{6})")
_CASE_KEY = re.compile(r"CASE#([0-9]{8})")
_TRIES = 5


@dataclass(frozen=True, slots=True, order=True)
class OwedRef:
    """One event of one case."""

    case_id: str
    n: int

    @classmethod
    def of(cls, pk: str, sk: str) -> Self | None:
        """The event behind the keys of an item, as the table's stream gives them; None for other items."""
        case, event = _CASE_KEY.fullmatch(pk), _EVENT_KEY.fullmatch(sk)
        return cls(case[1], int(event[1])) if case and event else None


def owed_attributes(case_id: str, letters: Iterable[Owed], at: datetime) -> dict[str, Any]:
    """What an event carries while it owes letters. at: when the sweeper may first look."""
    standing: dict[str, dict[str, str]] = {owed.key: {} for owed in letters}
    if not standing:
        return {}
    return {"owed": standing, "owed_pk": f"OWED#{shard_of(case_id)}", "owed_sk": stamp(at)}


class _Leases(threading.local):
    """The leases of one sender, which is a thread: two functions may share a store in one process, never a lease.

    open: the event last looked at, with the letters that were not settled then. Fewer may be open by now, never more.
    """

    def __init__(self) -> None:
        self.held: dict[tuple[OwedRef, str], str] = {}
        self.open: dict[OwedRef, frozenset[str]] = {}


class Outbox:
    """Letters owed. Only the owed attributes of an event ever change; a settled letter stays settled."""

    def __init__(self, table: CaseTable) -> None:
        self._outbox = table
        self._leases = _Leases()

    def owed(self, before: datetime, limit: int) -> tuple[OwedRef, ...]:
        """Events that have owed a letter since before that moment, the longest waiting first.

        Policy: 5.2
        """
        upper = stamp_before(before)
        shards = [
            self._outbox.events.query(f"OWED#{shard}", EventItem.owed_sk <= upper, index_name="owed", page_size=limit)
            for shard in range(SHARDS)
        ]
        merged = heapq.merge(*shards, key=lambda item: str(item.owed_sk))
        refs = (OwedRef.of(item.pk, item.sk) for item in islice(merged, limit))
        return tuple(ref for ref in refs if ref is not None)

    def owing(self, case_id: str, n: int) -> tuple[Event, Mapping[str, Standing]]:
        """The event, unopened, and how each of its letters stands, by `Owed.key`.

        Raises: LookupError when there is no such event.
        """
        try:
            item = self._outbox.events.get(case_key(case_id), event_key(n), consistent_read=True)
        except DoesNotExist as error:
            raise LookupError("no such event") from error
        owed = _owed(item)
        self._leases.open = {OwedRef(case_id, n): _open(owed)}
        return decode(item.type, item.facts), {key: _standing(facts) for key, facts in owed.items()}

    def lease(self, ref: OwedRef, letter: str, now: datetime, until: datetime) -> bool:
        """Take a letter for sending, alone, until that moment. False when it is settled, unknown or in other hands.

        letter: its `Owed.key`.
        """
        token = secrets.token_hex(6)
        facts = Path(["owed", letter])
        # The last part: the client may ask once more when only the answer was lost.
        idle = facts["u"].does_not_exist() | (facts["u"] <= stamp_before(now)) | (facts["t"] == token)
        free = facts.exists() & facts["o"].does_not_exist() & idle
        taken = self._change(ref, [facts["t"].set(token), facts["u"].set(stamp(until))], free)
        if taken:
            self._leases.held[ref, letter] = token
        return taken

    def settle(
        self,
        ref: OwedRef,
        letter: str,
        *,
        sent_at: datetime | None = None,
        outcome: Outcome | None = None,
        message_id: str | None = None,
    ) -> None:
        """Say what became of a letter under our own lease: sent, or why it never will be. The last one frees the event.

        Changes nothing when the lease was never taken here or has gone to somebody else: they will say it.
        """
        if (sent_at is None) == (outcome is None):
            raise ValueError("a letter is either sent or has an outcome")
        token = self._leases.held.get((ref, letter))
        if token is None:
            return
        facts = Path(["owed", letter])
        says: list[Action] = [facts["o"].set(outcome or "sent"), facts["u"].remove()]
        if sent_at is not None:
            says.append(facts["at"].set(stamp(sent_at)))
        if message_id is not None:
            says.append(facts["id"].set(message_id))
        known = self._leases.open.get(ref)
        # Most events have one sender, who has looked at them already.
        if known is not None and self._settled_beside(known - {letter}, ref, letter, token, says):
            self._leases.open = {ref: known - {letter}}
            del self._leases.held[ref, letter]
            return
        for _ in range(_TRIES):
            if self._settled_once(ref, letter, token, says):
                del self._leases.held[ref, letter]
                return

    def postpone(self, ref: OwedRef, until: datetime) -> bool:
        """Let the sweeper look at this event again only at that moment. False when it owes nothing any more."""
        actions = [Path("owed_sk").set(stamp(until))]
        return self._change(ref, actions, Path("owed_pk").exists())

    def _settled_once(self, ref: OwedRef, letter: str, token: str, says: list[Action]) -> bool:
        """False when another letter of the event was settled in between, and this one has to look again."""
        item = self._outbox.events.get(case_key(ref.case_id), event_key(ref.n), consistent_read=True)
        owed = _owed(item)
        mine = owed.get(letter, {})
        if mine.get("t") != token or "o" in mine:
            return True
        return self._settled_beside(_open(owed) - {letter}, ref, letter, token, says)

    def _settled_beside(self, beside: frozenset[str], ref: OwedRef, letter: str, token: str, says: list[Action]) -> bool:
        """Settle a letter when of the event's others at most these are open. False when none of them is any more, or the lease is gone."""
        facts = Path(["owed", letter])
        condition = (facts["t"] == token) & facts["o"].does_not_exist()
        others = [Path(["owed", key])["o"] for key in sorted(beside)]
        if not others:
            return self._change(ref, [*says, Path("owed_pk").remove(), Path("owed_sk").remove()], condition)
        # Two senders may settle the last two letters at once: one of them must see that the other was faster.
        return self._change(ref, says, condition & _any_missing(others))

    def _change(self, ref: OwedRef, actions: Sequence[Action], condition: Condition) -> bool:
        try:
            self._outbox.raw.update_item(
                case_key(ref.case_id), event_key(ref.n), actions=actions, condition=condition, return_values="NONE"
            )
        except UpdateError as error:
            if error.cause_response_code == "ConditionalCheckFailedException":
                return False
            raise
        return True


def _any_missing(paths: list[Path]) -> Condition:
    return reduce(or_, (path.does_not_exist() for path in paths))


def _owed(item: EventItem) -> dict[str, dict[str, str]]:
    letters: Any = item.owed  # None for an event that never owed one, whatever pynamodb's types say
    return letters.as_dict() if letters is not None else {}


def _open(owed: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    return frozenset(key for key, said in owed.items() if "o" not in said)


def _standing(facts: Mapping[str, str]) -> Standing:
    match facts.get("o"):
        case "sent":
            return "sent"
        case "undeliverable":
            return "undeliverable"
        case "withheld":
            return "withheld"
        case _:
            return "owed"
