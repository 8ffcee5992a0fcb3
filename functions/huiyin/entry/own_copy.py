"""What is held of an owner, as a copy for him: what he said, what he was answered, who read his name, what he agreed to. 个保法 45."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from huiyin.core.archiving import archive_due
from huiyin.core.case import Case
from huiyin.core.events import ComplaintReceived, Event
from huiyin.entry import sentences
from huiyin.policy.schema import Policy

Json = dict[str, Any]
# Of his own page, what goes along: his words, and what was written to him. Notes of colleagues are on no such page.
_OF_HIS_PAGE = "number received_at edition kind category building_words channel_words timeline answer decline reads".split()


def copy_of(case: Case, events: Sequence[Event], view: Mapping[str, Any], policy: Policy, now: datetime) -> Json:
    """The copy, for programs and for people. events: opened; view: the case as its owner sees it.

    Policy: 2.5
    Who he is lies sealed apart, and this door opens it for nobody: the copy says what of it is held, and who opens it for him.
    """
    first = events[0]
    if not isinstance(first, ComplaintReceived):
        raise TypeError("a history begins with its receipt")
    said = {name: getattr(first, name) for name in ("matter", "wish", "spot", "occurred_at", "accused", "avoid")}
    return {
        "made_at": sentences.here(now, policy),
        **{name: view[name] for name in _OF_HIS_PAGE},
        "said": {**said, "answers": json.loads(first.answers) if first.answers else {}},
        "files": [one["name"] for one in view["evidence"]],
        "consents": [_consent(one, case, policy) for one in first.consents],
        "identity": {"phone": case.has_phone, "email": case.has_email, "words": sentences.word("labels.copy_identity", policy)},
        "kept_until": sentences.here_or_none(archive_due(case, policy), policy),
    }


def _consent(given: str, case: Case, policy: Policy) -> Json:
    """A consent as he gave it. Its text is that of its edition; of an older one the books of the policy have it."""
    code, _, edition = given.partition(":")
    known = policy.consents.get(code)
    text = sentences.both(known.text) if known is not None and known.edition == edition else None
    return {"code": code, "edition": edition, "text": text, "withdrawn": code in case.handling.consents_withdrawn}
