"""3 分析与评估: the case after its class, level and people were settled."""

from dataclasses import replace
from typing import assert_never

from huiyin.core.case import Case
from huiyin.core.events import CaseTriaged, LevelLowered, LevelRaised, TriageEvent, TriageReturned
from huiyin.core.handling import Point


def after(case: Case, event: TriageEvent) -> Case:
    """The case after that event."""
    match event:
        case CaseTriaged():
            return _triaged(case, event)
        case TriageReturned():
            return replace(case, lead=None, handler=None).handled(state="REGISTERED", triage_returns=event.count)
        case LevelRaised():
            return replace(case, level=event.level, priority=event.priority).handled(level_reasons=event.reasons)
        case LevelLowered():
            return replace(case, level=event.level).handled(level_reasons=())
        case _:
            assert_never(event)


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
        state=case.state if case.handling.emergency_at else "TRIAGED",
        points=tuple(Point(category=category, sub_issue=sub_issue) for category, sub_issue in points),
        co_departments=event.co_departments,
        level_reasons=event.level_reasons,
    )
