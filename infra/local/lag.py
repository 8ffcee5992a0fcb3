"""Indexes that are behind their table, as global secondary indexes of DynamoDB may be. Moto's never are."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from infra.local.cloud import ACCOUNT, Cloud


class Lag:
    """For each table whose indexes are behind: its items as the indexes still see them."""

    def __init__(self) -> None:
        self._seen: dict[str, Any] = {}

    @contextmanager
    def of(self, cloud: Cloud, logical_id: str) -> Iterator[None]:
        """Within this context every index of the table shows what it showed at the beginning; the table itself is up to date."""
        from moto.dynamodb.models import dynamodb_backends

        from infra.local.patches import LOCK

        name = cloud.name(logical_id)
        with LOCK:
            self._seen[name] = copy.deepcopy(dynamodb_backends[ACCOUNT][cloud.region].tables[name].items)
        try:
            yield
        finally:
            del self._seen[name]

    def items(self, table: Any) -> Any:
        """What an index of this table has to choose from."""
        return self._seen.get(table.name, table.items)


LAG = Lag()
