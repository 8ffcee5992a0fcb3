"""2 接收与登记: the case after what happened until it was complete, and after what its owner said later."""

from dataclasses import fields, replace
from typing import assert_never

from huiyin.core.case import Case, case_id_of
from huiyin.core.events import (
    CallTaken,
    CaseConfided,
    CaseDeclined,
    CaseRegistered,
    CaseReleased,
    CaseUrged,
    CaseWithdrawn,
    ComplaintReceived,
    DeclineProposed,
    DeclineRefused,
    EvidenceChecked,
    FactAdded,
    IdentityRevealed,
    IntakeEvent,
    ObjectionAccepted,
    ObjectionRaised,
    OwnerAsked,
    OwnerReplied,
    RecusalDecided,
    ReleaseAsked,
)
from huiyin.core.handling import Handling, Pause
from huiyin.core.orders import with_order
from huiyin.core.ties import Order

# Facts of the receipt that stand in the case under the same name.
_KEPT = tuple(f.name for f in fields(ComplaintReceived) if f.name in {of_case.name for of_case in fields(Case)})


def received(event: ComplaintReceived) -> Case:
    """The case as it comes in."""
    case = _as_said(event)
    if event.order_body is not None and event.order_due is not None:
        case = with_order(case, Order(n=1, body=event.order_body, due=event.order_due, noted_at=event.at))
    case = case.handled(confided="owner") if event.sensitive else case
    return case.handled(flags=event.flags) if event.flags else case


def _as_said(event: ComplaintReceived) -> Case:
    return Case(
        case_id=case_id_of(event.number),
        version=1,
        state="RECEIVED",
        level="general",
        first_contact_at=None,
        attempted_at=None,
        plan_due=None,
        resolve_due=None,
        lead=None,
        handler=None,
        tried_at=(),
        warned=(),
        evidence=(),
        # Whom the owner named stays sealed: the confidential officer enters the codes.
        **{name: getattr(event, name) for name in _KEPT if name != "accused"},
        accused=event.accused_codes,
        returned=(),
        untold=(),
        unreachable=False,
        last_at=event.at,
        last_by=event.by,
        last_event=type(event).__name__,
        # Written down later than it was heard: nobody could have been alarmed before.
        handling=Handling(priority_at=event.at) if event.at != event.received_at else Handling(),
    )


def after(case: Case, event: IntakeEvent) -> Case:
    """The case after that event."""
    match event:
        case ComplaintReceived():
            raise ValueError("a case is received once")
        case CaseRegistered():
            case = replace(case, guarded=case.guarded and not event.released, accused=event.accused, verified=event.verified)
            return case.handled(state="REGISTERED", declining=None)
        case FactAdded():
            return _with_hints(case, event.hints).with_files(event.files)
        case EvidenceChecked():
            return replace(case, evidence=tuple({**dict(case.evidence), event.slot: event.outcome}.items()))
        case IdentityRevealed():
            return case
        case CallTaken():
            return case.handled(wrong_callers=() if event.passed else (*case.handling.wrong_callers, event.at))
        case OwnerAsked():
            pause = Pause(since=event.at, until=event.until, before=case.state)
            return case.handled(state="AWAITING_OWNER", pause=pause, pauses=event.pause)
        case OwnerReplied():
            return _resumed(_with_hints(case, event.hints).with_files(event.files), event)
        case RecusalDecided():
            return _stood_aside(case, event) if event.accepted else case
        case CaseConfided() | ReleaseAsked() | CaseReleased():
            return _guarded(case, event)
        case CaseUrged():
            return case.handled(urged=event.count, urged_at=event.at)
        case _:
            return _turned_away(case, event)


def _guarded(case: Case, event: CaseConfided | ReleaseAsked | CaseReleased) -> Case:
    """Whoever handled it before it was confided does not any more: an officer is named by officers."""
    match event:
        case CaseConfided():
            handler = case.handler if case.guarded else None
            return replace(case, guarded=True, handler=handler).handled(confided=event.by, releasing="")
        case ReleaseAsked():
            return case.handled(releasing=event.by)
        case CaseReleased():
            return replace(case, guarded=False).handled(confided="", releasing="")


def _stood_aside(case: Case, event: RecusalDecided) -> Case:
    """Whoever had it hands it over: the head of the department, or who stands in for him, names another one."""
    if case.handler in event.people:
        case = replace(case, handler=None)
    return case.handled(recused=tuple(dict.fromkeys((*case.handling.recused, *event.people))))


def _with_hints(case: Case, hints: tuple[str, ...]) -> Case:
    return replace(case, hints=tuple(dict.fromkeys((*case.hints, *hints))))


def _resumed(case: Case, event: OwnerReplied) -> Case:
    moved = replace(case, plan_due=event.plan_due, answer_due=event.answer_due, resolve_due=event.resolve_due)
    return _no_longer_waiting(moved)


def _no_longer_waiting(case: Case) -> Case:
    pause = case.handling.pause
    return case.handled(state=pause.before, pause=None) if pause else case


def _turned_away(
    case: Case, event: DeclineProposed | DeclineRefused | CaseDeclined | ObjectionRaised | ObjectionAccepted | CaseWithdrawn
) -> Case:
    match event:
        case DeclineProposed():
            return case.handled(declining=(event.by, event.reason))
        case DeclineRefused():
            return case.handled(declining=None)
        case CaseDeclined():
            return case.handled(state="DECLINED", declining=None, declined_at=event.at)
        case ObjectionRaised():
            return case.handled(objected_at=event.at)
        case ObjectionAccepted():
            return replace(case, answer_due=event.answer_due).handled(state="REGISTERED", declined_at=None, objected_at=None)
        case CaseWithdrawn(goes_on=True):
            # Nothing is written to him any more, and nobody waits for him.
            return _no_longer_waiting(replace(case, has_email=False, untold=())).handled(gone=True)
        case CaseWithdrawn():
            return case.handled(state="WITHDRAWN", declining=None, pause=None, closed_at=event.at)
        case _:
            assert_never(event)
