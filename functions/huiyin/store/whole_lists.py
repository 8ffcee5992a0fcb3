"""Worklists beyond one page: read to their end for whoever takes all of one away, or so far for whoever counts. A page: `lists.Lists`."""

import heapq
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from huiyin.store.items import SHARDS, CaseItem, CaseTable, stamp_before
from huiyin.store.lists import WorklistRow, moment_of, row_of

# Whoever reads so many at least is brought as many by each query.
_BATCH = 100


def every(table: CaseTable, queues: Sequence[str], *, until: datetime | None = None) -> Iterator[WorklistRow]:
    """Every row of these worklists in their order, however many: each is read once, as one goes on.

    Policy: 5.2
    until: only promises due by then.
    """
    upper = f"{stamp_before(until)}$" if until else "9999"
    for item in _merged(table, queues, upper, None):
        # Danger stands before every date, so a range of dates holds all of it.
        if moment_of(item) <= upper:
            yield _row(item)


def first_of(table: CaseTable, queues: Sequence[str], most: int) -> tuple[tuple[WorklistRow, ...], bool]:
    """The most pressing rows of these worklists, and whether there are more than those.

    Policy: 5.1
    It reads no more than `most` and what the queries under way bring with them, however many cases there are.
    """
    merged = _merged(table, queues, "9999", _BATCH)
    rows = tuple(_row(item) for item in islice(merged, most))
    return rows, next(merged, None) is not None


def _merged(table: CaseTable, queues: Sequence[str], upper: str, page: int | None) -> Iterator[CaseItem]:
    span = CaseItem.wl_sk.between(" ", upper)
    names = [f"{name}#{shard}" for name in queues for shard in range(SHARDS)]
    shards = [table.cases.query(name, span, index_name="worklist", page_size=page) for name in names]
    return heapq.merge(*shards, key=lambda one: str(one.wl_sk))


def _row(item: CaseItem) -> WorklistRow:
    return row_of(WorklistRow, item, due=datetime.fromisoformat(moment_of(item)))
