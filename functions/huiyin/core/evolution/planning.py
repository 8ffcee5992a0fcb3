"""4 方案制定: the case after plans were drawn, approved, returned, changed."""

from dataclasses import replace
from typing import assert_never

from huiyin.core.case import Case
from huiyin.core.events import DateExtended, PlanApproved, PlanChanged, PlannedTask, PlanningEvent, PlanReturned, PlanSubmitted
from huiyin.core.handling import Plan, Point, Resource, Task
from huiyin.core.steps import OVER

# Before anybody asked for it, a resource is wanted.
_WANTED = "requested"


def after(case: Case, event: PlanningEvent) -> Case:
    """The case after that event."""
    match event:
        case PlanChanged():
            drawn = _drawn(case, event)
            # Until everybody agrees, the work goes on as it was agreed to.
            return _waiting(drawn, event).handled(state="PLAN_REVIEW") if event.reviewed else _in_force(_kept_approved(drawn, case), event)
        case PlanSubmitted():
            return _in_force(_drawn(case, event), event).handled(state="PLAN_REVIEW")
        case PlanApproved():
            return _approved(case, event)
        case PlanReturned():
            return case.handled(state="INVESTIGATING", coming=(), needed=())
        case DateExtended():
            return replace(case, resolve_due=event.new_due).handled(extended=True)
        case _:
            assert_never(event)


def _drawn(case: Case, event: PlanSubmitted) -> Case:
    known = case.handling
    plan = Plan(
        version=event.version,
        by=event.by,
        at=event.at,
        finish_due=event.finish_due,
        cost_yuan=event.cost_yuan,
        digest=event.digest,
        approvers=event.approvers,
        source=event.source,
        agreed_yuan=known.plan.agreed_yuan if known.plan else None,
        concession=event.concession,
        payment_yuan=event.payment_yuan,
    )
    return case.handled(
        plan=plan, points=judged(known.points, event.findings, event.wishes), drafters=known.with_part("drafters", event.by)
    )


def _waiting(case: Case, event: PlanSubmitted) -> Case:
    resources = tuple(Resource(n=one.n, kind=one.kind, by=one.by, state=_WANTED, cost_yuan=one.cost_yuan) for one in event.resources)
    return case.handled(coming=tuple(task_of(one) for one in event.tasks), needed=resources)


def _in_force(case: Case, event: PlanSubmitted) -> Case:
    return _begun(_waiting(case, event))


def _begun(case: Case) -> Case:
    known = case.handling
    kept = tuple(task for task in known.tasks if task.state in OVER)
    busy = {task.assignee for task in known.coming}
    relieved = {task.assignee for task in known.tasks if task.state not in OVER} - busy
    return case.handled(tasks=(*kept, *known.coming), relieved=tuple(sorted(relieved)), resources=known.needed, coming=(), needed=())


def _kept_approved(drawn: Case, before: Case) -> Case:
    plan, old = drawn.handling.plan, before.handling.plan
    return drawn.handled(plan=replace(plan, approvers=old.approvers, approvals=old.approvals) if plan and old else plan)


def _approved(case: Case, event: PlanApproved) -> Case:
    plan, known = case.handling.plan, case.handling
    if plan is None:
        return case
    approved = replace(plan, approvals=(*plan.approvals, (event.for_role, event.by)))
    case = case.handled(plan=approved, approvers=known.with_part("approvers", event.by))
    if not event.complete:
        return case
    agreed = case.handled(state="EXECUTING", begun_at=event.at, plan=replace(approved, agreed_yuan=approved.cost_yuan))
    return _begun(agreed) if known.coming else agreed


def task_of(planned: PlannedTask) -> Task:
    """A task as it begins."""
    return Task(
        n=planned.n,
        department=planned.department,
        assignee=planned.assignee,
        due=planned.due,
        physical=planned.physical,
        certificate=planned.certificate,
        after=planned.after,
    )


def judged(points: tuple[Point, ...], findings: tuple[str, ...], wishes: tuple[str, ...]) -> tuple[Point, ...]:
    """The points with what was found on each of them and how far the wish is met."""
    return tuple(replace(point, finding=finding, wish=wish) for point, finding, wish in zip(points, findings, wishes, strict=True))
