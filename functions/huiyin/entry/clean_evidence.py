"""CleanEvidence: a file has arrived; seal what was sent, keep a stripped copy to show, record the outcome in the case."""

from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import unquote_plus

from huiyin.casework import perform
from huiyin.core.commands import SYSTEM, CheckEvidence
from huiyin.core.errors import Refusal
from huiyin.entry import journal, wiring
from huiyin.entry.moments import notified_at
from huiyin.entry.photos import look_at
from huiyin.policy import load_policy
from huiyin.store.evidence import TooLarge

Json = dict[str, Any]


def handler(event: Json, context: Any) -> None:
    """Deal with each file that the notification names. An error lets S3's notification come again.

    Policy: 2.4
    event: records of ObjectCreated under incoming/.
    """
    for record in event["Records"]:
        take_in(unquote_plus(record["s3"]["object"]["key"]), notified_at(record))


def take_in(key: str, now: datetime) -> None:
    """Deal with one file; twice is no fault. A file that no case granted is left for the bucket's own clearing.

    Policy: 2.4
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
    _keep(case_id, slot, raw, now)
    files.delete_incoming(key)


def _keep(case_id: str, slot: str, raw: bytes, now: datetime) -> None:
    files, store = wiring.evidence_store(), wiring.case_store()
    history = store.load(case_id)
    if history is None:
        journal.note("evidence_without_case", code="not_found", number=case_id)
        return
    if dict(history.case.evidence).get(slot, "pending") != "pending":
        # A place is filled once: what was looked at and recorded is never replaced by a later upload.
        journal.note("evidence_place_taken", number=case_id)
        return
    looked = look_at(raw)
    files.put_original(case_id, slot, raw, store.case_key_of(history))
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
