"""Hand what could not be done back to where it came from, once the cause is gone: every message of DeadLetters.

python -m infra.redrive --stack huiyin
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from infra.deployment import Deployment, on_deployment
from infra.progress import Progress
from infra.publish import region

Json = dict[str, Any]
Invoke = Callable[[str, Json], None]
DEAD_LETTERS = "DeadLetters"
# What sends every letter that is still owed: a record of the stream that was put aside asks for nothing else.
SWEEPER = "SweepDeadlines"
_BATCH = 10
# Longer than handing one batch back takes, so that no message is handed back twice.
_OURS_SECONDS = 120


@dataclass(slots=True)
class Redriven:
    """What was done. queues, functions: how many messages went back to each; records: batches of the stream; left: not understood."""

    queues: Counter[str] = field(default_factory=Counter)
    functions: Counter[str] = field(default_factory=Counter)
    records: int = 0
    left: int = 0

    @property
    def done(self) -> int:
        return self.queues.total() + self.functions.total() + self.records

    def lines(self) -> list[str]:
        """What was done, one line for each place."""
        said = [f"{name}: {count} back in the queue" for name, count in sorted(self.queues.items())]
        said += [f"{name}: called again {count} times" for name, count in sorted(self.functions.items())]
        said += [f"{SWEEPER}: called for the letters of {self.records} batches of the stream"] if self.records else []
        said += [f"{DEAD_LETTERS}: {self.left} left, not understood; read them in the console"] if self.left else []
        return said or [f"{DEAD_LETTERS}: nothing waits"]


def waiting(sqs: Any, url: str) -> int:
    """How many messages wait."""
    name = "ApproximateNumberOfMessages"
    return int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])


def redrive(sqs: Any, url: str, *, invoke: Invoke, sweep: Callable[[], None], step: Callable[[], None] = lambda: None) -> Redriven:
    """Hand every message that waits now back to its queue or function; one that fails again comes back, and is not asked again here.

    url: of the dead-letter queue. invoke: calls a function, by its ARN, without waiting. sweep: lets the letters go that are owed.
    step: called after each message. Each is deleted only after it was handed back; what is done twice has no second effect.
    """
    done = Redriven()
    expected = waiting(sqs, url)
    while expected > 0:
        order = {"QueueUrl": url, "MaxNumberOfMessages": min(_BATCH, expected), "VisibilityTimeout": _OURS_SECONDS}
        found = sqs.receive_message(**order, MessageSystemAttributeNames=["All"], MessageAttributeNames=["All"]).get("Messages", [])
        if not found:
            break
        expected -= len(found)
        for message in found:
            if _handed_back(message, sqs, invoke, done):
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            else:
                done.left += 1
            step()
    if done.records:
        sweep()
    return done


def _handed_back(message: Json, sqs: Any, invoke: Invoke, done: Redriven) -> bool:
    """Whether it was known where the message came from, and it is there again."""
    source = message.get("Attributes", {}).get("DeadLetterQueueSourceArn")
    if source:
        name = source.rsplit(":", 1)[1]
        sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"], MessageBody=message["Body"])
        done.queues[name] += 1
        return True
    try:
        body = json.loads(message["Body"])
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return False
    target = message.get("MessageAttributes", {}).get("TARGET_ARN", {}).get("StringValue", "")
    if ":function:" in target:  # a moment of a clock: the body is what its function was to be told
        return _called(target, body, invoke, done)
    if "DDBStreamBatchInfo" in body:
        done.records += 1
        return True
    called = body.get("requestContext", {}).get("functionArn", "")
    return "requestPayload" in body and ":function:" in called and _called(called, body["requestPayload"], invoke, done)


def _called(function: str, content: Any, invoke: Invoke, done: Redriven) -> bool:
    invoke(function, content)
    done.functions[function.split(":function:", 1)[1].split(":", 1)[0]] += 1
    return True


def main(words: list[str] | None = None) -> int:
    """Redrive a deployed stack; 1 when something is left or AWS refuses, 2 when there is no such stack."""
    return on_deployment("make redrive", str(__doc__), region(), words, _whole)


def _whole(deployment: Deployment) -> int:
    sqs, functions = deployment.client("sqs"), deployment.client("lambda")
    url = deployment.named(DEAD_LETTERS) or ""

    def invoke(function: str, content: Json) -> None:
        functions.invoke(FunctionName=function, InvocationType="Event", Payload=json.dumps(content).encode())

    bar = Progress("redrive", waiting(sqs, url))
    done = redrive(sqs, url, invoke=invoke, sweep=lambda: invoke(deployment.named(SWEEPER) or "", now_as_told()), step=bar.step)
    print("\n".join(done.lines()))
    return 1 if done.left else 0


def now_as_told() -> Json:
    """What a schedule would tell a function now."""
    return {"at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}


if __name__ == "__main__":
    raise SystemExit(main())
