"""Writes down what a queue brought; refuses what is called bad, and the whole batch for what is called terrible."""

from __future__ import annotations

import json
from typing import Any

from app.clients import remember

BATCHES: list[list[str]] = []


def handler(event: dict[str, Any], context: Any) -> Any:
    bodies = [json.loads(record["body"]) for record in event["Records"]]
    names = [body["Records"][0]["s3"]["object"]["key"] if "Records" in body else body["key"] for body in bodies]
    BATCHES.append(names)
    if any("terrible" in name for name in names):
        raise RuntimeError("terrible")
    failures = []
    for record, body, name in zip(event["Records"], bodies, names, strict=True):
        if "bad" in name:
            failures.append({"itemIdentifier": record["messageId"]})
        else:
            tries, sent = record["attributes"]["ApproximateReceiveCount"], record["attributes"]["SentTimestamp"]
            remember(name, "unpacked", tries=tries, sent=sent, said=body.get("said", ""), at=body.get("at", ""))
    return {"batchItemFailures": failures}
