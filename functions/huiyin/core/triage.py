"""3 分析与评估: class, severity, urgency, priority, level, lead, handler and the promised dates."""

from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.clock import capped_due, due_after
from huiyin.core.commands import TriageCase
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import CaseTriaged
from huiyin.policy.schema import PRIORITIES, Policy, Priority, Promise

_HANDLING_ROLES = frozenset({"handler", "dept_lead", "confid"})


def triage(case: Case, ask: TriageCase, policy: Policy, now: datetime) -> CaseTriaged:
    """Give the case its class, priority, level, lead department, handler and dates.

    Policy: 3.1, 3.2, 3.3
    Raises: NotUnderstood for a code outside the policy; NotAllowedNow for an accused lead or handler.
    """
    _check_codes(ask, policy)
    _check_people(case, ask, policy)
    level, reasons = level_of(ask, policy)
    priority = priority_of(case, ask, level, policy)
    promise = policy.promises.clocks[priority]
    answer_due = _answer_due(case, promise, policy)
    plan_share = policy.promises.caps["plan_submitted"]
    return CaseTriaged(
        at=now,
        by=ask.by.code,
        role=ask.by.role("confid" if case.guarded else "triage"),
        edition=policy.charter.edition,
        category=ask.category,
        sub_issue=ask.sub_issue,
        severity=ask.severity,
        urgency=ask.urgency,
        priority=priority,
        level=level,
        level_reasons=reasons,
        lead=ask.lead,
        handler=ask.handler,
        co_departments=ask.co_departments,
        first_contact_due=_first_contact_due(case, ask, promise, policy),
        plan_due=capped_due(case.received_at, promise.plan_submitted, policy.calendar, share=plan_share, served_due=answer_due),
        answer_due=answer_due,
        resolve_due=due_after(case.received_at, promise.resolve, policy.calendar),
    )


def level_of(ask: TriageCase, policy: Policy) -> tuple[str, tuple[str, ...]]:
    """General or major, with the reason codes: a high severity confirmed by a person is major (M1).

    Policy: 1.2
    """
    if ask.severity >= policy.promises.major_severity:
        return "major", ("M1",)
    return ask.level, ("by_triage",) if ask.level != "general" else ()


def priority_of(case: Case, ask: TriageCase, level: str, policy: Policy) -> Priority:
    """The matrix, with its floors: a major and a guarded case wait no longer than these.

    Policy: 3.2
    """
    floors: list[Priority] = [policy.promises.matrix[ask.severity][ask.urgency]]
    if level != "general":
        floors.append(policy.promises.floors["major"])
    if case.guarded:
        floors.append(policy.promises.floors["guarded"])
    return min(floors, key=PRIORITIES.index)


def _first_contact_due(case: Case, ask: TriageCase, promise: Promise, policy: Policy) -> datetime:
    """A first contact once promised never moves later; a higher priority may bring it forward."""
    essential = policy.categories[ask.category].essential
    limit = promise.first_contact_essential if essential else promise.first_contact
    return min(case.first_contact_due, due_after(case.received_at, limit, policy.calendar))


def _answer_due(case: Case, promise: Promise, policy: Policy) -> datetime:
    """The policy's date, never after the one already promised nor after the statutory cap."""
    return min(case.answer_due, due_after(case.received_at, promise.answer, policy.calendar))


def _check_codes(ask: TriageCase, policy: Policy) -> None:
    category = policy.categories.get(ask.category)
    if category is None:
        raise NotUnderstood("unknown_category", field="category")
    if ask.sub_issue not in category.sub_issues:
        raise NotUnderstood("unknown_sub_issue", field="sub_issue")
    if ask.severity not in policy.promises.severities:
        raise NotUnderstood("unknown_word", field="severity")
    if ask.urgency not in policy.promises.urgencies:
        raise NotUnderstood("unknown_word", field="urgency")
    if ask.level not in {"general", "major"}:
        raise NotUnderstood("unknown_word", field="level")
    for field, department in (("lead", ask.lead), *(("co_departments", code) for code in ask.co_departments)):
        if department not in policy.departments.departments:
            raise NotUnderstood("unknown_word", field=field)


def _check_people(case: Case, ask: TriageCase, policy: Policy) -> None:
    if case.guarded and "confid" not in ask.by.roles:
        raise NotYours
    person = policy.departments.staff.get(ask.handler)
    if person is None or not _HANDLING_ROLES & set(person.roles):
        raise NotUnderstood("assignee_unknown", field="handler")
    if case.guarded and "confid" not in person.roles:
        raise NotAllowedNow("recused", field="handler")
    if not case.guarded and person.department != ask.lead:
        raise NotUnderstood("assignee_unknown", field="handler")
    if {ask.lead, ask.handler} & set(case.accused):
        raise NotAllowedNow("lead_accused", field="lead")
