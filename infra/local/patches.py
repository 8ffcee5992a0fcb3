"""Repairs of moto's DynamoDB, without which it cannot carry a product; the answers stay the same.

1. One lock around every call: two writers at once lose updates otherwise.
2. A transaction keeps a copy of the items it touches, not of the whole table (0.5-1.2 s each at some thousand items).
3. A query looks at the items of its own key, not at all items of the table, sorted.
4. A value of an item is answered by the one type that it has; moto asks for each of the ten types under a dozen names.
5. What a service can do is looked up once, not by inspecting its class in every call.
6. What is worked out again in every call, and more: `quicker`.

Each leans on the inside of one version of moto, so another version is refused. `tests/infra/local/test_patches.py`
compares the answers with those of the unpatched library.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from types import SimpleNamespace
from typing import Any

from infra.local import quicker
from infra.local.lag import LAG

MOTO_VERSION = "5.2.5"

LOCK = threading.RLock()
_query = threading.local()
_originals: dict[str, Any] = {}


class WrongMoto(Exception):
    """Another moto is installed than the one that the repairs were proven on."""


def install() -> None:
    """Put the repairs in place; a second call changes nothing.

    Raises: WrongMoto for a version that the repairs were not proven on.
    """
    import moto

    if moto.__version__ != MOTO_VERSION:
        raise WrongMoto(f"moto {MOTO_VERSION} is needed and {moto.__version__} is installed: see infra/requirements.txt")
    if _originals:
        return
    for owner, name, repaired in _repairs():
        _originals[name] = getattr(owner, name)
        setattr(owner, name, repaired)


def remove() -> None:
    """Take the repairs out again: the differential tests need moto as it is."""
    for owner, name, _ in _repairs() if _originals else []:
        setattr(owner, name, _originals[name])
    _originals.clear()


def _repairs() -> list[tuple[Any, str, Any]]:
    from moto.core import responses
    from moto.core.botocore_stubber import BotocoreStubber
    from moto.core.serialize import BaseJSONSerializer
    from moto.dynamodb import models
    from moto.dynamodb.models.table import Table

    return [
        (BotocoreStubber, "process_request", _one_at_a_time),
        (models.DynamoDBBackend, "transact_write_items", _transact),
        (models, "copy", SimpleNamespace(deepcopy=_copy_all_but_tables)),
        (Table, "all_items", _candidates),
        (Table, "query", _hinted_query),
        (responses, "method_names_from_class", _actions_of),
        (BaseJSONSerializer, "_serialize_type_structure", _by_its_own_type),
        *quicker.repairs(),
    ]


def _one_at_a_time(stubber: Any, request: Any) -> Any:
    if "//lambda." in request.url:
        # A function calls another one, whose calls may come from any thread: whoever waits for them must hold nobody up.
        return _originals["process_request"](stubber, request)
    with LOCK:
        return _originals["process_request"](stubber, request)


def _copy_all_but_tables(value: Any, memo: Any = None) -> Any:
    """Moto copies a table only to bring it back after a failed transaction, and that is done item by item below."""
    from moto.dynamodb.models.table import Table

    return value if isinstance(value, Table) else copy.deepcopy(value, memo)


def _transact(backend: Any, transact_items: list[dict[str, Any]]) -> None:
    with LOCK:
        undo = [_undo_of(backend, operation) for item in transact_items for operation in item.values()]
        try:
            _originals["transact_write_items"](backend, transact_items)
        except Exception:
            for step in reversed(undo):
                step()
            raise


def _undo_of(backend: Any, operation: dict[str, Any]) -> Callable[[], None]:
    """How to bring back the item that an operation touches, and the length of the table's stream."""
    from moto.dynamodb.models.dynamo_type import DynamoType

    table = backend.tables.get(str(operation.get("TableName")))
    key = operation.get("Key") or operation.get("Item") or {}
    if table is None or table.hash_key_attr not in key or (table.range_key_attr and table.range_key_attr not in key):
        return lambda: None  # moto refuses such an operation before it touches anything
    records = len(table.stream_shard.items) if table.stream_shard else 0
    hash_key = DynamoType(key[table.hash_key_attr])
    range_key = DynamoType(key[table.range_key_attr]) if table.range_key_attr else None
    had_hash = hash_key in table.items
    before = table.items[hash_key] if had_hash else None
    if range_key is not None and before is not None:
        before = before.get(range_key)
    kept = copy.deepcopy(before)

    def undo() -> None:
        if table.stream_shard:
            del table.stream_shard.items[records:]
        if kept is not None and range_key is not None:
            table.items[hash_key][range_key] = kept
        elif kept is not None:
            table.items[hash_key] = kept
        else:
            with suppress(KeyError):
                if range_key is not None and had_hash:
                    del table.items[hash_key][range_key]
                elif range_key is not None:
                    table.items[hash_key].pop(range_key, None)
                    if not table.items[hash_key]:
                        del table.items[hash_key]
                else:
                    del table.items[hash_key]

    return undo


def _hinted_query(table: Any, hash_key: Any, *rest: Any, **named: Any) -> Any:
    """Tell `_candidates` which key is asked for while moto's own query runs."""
    index_name = named.get("index_name") or (rest[6] if len(rest) > 6 else None)
    _query.wanted = named.get("hash_key_conditions") if index_name else hash_key
    _query.by_index = bool(index_name)
    try:
        return _originals["query"](table, hash_key, *rest, **named)
    finally:
        _query.wanted = None


@cache
def _actions_of(service: type) -> list[str]:
    names: list[str] = _originals["method_names_from_class"](service)
    return names


def _by_its_own_type(serializer: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
    if shape.name != "AttributeValue" or type(value) is not dict or not value.keys() <= shape.members.keys():
        _originals["_serialize_type_structure"](serializer, serialized, value, shape, key)
        return
    wrapper = {} if key else serialized
    for name, content in value.items():
        if content is not None:
            serializer._serialize(wrapper, content, shape.members[name], name)
    if key:
        serializer._default_serialize(serialized, wrapper, shape, key)


def _candidates(table: Any) -> list[Any]:
    wanted = getattr(_query, "wanted", None)
    if wanted is None:
        everything: list[Any] = _originals["all_items"](table)
        return everything
    if not _query.by_index:
        found = table.items.get(wanted)
        if found is None:
            return []
        return list(found.values()) if table.range_key_attr else [found]
    rows = LAG.items(table).values()
    items = (item for row in rows for item in row.values()) if table.range_key_attr else iter(rows)
    chosen = list(items)
    for name, value in wanted:
        # most items are in no index: the name alone tells, before values are compared
        chosen = [item for item in chosen if name in item.attrs and item.attrs[name] == value]
    # moto sorts before it filters, and equal sort keys keep that order
    return sorted(chosen, key=lambda item: (item.hash_key, item.range_key) if item.range_key else item.hash_key)
