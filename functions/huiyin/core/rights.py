"""2 接收与登记: the rights of the person 个人信息权利: erasing before its time, taking a consent back, a word about how data is handled."""

from datetime import datetime, timedelta

from huiyin.core.archiving import ended_at
from huiyin.core.case import Case
from huiyin.core.clock import local
from huiyin.core.commands import AskErasure, ComplainOfHandling, DecideErasure, GiveCopy, WithdrawConsent
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import ConsentWithdrawn, CopyGiven, ErasureAsked, ErasureDecided, Event
from huiyin.core.hands import check_said
from huiyin.core.pending import deciding_rows, is_erasure_pending
from huiyin.core.standing_in import acting_as
from huiyin.policy.schema import Policy


def give_copy(case: Case, ask: GiveCopy, policy: Policy, now: datetime) -> tuple[CopyGiven, ...]:
    """The owner takes a copy of what is held of him: noted once on a day, however often he takes it.

    Policy: 2.5
    """
    last, zone = case.handling.copied_at, policy.calendar
    if last is not None and local(last, zone).date() == local(now, zone).date():
        return ()
    return (CopyGiven(at=now, by=ask.by.code, role="owner", note=ask.note),)


def ask_erasure(case: Case, ask: AskErasure, policy: Policy, now: datetime) -> ErasureAsked:
    """The owner wants his data erased now. While the matter goes on, or is held for a court, the law has it kept: he is told so at once.

    Policy: 2.5, 5.7
    Raises: NotAllowedNow "erasure_open", "erasure_held", "erasure_asked", "erasure_granted".
    """
    _check_ended(case)
    if is_erasure_pending(case):
        raise NotAllowedNow("erasure_asked")
    granted, ended = case.handling.erasure_granted_at, ended_at(case)
    if granted is not None and ended is not None and ended <= granted:
        raise NotAllowedNow("erasure_granted")
    due = now + timedelta(days=policy.rights.decide_d)
    return ErasureAsked(at=now, by=ask.by.code, role="owner", due=due, note=ask.note)


def decide_erasure(case: Case, ask: DecideErasure, policy: Policy, now: datetime) -> ErasureDecided:
    """Somebody else than the system decides, and a refusal names its reason in law.

    Policy: 2.5, 5.7
    Raises: NotYours; NotAllowedNow "no_erasure_asked", and as for asking; NotUnderstood naming the field.
    """
    role = next((one for row in deciding_rows(case) if (one := acting_as(row, ask.by, case, policy)) in deciding_rows(case)), None)
    if role is None:
        raise NotYours
    if not is_erasure_pending(case):
        raise NotAllowedNow("no_erasure_asked")
    if ask.granted:
        _check_ended(case)
        return ErasureDecided(at=now, by=ask.by.code, role=role, granted=True, text=ask.text)
    if ask.reason not in policy.rights.refusals:
        raise NotUnderstood("reason_required" if not ask.reason else "unknown_word", field="reason")
    check_said(text=ask.text)
    return ErasureDecided(at=now, by=ask.by.code, role=role, granted=False, reason=ask.reason, text=ask.text)


def _check_ended(case: Case) -> None:
    if ended_at(case) is None or case.handling.review_due is not None:
        raise NotAllowedNow("erasure_open")
    if case.handling.held_at is not None:
        raise NotAllowedNow("erasure_held")


def withdraw_consent(case: Case, ask: WithdrawConsent, policy: Policy, now: datetime) -> ConsentWithdrawn:
    """What rested on it stops from now on; what the law has us do goes on without it.

    Policy: 2.5
    Raises: NotUnderstood naming the field; NotAllowedNow "consent_not_given" for what he never agreed to, or has taken back.
    """
    if not ask.consents:
        raise NotUnderstood("field_required", field="consents")
    if not set(ask.consents) <= policy.consents.keys():
        raise NotUnderstood("unknown_word", field="consents")
    if not set(ask.consents) <= set(may_take_back(case, policy)):
        raise NotAllowedNow("consent_not_given", field="consents")
    ends = any(policy.consents[code].needed for code in ask.consents)
    consents = tuple(dict.fromkeys(ask.consents))
    return ConsentWithdrawn(at=now, by=ask.by.code, role="owner", consents=consents, ends_contact=ends, note=ask.note)


def may_take_back(case: Case, policy: Policy) -> tuple[str, ...]:
    """What he has agreed to and not taken back, as codes: what is needed of everybody he has agreed to, in writing or by word of mouth.

    Policy: 2.5
    """
    given = {one.partition(":")[0] for one in case.consents} | {code for code, one in policy.consents.items() if one.needed}
    return tuple(code for code in policy.consents if code in given - set(case.handling.consents_withdrawn))


def complain_of_handling(case: Case, ask: ComplainOfHandling, policy: Policy, now: datetime) -> tuple[Event, ...]:
    """Whether he may say something about how his data is handled. Nothing of it is kept here, where those whom it is about would see it.

    Policy: 2.5, 2.6
    """
    check_said(note=ask.note)
    return ()
