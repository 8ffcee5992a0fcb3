"""Cases: what one command did is written in one transaction, or not at all."""

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime, tzinfo
from typing import Any

from pynamodb.exceptions import CancellationReason, TransactWriteError
from pynamodb.expressions.condition import Condition

from huiyin.core.case import Case
from huiyin.core.commands import Person
from huiyin.core.events import ComplaintReceived, Event, GroupOpened
from huiyin.core.ledger import ORIGIN, link
from huiyin.core.owed import Owed
from huiyin.core.turns import Turn
from huiyin.policy.records import dataclass
from huiyin.store import codec
from huiyin.store.books import change_keys
from huiyin.store.histories import Broken, CommandKeys, Histories, History, raw_snapshot, snapshot, words_context
from huiyin.store.items import META, CaseItem, CaseTable, EventItem, PersonItem, case_key, event_key, shard_of
from huiyin.store.lists import Lists, due_keys, flat_keys, month_keys, worklist_keys
from huiyin.store.owed import Outbox, owed_attributes
from huiyin.store.people import person_item
from huiyin.store.seal import DataKey, Sealer, seal

__all__ = ["Broken", "CaseStore", "CommandKeys", "Existing", "History", "NumberTaken", "Stale"]

_CONFLICT_TRIES = 4


class Stale(Exception):
    """Overtaken: the case moved on since it was loaded, and nothing was written."""


@dataclass(frozen=True, slots=True)
class Existing:
    """The case that already stands under a number."""

    case: Case
    key_hash: bytes
    fingerprint: bytes
    attempt: int


class NumberTaken(Exception):
    """The number stands already: the same request again, or another one that drew the same digits."""

    def __init__(self, existing: Existing) -> None:
        self.existing = existing
        super().__init__(existing.case.case_id)


@dataclass(frozen=True, slots=True)
class _Put:
    """One item of a transaction, the condition under which it is written, and what a failure tells."""

    item: CaseItem | EventItem | PersonItem
    condition: Condition
    return_values: str | None = None


