"""How each event changes the case: by chapter, as the events are."""

from dataclasses import replace

from huiyin.core.case import Case
from huiyin.core.events import (
    ComplaintReceived,
    Event,
    FeedbackEvent,
    GroupEvent,
    GroupOpened,
    IntakeEvent,
    PlanningEvent,
    TriageEvent,
    WorkEvent,
)
from huiyin.core.evolution import feedback, groups, intake, outside, planning, rounds, triage, work

__all__ = ["evolve", "fold"]


def evolve(case: Case | None, event: Event) -> Case:
    """The case after that event. Raises ValueError when history does not begin with its receipt.

    Policy: 5.2
    """
    if isinstance(event, ComplaintReceived):
        if case is not None:
            raise ValueError("a case is received once")
        return intake.received(event)
    if isinstance(event, GroupOpened) and case is None:
        return groups.opened(event)
    if case is None:
        raise ValueError("history begins with ComplaintReceived or GroupOpened")
    case = replace(case, version=case.version + 1, last_at=event.at, last_by=event.by, last_event=type(event).__name__)
    return rounds.counted_anew(case, _after(case, event), event)


def _after(case: Case, event: Event) -> Case:
    if isinstance(event, IntakeEvent):
        return intake.after(case, event)
    if isinstance(event, TriageEvent):
        return triage.after(case, event)
    if isinstance(event, PlanningEvent):
        return planning.after(case, event)
    if isinstance(event, WorkEvent):
        return work.after(case, event)
    if isinstance(event, FeedbackEvent):
        return feedback.after(case, event)
    if isinstance(event, GroupEvent):
        return groups.after(case, event)
    return outside.after(case, event)


def fold(events: tuple[Event, ...]) -> Case:
    """The case that this history tells. Raises ValueError for an empty history."""
    case: Case | None = None
    for event in events:
        case = evolve(case, event)
    if case is None:
        raise ValueError("history begins with ComplaintReceived")
    return case
