"""Worklists read to their end, for whoever takes all of one away. A page of a list is `lists.Lists.worklist`."""

import heapq
from collections.abc import Iterator, Sequence
from datetime import datetime

from huiyin.store.items import SHARDS, CaseItem, CaseTable, stamp_before
from huiyin.store.lists import WorklistRow, moment_of, row_of


def every(table: CaseTable, queues: Sequence[str], *, until: datetime | None = None) -> Iterator[WorklistRow]:
    """Every row of these worklists in their order, however many: each is read once, as one goes on.

    Policy: 5.2
    until: only promises due by then.
    """
    upper = f"{stamp_before(until)}$" if until else "9999"
    span = CaseItem.wl_sk.between(" ", upper)
    shards = [table.cases.query(f"{name}#{shard}", span, index_name="worklist") for name in queues for shard in range(SHARDS)]
    for item in heapq.merge(*shards, key=lambda one: str(one.wl_sk)):
        # Danger stands before every date, so a range of dates holds all of it.
        if moment_of(item) <= upper:
            yield row_of(WorklistRow, item, due=datetime.fromisoformat(moment_of(item)))
