"""5 执行与反馈: accept, contact the owner, and tell by phone what no letter told."""

from datetime import datetime, timedelta

from huiyin.core.attendance import check_there
from huiyin.core.case import FINAL, Case, returned_key
from huiyin.core.clocks import is_contact_kept
from huiyin.core.commands import AcceptCase, Actor, AssignCase, LogContact, ReturnLetter
from huiyin.core.contact_limits import check_speaks
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import CaseAccepted, CaseAssigned, ContactLogged, LetterReturned
from huiyin.core.leaving import fits, has_left, is_kept_from
from huiyin.core.standing_in import acting_as, stands_aside
from huiyin.policy.schema import Policy

# Why a letter did not reach the owner: the mailbox does not exist, he reported it as spam, it was not accepted for sending,
# his mailbox was full, so many letters went to that address that this one had to stay, or an earlier one had come back.
RETURNS = FINAL | {"mailbox_full", "too_many", "unreachable"}


def accept(case: Case, ask: AcceptCase, policy: Policy, now: datetime) -> CaseAccepted:
    """The handler named by triage takes the case and declares no interest in it.

    Policy: 5.1
    Raises: NotYours for anybody but the handler; NotAllowedNow "recused" without the declaration.
    """
    if not ask.by.acts_for(case.handler):
        raise NotYours
    if not ask.no_interest:
        raise NotAllowedNow("recused", field="no_interest")
    return CaseAccepted(at=now, by=ask.by.code, role=ask.by.role("handler"), no_interest=True)


def assign(case: Case, ask: AssignCase, policy: Policy, now: datetime) -> CaseAssigned:
    """The head of the lead department names who handles the case from now on; never one who had it before a second dispute. The system
    does, where whoever handled it has left.

    Policy: 5.1, 5.6
    """
    if case.lead is None:
        raise NotAllowedNow("triage_first")
    role = _assigning_role(case, ask.by, policy) if ask.by.is_staff else _handing_over(case, policy, now)
    check_there(ask.handler, "handler", now, policy)
    if not fits(case, ask.handler, policy):
        raise NotUnderstood("assignee_unknown", field="handler")
    if ask.handler == case.handler:
        raise NotAllowedNow("handler_already", field="handler")
    if is_kept_from(case, ask.handler, policy):
        raise NotAllowedNow("recused", field="handler")
    return CaseAssigned(at=now, by=ask.by.code, role=role, handler=ask.handler, before=case.handler)


def _handing_over(case: Case, policy: Policy, now: datetime) -> str:
    if case.handler is None or not has_left(case.handler, policy, now):
        raise NotYours
    return "system"


def _assigning_role(case: Case, actor: Actor, policy: Policy) -> str:
    fitting: tuple[str, ...] = ("dept_lead", "triage", "manager") if actor.department == case.lead else ("triage", "manager")
    if case.guarded:
        fitting = ("confid",)
    role = next((role for role in fitting if role in actor.roles), None)
    role = role or (None if case.guarded else acting_as("manager", actor, case, policy))
    if role is None or stands_aside(case, actor.code, actor.department):
        raise NotYours
    return role


def log_contact(case: Case, ask: LogContact, policy: Policy, now: datetime) -> ContactLogged:
    """Record a contact or a try. Reaching the owner, or the second try far enough after the first, keeps the promise.

    Policy: 3.4
    """
    if ask.way not in policy.contact_ways:
        raise NotUnderstood("unknown_word", field="way")
    if not ask.note.strip():
        raise NotUnderstood("field_required", field="note")
    check_speaks(case, ask.by, policy, now)
    promises = policy.promises
    enough = [t for t in case.tried_at if now - t >= timedelta(hours=promises.tries_apart_h)]
    kept = ask.reached or len(enough) + 1 >= promises.tries
    return ContactLogged(
        at=now,
        by=ask.by.code,
        role=ask.by.role("desk" if case.lead is None else "handler"),
        way=ask.way,
        reached=ask.reached,
        first=kept and not is_contact_kept(case),
        note=ask.note,
        wish=ask.wish,
        convenient=ask.convenient,
    )


def return_letter(case: Case, ask: ReturnLetter, policy: Policy, now: datetime) -> tuple[LetterReturned, ...]:
    """Note that a letter did not arrive, so that somebody phones. The same letter comes back once, however often we hear of it.

    Policy: 5.2, 5.4
    """
    if ask.why not in RETURNS:
        raise NotUnderstood("unknown_word", field="why")
    if case.handling.gone or not 0 < ask.event <= case.version or returned_key(ask.letter, ask.event) in case.returned:
        # Nobody phones whoever took it back.
        return ()
    return (LetterReturned(at=now, by=ask.by.code, role="system", letter=ask.letter, event=ask.event, why=ask.why),)
