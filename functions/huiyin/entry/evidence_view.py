"""The photos and papers of a case: their standing, and a link to each stripped copy."""

from collections.abc import Iterable, Sequence
from typing import Any

from huiyin.core.case import Case
from huiyin.core.events import AnswerReleased, Event, EvidenceChecked, FactAdded, FilesAdded, OwnerReplied
from huiyin.entry import sentences
from huiyin.policy.schema import Policy
from huiyin.store.evidence import EvidenceStore

Json = dict[str, Any]
# What stands in the place of a photo that is not to be seen.
_NOT_SHOWN = {"pending": "labels.photo_pending", "quarantined": "labels.photo_quarantined", "erased": "labels.photo_erased"}


def owners_evidence_view(case: Case, policy: Policy, evidence: EvidenceStore) -> list[Json]:
    """One row per file that the owner sent, in the order in which the case learned of them. Only an available file has a link.

    Policy: 2.4
    """
    return _rows(case, case.owners_files, policy, evidence)


def evidence_view(case: Case, events: Sequence[Event], policy: Policy, evidence: EvidenceStore) -> list[Json]:
    """As colleagues see them: all files, with who added each, when, what for, and to which step it belongs.

    Policy: 2.4, 5.2
    """
    rows = _rows(case, (slot for slot, _ in case.evidence), policy, evidence)
    # One that shows several steps is named with the first of them.
    tasks = {slot: task.n for task in reversed(case.handling.tasks) for slot in task.files}
    return [row | _about(row["slot"], events, policy) | {"task": tasks.get(row["slot"])} for row in rows]


def results_view(case: Case, events: Sequence[Event], policy: Policy, evidence: EvidenceStore) -> list[Json]:
    """Photos of the result that the owner gets with his answer: those of which staff said so, before it was released.

    Policy: 5.4
    """
    released = max((place for place, event in enumerate(events) if isinstance(event, AnswerReleased)), default=0)
    added = [file for event in events[:released] if isinstance(event, FilesAdded) for file in event.files if file.may_be_shown]
    states = dict(case.evidence)
    return _rows(case, (file.slot for file in added if states.get(file.slot) == "available"), policy, evidence)


def _rows(case: Case, slots: Iterable[str], policy: Policy, evidence: EvidenceStore) -> list[Json]:
    states = dict(case.evidence)
    return [
        {
            "slot": slot,
            "state": states[slot],
            "state_words": None if states[slot] == "available" else sentences.word(_NOT_SHOWN[states[slot]], policy),
            "name": _name(place, policy),
            "url": evidence.view_url(case.case_id, slot) if states[slot] == "available" else None,
        }
        for place, slot in enumerate(slots, start=1)
    ]


def _name(place: int, policy: Policy) -> sentences.Words:
    return {language: f"{photo} {place}" for language, photo in sentences.word("labels.photo", policy).items()}


def _about(slot: str, events: Sequence[Event], policy: Policy) -> Json:
    for event in events:
        if isinstance(event, FilesAdded):
            found = next((file for file in event.files if file.slot == slot), None)
            if found is not None:
                purpose = sentences.named(found.purpose, policy.measures.file_purposes)
                return _added(event, event.by, policy) | {"purpose_words": purpose, "may_be_shown": found.may_be_shown}
        elif isinstance(event, FactAdded | OwnerReplied) and slot in event.files:
            return _added(event, event.by, policy)
        elif isinstance(event, EvidenceChecked) and event.slot == slot:
            # Sent with the form: the case learns of it when it has been looked at.
            return _added(event, "owner", policy)
    return {"at": None, "by_words": None, "purpose_words": None, "may_be_shown": False}


def _added(event: Event, by: str, policy: Policy) -> Json:
    at = sentences.here(event.at, policy)
    return {"at": at, "by_words": sentences.who(by, policy), "purpose_words": None, "may_be_shown": False}
