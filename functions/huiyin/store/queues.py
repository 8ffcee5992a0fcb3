"""Queues that one function fills and another empties: ids and codes, never words."""

import json
from collections.abc import Mapping
from typing import Any


class Queue:
    """One queue of SQS. client: sqs; url: of the queue."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def put(self, message: Mapping[str, str | int]) -> None:
        """Put a message in. Returns once the queue has it."""
        self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps(message, separators=(",", ":")))
