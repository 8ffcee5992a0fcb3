"""The photos and papers of a case: their standing, and a link to each stripped copy."""

from typing import Any

from huiyin.core.case import Case
from huiyin.entry import sentences
from huiyin.policy.schema import Policy
from huiyin.store.evidence import EvidenceStore


def evidence_view(case: Case, policy: Policy, evidence: EvidenceStore) -> list[dict[str, Any]]:
    """One row per file, in the order in which the case learned of them. Only an available file has a link.

    Policy: 2.4
    """
    return [
        {
            "slot": slot,
            "state": state,
            "state_words": None if state == "available" else sentences.word(f"labels.photo_{state}", policy),
            "name": _name(place, policy),
            "url": evidence.view_url(case.case_id, slot) if state == "available" else None,
        }
        for place, (slot, state) in enumerate(case.evidence, start=1)
    ]


def _name(place: int, policy: Policy) -> sentences.Words:
    return {language: f"{photo} {place}" for language, photo in sentences.word("labels.photo", policy).items()}
