"""5 执行与反馈: clocks that begin anew: what was said of them before no longer holds."""

from dataclasses import replace
from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.events import (
    AnswerDisputed,
    AnswerReleased,
    AppointmentAgreed,
    CaseReopened,
    CaseTransferred,
    ConcludedWithoutWork,
    DatedAnswerSent,
    DateExtended,
    Event,
    GroupProposed,
    IncidentDeclared,
    IncidentUpdated,
    MemberAnswered,
    MemberDated,
    MemberLeft,
    ObjectionAccepted,
    OrderNoted,
    OrderReplied,
    OwnerReplied,
    PlanApproved,
    PlanEvaluated,
    PlanReturned,
    PlanSubmitted,
    ReviewAsked,
    ReviewDecided,
    TakenApart,
    TransferRecorded,
    TriageReturned,
    WorkReported,
    WorkReturned,
    WorkStarted,
)
from huiyin.core.orders import ORDER, owed_orders


def counted_anew(before: Case, case: Case, event: Event) -> Case:
    """The case with the clocks forgotten that begin anew by that event. before: the case as the event met it.

    Policy: 5.3
    """
    match event:
        case AnswerDisputed() | CaseReopened() | ObjectionAccepted():
            return _another_round(case, event.at)
        case ReviewDecided():
            return _another_round(case, event.at) if event.reopens else case
        case OrderNoted() | OrderReplied():
            # Another order presses most now, or it has another day.
            return _forgotten(case, ORDER) if owed_orders(case)[:1] != owed_orders(before)[:1] else case
        case OwnerReplied():
            return _waited(before, case, event.at)
        case MemberLeft() | TakenApart():
            return _forgotten(_step_anew(case, event.at), "register", "triage", "accept")
        case TriageReturned():
            return _forgotten(_step_anew(case, event.at), "triage", "accept")
        case PlanReturned() | TransferRecorded():
            return _forgotten(_step_anew(replace(case, plan_due=None), event.at), "plan_submitted", "follow_up")
        case DatedAnswerSent() | MemberDated():
            return _forgotten(replace(case, resolve_due=event.until), "resolve")
        case PlanSubmitted():
            return _forgotten(case, "plan_decided", "countersigned")
        case PlanEvaluated():
            return _forgotten(case, "evaluation")
        case WorkStarted() | WorkReturned() | PlanApproved():
            begins = case.handling.begun_at != before.handling.begun_at
            return _forgotten(case, "evaluation") if begins else case
        case _:
            return _forgotten(case, *(name for kind, name in _BEGINS.items() if isinstance(event, kind)))


# An event with which a clock begins, and so is not the one that may have run before.
_BEGINS: dict[type[Event], str] = {
    WorkReported: "verified",
    ConcludedWithoutWork: "verified",
    AnswerReleased: "reply",
    MemberAnswered: "reply",
    GroupProposed: "group_proposal",
    IncidentDeclared: "incident_update",
    IncidentUpdated: "incident_update",
    ReviewAsked: "review",
    CaseTransferred: "follow_up",
    DateExtended: "resolve",
    AppointmentAgreed: "appointment",
}


def _another_round(case: Case, at: datetime) -> Case:
    """Every clock begins anew but the first contact and the reply to an authority; the dates of the round stand in the event."""
    warned = tuple(key for key in case.warned if key.partition(":")[0] in {"first_contact", ORDER})
    called = tuple(one for one in case.handling.called if one.clock == ORDER)
    return _step_anew(replace(case, warned=warned), at).handled(
        round_at=at, called=called, arrived_at=None, safe_at=None, visit_at=None, visit_agreed_at=None, begun_at=None, raised_at=None
    )


def _step_anew(case: Case, at: datetime) -> Case:
    return case.handled(step_at=at, resumed_at=None, waited_s=0)


def _waited(before: Case, case: Case, at: datetime) -> Case:
    """The steps that waited for the owner get that time back; the promised dates stand in the event as they moved."""
    pause = before.handling.pause
    if pause is None:
        return case
    if pause.before == "EXECUTING":
        # The work goes on: it is looked at again so long after that.
        return _forgotten(case.handled(begun_at=at), "evaluation") if case.handling.begun_at else case
    return case.handled(resumed_at=at, waited_s=case.handling.waited_s + int((at - pause.since).total_seconds()))


def _forgotten(case: Case, *clocks: str) -> Case:
    if not clocks:
        return case
    warned = tuple(key for key in case.warned if key.partition(":")[0] not in clocks)
    return replace(case, warned=warned).handled(called=tuple(one for one in case.handling.called if one.clock not in clocks))
