"""What every event source mapping of Lambda does, whatever it reads: filters, partial failures, on and off."""

from __future__ import annotations

import json
import threading
from typing import Any

from infra.local.cloud import Resource
from infra.local.functions import FunctionFailed, Functions
from infra.local.patterns import check_pattern, matches
from infra.local.template import Json

# Where AWS waits for seconds or minutes before it tries again, nobody waits here.
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 1.0


class MappingReader(threading.Thread):
    """One mapping at work. A kind of source adds how it is read (`run`) and what is done with failures."""

    def __init__(self, source: str, mapping: Resource, region: str, functions: Functions, *, batch: int, on: bool = True) -> None:
        super().__init__(name=f"{source} of {mapping.logical_id}", daemon=True)
        properties = mapping.properties
        self._arn = properties["EventSourceArn"]
        self._region = region
        self._functions = functions
        self._function = properties["FunctionName"]
        self._batch = int(properties.get("BatchSize", batch))
        self._filters = [json.loads(one["Pattern"]) for one in properties.get("FilterCriteria", {}).get("Filters", [])]
        for pattern in self._filters:
            check_pattern(pattern)
        self._partial = "ReportBatchItemFailures" in properties.get("FunctionResponseTypes", [])
        self._news = threading.Event()
        self._ended = threading.Event()
        self._on = on and bool(properties.get("Enabled", True))

    def wake(self) -> None:
        """There may be something new."""
        self._news.set()

    def switch(self, on: bool) -> None:
        """Stop or go on reading; what comes meanwhile waits where it is."""
        self._on = on
        self._news.set()

    def end(self) -> None:
        self._ended.set()
        self._news.set()

    def is_quiet(self) -> bool:
        """Whether everything was delivered, or nobody is to read it."""
        raise NotImplementedError

    def _named_by_a_filter(self, event: Json) -> bool:
        return not self._filters or any(matches(pattern, event) for pattern in self._filters)

    def _failed(self, records: list[Json], ids: list[Any]) -> set[Any]:
        """The ids of the records that the function could not deal with; all of them when it names none of the batch."""
        try:
            answer = self._functions.invoke(self._function, {"Records": records})
        except FunctionFailed:
            return set(ids)
        if not self._partial or not isinstance(answer, dict):
            return set()
        named = {failure.get("itemIdentifier") for failure in answer.get("batchItemFailures") or []}
        return set(ids) if named - set(ids) else named
