"""3 分析与评估: the case after its class, level and people were settled."""

from dataclasses import replace
from typing import assert_never

from huiyin.core.case import Case
from huiyin.core.events import CaseTriaged, LevelLowered, LevelRaised, LowerLevelAsked, TriageEvent, TriageReturned
from huiyin.core.handling import Point


def after(case: Case, event: TriageEvent) -> Case:
    """The case after that event."""
    match event:
        case CaseTriaged():
            return _triaged(case, event)
        case TriageReturned():
            return replace(case, lead=None, handler=None).handled(state="REGISTERED", triage_returns=event.count)
        case LevelRaised():
            return _raised(case, event)
        case LowerLevelAsked():
            return case.handled(lowering=(event.for_role or event.role, event.by))
        case LevelLowered():
            return replace(case, level=event.level).handled(level_reasons=(), lowering=None)
        case _:
            assert_never(event)


def _raised(case: Case, event: LevelRaised) -> Case:
    reasons = tuple(dict.fromkeys((*case.handling.level_reasons, *event.reasons)))
    return replace(
        case,
        level=event.level,
        priority=event.priority,
        first_contact_due=event.first_contact_due,
        answer_due=event.answer_due,
        plan_due=event.plan_due,
        resolve_due=event.resolve_due,
    ).handled(level_reasons=reasons, lowering=None)


def _triaged(case: Case, event: CaseTriaged) -> Case:
    points = ((event.category, event.sub_issue), *event.points)
    return replace(
        case,
        category=event.category,
        sub_issue=event.sub_issue,
        severity=event.severity,
        urgency=event.urgency,
        priority=event.priority,
        level=event.level,
        lead=event.lead,
        handler=event.handler,
        first_contact_due=event.first_contact_due,
        plan_due=event.plan_due,
        answer_due=event.answer_due,
        resolve_due=event.resolve_due,
    ).handled(
        # Work that began before its triage, in an emergency, goes on.
        state=case.state if case.state == "EXECUTING" else "TRIAGED",
        points=tuple(Point(category=category, sub_issue=sub_issue) for category, sub_issue in points),
        co_departments=event.co_departments,
        level_reasons=event.level_reasons,
    )
