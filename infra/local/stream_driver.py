"""A stream at its worst: what it promises is the order of one item, and that everything comes at least once. Nothing more."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from zlib import crc32

from infra.local.template import Json

KEPT_SECONDS = 86_400
_LARGEST_BATCH = 7
_REPEATED = 0.4


def lane_of(record: Json, lanes: int) -> int:
    """Which of the concurrent batches of a shard a record goes into: records of one item stay in order, others may not."""
    return crc32(json.dumps(record["dynamodb"]["Keys"], sort_keys=True).encode()) % lanes


def disturbed(records: list[Json], seed: int, *, now: float | None = None) -> Iterator[list[Json]]:
    """The same records in batches as a function may meet them: cut anywhere, items interleaved, batches repeated.

    now: seconds since 1970; records older than a day are gone by then. None: all are still there.
    """
    chance = random.Random(seed)  # noqa: S311 (no secret)
    items: dict[str, list[Json]] = {}
    for record in records:
        if now is None or record["dynamodb"]["ApproximateCreationDateTime"] > now - KEPT_SECONDS:
            items.setdefault(json.dumps(record["dynamodb"]["Keys"], sort_keys=True), []).append(record)
    mixed: list[Json] = []
    while items:
        name = chance.choice(list(items))
        mixed.append(items[name].pop(0))
        if not items[name]:
            del items[name]
    while mixed:
        size = chance.randint(1, _LARGEST_BATCH)
        batch, mixed = mixed[:size], mixed[size:]
        yield batch
        if chance.random() < _REPEATED:
            yield batch
