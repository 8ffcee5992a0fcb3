"""A batch of records, each dealt with for itself: Lambda is told which to hand over again (ReportBatchItemFailures)."""

from collections.abc import Callable
from typing import Any

from huiyin.entry import journal

Json = dict[str, Any]


def each(event: Json, deal: Callable[[Json], None]) -> Json:
    """Deal with every record. One that fails stops no other, and the journal says why.

    event: messages of a queue or records of a table's stream. Returns: what Lambda is to try again.
    """
    failed = [_place_of(record) for record in event["Records"] if not _is_done(record, deal)]
    return {"batchItemFailures": [{"itemIdentifier": place} for place in failed]}


def _is_done(record: Json, deal: Callable[[Json], None]) -> bool:
    try:
        deal(record)
    except Exception as error:  # noqa: BLE001 - it comes again, and ends in DeadLetters
        journal.failed(error, number=_number_of(record))
        return False
    return True


def _place_of(record: Json) -> str:
    """By what Lambda knows it: the number in a stream, the id in a queue."""
    return str(record["dynamodb"]["SequenceNumber"] if "dynamodb" in record else record["messageId"])


def _number_of(record: Json) -> str | None:
    """The case whose record of the stream it is, by its key; from outside, a message of a queue tells of none."""
    key = record.get("dynamodb", {}).get("Keys", {}).get("pk", {}).get("S", "")
    return key.partition("#")[2] or None
