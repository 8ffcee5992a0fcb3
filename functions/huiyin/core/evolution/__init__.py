"""How each event changes the case: by chapter, as the events are."""

from dataclasses import replace

from huiyin.core.case import Case
from huiyin.core.commands import OWNER, SYSTEM
from huiyin.core.events import (
    CallTaken,
    ComplaintReceived,
    Event,
    FeedbackEvent,
    GroupEvent,
    GroupOpened,
    IntakeEvent,
    PlanningEvent,
    RightsEvent,
    SurveyEvent,
    TriageEvent,
    WorkEvent,
)
from huiyin.core.evolution import feedback, groups, intake, news, outside, planning, rights, rounds, survey, triage, work

__all__ = ["evolve", "fold"]
_NOT_STAFF = frozenset({OWNER.code, SYSTEM.code})


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
    return _taken_up(case, news.noted(rounds.counted_anew(case, _after(case, event), event), event), event)


def _taken_up(before: Case, case: Case, event: Event) -> Case:
    """The case taken up by the first step of anybody on our side; who finds out that it is an emergency has not dealt with it yet."""
    known = case.handling
    # Who answers a call has told somebody where it stands, and done nothing about it.
    if (
        isinstance(event, CallTaken)
        or event.by in _NOT_STAFF
        or known.taken_up_at is not None
        or known.priority_at != before.handling.priority_at
    ):
        return case
    return case.handled(taken_up_at=event.at)


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
    if isinstance(event, SurveyEvent):
        return survey.after(case, event)
    if isinstance(event, GroupEvent):
        return groups.after(case, event)
    if isinstance(event, RightsEvent):
        return rights.after(case, event)
    return outside.after(case, event)


def fold(events: tuple[Event, ...]) -> Case:
    """The case that this history tells. Raises ValueError for an empty history."""
    case: Case | None = None
    for event in events:
        case = evolve(case, event)
    if case is None:
        raise ValueError("history begins with ComplaintReceived")
    return case
