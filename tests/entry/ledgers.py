"""Taking a ledger away in tests: ask the door, let the function work, fetch the file."""

import io
import json
from datetime import datetime
from itertools import count
from typing import Any

from openpyxl import load_workbook

import account
from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import EVIDENCE, event, post_json
from entry.tokens import bearer
from huiyin.entry import keep_ledger

# Whoever asks for the same again within minutes gets the same ledger, unless he shows that he means another one.
_keys = count()


def asked_for(desk: Ask, who: str, *, at: datetime = MONDAY_9AM, key: str | None = None, **order: str) -> Any:
    """What the door says to that order."""
    return desk(post_json("/api/desk/ledger", {"format": "xlsx"} | order, headers=bearer(who), at=at, key=key))


def message(key: str, *, tries: int = 1, at: datetime = MONDAY_9AM) -> dict[str, Any]:
    """A message of the queue about one file of the bucket."""
    told = {"Records": [{"eventTime": at.isoformat(), "s3": {"object": {"key": key}}}]}
    return {"messageId": "1", "body": json.dumps(told), "attributes": {"ApproximateReceiveCount": str(tries)}}


def work(job_id: str, step: str = "export", **more: Any) -> Any:
    """Hand the work to the function, as the queue does."""
    return keep_ledger.handler({"Records": [message(f"ledger/ask/{job_id}/{step}", **more)]}, None)


def job(desk: Ask, who: str, job_id: str, *, at: datetime = MONDAY_9AM) -> Any:
    return desk(event("GET", f"/api/desk/jobs/{job_id}", headers=bearer(who, at=at), at=at))


def made(job_id: str) -> bytes:
    """The file that was made."""
    return bytes(account.client("s3").get_object(Bucket=EVIDENCE, Key=f"ledger/made/{job_id}")["Body"].read())


def taken(desk: Ask, who: str, **order: str) -> list[list[Any]]:
    """The cells of a ledger that somebody takes away, its headings first."""
    job_id = asked_for(desk, who, key=f"a-key-of-a-ledger-{next(_keys):06d}", **order).json["id"]
    assert work(job_id) == {"batchItemFailures": []}
    assert job(desk, who, job_id).json["phase"] == "ready"
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(made(job_id))).worksheets[0].iter_rows()]


def numbers(desk: Ask, who: str, **order: str) -> list[str]:
    """The numbers in a ledger that somebody takes away, in their order."""
    return [str(row[0]) for row in taken(desk, who, **order)[1:]]
