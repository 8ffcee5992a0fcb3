"""5 执行与反馈: the regular look at work under way, and the signature of the head of department under it."""

from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.commands import EvaluatePlan, SignEvaluation
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import EvaluationSigned, PlanEvaluated
from huiyin.core.hands import check_in_charge, check_said, is_lead, role_in_charge
from huiyin.core.standing_in import stands_aside
from huiyin.core.tasks import check_agreed
from huiyin.policy.schema import Policy


def evaluate(case: Case, ask: EvaluatePlan, policy: Policy, now: datetime) -> PlanEvaluated:
    """How far the work is, what stands in its way, when it will be done, what is decided.

    Policy: 5.2
    """
    check_in_charge(case, ask.by)
    check_agreed(case)
    if ask.decision not in policy.measures.decisions:
        raise NotUnderstood("unknown_word", field="decision")
    if ask.forecast <= now:
        raise NotUnderstood("date_passed", field="forecast")
    check_said(progress=ask.progress)
    return PlanEvaluated(
        at=now,
        by=ask.by.code,
        role=role_in_charge(case, ask.by),
        decision=ask.decision,
        forecast=ask.forecast,
        progress=ask.progress,
        obstacle=ask.obstacle,
    )


def sign(case: Case, ask: SignEvaluation, policy: Policy, now: datetime) -> EvaluationSigned:
    """The head of the lead department, or the estate manager, has read the last look and stands by it; never whoever wrote it.

    Policy: 5.2
    Raises: NotAllowedNow "nothing_to_sign", "own_evaluation"; NotYours.
    """
    known = case.handling
    if known.evaluated_at is None or known.evaluation_signed_at is not None:
        raise NotAllowedNow("nothing_to_sign")
    if case.guarded:
        role = "confid" if "confid" in ask.by.roles else None
    else:
        role = "dept_lead" if is_lead(case, ask.by) else "manager" if "manager" in ask.by.roles else None
    if role is None or stands_aside(case, ask.by.code, ask.by.department):
        raise NotYours
    if ask.by.code == known.evaluated_by:
        raise NotAllowedNow("own_evaluation")
    return EvaluationSigned(at=now, by=ask.by.code, role=role, evaluated_at=known.evaluated_at, note=ask.note)


def is_unsigned(case: Case) -> bool:
    """Whether a look at the work waits for the signature under it.

    Policy: 5.2
    """
    known = case.handling
    return known.evaluated_at is not None and known.evaluation_signed_at is None and case.state in {"PLAN_REVIEW", "EXECUTING"}
