"""A case with all that happened: read in one query, checked against its chain, opened for people only."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, fields, replace
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from pynamodb.attributes import Attribute, BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.constants import NULL

from huiyin.core.case import Case
from huiyin.core.events import Event
from huiyin.core.evolution import fold
from huiyin.core.ledger import broken_at
from huiyin.policy.records import dataclass
from huiyin.store import codec
from huiyin.store.items import META, CaseItem, CaseTable, EventItem, case_key, event_key
from huiyin.store.seal import DataKey, Sealer, unseal

_KEPT_COMMANDS = 12
_COMMAND_BYTES = 8
# What DynamoDB hands out at once.
_AT_ONCE = 100
# What these say to read is more general than we need: numbers by way of JSON, for one.
_READ_AS: Mapping[type[Attribute[Any]], Callable[[Any], Any]] = {UnicodeAttribute: str, NumberAttribute: int, BooleanAttribute: bool}


class Broken(Exception):
    """The stored history does not hold together: the event with that number was changed, dropped or added by hand."""

    def __init__(self, case_id: str, n: int) -> None:
        self.case_id = case_id
        self.n = n
        super().__init__(f"{case_id} breaks at event {n}")


@dataclass(frozen=True, slots=True)
class CommandKeys:
    """The idempotency keys of the last commands on a case: `key in history.command_keys`. Kept as short hashes."""

    kept: bytes = b""

    def __contains__(self, key: str) -> bool:
        hashes = (self.kept[at : at + _COMMAND_BYTES] for at in range(0, len(self.kept), _COMMAND_BYTES))
        return _command_hash(key) in set(hashes)

    def plus(self, key: str) -> "CommandKeys":
        """With one more; the oldest falls out."""
        return CommandKeys((self.kept + _command_hash(key))[-_KEPT_COMMANDS * _COMMAND_BYTES :])


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A case with all that happened, unopened. sealed: the words of each event as they are stored."""

    case: Case
    events: tuple[Event, ...]
    sealed: tuple[bytes | None, ...] = field(repr=False)
    head: str
    data_key: bytes = field(repr=False)
    code_hash: bytes = field(repr=False)
    key_hash: bytes = field(repr=False)
    fingerprint: bytes = field(repr=False)
    command_keys: CommandKeys
    attempt: int

    def erased(self) -> "History":
        """The same without the key to its words, its code, and the requests by which it came.

        Policy: 5.7
        The sealed words stay as they lie, for the chain of hashes; nobody can open them any more.
        """
        return replace(self, data_key=b"", code_hash=b"", key_hash=b"", fingerprint=b"", command_keys=CommandKeys())


