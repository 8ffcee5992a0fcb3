"""Writes down what the stream brought; refuses what is called bad, and the whole batch for what is called terrible."""

from __future__ import annotations

from typing import Any

from app.clients import remember

BATCHES: list[list[str]] = []


def handler(event: dict[str, Any], context: Any) -> Any:
    names = [record["dynamodb"]["Keys"]["pk"]["S"] for record in event["Records"]]
    BATCHES.append(names)
    failures = []
    for record, name in zip(event["Records"], names, strict=True):
        if name == "terrible":
            raise RuntimeError("terrible")
        if name == "bad":
            failures.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            break
        remember(name, "seen", at=str(record["dynamodb"]["ApproximateCreationDateTime"]))
    return {"batchItemFailures": failures}
