"""5 执行与反馈: accept, contact the owner, and notice in time what is late."""

from datetime import datetime, timedelta
from typing import NamedTuple

from huiyin.core.case import FINAL, Case, returned_key
from huiyin.core.clock import share_of
from huiyin.core.commands import AcceptCase, LogContact, ReturnLetter, WatchClocks
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import CaseAccepted, ContactLogged, DeadlineMissed, DeadlineNeared, LetterReturned
from huiyin.core.lifecycle import ENDED
from huiyin.policy.schema import Policy

FIRST_CONTACT = "first_contact"
# Why a letter did not reach the owner: the mailbox does not exist, he reported it as spam, it was not accepted for sending,
# his mailbox was full, so many letters went to that address that this one had to stay, or an earlier one had come back.
RETURNS = FINAL | {"mailbox_full", "too_many", "unreachable"}


def accept(case: Case, ask: AcceptCase, policy: Policy, now: datetime) -> CaseAccepted:
    """The handler named by triage takes the case and declares no interest in it.

    Policy: 5.1
    Raises: NotYours for anybody but the handler; NotAllowedNow "recused" without the declaration.
    """
    if ask.by.code != case.handler:
        raise NotYours
    if not ask.no_interest:
        raise NotAllowedNow("recused", field="no_interest")
    return CaseAccepted(at=now, by=ask.by.code, role=ask.by.role("handler"), no_interest=True)


def log_contact(case: Case, ask: LogContact, policy: Policy, now: datetime) -> ContactLogged:
    """Record a contact or a try. Reaching the owner, or the second try far enough after the first, keeps the promise.

    Policy: 3.4
    """
    if ask.way not in policy.contact_ways:
        raise NotUnderstood("unknown_word", field="way")
    if not ask.note.strip():
        raise NotUnderstood("field_required", field="note")
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
    if not 0 < ask.event <= case.version or returned_key(ask.letter, ask.event) in case.returned:
        return ()
    return (LetterReturned(at=now, by=ask.by.code, role="system", letter=ask.letter, event=ask.event, why=ask.why),)


class Moment(NamedTuple):
    """A moment at which a clock has something to say. due: the promise it watches."""

    at: datetime
    clock: str
    due: datetime
    missed: bool


def is_contact_kept(case: Case) -> bool:
    """Whether the promise of the first contact is met: somebody spoke to the owner, or tried often enough.

    Policy: 3.4
    """
    return case.first_contact_at is not None or case.attempted_at is not None


def watch_clocks(case: Case, ask: WatchClocks, policy: Policy, now: datetime) -> tuple[DeadlineNeared | DeadlineMissed, ...]:
    """What a clock has to say now; nothing the second time. A missed promise is not announced as near any more.

    Policy: 5.3
    """
    come = [moment for moment in clock_moments(case, policy) if moment.at <= now]
    missed = {moment.clock for moment in come if moment.missed}
    return tuple(
        (DeadlineMissed if moment.missed else DeadlineNeared)(at=now, by=ask.by.code, role="system", clock=moment.clock, due=moment.due)
        for moment in come
        if moment.missed or moment.clock not in missed
    )


def next_moment(case: Case, policy: Policy) -> datetime | None:
    """When a clock must look at this case again; None while no clock runs.

    Policy: 5.3
    """
    return min((moment.at for moment in clock_moments(case, policy)), default=None)


def clock_moments(case: Case, policy: Policy) -> list[Moment]:
    """What still may fall due. Assigned or not, every open case is watched."""
    due = case.first_contact_due
    if case.state in ENDED or is_contact_kept(case) or f"{FIRST_CONTACT}:missed" in case.warned:
        return []
    moments = [Moment(due, FIRST_CONTACT, due, missed=True)]
    if f"{FIRST_CONTACT}:neared" not in case.warned:
        moments.insert(0, Moment(share_of(case.received_at, due, policy.promises.red), FIRST_CONTACT, due, missed=False))
    return moments
