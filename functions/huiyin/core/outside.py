"""5 执行与反馈: pass a case on to a body outside, and take it up again."""

from datetime import datetime, timedelta

from huiyin.core.case import Case, is_dangerous
from huiyin.core.commands import Actor, RecordTransferResult, TransferCase
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import CaseTransferred, TransferRecorded
from huiyin.core.pending import has_agreed
from huiyin.core.standing_in import acting_as
from huiyin.policy.schema import Policy

_FORWARD = "forward"
_BACK = ("INVESTIGATING", "VERIFYING")


def transfer(case: Case, ask: TransferCase, policy: Policy, now: datetime) -> CaseTransferred:
    """Pass the case on to a body outside, with the day on which we ask what became of it.

    Policy: 5.3
    The owner's identity goes with it only as he agreed when it came in. Raises: NotAllowedNow "emergency_first" for a danger about
    which nobody has done or called anything yet.
    """
    _check_transfer(ask, policy)
    role = _officer(case, ask.by, policy)
    if is_dangerous(case, policy) and case.handling.emergency_at is None and not ask.called_emergency:
        raise NotAllowedNow("emergency_first", field="called_emergency")
    return CaseTransferred(
        at=now,
        by=ask.by.code,
        role=role,
        body=ask.body,
        follow_up_due=now + timedelta(days=ask.follow_up_d),
        forwards_identity=has_agreed(case, _FORWARD) and not case.anonymous and not case.handling.gone,
        called_emergency=ask.called_emergency,
        document=ask.document,
        contact=ask.contact,
    )


def _check_transfer(ask: TransferCase, policy: Policy) -> None:
    if ask.body not in policy.measures.bodies:
        raise NotUnderstood("unknown_word", field="outside_body")
    if not ask.contact.strip():
        raise NotUnderstood("field_required", field="contact")
    if not 0 < ask.follow_up_d <= policy.measures.follow_up_d:
        raise NotUnderstood("follow_up_too_long", field="follow_up_d", limit=policy.measures.follow_up_d)


def _officer(case: Case, actor: Actor, policy: Policy) -> str:
    """As what he decides: the estate manager or who stands in for him; the confidential officer where nobody else sees the case."""
    acts_as = acting_as("confid" if case.guarded else "manager", actor, case, policy)
    if acts_as is None:
        raise NotYours
    return acts_as


def record_result(case: Case, ask: RecordTransferResult, policy: Policy, now: datetime) -> TransferRecorded:
    """What became of it outside; or, by the system, that the day has come on which we ask.

    Policy: 5.3
    A case that nobody has triaged goes to triage. Raises: NotAllowedNow "follow_up_not_due" for the system before that day.
    """
    transfer = case.handling.transfer
    if ask.to not in _BACK:
        raise NotUnderstood("unknown_word", field="to")
    if not ask.by.is_staff:
        if transfer is not None and now < transfer.follow_up_due:
            raise NotAllowedNow("follow_up_not_due")
        return TransferRecorded(at=now, by=ask.by.code, role="system", to=_back(case, _BACK[0]))
    role = _officer(case, ask.by, policy)
    if not ask.result.strip():
        raise NotUnderstood("field_required", field="result")
    return TransferRecorded(at=now, by=ask.by.code, role=role, to=_back(case, ask.to), result=ask.result)


def _back(case: Case, to: str) -> str:
    return to if case.lead is not None else "REGISTERED"
