"""5 执行与反馈: what has to be seen on site before a disputed matter is answered again: a visit, then a check together."""

from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.commands import Actor, LogJointCheck, LogVisit
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import JointCheckLogged, VisitLogged
from huiyin.core.hands import chain, check_said
from huiyin.core.standing_in import acting_as
from huiyin.policy.schema import Policy

# Who visits, and who checks together with the owner; of a guarded matter those who may know of it.
_VISITING, _CHECKING = ("manager",), ("quality", "manager", "company")
_GUARDED = ("confid",)


def log_visit(case: Case, ask: LogVisit, policy: Policy, now: datetime) -> VisitLogged:
    """The estate manager, or whoever stands in for him, went there himself.

    Policy: 5.6
    """
    role = _role(case, ask.by, _GUARDED if case.guarded else _VISITING, policy)
    if ask.outcome not in policy.measures.visits:
        raise NotUnderstood("unknown_word", field="visit")
    check_said(note=ask.note)
    return VisitLogged(at=now, by=ask.by.code, role=role, outcome=ask.outcome, note=ask.note)


def log_joint_check(case: Case, ask: LogJointCheck, policy: Policy, now: datetime) -> JointCheckLogged:
    """Somebody who took no part looked at it on site, together with a witness whom the owner chose.

    Policy: 5.6
    Raises: NotAllowedNow "reviewer_took_part".
    """
    role = _role(case, ask.by, _GUARDED if case.guarded else _CHECKING, policy)
    if ask.by.code in chain(case):
        raise NotAllowedNow("reviewer_took_part")
    check_said(witness=ask.witness, note=ask.note)
    return JointCheckLogged(at=now, by=ask.by.code, role=role, witness=ask.witness, note=ask.note)


def check_seen(case: Case, policy: Policy) -> None:
    """Refuse to answer a matter disputed so often before it was seen on site again in this round; nobody to see it with took it back.

    Policy: 5.6
    Raises: NotAllowedNow "visit_missing", "joint_check_missing".
    """
    known, measures = case.handling, policy.measures
    if known.gone:
        return
    if known.disputes >= measures.dispute_review:
        if known.joint_check_at is None:
            raise NotAllowedNow("joint_check_missing")
    elif known.disputes >= measures.dispute_other_handler and known.visited_at is None:
        raise NotAllowedNow("visit_missing")


def _role(case: Case, actor: Actor, rows: tuple[str, ...], policy: Policy) -> str:
    role = next((one for row in rows if (one := acting_as(row, actor, case, policy)) is not None), None)
    if role is None:
        raise NotYours
    return role
