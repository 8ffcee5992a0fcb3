"""What follows for the robots from what happened to a case: an emergency is put into their queue, by the table's stream."""

from typing import Any

from huiyin.entry import wiring
from huiyin.mail.rings import RINGING, may_ring, ring_of
from huiyin.policy import load_policy
from huiyin.store.codec import decode
from huiyin.store.owed import OwedRef

Json = dict[str, Any]


def ring(record: Json) -> None:
    """Put that event into the queue of alarms, if it rings. Only ids are put in: who is to know more, asks the case.

    Policy: 5.3
    A record that comes again is put in again; where nothing was put in, the next rung of the ladder is, a few minutes later.
    """
    image = record["dynamodb"].get("NewImage") or {}
    if record["eventName"] != "INSERT" or image.get("type", {}).get("S") not in RINGING or "facts" not in image:
        return
    queue, policy = wiring.alarms(), load_policy()
    ref = OwedRef.of(image["pk"]["S"], image["sk"]["S"])
    event = decode(image["type"]["S"], image["facts"]["S"])
    if queue is None or ref is None or not may_ring(event, policy):
        return
    history = wiring.case_store().load(ref.case_id)
    if history is not None and ring_of(event, history.case, policy) is not None:
        queue.put({"case": ref.case_id, "event": ref.n})
