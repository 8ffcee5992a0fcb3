"""2 接收与登记: what is not taken up: proposed by one, agreed to by another, objected to by its owner."""

from datetime import datetime, timedelta

from huiyin.core.case import Case, is_dangerous
from huiyin.core.clock import due_after
from huiyin.core.commands import AcceptObjection, Actor, DeclineCase, ObjectToDecline
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import CaseDeclined, DeclineProposed, DeclineRefused, ObjectionAccepted, ObjectionRaised
from huiyin.core.flags import check_may_be_declined
from huiyin.core.standing_in import acting_as, stands_aside
from huiyin.policy.schema import Policy


def decline(case: Case, ask: DeclineCase, policy: Policy, now: datetime) -> DeclineProposed | DeclineRefused | CaseDeclined:
    """Propose not to take the case up; or, when somebody else proposed it, agree or refuse.

    Policy: 2.2, 5.1
    Raises: NotAllowedNow for a danger, for what many reported or an authority passed on, and "four_eyes" for whoever proposed it himself;
    NotYours without the right to agree.
    """
    if ask.agree and is_dangerous(case, policy):
        raise NotAllowedNow("danger_not_declined")
    if ask.agree:
        check_may_be_declined(case)
    if case.handling.declining is None:
        return _proposed(case, ask, policy, now)
    return _decided(case, ask, policy, now, *case.handling.declining)


def _proposed(case: Case, ask: DeclineCase, policy: Policy, now: datetime) -> DeclineProposed:
    if not ask.agree:
        raise NotAllowedNow("nothing_proposed")
    if ask.reason not in policy.measures.decline_reasons:
        raise NotUnderstood("unknown_word", field="reason")
    if not ask.text.strip():
        raise NotUnderstood("field_required", field="text")
    role = ask.by.role("confid" if case.guarded else "desk")
    return DeclineProposed(at=now, by=ask.by.code, role=role, reason=ask.reason, text=ask.text)


def _decided(case: Case, ask: DeclineCase, policy: Policy, now: datetime, proposer: str, reason: str) -> DeclineRefused | CaseDeclined:
    if ask.by.code == proposer:
        raise NotAllowedNow("four_eyes")
    role = _agreeing(case, ask.by, policy, proposer)
    if not ask.agree:
        if not ask.text.strip():
            raise NotUnderstood("field_required", field="text")
        return DeclineRefused(at=now, by=ask.by.code, role=role, note=ask.text)
    if ask.reason not in {"", reason}:
        raise NotAllowedNow("other_reason_proposed", field="reason")
    return CaseDeclined(at=now, by=ask.by.code, role=role, reason=reason, proposer=proposer, text=ask.text)


def _agreeing(case: Case, actor: Actor, policy: Policy, proposer: str) -> str:
    """As what he agrees: the manager or the company; of a guarded case, which nobody else sees, a second confidential officer."""
    rows = ("confid",) if case.guarded else ("manager", "company")
    held = (acting_as(row, actor, case, policy, frozenset({proposer})) for row in rows)
    role = next((one for one in held if one is not None), None)
    if role is None:
        raise NotYours
    return role


def object_to_decline(case: Case, ask: ObjectToDecline, policy: Policy, now: datetime) -> ObjectionRaised:
    """The owner objects, once and in time.

    Policy: 5.6
    """
    if case.handling.objected_at is not None:
        raise NotAllowedNow("already_objected")
    if not _in_time(case, policy, now):
        raise NotAllowedNow("objection_too_late")
    if not ask.grounds.strip():
        raise NotUnderstood("field_required", field="grounds")
    return ObjectionRaised(at=now, by=ask.by.code, role="owner", grounds=ask.grounds)


def accept_objection(case: Case, ask: AcceptObjection, policy: Policy, now: datetime) -> ObjectionAccepted:
    """Take the case up after all: the company on the owner's objection, the manager also of his own accord while one may come.

    Policy: 5.6
    The decline was the answer to the first promise, so a new one is given.
    """
    acts_as = acting_as("manager", ask.by, case, policy)
    if stands_aside(case, ask.by.code, ask.by.department):
        raise NotYours
    if case.handling.objected_at is None and not (acts_as and _in_time(case, policy, now)):
        raise NotAllowedNow("nothing_objected")
    if not ask.grounds.strip():
        raise NotUnderstood("field_required", field="grounds")
    return ObjectionAccepted(
        at=now,
        by=ask.by.code,
        role=acts_as or ask.by.role("company"),
        answer_due=due_after(now, policy.promises.clocks[case.priority].answer, policy.calendar),
        grounds=ask.grounds,
    )


def _in_time(case: Case, policy: Policy, now: datetime) -> bool:
    declined_at = case.handling.declined_at
    return declined_at is not None and now <= declined_at + timedelta(days=policy.measures.objection_d)
