"""Answers what it was asked, or does what the path says."""

from __future__ import annotations

import json
import os
from typing import Any

from app.clients import client, remember


def handler(event: dict[str, Any], context: Any) -> Any:
    path = event["rawPath"]
    if path == "/api/note":
        remember(json.loads(event["body"])["pk"], "note")
        return {"statusCode": 201, "headers": {"content-type": "application/json"}, "body": "{}", "cookies": ["a=1", "b=2"]}
    if path == "/api/fail":
        print(json.dumps({"level": "INFO", "message": "about to fail"}))
        raise RuntimeError("no luck")
    if path == "/api/upload":
        conditions = [["starts-with", "$Content-Type", "image/"], ["content-length-range", 1, 1000], ["eq", "$key", "incoming/1"]]
        return client("s3").generate_presigned_post(os.environ["PHOTOS"], "incoming/1", Conditions=conditions, ExpiresIn=600)
    if path == "/api/view":
        params = {"Bucket": os.environ["PHOTOS"], "Key": "incoming/照片 1.jpg"}
        return {"url": client("s3").generate_presigned_url("get_object", Params=params, ExpiresIn=600)}
    return {"event": event, "seconds": context.get_remaining_time_in_millis() // 1000, "site": os.environ["SITE_URL"]}
