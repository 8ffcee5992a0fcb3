"""5 执行与反馈: what the owner heard last, and where the case stood then: whoever heard something an hour ago waits for no interim news."""

from dataclasses import replace

from huiyin.core.case import Case, returned_key
from huiyin.core.events import (
    AddedToCase,
    AnswerDisputed,
    AppointmentAgreed,
    CaseRegistered,
    CaseReopened,
    CaseTransferred,
    ContactLogged,
    DatedAnswerSent,
    DateExtended,
    DeadlineMissed,
    Event,
    MemberDated,
    MemberJoined,
    MemberLeft,
    ObjectionAccepted,
    OwnerAsked,
    OwnerReminded,
    OwnerReplied,
    PlanChanged,
    ProgressTold,
    ReviewDecided,
    TakenApart,
    TransferRecorded,
)
from huiyin.core.handling import News

# With which the owner hears something, by letter or from a person, while he waits for something.
_NEWS = (
    AppointmentAgreed,
    ObjectionAccepted,
    OwnerAsked,
    MemberJoined,
    MemberLeft,
    AddedToCase,
    TakenApart,
    CaseTransferred,
    DateExtended,
    DatedAnswerSent,
    MemberDated,
    AnswerDisputed,
    CaseReopened,
    ReviewDecided,
)


def noted(case: Case, event: Event) -> Case:
    """The case after that event, with what its owner heard by it.

    Policy: 5.2
    """
    if case.handling.group is not None or not _is_heard(case, event):
        return case
    known = case.handling
    interims = known.news.interims if known.news is not None and known.round_at != event.at else 0
    return case.handled(news=News(at=event.at, state=case.state, done=_done(case), interims=interims))


def told(case: Case, event: ProgressTold | OwnerReminded) -> Case:
    """The case after a word by the clock. Whoever has to be phoned with it stands on that list.

    Policy: 2.7, 5.2
    """
    known = case.handling
    if isinstance(event, OwnerReminded):
        case, letter = case.handled(pause=replace(known.pause, reminded=True) if known.pause else None), "owner-reminded"
    else:
        before = known.news.interims if known.news else 0
        news = News(at=event.at, state=event.state, done=event.done, interims=before + 1, reminded=event.to_role)
        case, letter = case.handled(news=news), "progress-told"
    return replace(case, untold=(*case.untold, returned_key(letter, case.version))) if event.by_phone else case


def _is_heard(case: Case, event: Event) -> bool:
    match event:
        case CaseRegistered():
            # What the system alone took in is told nobody a second time.
            return event.by != "system"
        case TransferRecorded():
            # The day alone on which we ask is no news.
            return event.by != "system"
        case ContactLogged():
            return event.reached
        case OwnerReplied():
            return event.replied
        case DeadlineMissed():
            return event.clock == "first_contact"
        case PlanChanged():
            return is_moved(case, event)
        case _:
            return isinstance(event, _NEWS)


def is_moved(case: Case, event: PlanChanged) -> bool:
    """Whether a changed plan moves the owner's date, or does not keep it. case: as it is after the event.

    Policy: 4.3
    """
    return event.change == "date" or (case.resolve_due is not None and event.finish_due > case.resolve_due)


def _done(case: Case) -> int:
    return sum(task.state == "done" for task in case.handling.tasks)
