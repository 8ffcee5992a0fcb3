"""Notes each photo that came; one called spoilt never works."""

from __future__ import annotations

from typing import Any

from app.clients import remember

TRIES: list[str] = []


def handler(event: dict[str, Any], context: Any) -> None:
    for record in event["Records"]:
        key = record["s3"]["object"]["key"]
        TRIES.append(key)
        if "spoilt" in key:
            raise RuntimeError("spoilt")
        remember(key, "note", size=str(record["s3"]["object"]["size"]))
