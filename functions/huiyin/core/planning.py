"""4 方案制定: findings, the plan with its steps, agreement to it, changes, and another date."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from huiyin.core.approval import Weight, check_return, checked_row, is_major, missing_rows, rows_of
from huiyin.core.case import Case
from huiyin.core.commands import PLAN_WORDS, ApprovePlan, ChangePlan, ExtendDate, ReturnPlan, SubmitPlan
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import (
    DateExtended,
    NeededResource,
    PlanApproved,
    PlanChanged,
    PlannedTask,
    PlanReturned,
    PlanSubmitted,
)
from huiyin.core.handling import Plan
from huiyin.core.hands import check_in_charge, check_said, role_in_charge
from huiyin.core.households import households_of
from huiyin.core.plan_checks import check_plan
from huiyin.core.standing_in import acting_as
from huiyin.policy.schema import Policy

Json = dict[str, Any]
# What a plan says of what the owner gets beside the work, under the same names asked and recorded.
_CONCESSION = ("concession", "payment_yuan", "settlement", "insurance_report", "legal_note")


def submit(case: Case, ask: SubmitPlan, policy: Policy, now: datetime) -> PlanSubmitted:
    """Whoever has the case lays down what was found on each point and what is to be done, for others to agree to.

    Policy: 4.1, 4.2
    """
    return PlanSubmitted(**_drawn(case, ask, policy, now))


def change(case: Case, ask: ChangePlan, policy: Policy, now: datetime) -> PlanChanged:
    """Another version while the work goes on; the first one, where work began in an emergency before there was a plan.

    Policy: 4.1, 4.2
    """
    drawn = _drawn(case, ask, policy, now)
    if ask.change not in policy.measures.changes:
        raise NotUnderstood("unknown_word", field="change")
    check_said(reason=ask.reason)
    old = case.handling.plan
    if ask.change == "cheaper" and old is not None and ask.cost_yuan >= old.cost_yuan:
        raise NotUnderstood("not_cheaper", field="cost_yuan")
    reviewed = old is None or is_reviewed(old, ask, drawn["approvers"], policy)
    return PlanChanged(**drawn, change=ask.change, reviewed=reviewed, reason=ask.reason)


def is_reviewed(old: Plan, ask: ChangePlan, rows: tuple[str, ...], policy: Policy) -> bool:
    """Whether a change has to be agreed to again. rows: who would have to agree to all of it now.

    Policy: 4.2
    Small changes add up: costs are held against those that were agreed to last, not against the version before. What the owner
    wishes needs no agreement in itself, but its costs do, and so does whatever asks for somebody who never agreed. Whoever agreed
    and now draws the change himself has not agreed to it for others.
    """
    if ask.by.code in {signed for _, signed in old.approvals}:
        return True
    if old.agreed_yuan is None or ask.source != old.source or not set(rows) <= set(old.approvers):
        return True
    if (ask.concession, ask.payment_yuan) != (old.concession, old.payment_yuan):
        return True
    limits = policy.measures.approval
    more = ask.cost_yuan - old.agreed_yuan
    if more > limits.change_yuan and more > limits.change_share * old.agreed_yuan:
        return True
    if ask.change == "owner_wish":
        return False
    return ask.change in {"date", "scope"} or ask.finish_due > old.finish_due


def approve(case: Case, ask: ApprovePlan, policy: Policy, now: datetime) -> PlanApproved:
    """One of those who have to agree does, to exactly what he read.

    Policy: 4.2, 5.1
    """
    plan, row = checked_row(case, ask, policy)
    return PlanApproved(
        at=now,
        by=ask.by.code,
        role=ask.by.role("dept_lead" if row.startswith("lead:") else row),
        for_role=row,
        complete=missing_rows(case, plan, policy) == (row,),
        digest=plan.digest,
        comment=ask.comment,
        conditions=ask.conditions,
    )


def send_back(case: Case, ask: ReturnPlan, policy: Policy, now: datetime) -> PlanReturned:
    """One of those who have to agree does not, and says why.

    Policy: 4.2
    """
    check_return(case, ask, policy)
    return PlanReturned(at=now, by=ask.by.code, role=ask.by.role(), reasons=ask.reasons)


def extend(case: Case, ask: ExtendDate, policy: Policy, now: datetime) -> DateExtended:
    """Somebody who did not draw the plan moves the date of the work: once, by a few days, and before the old one has passed.

    Policy: 3.3, 4.2
    """
    acts_as = _extending(case, ask, policy)
    if case.resolve_due is None or now >= case.resolve_due:
        raise NotAllowedNow("date_has_passed")
    if case.handling.extended:
        raise NotAllowedNow("extended_before")
    if ask.until <= case.resolve_due:
        raise NotUnderstood("date_not_later", field="until")
    if ask.until > case.resolve_due + timedelta(days=policy.measures.extension_d):
        raise NotUnderstood("extension_too_long", field="until", limit=policy.measures.extension_d)
    check_said(reason=ask.reason)
    return DateExtended(at=now, by=ask.by.code, role=acts_as, old_due=case.resolve_due, new_due=ask.until, reason=ask.reason)


def _extending(case: Case, ask: ExtendDate, policy: Policy) -> str:
    barred = frozenset(case.handling.drafters) - {ask.by.code}
    rows = ("confid",) if case.guarded else ("dept_lead", "manager")
    held = (acting_as(row, ask.by, case, policy, barred) for row in rows)
    acts_as = next((one for one in held if one is not None), None)
    if acts_as is None:
        raise NotYours
    if ask.by.code in case.handling.drafters:
        raise NotAllowedNow("own_plan")
    return acts_as


def _drawn(case: Case, ask: SubmitPlan, policy: Policy, now: datetime) -> Json:
    """What the event of a plan holds of any version of it."""
    check_in_charge(case, ask.by)
    check_plan(case, ask, policy, now)
    version = case.handling.plan.version + 1 if case.handling.plan else 1
    return {
        "at": now,
        "by": ask.by.code,
        "role": role_in_charge(case, ask.by),
        "version": version,
        "findings": ask.findings,
        "wishes": ask.wishes,
        "cost_yuan": ask.cost_yuan,
        "source": ask.source,
        "finish_due": ask.finish_due,
        "tasks": _tasks(case, ask),
        "resources": tuple(
            NeededResource(n=n, kind=one.kind, by=one.by, cost_yuan=one.cost_yuan) for n, one in enumerate(ask.resources, start=1)
        ),
        "approvers": rows_of(weight_of(case, ask), policy),
        "digest": digest_of(case, ask, version),
        **{name: getattr(ask, name) for name in _CONCESSION},
        "task_words": _list_of([one.words for one in ask.tasks]),
        "resource_words": _list_of([one.words for one in ask.resources]),
        **{name: getattr(ask, name) for name in PLAN_WORDS},
    }


def _tasks(case: Case, ask: SubmitPlan) -> tuple[PlannedTask, ...]:
    """Numbered on from the tasks that the case had, so that no number means two."""
    known = case.handling
    last = max((task.n for task in (*known.tasks, *known.coming)), default=0)
    return tuple(
        PlannedTask(
            n=last + place,
            department=one.department,
            assignee=one.assignee,
            due=one.due,
            physical=one.physical,
            certificate=one.certificate,
            after=tuple(last + earlier for earlier in one.after),
        )
        for place, one in enumerate(ask.tasks, start=1)
    )


def weight_of(case: Case, ask: SubmitPlan) -> Weight:
    """What this plan weighs.

    Policy: 4.2
    """
    departments = {*case.handling.co_departments, *(task.department for task in ask.tasks)} - {case.lead, *case.accused}
    return Weight(
        level=case.level,
        priority=case.priority,
        major=is_major(case),
        guarded=case.guarded,
        by_lead="dept_lead" in ask.by.roles,
        cost_yuan=ask.cost_yuan,
        source=ask.source,
        payment_yuan=ask.payment_yuan,
        departments=tuple(sorted(department for department in departments if department)),
        households=households_of(case),
    )


def digest_of(case: Case, ask: SubmitPlan, version: int) -> str:
    """The mark of all that a plan says, in its words, so that whoever agrees agrees to exactly this.

    Policy: 4.2
    """
    told = {
        "case": case.case_id,
        "version": version,
        **{name: getattr(ask, name) for name in (*PLAN_WORDS, *_CONCESSION, "findings", "wishes", "cost_yuan", "source")},
        "finish_due": _moment(ask.finish_due),
        "tasks": [
            [one.words, one.department, one.assignee, _moment(one.due), one.physical, one.certificate, one.after] for one in ask.tasks
        ],
        "resources": [[one.words, one.kind, _moment(one.by), one.cost_yuan] for one in ask.resources],
    }
    return hashlib.sha256(_list_of(told).encode()).hexdigest()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _list_of(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
