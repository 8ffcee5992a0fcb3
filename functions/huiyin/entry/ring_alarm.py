"""RingAlarm: an emergency rings in the chat groups of the staff, by their robots, until somebody has taken it up."""

import json
from collections.abc import Sequence
from typing import Any

from huiyin.entry import journal, wiring
from huiyin.entry.batches import each
from huiyin.entry.journal import quietly
from huiyin.entry.moments import queued_at
from huiyin.mail.ringing import Bells, NobodyHears, TooMany
from huiyin.mail.rings import Ring, ring_of
from huiyin.policy import load_policy

Json = dict[str, Any]
Waiting = list[tuple[Json, Ring]]


@quietly
def handler(event: Json, context: Any) -> Json:
    """Ring of every emergency of this batch that nobody has taken up; one message each, together when there are too many.

    Killed after a message and before its answer, it rings again: better twice than never.
    Policy: 5.3
    event: messages of the queue Alarms, each the ids of a case and an event. Returns: the messages to try again.
    """
    now = max(queued_at(message) for message in event["Records"])
    wiring.renew(now)
    # One round: a robot that hangs is waited for once.
    bells = Bells(wiring.belfry(), now)
    waiting: Waiting = []
    failed = each(event, lambda message: _ring(message, bells, waiting))["batchItemFailures"]
    if waiting and not _rung_together([ring for _, ring in waiting], bells):
        failed += [{"itemIdentifier": message["messageId"]} for message, _ in waiting]
    return {"batchItemFailures": failed}


def _rung_together(rings: Sequence[Ring], bells: Bells) -> bool:
    """Whether the rest of the batch was heard; if not, all of it comes again, and goes together with what has come meanwhile."""
    try:
        bells.together(rings)
    except TooMany:
        journal.note("alarms_wait")
        return False
    except NobodyHears as error:
        journal.failed(error)
        return False
    journal.count("AlarmsRung", len(rings))
    return True


def _ring(message: Json, bells: Bells, waiting: Waiting) -> None:
    ring = ring_behind(json.loads(message["body"]))
    if ring is None:
        return
    if bells.alone(ring):
        journal.count("AlarmsRung")
    else:
        waiting.append((message, ring))


def ring_behind(told: Json) -> Ring | None:
    """The emergency of which a message tells; None when it is none any more, because somebody has taken it up.

    Policy: 5.3
    told: {"case": id, "event": its number in the history of the case}.
    """
    history = wiring.case_store().load(str(told["case"]))
    if history is None:
        return None
    return ring_of(history.events[int(told["event"]) - 1], history.case, load_policy())
