"""Carry events to functions: streams, queues, new objects, the event bus, schedules; and say when all is quiet."""

from __future__ import annotations

import datetime as dt
import json
import queue
import threading
import time
import uuid
from typing import Any

from infra.local.clockwork import Clockwork, told
from infra.local.cloud import ACCOUNT, Cloud, Resource
from infra.local.event_bus import EventBus
from infra.local.functions import FunctionFailed, Functions
from infra.local.mapping_reader import MappingReader
from infra.local.notifications import listeners
from infra.local.patches import LOCK
from infra.local.queues import QueueReader, send_message
from infra.local.streams import StreamReader
from infra.local.taps import TAPS
from infra.local.template import Json

# AWS waits one minute and then two before it calls again.
ASYNC_PAUSES_SECONDS = (0.05, 0.2)
DEFAULT_ASYNC_RETRIES = 2
DRAIN_SECONDS = 120.0


class NotQuiet(Exception):
    """The stack did not come to rest in time; the text says what is still busy."""


class Dispatcher:
    """The part of AWS that calls functions."""

    def __init__(self, cloud: Cloud, functions: Functions, stream: bool = True) -> None:
        self._cloud = cloud
        self._functions = functions
        self._ended = threading.Event()
        self._jobs: queue.Queue[tuple[str, Any] | None] = queue.Queue()
        self._pending = 0
        self._happened = 0
        self._count = threading.Lock()
        mappings = cloud.of_type("AWS::Lambda::EventSourceMapping")
        self._streams = [
            StreamReader(mapping, cloud.region, functions, self.send_away, stream) for mapping in mappings if not _reads_a_queue(mapping)
        ]
        self._queues = [QueueReader(mapping, cloud.region, functions) for mapping in mappings if _reads_a_queue(mapping)]
        self._readers: list[MappingReader] = [*self._streams, *self._queues]
        self.bus = EventBus(cloud, self.hand_over)
        self._invoke_configs = {
            functions.find(config.properties["FunctionName"]).logical_id: config.properties
            for config in cloud.of_type("AWS::Lambda::EventInvokeConfig")
        }
        self.clockwork = Clockwork(cloud, functions, self.call_later)

    def start(self, schedules: bool) -> None:
        """Begin to listen; schedules: let them fire by the real clock."""
        TAPS.region = self._cloud.region
        TAPS.on_record, TAPS.on_object, TAPS.on_message = self._on_record, self._on_object, self._on_message
        TAPS.on_return = lambda kind, detail: self.bus.put("aws.ses", kind, detail)
        for reader in self._readers:
            reader.start()
        threading.Thread(target=self._work, name="asynchronous calls", daemon=True).start()
        if schedules:
            threading.Thread(target=self.clockwork.keep_time, args=(self._ended,), name="schedules", daemon=True).start()

    def end(self) -> None:
        """Stop listening and let the threads go."""
        TAPS.on_record = TAPS.on_object = TAPS.on_message = TAPS.on_return = None
        self._ended.set()
        self._jobs.put(None)
        for reader in self._readers:
            reader.end()
        for reader in self._readers:
            reader.join(timeout=5)

    def switch_stream(self, on: bool) -> None:
        """Stop or go on reading all streams."""
        for reader in self._streams:
            reader.switch(on)

    def replay(self, seed: int, *, trimmed: bool = False) -> None:
        """Hand every stream over once more, disturbed. Raises: FunctionFailed."""
        for reader in self._streams:
            reader.replay(seed, trimmed=trimmed)
        self.drain()

    def delivered(self, table: str) -> int:
        """How many records of a table's stream every reader has dealt with."""
        return min((reader.position for reader in self._streams if reader.table == table), default=0)

    def call_later(self, function: str, event: Any) -> None:
        """An asynchronous call: now, or again after a while if it fails. Raises: CallRefused when it is not even taken."""
        self._functions.check_taken(function)
        with self._count:
            self._pending += 1
            self._happened += 1
        self._jobs.put((function, event))

    def tick(self, logical_id: str, at: dt.datetime | None = None) -> None:
        """Fire the schedule of a function as of a moment (aware; None: now) and wait until all it set off is done.

        Raises: KeyError when no schedule calls that function; FunctionFailed when it raises.
        """
        schedule = self.clockwork.schedule_of(logical_id)
        with TAPS.clock.at(at):
            self._functions.invoke(logical_id, told(schedule, TAPS.clock.now(), str(uuid.uuid4()), 1))
            self.drain()

    def fire(self, logical_id: str) -> None:
        """Fire the schedule of a function now, as the cloud does: without waiting for it. Raises: KeyError."""
        self.clockwork.hand_over(self.clockwork.schedule_of(logical_id), TAPS.clock.now())

    def drain(self, seconds: float = DRAIN_SECONDS) -> None:
        """Wait until streams, asynchronous calls and their retries are quiet.

        Raises: NotQuiet after `seconds`.
        """
        ends = time.monotonic() + seconds
        while not self._is_quiet():
            if time.monotonic() > ends:
                busy = [reader.name for reader in self._readers if not reader.is_quiet()]
                raise NotQuiet(f"still busy after {seconds:.0f} s: {', '.join(busy) or f'{self._pending} asynchronous calls'}")
            time.sleep(0.005)

    def send_away(self, destination: str, function: str, body: Json) -> None:
        """Put what could not be done where the template says."""
        self.hand_over(destination, {**body, "timestamp": TAPS.clock.now().isoformat()})

    def hand_over(self, arn: str, content: Any) -> None:
        """Give something to a queue, a topic or, asynchronously, a function."""
        kind = arn.split(":")[2]
        if kind == "lambda":
            self.call_later(arn, content)
        elif kind == "sqs":
            send_message(self._cloud.region, arn, json.dumps(content, ensure_ascii=False))
        else:
            from moto.sns.models import sns_backends

            with LOCK:
                sns_backends[ACCOUNT][self._cloud.region].publish(message=json.dumps(content, ensure_ascii=False), arn=arn)

    def _is_quiet(self) -> bool:
        """Looked at twice, because one thing can set off another between two looks."""
        before = self._happened
        quiet = self._pending == 0 and all(reader.is_quiet() for reader in self._readers)
        return quiet and self._pending == 0 and before == self._happened

    def _on_record(self, table: str) -> None:
        with self._count:
            self._happened += 1
        for reader in self._streams:
            if reader.table == table:
                reader.wake()

    def _on_message(self, queue: str) -> None:
        with self._count:
            self._happened += 1
        for reader in self._queues:
            if reader.queue == queue:
                reader.wake()

    def _on_object(self, bucket: str, event: Json) -> None:
        for resource in self._cloud.of_type("AWS::S3::Bucket"):
            if resource.physical == bucket:
                for listener in listeners(resource, event["Records"][0]):
                    self.hand_over(listener, event)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None and not self._ended.is_set():
            function, event = job
            self._call_with_retries(function, event)
            with self._count:
                self._pending -= 1

    def _call_with_retries(self, name: str, event: Any) -> None:
        function = self._functions.find(name)
        config = self._invoke_configs.get(function.logical_id, {})
        retries = int(config.get("MaximumRetryAttempts", DEFAULT_ASYNC_RETRIES))
        for attempt in range(retries + 1):
            try:
                self._functions.invoke(name, event)
                return
            except FunctionFailed as failure:
                last = failure
            if attempt < retries:
                time.sleep(ASYNC_PAUSES_SECONDS[min(attempt, len(ASYNC_PAUSES_SECONDS) - 1)])
        destination = config.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        if destination:
            context = {"functionArn": function.arn, "condition": "RetriesExhausted", "approximateInvokeCount": retries + 1}
            answer = {"errorType": type(last.cause).__name__, "errorMessage": str(last.cause)}
            body = {"version": "1.0", "requestContext": context, "requestPayload": event, "responsePayload": answer}
            self.send_away(destination, name, body)


def _reads_a_queue(mapping: Resource) -> bool:
    return str(mapping.properties["EventSourceArn"]).split(":")[2] == "sqs"
