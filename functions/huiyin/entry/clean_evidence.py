"""CleanEvidence: a file has arrived; seal what was sent, keep a stripped copy to show, record the outcome in the case."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import unquote_plus

from huiyin.casework import perform
from huiyin.core.commands import SYSTEM, CheckEvidence
from huiyin.core.errors import Refusal
from huiyin.entry import journal, wiring
from huiyin.entry.batches import each
from huiyin.entry.journal import quietly
from huiyin.entry.moments import notified_at
from huiyin.entry.photos import look_at, look_at_apart
from huiyin.policy import load_policy
from huiyin.store.evidence import TooLarge

Json = dict[str, Any]
# So often the queue hands over a notification, by the `maxReceiveCount` of template.yaml.
TRIES = 3


@quietly
def handler(event: Json, context: Any) -> Json:
    """Deal with each file that has arrived. What fails is tried again by the queue, and then lies in DeadLetters.

    Policy: 2.4
    event: messages of the queue Uploads, each a notification of the bucket. Returns: the messages to try again.
    """
    return each(event, arrived)


def arrived(message: Json) -> None:
    """Deal with the files of one notification. On its last try a file is opened where it can do no harm."""
    last = int(message["attributes"]["ApproximateReceiveCount"]) >= TRIES
    # S3 tries out a new queue with a message without records.
    for one in json.loads(message["body"]).get("Records", []):
        take_in(unquote_plus(one["s3"]["object"]["key"]), notified_at(one), last=last)


def take_in(key: str, now: datetime, *, last: bool = False) -> None:
    """Deal with one file; twice is no fault. A file that no case granted is left for the bucket's own clearing.

    Policy: 2.4
    last: whether nobody will try again, so that even a file that nobody survives must come to an end here.
    """
    files = wiring.evidence_store()
    named = files.slot_of(key)
    if named is None or not files.key_belongs(named[0], key):
        journal.note("evidence_without_grant", code="upload_unknown")
        return
    case_id, slot = named
    try:
        raw = files.fetch(key, limits=load_policy().limits)
    except TooLarge:
        _record(case_id, CheckEvidence(by=SYSTEM, slot=slot, outcome="quarantined", media="too_large", size=0, original=""), now)
        files.delete_incoming(key)
        return
    if raw is None:
        return
    _keep(case_id, slot, raw, now, last=last)
    files.delete_incoming(key)


def _keep(case_id: str, slot: str, raw: bytes, now: datetime, *, last: bool) -> None:
    files, store = wiring.evidence_store(), wiring.case_store()
    history = store.load(case_id)
    if history is None:
        journal.note("evidence_without_case", code="not_found", number=case_id)
        return
    if dict(history.case.evidence).get(slot, "pending") != "pending":
        # A place is filled once: what was looked at and recorded is never replaced by a later upload.
        journal.note("evidence_place_taken", number=case_id)
        return
    # Kept before it is opened: whatever opening does, what the owner sent is not lost.
    files.put_original(case_id, slot, raw, store.new_file_key(history), beside=history.case.guarded)
    looked = look_at_apart(raw) if last else look_at(raw)
    if looked.picture is not None:
        files.put_served(case_id, slot, looked.picture)
    outcome = "quarantined" if looked.picture is None else "available"
    ask = CheckEvidence(by=SYSTEM, slot=slot, outcome=outcome, media=looked.media, size=len(raw), original=sha256(raw).hexdigest())
    _record(case_id, ask, now)


def _record(case_id: str, ask: CheckEvidence, now: datetime) -> None:
    try:
        perform(ask, case_id, store=wiring.case_store(), policy=load_policy(), now=now, key=f"evidence|{ask.slot}")
    except Refusal as refusal:
        # The case ended while the file was on its way: it is kept, sealed, but changes nothing any more.
        journal.note("evidence_too_late", code=refusal.code, number=case_id)
