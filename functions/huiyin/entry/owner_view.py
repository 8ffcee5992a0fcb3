"""A case as its owner sees it: state, promises, what happened, who read his name, what he can do now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huiyin.core.case import Case
from huiyin.core.clocks import is_contact_kept
from huiyin.core.events import (
    CaseAccepted,
    CaseRegistered,
    CaseTriaged,
    ComplaintReceived,
    ContactLogged,
    DeadlineMissed,
    Event,
    EvidenceChecked,
    FactAdded,
    IdentityRevealed,
    LetterReturned,
)
from huiyin.core.lifecycle import ENDED
from huiyin.entry import sentences
from huiyin.entry.evidence_view import evidence_view
from huiyin.policy.schema import Policy
from huiyin.store.evidence import EvidenceStore

# A warning inside the house is no news to the owner, and readings of his name have a list of their own.
_OWNER_SEES = (
    ComplaintReceived,
    CaseRegistered,
    CaseTriaged,
    CaseAccepted,
    ContactLogged,
    FactAdded,
    EvidenceChecked,
    DeadlineMissed,
    LetterReturned,
)


def owner_view(case: Case, events: Sequence[Event], policy: Policy, now: datetime, evidence: EvidenceStore) -> dict[str, Any]:
    """The case as JSON for its owner. events: opened.

    Policy: 5.2
    """
    first = events[0]
    if not isinstance(first, ComplaintReceived):
        raise TypeError("a history begins with its receipt")
    return {
        "number": case.number,
        "state": case.state,
        "state_words": sentences.named(case.state, policy.charter.states),
        "kind": case.kind,
        "kind_words": sentences.named(case.kind, policy.charter.kinds),
        "category": case.category,
        "category_words": sentences.category(case.category, policy),
        "building_words": sentences.place(case.community, case.building, policy),
        "spot": first.spot,
        "matter": first.matter,
        "wish": first.wish,
        "received_at": sentences.here(case.received_at, policy),
        "channel_words": sentences.named(case.channel, {code: one.name for code, one in policy.channels.items()}),
        "lead_words": sentences.department(case.lead, policy),
        "edition": case.edition,
        "due": {
            # Tried often enough: the clock has stopped, and the timeline says that nobody was reached.
            "first_contact": sentences.here(case.first_contact_due, policy) if case.attempted_at is None else None,
            "answer": sentences.here_or_none(case.answer_due, policy),
            "resolve": sentences.here_or_none(case.resolve_due, policy),
        },
        "first_contact_at": sentences.here_or_none(case.first_contact_at, policy),
        "next_step": next_step(case, policy, now),
        "timeline": [_row(n, event, case, policy) for n, event in enumerate(events, start=1) if isinstance(event, _OWNER_SEES)],
        "evidence": evidence_view(case, policy, evidence),
        "reads": reads(events, policy),
        "can": ["reads"] if case.state in ENDED else ["add", "reads"],
    }


def next_step(case: Case, policy: Policy, now: datetime) -> sentences.Words:
    """What the state means for the owner, what of a letter that came back and, while nobody has called yet, until when somebody will.

    Policy: 3.4, 5.2, 5.4
    """
    meaning = sentences.word(f"labels.state_{case.state.lower()}", policy)
    if case.untold:
        told = sentences.word("labels.tell_owner" if case.has_phone else "labels.tell_owner_no_phone", policy)
        meaning = {"zh": meaning["zh"] + told["zh"], "en": f"{meaning['en']} {told['en']}"}
    if is_contact_kept(case) or case.state in ENDED or case.first_contact_due < now:
        return meaning
    by = sentences.by(case.first_contact_due, now, policy)
    return {
        "zh": meaning["zh"] + policy.word("labels.report_due", "zh").format(due=by["zh"]),
        "en": f"{meaning['en']} {policy.word('labels.report_due', 'en').format(due=by['en'])}",
    }


def reads(events: Sequence[Event], policy: Policy) -> list[dict[str, Any]]:
    """Who looked at the owner's name and phone, in which role, when and why.

    Policy: 2.5
    """
    return [
        {
            "at": sentences.here(event.at, policy),
            "role_words": sentences.named(event.role, policy.charter.roles),
            "reason_words": sentences.named(event.reason, policy.identity_reasons),
        }
        for event in events
        if isinstance(event, IdentityRevealed)
    ]


def _row(n: int, event: Event, case: Case, policy: Policy) -> dict[str, Any]:
    # Notes of staff are written for colleagues. The owner sees his own words, and what staff wrote to his online mailbox.
    own = isinstance(event, FactAdded) and event.by == "owner"
    to_him = isinstance(event, ContactLogged) and event.way == "mailbox"
    return {
        "n": n,
        "at": sentences.here(event.at, policy),
        "type": type(event).__name__,
        "title": sentences.title(event, policy, lead=case.lead),
        "words": event.note or None if isinstance(event, FactAdded | ContactLogged) and (own or to_him) else None,
    }