class CaseStore(Histories, Lists, Outbox):
    """All cases. zone: of the community, for the month under which a case is counted."""

    def __init__(self, table: CaseTable, sealer: Sealer, *, zone: tzinfo) -> None:
        Histories.__init__(self, table, sealer)
        Outbox.__init__(self, table)
        self._zone = zone

    def register(  # noqa: PLR0913  everything that one registration writes
        self,
        event: ComplaintReceived | GroupOpened,
        case: Case,
        *,
        person: Person | None,
        code_hash: bytes,
        key_hash: bytes,
        fingerprint: bytes,
        attempt: int,
        owed: tuple[Owed, ...],
        next_moment: datetime | None,
        queue: str | None,
    ) -> History:
        """Write a new case, its first event and the person behind it: all or nothing, three calls of AWS.

        Policy: 2.2, 2.3
        Raises: NumberTaken when the number stands already (told from the failed write, without a read); Stale when
        somebody else is writing the same number just now.
        """
        case_id = case.case_id
        key = self._sealer.new_key(case_id, "case", guarded=case.guarded)
        blank = History(
            case=case,
            events=(),
            sealed=(),
            head=ORIGIN,
            data_key=key.wrapped,
            code_hash=code_hash,
            key_hash=key_hash,
            fingerprint=fingerprint,
            command_keys=CommandKeys(),
            attempt=attempt,
        )
        after, items = self._written(blank, (event,), case, key, {0: owed})
        # META first: its reason is the first one when the transaction is cancelled.
        meta = _Put(self._meta(after, next_moment, queue), CaseItem.pk.does_not_exist(), "ALL_OLD")
        puts = [meta, *map(_new, items), *map(_new, self._person(case_id, person))]
        try:
            self._transact(case_id, puts)
        except TransactWriteError as error:
            standing = self._standing(error)
            if standing is None:
                raise
            raise NumberTaken(standing) from error
        return after

    def commit(  # noqa: PLR0913  everything that one command writes
        self,
        history: History,
        events: tuple[Event, ...],
        after: Case,
        *,
        key: str,
        owed: Mapping[int, tuple[Owed, ...]],
        next_moment: datetime | None,
        queue: str | None,
        archive_on: datetime | None = None,
        turns: tuple[Turn, ...] = (),
        lies_since: datetime | None = None,
    ) -> History:
        """Write what one command did to a case, in one transaction, and return the history after it.

        Policy: 5.2, 5.7
        key: of the command, so that it is known when it comes again; owed: letters by place in `events`; queue: None
        takes the case off the worklists; turns: for whose word it waits there; lies_since: since when stage and hands are these;
        archive_on: when it is erased. A case that is in the archive then loses the key to its words, and what opens it.
        Raises: Stale when somebody else was faster; nothing is written then.
        """
        case_id = history.case.case_id
        seals = any(codec.encode(event)[2] for event in events)
        guarded, turns_to = history.case.guarded, after.guarded
        data_key = None
        if seals or guarded != turns_to:
            data_key = self._sealer.open_key(case_id, "case", history.data_key, guarded=guarded)
        known = replace(history, command_keys=history.command_keys.plus(key))
        if data_key is not None and guarded != turns_to:
            data_key = self._sealer.wrapped_anew(data_key, case_id, "case", guarded=turns_to)
            known = replace(known, data_key=data_key.wrapped)
        result, items = self._written(known, events, after, data_key, owed)
        if after.state == "ARCHIVED":
            result = result.erased()
        meta = _Put(self._meta(result, next_moment, queue, archive_on, turns, lies_since), CaseItem.version == history.case.version)
        try:
            self._transact(case_id, [meta, *map(_new, items)])
        except TransactWriteError as error:
            if any(_failed_conditions(error)):
                raise Stale(case_id) from error
            raise
        return result

    def _transact(self, case_id: str, puts: Sequence["_Put"]) -> None:
        for attempt in range(_CONFLICT_TRIES):
            try:
                with self._table.transaction() as transaction:
                    for put in puts:
                        transaction.save(put.item, put.condition, return_values=put.return_values)
                return
            except TransactWriteError as error:
                codes = {reason.code for reason in error.cancellation_reasons if reason}
                if codes != {"TransactionConflict"}:
                    raise
                if attempt == _CONFLICT_TRIES - 1:
                    raise Stale(case_id) from error
            # Two transactions met on one item: neither was judged by its condition, so the same one may try again.
            time.sleep((20 + secrets.randbelow(40)) * (attempt + 1) / 1000)

    def _person(self, case_id: str, person: Person | None) -> list[PersonItem]:
        # Somebody who left nothing at all is not kept as an empty person.
        if person is None or person == Person():
            return []
        return [person_item(self._table, case_id, person, self._sealer.new_key(case_id, "person"))]

    def _written(
        self,
        history: History,
        events: Sequence[Event],
        after: Case,
        key: DataKey | None,
        owed: Mapping[int, tuple[Owed, ...]],
    ) -> tuple[History, list[EventItem]]:
        case_id, head = after.case_id, history.head
        items: list[EventItem] = []
        for index, event in enumerate(events):
            n = len(history.events) + index + 1
            kind, facts, words = codec.encode(event)
            sealed = seal(key, words, context=words_context(case_id, n)) if key and words else None
            head = link(head, codec.body(case_id, n, kind, facts, sealed))
            letters = owed_attributes(case_id, owed.get(index, ()), event.at) | flat_keys(event, after)
            items.append(
                self._table.events(
                    case_key(case_id), event_key(n), type=kind, facts=facts, sealed=sealed, hash=bytes.fromhex(head), **letters
                )
            )
        result = replace(
            history,
            case=after,
            events=(*history.events, *(codec.unopened(event) for event in events)),
            sealed=(*history.sealed, *(item.sealed for item in items)),
            head=head,
        )
        return result, items

    def _meta(
        self,
        history: History,
        next_moment: datetime | None,
        queue: str | None,
        archive_on: datetime | None = None,
        turns: tuple[Turn, ...] = (),
        since: datetime | None = None,
    ) -> CaseItem:
        case, shard = history.case, shard_of(history.case.case_id)
        month = case.received_at.astimezone(self._zone).strftime("%Y-%m")
        facts: dict[str, Any] = {f.name: getattr(case, f.name) for f in fields(Case) if f.name != "case_id"}
        changed = change_keys(case, case.last_at.astimezone(self._zone).date().isoformat())
        places = worklist_keys(queue, case, shard, turns, since) | due_keys(next_moment, shard, archive_on) | month_keys(case, month, shard)
        return self._table.cases(
            case_key(case.case_id),
            META,
            **(facts | places | changed),
            head=bytes.fromhex(history.head),
            data_key=history.data_key or None,
            code_hash=history.code_hash or None,
            key_hash=history.key_hash or None,
            fingerprint=history.fingerprint or None,
            commands=history.command_keys.kept or None,
            attempt=history.attempt,
        )

    def _standing(self, error: TransactWriteError) -> Existing | None:
        """The case whose META was in the way, as the failed write tells of it."""
        refused = next(iter(_failed_conditions(error)), None)
        if refused is None or not refused.raw_item:
            return None
        item = raw_snapshot(self._table, refused.raw_item)
        return Existing(snapshot(refused.raw_item), item.key_hash or b"", item.fingerprint or b"", int(item.attempt))


def _failed_conditions(error: TransactWriteError) -> list[CancellationReason | None]:
    """Per item of the transaction: the reason, where its condition failed. Throttling or a fault is no conflict."""
    return [reason if reason and reason.code == "ConditionalCheckFailed" else None for reason in error.cancellation_reasons]


def _new(item: EventItem | PersonItem) -> _Put:
    return _Put(item, type(item).pk.does_not_exist())
