"""What an owner may do about his own data: take a copy, have it erased, take a consent back, say how it is dealt with."""

from collections.abc import Mapping, Sequence
from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import OWNER, AskErasure, ComplainOfHandling, GiveCopy, WithdrawConsent
from huiyin.core.rights import may_take_back
from huiyin.entry import descriptors, sentences
from huiyin.entry.act import Act
from huiyin.policy.schema import Policy

Json = dict[str, Any]
# What is held of him, as a copy that he takes away: the contract names it so.
COPY = "rights"
CONSENT = "withdraw-consent"
# What is said about how his data is handled becomes a case of its own.
ABOUT_DATA = "about-data"


def _consents(case: Case | None, points: Sequence[Json], policy: Policy) -> list[Json]:
    """What he agreed to and has not taken back, in the words that he agreed to."""
    given = may_take_back(case, policy) if case is not None else tuple(policy.consents)
    texts = [{"value": code, "name": sentences.both(policy.consents[code].text)} for code in given]
    label = sentences.word("labels.act_withdraw_consent_which", policy)
    return [descriptors.several("consents", policy, texts, needed=False) | {"label": label}]


# In the order in which a page offers them.
RIGHTS: Mapping[str, Act] = {
    COPY: Act(
        command="GiveCopy",
        read=lambda fields, policy: GiveCopy(by=OWNER, note=fields.text("note", policy.limits.note_chars)),
        example=GiveCopy(by=OWNER),
        words="note",
        needed=False,
        title="labels.act_rights",
        asks="labels.act_rights_words",
        send="labels.act_rights_send",
    ),
    "erase": Act(
        command="AskErasure",
        read=lambda fields, policy: AskErasure(by=OWNER, note=fields.text("note", policy.limits.note_chars)),
        example=AskErasure(by=OWNER),
        words="note",
        needed=False,
        title="labels.act_erase",
        asks="labels.act_erase_words",
        send="labels.act_erase_send",
    ),
    CONSENT: Act(
        command="WithdrawConsent",
        read=lambda fields, policy: WithdrawConsent(
            by=OWNER, consents=fields.codes("consents", policy.consents), note=fields.text("note", policy.limits.note_chars)
        ),
        example=WithdrawConsent(by=OWNER, consents=("service",)),
        words="note",
        needed=False,
        title="labels.act_withdraw_consent",
        asks="labels.act_withdraw_consent_words",
        send="labels.act_withdraw_consent_send",
        more=_consents,
    ),
    ABOUT_DATA: Act(
        command="ComplainOfHandling",
        read=lambda fields, policy: ComplainOfHandling(by=OWNER, note=fields.needed_text("note", policy.limits.note_chars)),
        example=ComplainOfHandling(by=OWNER, note="-"),
        words="note",
        needed=True,
        title="labels.act_about_data",
        asks="labels.act_about_data_words",
    ),
}