class Histories:
    """Reader of whole cases."""

    def __init__(self, table: CaseTable, sealer: Sealer) -> None:
        self._table = table
        self._sealer = sealer

    def load(self, case_id: str) -> History | None:
        """The case and its history, as of this moment, without opening a word. One query.

        Policy: 5.2
        Raises: Broken when the chain of hashes does not hold; UnknownEvent for an event of a newer release.
        """
        meta: CaseItem | None = None
        items: list[EventItem] = []
        for raw in self._table.partition(case_key(case_id)):
            if raw["sk"]["S"] == META:
                meta = raw_snapshot(self._table, raw)
            else:
                items.append(self._table.events.from_raw_data(dict(raw)))
        if meta is None:
            if items:
                raise Broken(case_id, 0)
            return None
        _hold_together(case_id, meta, items)
        events = tuple(codec.decode(item.type, item.facts) for item in items)
        return History(
            case=fold(events),
            events=events,
            sealed=tuple(item.sealed for item in items),
            head=meta.head.hex(),
            data_key=meta.data_key or b"",
            code_hash=meta.code_hash or b"",
            key_hash=meta.key_hash or b"",
            fingerprint=meta.fingerprint or b"",
            command_keys=CommandKeys(meta.commands or b""),
            attempt=int(meta.attempt),
        )

    def snapshots(self, case_ids: Sequence[str]) -> Iterator[Case]:
        """These cases as they stand, in that order and without their histories: a hundred with each call. One that is gone is left out.

        Policy: 5.2
        """
        for start in range(0, len(case_ids), _AT_ONCE):
            some = case_ids[start : start + _AT_ONCE]
            keys: Any = [{"pk": case_key(case_id), "sk": META} for case_id in some]
            found: dict[str, Mapping[str, Any]] = {}
            while keys:
                answer = self._table.raw.batch_get_item(keys)
                found |= {item["pk"]["S"]: item for item in answer["Responses"].get(self._table.name, [])}
                # What was too much for one answer is asked for again.
                left = answer.get("UnprocessedKeys", {}).get(self._table.name, {}).get("Keys", [])
                keys = [{"pk": key["pk"]["S"], "sk": META} for key in left]
            for case_id in some:
                if case_key(case_id) in found:
                    yield snapshot(found[case_key(case_id)])

    def open(self, history: History) -> tuple[Event, ...]:
        """The same events with their words, for people who may read them. One call of KMS, none if nothing was said
        or all of it was erased.

        Policy: 2.5
        Raises: CannotOpen when a word was changed or moved.
        """
        if not any(history.sealed) or not history.data_key:
            return history.events
        case_id = history.case.case_id
        key = self._sealer.open_key(case_id, "case", history.data_key, guarded=history.case.guarded)
        return tuple(
            codec.opened(event, unseal(key, blob, context=words_context(case_id, n))) if blob else event
            for n, (event, blob) in enumerate(zip(history.events, history.sealed, strict=True), start=1)
        )

    def new_file_key(self, history: History) -> DataKey:
        """The key for sealing a file that belongs to a case: the data key of the case, of a guarded one a fresh key for this file alone,
        because whoever brings a file may open no key of it. One call of KMS.

        Policy: 2.4, 2.6
        """
        if history.case.guarded:
            return self._sealer.new_key(history.case.case_id, "case", guarded=True)
        return self.file_key(history, None)

    def file_key(self, history: History, wrapped: bytes | None) -> DataKey:
        """The key that opens a sealed file. wrapped: what is kept with the file, None when it has the data key of the case. One call
        of KMS."""
        case = history.case
        guarded = case.guarded if wrapped is None else True
        return self._sealer.open_key(case.case_id, "case", history.data_key if wrapped is None else wrapped, guarded=guarded)


def words_context(case_id: str, n: int) -> str:
    """What the words of an event are bound to."""
    return f"{case_key(case_id)}/{event_key(n)}"


def snapshot(raw: Mapping[str, Any]) -> Case:
    """The case as META has it. raw: as DynamoDB hands it out.

    Policy: 5.2
    """
    # Straight from what is stored: a ledger reads thousands, and to make an item of pynamodb first took half of all its time.
    values: dict[str, Any] = {}
    for name, place, form, read, usual in _facts_of_a_case():
        stored = raw.get(place)
        values[name] = usual if not stored or NULL in stored else read(stored[form])
    return Case(case_id=str(raw["pk"]["S"]).partition("#")[2], **values)


class _Fact(NamedTuple):
    """A fact that META holds. place, form: under which name and in which type of DynamoDB it lies; usual: what is not stored."""

    name: str
    place: str
    form: str
    read: Callable[[Any], Any]
    usual: Any


@cache
def _facts_of_a_case() -> tuple[_Fact, ...]:
    kept = CaseItem.get_attributes()
    return tuple(_fact(f.name, kept[f.name]) for f in fields(Case) if f.name != "case_id")


def _fact(name: str, kept: Attribute[Any]) -> _Fact:
    read = _READ_AS.get(type(kept), kept.deserialize)
    return _Fact(name, kept.attr_name, kept.attr_type, read, kept.default() if callable(kept.default) else kept.default)


def raw_snapshot(table: CaseTable, raw: Mapping[str, Any]) -> CaseItem:
    """META as DynamoDB hands it out."""
    return table.cases.from_raw_data(dict(raw))


def _hold_together(case_id: str, meta: CaseItem, items: Sequence[EventItem]) -> None:
    for n, item in enumerate(items, start=1):
        if item.sk != event_key(n):
            raise Broken(case_id, n)
    bodies = ((item.hash.hex(), codec.body(case_id, n, item.type, item.facts, item.sealed)) for n, item in enumerate(items, start=1))
    broken = broken_at(bodies, meta.head.hex())
    if broken is not None:
        raise Broken(case_id, broken)
    if int(meta.version) != len(items):
        raise Broken(case_id, len(items))


def _command_hash(key: str) -> bytes:
    return sha256(key.encode("utf-8")).digest()[:_COMMAND_BYTES]
