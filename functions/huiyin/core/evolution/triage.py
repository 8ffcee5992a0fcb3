"""3 分析与评估: the case after its class, level and people were settled."""

from dataclasses import replace
from typing import assert_never

from huiyin.core.case import Case
from huiyin.core.elsewhere import with_pending
from huiyin.core.events import (
    AssetNamed,
    CaseTriaged,
    FlagsNoted,
    KindChanged,
    LevelLowered,
    LevelRaised,
    LowerLevelAsked,
    PointsPending,
    TriageEvent,
    TriageReturned,
)
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
        case AssetNamed():
            return case.handled(asset=event.asset)
        case KindChanged():
            return replace(case, kind=event.kind)
        case PointsPending():
            return case.handled(points=with_pending(case.handling.points, event.points, event.body))
        case FlagsNoted():
            return _flagged(case, event)
        case LowerLevelAsked():
            return case.handled(lowering=(event.for_role or event.role, event.by))
        case LevelLowered():
            return replace(case, level=event.level).handled(level_reasons=(), lowering=None)
        case _:
            assert_never(event)


def _flagged(case: Case, event: FlagsNoted) -> Case:
    return replace(
        case,
        urgency=event.urgency,
        priority=event.priority,
        first_contact_due=event.first_contact_due,
        answer_due=event.answer_due,
        plan_due=event.plan_due,
        resolve_due=event.resolve_due,
    ).handled(flags=event.flags, authority_due=event.authority_due)


def _raised(case: Case, event: LevelRaised) -> Case:
    reasons = tuple(dict.fromkeys((*case.handling.level_reasons, *event.reasons)))
    hastened = event.priority < case.priority
    return replace(
        _with_priority(case, event),
        level=event.level,
        priority=event.priority,
        first_contact_due=event.first_contact_due,
        answer_due=event.answer_due,
        plan_due=event.plan_due,
        resolve_due=event.resolve_due,
    ).handled(level_reasons=reasons, lowering=None, raised_at=event.at if hastened else case.handling.raised_at)


def _with_priority(case: Case, event: CaseTriaged | LevelRaised) -> Case:
    """Where it has become more urgent nobody has taken it up as such. P1 is the most urgent."""
    if event.priority >= case.priority:
        return case
    return case.handled(priority_at=event.at, taken_up_at=None)


def _triaged(case: Case, event: CaseTriaged) -> Case:
    points = ((event.category, event.sub_issue), *event.points)
    # What is before a court stays there, whoever classes it anew.
    elsewhere = {(point.category, point.sub_issue): point.elsewhere for point in case.handling.points}
    return replace(
        _with_priority(case, event),
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
        flat_mark=case.flat_mark if event.sub_issue == case.sub_issue else event.flat_mark,
    ).handled(
        # Work that began before its triage, in an emergency, goes on.
        state=case.state if case.state == "EXECUTING" else "TRIAGED",
        points=tuple(Point(category=one[0], sub_issue=one[1], elsewhere=elsewhere.get(one, "")) for one in points),
        co_departments=event.co_departments,
        level_reasons=event.level_reasons,
        risk=event.risk or case.handling.risk,
    )
