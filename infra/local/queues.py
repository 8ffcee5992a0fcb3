"""Hand the messages of a queue to a function, as an event source mapping of Lambda does."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from infra.local.cloud import ACCOUNT, Resource
from infra.local.functions import Functions
from infra.local.mapping_reader import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, MappingReader
from infra.local.patches import LOCK
from infra.local.taps import TAPS
from infra.local.template import Json

DEFAULT_BATCH = 10


class QueueReader(MappingReader):
    """One event source mapping on a queue: filters, batches, partial failures; the queue's own redrive takes the rest.

    AWS waits the queue's visibility timeout before a message that failed is handed over again; here it is a moment.
    """

    def __init__(self, mapping: Resource, region: str, functions: Functions) -> None:
        super().__init__("queue", mapping, region, functions, batch=DEFAULT_BATCH)
        self.queue = self._arn.rsplit(":", 1)[1]

    def is_quiet(self) -> bool:
        """Whether nothing lies in the queue, neither waiting nor in work, or nobody is to read it."""
        if not self._on:
            return True
        with LOCK:
            return not messages_of(self._region, self.queue)

    def run(self) -> None:
        while not self._ended.is_set():
            batch = self._receive() if self._on else []
            if batch:
                self._deliver(batch)
                continue
            self._news.wait(None if self.is_quiet() else FIRST_PAUSE_SECONDS)
            self._news.clear()

    def _receive(self) -> list[Any]:
        """The next messages; moto's queue puts those that came too often into the dead-letter queue on the way."""
        with LOCK:
            backend = _backend(self._region)
            timeout = int(backend.get_queue(self.queue).visibility_timeout)
            found: list[Any] = backend.receive_message(self.queue, self._batch, 0, timeout, ["All"])
            return found

    def _deliver(self, batch: list[Any]) -> None:
        wanted = [message for message in batch if self._wanted(message)]
        failed = self._failed([self._as_lambda_sees_it(one) for one in wanted], [one.id for one in wanted]) if wanted else set()
        with LOCK:
            for message in batch:
                if message.id not in failed:
                    _backend(self._region).delete_message(self.queue, message.receipt_handle)
            for kept in messages_of(self._region, self.queue):
                if kept.id in failed:
                    pause = min(FIRST_PAUSE_SECONDS * 2 ** (kept.approximate_receive_count - 1), LONGEST_PAUSE_SECONDS)
                    kept.visible_at = (time.time() + pause) * 1000

    def _wanted(self, message: Any) -> bool:
        """Whether a filter names it; the others are deleted unseen, as Lambda does."""
        try:
            body: Any = json.loads(message.body)
        except ValueError:
            body = message.body
        return self._named_by_a_filter({"body": body})

    def _as_lambda_sees_it(self, message: Any) -> Json:
        sent = getattr(message, "sent_on_this_stack", None) or TAPS.clock.now()
        return {
            "messageId": message.id,
            "receiptHandle": message.receipt_handle,
            "body": message.body,
            "attributes": {
                "ApproximateReceiveCount": str(message.approximate_receive_count),
                "SentTimestamp": str(int(sent.timestamp() * 1000)),
                "SenderId": message.sender_id,
                "ApproximateFirstReceiveTimestamp": str(message.approximate_first_receive_timestamp),
            },
            "messageAttributes": {
                name: {"stringValue": one.get("StringValue"), "dataType": one.get("DataType")}
                for name, one in message.message_attributes.items()
            },
            "md5OfBody": message.body_md5,
            "eventSource": "aws:sqs",
            "eventSourceARN": self._arn,
            "awsRegion": self._region,
        }


def send_message(region: str, queue_arn: str, body: str, attributes: Mapping[str, str] | None = None) -> None:
    """Put a message into a queue, as a service of AWS does. attributes: texts by name."""
    named = {name: {"DataType": "String", "StringValue": text} for name, text in (attributes or {}).items()}
    with LOCK:
        _backend(region).send_message(queue_arn.rsplit(":", 1)[1], body, message_attributes=named)


def messages_of(region: str, queue: str) -> list[Any]:
    """Everything that lies in a queue, waiting or in work. The caller holds the lock."""
    found: list[Any] = _backend(region).get_queue(queue)._messages
    return found


def _backend(region: str) -> Any:
    from moto.sqs.models import sqs_backends

    return sqs_backends[ACCOUNT][region]
