"""FollowUp: as soon as something happened to a case, see to the group it belongs to, ring of an emergency, send the letters it owes."""

from datetime import datetime
from typing import Any

from huiyin.entry import journal, wiring
from huiyin.entry.alarm_reactions import ring
from huiyin.entry.batches import each
from huiyin.entry.group_reactions import react
from huiyin.entry.journal import quietly
from huiyin.entry.moments import recorded_at
from huiyin.mail.outbox import send_owed
from huiyin.store.owed import OwedRef

Json = dict[str, Any]


@quietly
def handler(event: Json, context: Any) -> Json:
    """Carry out what the new events of this batch mean for groups and for whoever is on duty, and send what they owe.

    What fails is tried again by the stream, then by SweepDeadlines.
    Policy: 1.2, 5.3
    event: records of the table's stream. Returns: the records to try again.
    """
    return each(event, follow)


def follow(record: Json) -> None:
    """First the groups: the desk hears once of an incident and not of each case that joins it. Then the alarm, then the letters of the
    record, if any; a queue that is not there keeps no letter.
    """
    now = recorded_at(record)
    wiring.renew(now)
    react(record, now)
    try:
        ring(record)
    finally:
        ref = owed_ref(record)
        if ref is not None:
            send(ref, now)


def owed_ref(record: Json) -> OwedRef | None:
    """The event behind a record, if it has just been written and owes a letter."""
    image = record["dynamodb"].get("NewImage") or {}
    if record["eventName"] != "INSERT" or "owed_pk" not in image:
        return None
    return OwedRef.of(image["pk"]["S"], image["sk"]["S"])


def send(ref: OwedRef, now: datetime) -> None:
    """Send what one event owes and say how it went."""
    tally = send_owed(ref, wiring.office(), now)
    journal.count_letters(sent=tally.sent, undeliverable=tally.undeliverable, later=tally.later)
