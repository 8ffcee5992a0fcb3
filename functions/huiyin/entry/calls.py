"""Somebody rings or comes and asks how his case stands: how he shows that it is his, and what is read out to him."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from huiyin.core.callers import BY_CODE, tries_left
from huiyin.core.commands import Actor, TakeCall
from huiyin.core.errors import NotUnderstood
from huiyin.entry import wiring
from huiyin.entry.fields import Fields
from huiyin.entry.owner_view import owner_view
from huiyin.policy.schema import Policy
from huiyin.store.cases import History

Json = dict[str, Any]
_TYPED_CHARS = 80
# What of his own page is read out to him: no more than he would see there, and in the same words.
READ_OUT = ("state_words", "next_step", "lead_words", "question", "decline", "answer")


def read_call(fields: Fields, actor: Actor, policy: Policy, opens: Callable[[str], bool]) -> TakeCall:
    """How somebody showed that it is his. opens: whether that is the code of the case; the rest is for whoever takes the call to say.

    Policy: 2.3
    Raises: NotUnderstood "field_required" without a code, where one is to be said.
    """
    way = fields.needed_code("way", policy.caller_checks)
    code, passed = fields.line("code", _TYPED_CHARS), fields.flag("passed")
    note = fields.text("note", policy.limits.note_chars)
    if way == BY_CODE and not code:
        raise NotUnderstood("field_required", field="code")
    return TakeCall(by=actor, way=way, passed=opens(code) if way == BY_CODE else passed, note=note)


def call_view(ask: TakeCall, after: History, policy: Policy, now: datetime) -> Json:
    """Whether he passed, how often somebody may still fail, and what he is told. after: with this call.

    Policy: 2.3, 2.5
    """
    told = None
    if ask.passed:
        told = read_out(owner_view(after.case, wiring.case_store().open(after), policy, now, wiring.evidence_store()))
    return {"passed": ask.passed, "left": tries_left(after.case, policy, now), "version": after.case.version, "told": told}


def read_out(view: Json) -> Json:
    """What he is told. view: the case as its owner sees it.

    Policy: 2.3, 5.2
    """
    return {name: view[name] for name in READ_OUT}
