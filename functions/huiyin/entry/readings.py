"""Why somebody wants to know who the owner is, and what he read of late: the reading is counted before anything is opened."""

from dataclasses import replace
from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.commands import Actor, Reading, RevealIdentity
from huiyin.core.readings import is_of_others
from huiyin.entry import wiring
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy


def read_reason(fields: Fields, actor: Actor, policy: Policy) -> RevealIdentity:
    """Why somebody wants to know who the owner is."""
    reason = fields.code("reason", policy.identity_reasons, refusal="reason_required") or ""
    return RevealIdentity(by=actor, reason=reason, note=fields.text("note", policy.limits.note_chars))


def counted(ask: RevealIdentity, case: Case, now: datetime) -> RevealIdentity:
    """The same, with what this person read of late; it counts from here on, whatever comes of it.

    Policy: 2.5
    """
    store = wiring.readings()
    before = tuple(store.of(ask.by.code))
    store.note(ask.by.code, Reading(at=now, case_id=case.case_id, others=is_of_others(case, ask.by)))
    return replace(ask, before=before)
