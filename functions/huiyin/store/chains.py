"""Chains as they lie in the table: every hash made again from what is stored, without opening a word."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from huiyin.core.case import Case
from huiyin.core.evolution import fold
from huiyin.core.ledger import broken_at
from huiyin.store import codec
from huiyin.store.histories import Broken, snapshot
from huiyin.store.items import META, CaseItem, event_key

Item = Mapping[str, Any]


def chain_of(case_id: str, items: Iterable[Item]) -> tuple[str, ...]:
    """The hashes of all events of a case, in order, each of them made again from what is stored.

    Policy: 5.2
    items: its whole partition in order, as DynamoDB hands it out. Raises: Broken with the first event that does not follow, 0 when
    nothing says how many there are.
    """
    meta, events = _parted(items)
    if meta is None:
        raise Broken(case_id, 0)
    links = [_link(case_id, n, item) for n, item in enumerate(events, start=1)]
    broken = broken_at(links, _bytes(meta, "h").hex())
    if broken is not None:
        raise Broken(case_id, broken)
    if meta.get("v") != {"N": str(len(links))}:
        raise Broken(case_id, len(links) + 1)
    return tuple(stored for stored, _ in links)


def told_otherwise(items: Iterable[Item]) -> tuple[str, ...]:
    """In which facts the case as the lists show it differs from what its events tell; a fact that is not kept there tells nothing.

    Policy: 5.2
    items: of a case whose chain holds. Raises: UnknownEvent for an event of a newer release.
    """
    meta, events = _parted(items)
    told = fold(tuple(codec.decode(item["type"]["S"], item["facts"]["S"]) for item in events))
    kept = {name for name, attribute in CaseItem.get_attributes().items() if attribute.attr_name in (meta or {})}
    shown = snapshot(meta or {})
    return tuple(f.name for f in fields(Case) if f.name in kept and getattr(shown, f.name) != getattr(told, f.name))


def _parted(items: Iterable[Item]) -> tuple[Item | None, list[Item]]:
    meta, events = None, []
    for item in items:
        if item["sk"] == {"S": META}:
            meta = item
        else:
            events.append(item)
    return meta, events


def _link(case_id: str, n: int, item: Item) -> tuple[str, bytes]:
    """(stored hash, what it covers) of the n-th event. Raises: Broken for what no event looks like."""
    try:
        kind, facts = item["type"]["S"], item["facts"]["S"]
        body = codec.body(case_id, n, kind, facts, _bytes(item, "sealed") or None)
    except (KeyError, TypeError, AttributeError) as error:
        raise Broken(case_id, n) from error
    if item["sk"] != {"S": event_key(n)}:
        raise Broken(case_id, n)
    return _bytes(item, "hash").hex(), body


def _bytes(item: Item, name: str) -> bytes:
    return bytes(item.get(name, {}).get("B", b""))
