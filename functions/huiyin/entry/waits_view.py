"""Where a case lay, and with whom, as the desk shows it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huiyin.core.events import Event
from huiyin.core.lifecycle import ENDED
from huiyin.core.waits import Wait, waits
from huiyin.entry import sentences
from huiyin.policy.schema import Policy


def waits_view(events: Sequence[Event], policy: Policy, now: datetime) -> list[dict[str, Any]]:
    """Each stage with whoever had it and how long; of an ended case the end itself lasts no time.

    Policy: 5.1, 5.2
    minutes: whole clock minutes, rounded down.
    """
    return [
        {
            "state": one.state,
            "state_words": sentences.named(one.state, policy.charter.states),
            "who_words": _who(one, policy),
            "since": sentences.here(one.since, policy),
            "until": sentences.here_or_none(one.until, policy),
            "minutes": int(((one.until or now) - one.since).total_seconds() // 60),
        }
        for one in waits(events)
        if one.state not in ENDED or one.until is not None
    ]


def _who(one: Wait, policy: Policy) -> sentences.Words | None:
    code = one.handler or one.first_heard
    return sentences.who(code, policy) if code else sentences.department(one.lead, policy)
