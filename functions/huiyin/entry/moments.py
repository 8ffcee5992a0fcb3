"""The moment at which an event of AWS happened: every entry takes its `now` from there, so that a year can be lived in a minute."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def scheduled_at(event: Mapping[str, Any]) -> datetime:
    """When the schedule meant the function to run. Input of the schedules: {"at": "2026-11-24T01:00:00Z"}. Returns: aware UTC."""
    return datetime.fromisoformat(str(event["at"])).astimezone(UTC)


def recorded_at(record: Mapping[str, Any]) -> datetime:
    """When a record of the table's stream was written. Returns: aware UTC."""
    return datetime.fromtimestamp(float(record["dynamodb"]["ApproximateCreationDateTime"]), UTC)


def queued_at(message: Mapping[str, Any]) -> datetime:
    """When the queue took a message in. Returns: aware UTC."""
    return datetime.fromtimestamp(int(message["attributes"]["SentTimestamp"]) / 1000, UTC)


def notified_at(record: Mapping[str, Any]) -> datetime:
    """When S3 saw the file. Returns: aware UTC."""
    return datetime.fromisoformat(str(record["eventTime"])).astimezone(UTC)
