"""Where the runner hears what happens on moto: new records of a table's stream, new objects in a bucket, new messages,
and letters that come back.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any
from urllib.parse import quote_plus

from infra.local.clock import Clock

OnRecord = Callable[[str], None]
OnObject = Callable[[str, dict[str, Any]], None]
OnMessage = Callable[[str], None]
OnReturn = Callable[[str, dict[str, Any]], object]


class Taps:
    """The one listener of this process; a stack fills it in when it starts and empties it when it ends."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.region = ""
        self.on_record: OnRecord | None = None
        self.on_object: OnObject | None = None
        self.on_message: OnMessage | None = None
        self.on_return: OnReturn | None = None
        self._installed = False

    def install(self) -> None:
        """Listen to moto; a second call changes nothing."""
        if self._installed:
            return
        self._installed = True
        from moto.dynamodb.models import table
        from moto.s3 import notifications
        from moto.sqs import models

        shard: Any = table.StreamShard
        shard.add = self._heard_record(shard.add)
        notifications.send_event = self._heard_object
        queue: Any = models.Queue
        queue.add_message = self._heard_message(queue.add_message)

    def _heard_record(self, add: Callable[[Any, Any, Any], None]) -> Callable[[Any, Any, Any], None]:
        def heard(shard: Any, old: Any, new: Any) -> None:
            before = len(shard.items)
            add(shard, old, new)
            if len(shard.items) == before:
                return
            shard.items[-1].came_at = monotonic()
            record = shard.items[-1].record
            record["awsRegion"] = self.region or record["awsRegion"]
            record["dynamodb"]["ApproximateCreationDateTime"] = self.clock.now()
            if self.on_record:
                self.on_record(shard.table.name)

        return heard

    def _heard_object(self, account_id: str, event_name: Any, bucket: Any, key: Any) -> None:
        """Say that an object changed, in the words of an S3 notification; who wants it is up to the runner."""
        from moto.s3.notifications import _get_s3_event

        if self.on_object and str(event_name.value).startswith("s3:ObjectCreated"):
            event = _get_s3_event(event_name.value, bucket, key, "local")
            # S3 leaves the slashes of a key alone, moto does not
            event["Records"][0]["s3"]["object"]["key"] = quote_plus(key.name, safe="/")
            event["Records"][0]["eventTime"] = self.clock.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
            self.on_object(bucket.name, event)

    def _heard_message(self, add: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
        def heard(queue: Any, message: Any) -> None:
            if not hasattr(message, "sent_on_this_stack"):
                message.sent_on_this_stack = self.clock.now()
            add(queue, message)
            if self.on_message:
                self.on_message(queue.name)

        return heard


TAPS = Taps()
