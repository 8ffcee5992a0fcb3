"""Whose words an owner reads in his timeline: his own, and what staff wrote to him. Notes of staff are written for colleagues."""

from collections.abc import Sequence

from huiyin.core.events import (
    AnswerConfirmed,
    AnswerDisputed,
    AnswerReleased,
    CaseConfided,
    CaseDeclined,
    CaseReleased,
    CaseReopened,
    CaseShared,
    CaseUrged,
    CaseWithdrawn,
    ConsentWithdrawn,
    ContactLogged,
    CopyGiven,
    DatedAnswerSent,
    ErasureAsked,
    ErasureDecided,
    Event,
    FactAdded,
    LimitObjected,
    MemberAnswered,
    MemberDated,
    MemberLeft,
    NamingAgreed,
    ObjectionRaised,
    OwnerAsked,
    OwnerReplied,
    OwnPartAnswered,
    RecusalDecided,
    ReviewAsked,
    ReviewDecided,
    SurveyAnswered,
    TakenApart,
    TransferRecorded,
)
from huiyin.entry.owner_told import text_of_decline


def words(event: Event, events: Sequence[Event]) -> str:
    """What he reads of that event beside its title; "" for nothing. events: opened, as far as they are his.

    Policy: 5.2
    """
    own = event.by == "owner"
    match event:
        case FactAdded() | CaseUrged() | AnswerConfirmed() | NamingAgreed() | ErasureAsked() | ConsentWithdrawn() | CopyGiven():
            return event.note if own else ""
        case ContactLogged():
            return event.note if event.way == "mailbox" else ""
        case OwnerAsked():
            return event.question
        case OwnerReplied():
            return event.answer
        case MemberLeft() | TakenApart() | CaseConfided() | CaseReleased():
            return event.reason if own else ""
        case CaseWithdrawn() | ObjectionRaised() | LimitObjected() | CaseReopened() | ReviewAsked():
            return event.grounds if own else ""
        case AnswerDisputed() | SurveyAnswered():
            return event.words
        case CaseDeclined():
            return text_of_decline(event, events)
        case (
            RecusalDecided()
            | AnswerReleased()
            | DatedAnswerSent()
            | ReviewDecided()
            | MemberAnswered()
            | MemberDated()
            | OwnPartAnswered()
            | ErasureDecided()
            | CaseShared()
        ):
            return event.text
        case TransferRecorded():
            return event.result
        case _:
            return ""
