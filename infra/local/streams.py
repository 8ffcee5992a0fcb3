"""Hand the records of a table's stream to a function, as an event source mapping of Lambda does."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from time import monotonic
from typing import Any

from infra.local.cloud import Resource
from infra.local.functions import Functions
from infra.local.mapping_reader import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, MappingReader
from infra.local.patches import LOCK
from infra.local.stream_driver import disturbed, lane_of
from infra.local.taps import TAPS
from infra.local.template import Json

DEFAULT_BATCH = 100
# As long as the retries of real AWS: until the record expires after a day. Nobody waits that long here.
ENDLESS = 50
_FOREVER = -1

Undelivered = Callable[[str, str, Json], None]


class StreamReader(MappingReader):
    """One event source mapping: filters, batches, partial failures, bisection, retries, and where the rest goes."""

    def __init__(self, mapping: Resource, region: str, functions: Functions, undelivered: Undelivered, on: bool) -> None:
        super().__init__("stream", mapping, region, functions, batch=DEFAULT_BATCH, on=on)
        properties = mapping.properties
        self.table = self._arn.split(":table/", 1)[1].split("/", 1)[0]
        self._undelivered = undelivered
        self._bisect = bool(properties.get("BisectBatchOnFunctionError"))
        retries = int(properties.get("MaximumRetryAttempts", -1))
        self._retries = ENDLESS if retries < 0 else retries
        self._max_age_seconds = int(properties.get("MaximumRecordAgeInSeconds", _FOREVER))
        self._came: dict[str, float] = {}
        self._destination = properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        self._lanes = int(properties.get("ParallelizationFactor", 1))
        self._position = 0

    @property
    def position(self) -> int:
        """How many records of the stream are dealt with."""
        return self._position

    def is_quiet(self) -> bool:
        """Whether everything in the stream was delivered, or nobody is to read it."""
        if not self._on:
            return True
        with LOCK:
            return self._position >= len(self._shard().items)

    def replay(self, seed: int, *, trimmed: bool = False) -> None:
        """Hand over everything once more, as badly as a stream may (`disturbed`). trimmed: what is older than a day is gone.

        Raises: FunctionFailed.
        """
        with LOCK:
            everything = [self._as_lambda_sees_it(one.record) for one in self._shard().items]
        now = TAPS.clock.now().timestamp() if trimmed else None
        for batch in disturbed([record for record in everything if self._named_by_a_filter(record)], seed, now=now):
            self._functions.invoke(self._function, {"Records": batch})

    def run(self) -> None:
        while not self._ended.is_set():
            batch = self._next_batch() if self._on else []
            if not batch:
                self._news.wait()
                self._news.clear()
                continue
            records = [record for record in map(self._as_lambda_sees_it, batch) if self._named_by_a_filter(record)]
            for lane in range(self._lanes):
                if chosen := [record for record in records if lane_of(record, self._lanes) == lane]:
                    self._deliver(chosen, 0)
            self._position += len(batch)

    def _shard(self) -> Any:
        from moto.dynamodb.models import dynamodb_backends

        from infra.local.cloud import ACCOUNT

        return dynamodb_backends[ACCOUNT][self._region].tables[self.table].stream_shard

    def _next_batch(self) -> list[Json]:
        with LOCK:
            batch = self._shard().items[self._position : self._position + self._batch]
            self._came = {one.record["dynamodb"]["SequenceNumber"]: one.came_at for one in batch}
            return [one.record for one in batch]

    def _as_lambda_sees_it(self, record: Json) -> Json:
        change = {**record["dynamodb"]}
        change["ApproximateCreationDateTime"] = change["ApproximateCreationDateTime"].timestamp()
        for image in ("Keys", "NewImage", "OldImage"):
            if image in change:
                change[image] = bytes_as_text(change[image])
        return {**record, "dynamodb": change, "eventSourceARN": self._arn}

    def _deliver(self, records: list[Json], attempts: int) -> None:
        while records and not self._ended.is_set():
            if expired := [record for record in records if self._is_too_old(record)]:
                self._give_up(expired, attempts, "RecordAgeExceeded")
                records = [record for record in records if record not in expired]
                continue
            failed_at = self._try(records)
            if failed_at is None:
                return
            if failed_at > 0:
                records, attempts = records[failed_at:], 0
            if self._bisect and len(records) > 1:
                middle = len(records) // 2
                self._deliver(records[:middle], attempts)
                records = records[middle:]
                continue
            attempts += 1
            if attempts > self._retries:
                self._give_up(records, attempts, "RetryAttemptsExhausted")
                return
            time.sleep(min(FIRST_PAUSE_SECONDS * 2**attempts, LONGEST_PAUSE_SECONDS))

    def _try(self, records: list[Json]) -> int | None:
        """The index of the first record that failed; None when all is well."""
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        failed = self._failed(records, numbers)
        return min(map(numbers.index, failed)) if failed else None

    def _is_too_old(self, record: Json) -> bool:
        """By the time that really passed: the moment that a record bears may be one of an invented year."""
        came_at = self._came[record["dynamodb"]["SequenceNumber"]]
        return self._max_age_seconds != _FOREVER and monotonic() - came_at > self._max_age_seconds

    def _give_up(self, records: list[Json], attempts: int, condition: str) -> None:
        if not self._destination:
            return
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        batch = {
            "shardId": "shardId-00000000000000000000-00000000",
            "startSequenceNumber": numbers[0],
            "endSequenceNumber": numbers[-1],
            "batchSize": len(records),
            "streamArn": self._arn,
        }
        body: Json = {
            "requestContext": {"functionArn": self._function, "condition": condition, "approximateInvokeCount": attempts},
            "DDBStreamBatchInfo": batch,
            "version": "1.0",
        }
        self._undelivered(self._destination, self._function, body)


def bytes_as_text(value: Any) -> Any:
    """Binary values in base64, as AWS writes them in JSON; everything else as it is."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {key: bytes_as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [bytes_as_text(inner) for inner in value]
    return value
