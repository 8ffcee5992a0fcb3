"""2 接收与登记: safe share 安全分享: what of a case is shown to others outside it, with whatever tells who somebody is covered."""

from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.commands import ShareCase
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import CaseShared
from huiyin.core.hands import check_said
from huiyin.core.lifecycle import STEPS
from huiyin.policy.schema import Policy

PROGRESS, ANSWER = "progress", "answer"


def share(case: Case, ask: ShareCase, policy: Policy, now: datetime) -> CaseShared:
    """Note what was shown to whom and what for, before it is shown; its owner reads that in the course of his case.

    Policy: 2.7
    Raises: NotYours "share_guarded" for anybody but the confidential officer; NotAllowedNow "share_nothing"; NotUnderstood.
    """
    if case.guarded and "confid" not in ask.by.roles:
        raise NotYours("share_guarded")
    rules = policy.sharing
    recipient = rules.recipients.get(ask.to)
    if recipient is None or not (ask.by.is_staff or recipient.owner):
        raise NotUnderstood("unknown_word", field="recipient")
    if ask.purpose not in rules.purposes:
        raise NotUnderstood("unknown_word", field="purpose")
    if ask.part not in rules.parts:
        raise NotUnderstood("unknown_word", field="part")
    if ask.part == ANSWER and case.handling.answer is None:
        raise NotAllowedNow("share_nothing", field="part")
    if ask.part != PROGRESS:
        check_said(text=ask.text)
    role = next((one for one in STEPS["ShareCase"].roles if one in ask.by.roles), ask.by.role())
    return CaseShared(
        at=now,
        by=ask.by.code,
        role=role,
        to=ask.to,
        purpose=ask.purpose,
        part=ask.part,
        hidden=ask.hidden,
        uncovered=ask.uncovered,
        text=ask.text,
    )
