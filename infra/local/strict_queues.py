"""What SQS tells of a message that was put aside and moto does not: from which queue it came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_SOURCE = "DeadLetterQueueSourceArn"


def install() -> None:
    """Put the rules in place."""
    from moto.sqs.models import Queue
    from moto.sqs.responses import SQSResponse

    queue: Any = Queue
    queue.add_message = _remembering(queue.add_message)
    response: Any = SQSResponse
    response.receive_message = _telling(response.receive_message)


def _remembering(add: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    def added(queue: Any, message: Any) -> None:
        before = getattr(message, "lies_in", None)
        if before is not None and before != queue.queue_arn:
            message.came_from = before
        message.lies_in = queue.queue_arn
        add(queue, message)

    return added


def _telling(receive: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def told(response: Any) -> Any:
        answer = receive(response)
        asked = {*response._get_param("AttributeNames", []), *response._get_param("MessageSystemAttributeNames", [])}
        if asked & {"All", _SOURCE}:
            lying = response.sqs_backend.get_queue(response._get_queue_name())._messages
            sources = {one.id: one.came_from for one in lying if hasattr(one, "came_from")}
            for message in answer.result.get("Messages", []):
                if message["MessageId"] in sources:
                    message.setdefault("Attributes", {})[_SOURCE] = sources[message["MessageId"]]
        return answer

    return told
