"""Who hears of a new object: the functions and queues that the bucket of the template notifies."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote_plus

from infra.local.cloud import Resource
from infra.local.template import Json, TemplateRefused

_KINDS = {"LambdaConfigurations": "Function", "QueueConfigurations": "Queue"}


def check_notifications(properties: Json) -> None:
    """Refuse a notification that would reach nobody here.

    Raises: TemplateRefused naming the word.
    """
    if unknown := set(properties.get("NotificationConfiguration", {})) - set(_KINDS):
        raise TemplateRefused(f"the local stack does not know the notification {', '.join(sorted(unknown))}")


def listeners(bucket: Resource, record: Json) -> Iterator[str]:
    """The ARN of every function and queue that this bucket tells of this object."""
    configuration = bucket.properties.get("NotificationConfiguration", {})
    for kind, target in _KINDS.items():
        for wish in configuration.get(kind, []):
            if _wants(wish, record):
                yield wish[target]


def _wants(wish: Json, record: Json) -> bool:
    event = wish["Event"].removeprefix("s3:")
    if event != record["eventName"] and not (event.endswith("*") and record["eventName"].startswith(event[:-1])):
        return False
    key = unquote_plus(record["s3"]["object"]["key"])
    rules = wish.get("Filter", {}).get("S3Key", {}).get("Rules", [])
    tests = {"prefix": key.startswith, "suffix": key.endswith}
    return all(tests[rule["Name"].lower()](rule["Value"]) for rule in rules)
