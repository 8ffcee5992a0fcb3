"""KeepLedger: writes the ledgers that people ask for and takes old ones over, where nobody waits for it at a door."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from huiyin.entry import journal, wiring
from huiyin.entry.batches import each
from huiyin.entry.journal import quietly
from huiyin.entry.ledger_export import export
from huiyin.entry.ledger_import import check, keep
from huiyin.entry.moments import notified_at
from huiyin.store.jobs import CHECKED, FAILED, KEEPING, KEPT, READY, Job, Jobs

Json = dict[str, Any]
# So often the queue hands over a notification, by the `maxReceiveCount` of template.yaml.
TRIES = 3
_STEPS: dict[str, Callable[[Job, datetime], Job]] = {"export": export, "check": check, "keep": keep}
# Where a step has been done, so that a message that comes again does nothing.
_DONE = {"export": {READY, FAILED}, "check": {CHECKED, KEEPING, KEPT, FAILED}, "keep": {KEPT, FAILED}}


@quietly
def handler(event: Json, context: Any) -> Json:
    """Do each piece of work that was asked for. What fails is tried again by the queue, and then lies in DeadLetters.

    Policy: 5.2
    event: messages of the queue Ledgers, each a notification of the bucket. Returns: the messages to try again.
    """
    return each(event, asked)


def asked(message: Json) -> None:
    """Do the work of one notification. After its last try whoever waits is told that it failed."""
    last = int(message["attributes"]["ApproximateReceiveCount"]) >= TRIES
    # S3 tries out a new queue with a message without records.
    for one in json.loads(message["body"]).get("Records", []):
        work(unquote_plus(one["s3"]["object"]["key"]), notified_at(one), last=last)


def work(key: str, now: datetime, *, last: bool = False) -> None:
    """Do one step of one job; twice is no fault. last: whether nobody will try again."""
    named = Jobs.asked(key)
    job = wiring.jobs().read(named[0]) if named else None
    if named is None or job is None:
        journal.note("ledger_without_job", code="not_found")
        return
    if job.phase in _DONE[named[1]]:
        return
    try:
        _STEPS[named[1]](job, now)
    except Exception:
        if last:
            wiring.jobs().move(replace(job, phase=FAILED, code="internal"))
        raise
