"""The timeline of a case at the desk: what happened, who did it, and the words that came with it."""

import json
from typing import Any

from huiyin.core.case import Case, returned_key
from huiyin.core.events import (
    AnswerConfirmed,
    AnswerDisputed,
    AnswerReleased,
    AppointmentAgreed,
    ArrivalLogged,
    CallBackLogged,
    CallTaken,
    CaseConfided,
    CaseDeclined,
    CaseHeld,
    CaseReleased,
    CaseReopened,
    CaseShared,
    CaseTransferred,
    CaseUrged,
    CaseWithdrawn,
    ComplaintReceived,
    ConcludedWithoutWork,
    ConsentWithdrawn,
    ContactLimitAsked,
    ContactLimited,
    ContactLogged,
    CopyGiven,
    DatedAnswerDrafted,
    DatedAnswerSent,
    DateExtended,
    DeclineProposed,
    DeclineRefused,
    ErasureAsked,
    ErasureDecided,
    EvaluationSigned,
    Event,
    FactAdded,
    GroupRefused,
    HearingRecorded,
    HoldReleased,
    IdentityRevealed,
    IncidentDeclared,
    IncidentEnded,
    IncidentUpdated,
    JointCheckLogged,
    LetterReturned,
    LevelLowered,
    LevelRaised,
    LimitLifted,
    LimitObjected,
    LowerLevelAsked,
    MemberAnswered,
    MemberDated,
    MemberJoined,
    MemberLeft,
    NamingAgreed,
    ObjectionAccepted,
    ObjectionRaised,
    OrderNoted,
    OrderReplied,
    OwnerAsked,
    OwnerReminded,
    OwnerReplied,
    OwnPartAnswered,
    PlaceMadeSafe,
    PlanApproved,
    PlanChanged,
    PlanEvaluated,
    PlanReturned,
    PointsPending,
    ProgressTold,
    RecusalDecided,
    ReleaseAsked,
    ReportAdded,
    ResourceMoved,
    ReviewAsked,
    ReviewDecided,
    SurveyAnswered,
    TakenApart,
    TaskAdded,
    TaskFinished,
    TransferRecorded,
    TriageReturned,
    VisitLogged,
    WorkReported,
    WorkReturned,
    WorkStarted,
)
from huiyin.core.progress import is_over
from huiyin.entry import sentences, titles
from huiyin.policy.schema import LANGUAGES, Language, Policy

_COLON: dict[Language, str] = {"zh": "：", "en": ": "}


def row(n: int, event: Event, case: Case, policy: Policy) -> dict[str, Any]:
    """One line of the timeline at the desk. n: number of the event.

    Policy: 5.2
    """
    return {
        "n": n,
        "at": sentences.here(event.at, policy),
        "type": type(event).__name__,
        "title": titles.title(event, policy, lead=case.lead, to_staff=True),
        "by": event.by,
        "by_words": sentences.who(event.by, policy),
        "words": words(event, case, policy) or None,
    }


def words(event: Event, case: Case, policy: Policy) -> str | sentences.Words:
    """What somebody said or wrote on that occasion, and what has to be said to the owner because of it. event: opened.

    Policy: 5.2
    """
    match event:
        case ComplaintReceived():
            return _answered(event, policy)
        case ContactLogged():
            return "\n".join(part for part in (event.note, event.wish, event.convenient) if part)
        case (
            FactAdded()
            | NamingAgreed()
            | IdentityRevealed()
            | CallTaken()
            | LevelRaised()
            | CaseUrged()
            | DeclineRefused()
            | VisitLogged()
            | ArrivalLogged()
            | AppointmentAgreed()
            | PointsPending()
            | PlaceMadeSafe()
            | CallBackLogged()
        ):
            return event.note
        case IncidentDeclared() | MemberJoined():
            return event.cause if isinstance(event, IncidentDeclared) else event.own
        case ReportAdded():
            return event.words
        case IncidentUpdated() | IncidentEnded():
            return "\n".join(part for part in (event.words, event.words_en) if part)
        case DeclineProposed() | CaseDeclined() | CaseShared() | ErasureDecided() | MemberAnswered() | MemberDated() | OwnPartAnswered():
            return event.text
        case OwnerAsked():
            return event.question
        case OwnerReplied():
            return event.answer
        case RecusalDecided():
            return _recusal(event, policy)
        case LetterReturned() | ProgressTold() | OwnerReminded():
            return _to_be_told(event, case, policy)
        case _:
            return _decided(event) or _done(event, policy)


def _done(event: Event, policy: Policy) -> str | sentences.Words:
    """What was done, what came of it and was answered, and what the owner held of that."""
    match event:
        case TaskFinished() | ResourceMoved() | EvaluationSigned() | WorkStarted() | AnswerConfirmed():
            return event.note
        case TaskAdded() | AnswerDisputed():
            return event.words
        case OrderNoted():
            return event.number
        case OrderReplied():
            return "\n".join(part for part in (event.document, event.note) if part)
        case AnswerReleased() | DatedAnswerDrafted() | DatedAnswerSent() | ReviewDecided():
            return event.text
        case CaseReopened() | ReviewAsked():
            return event.grounds
        case CaseConfided() | ReleaseAsked() | CaseReleased():
            return event.reason
        case WorkReturned():
            return event.defects
        case WorkReported():
            return _named({"result": event.result, "answer": event.answer}, policy)
        case ConcludedWithoutWork():
            return _named({"grounds": event.grounds, "answer": event.answer}, policy)
        case _:
            return ""


def _named(parts: dict[str, str], policy: Policy) -> str | sentences.Words:
    """Several texts of one event, each behind the name of its field; nothing once they were erased."""
    said = {name: text for name, text in parts.items() if text}
    if not said:
        return ""
    return {
        language: "\n".join(f"{policy.word(f'fields.{name}', language)}{_COLON[language]}{text}" for name, text in said.items())
        for language in LANGUAGES
    }


def _decided(event: Event) -> str:
    """Why somebody decided as he did, in his words."""
    match event:
        case CaseWithdrawn() | ObjectionRaised() | ObjectionAccepted() | LimitObjected():
            return event.grounds
        case (
            CaseHeld()
            | HoldReleased()
            | GroupRefused()
            | ContactLimitAsked()
            | ContactLimited()
            | LimitLifted()
            | MemberLeft()
            | TakenApart()
            | TriageReturned()
            | LowerLevelAsked()
            | LevelLowered()
            | DateExtended()
            | PlanChanged()
        ):
            return event.reason
        case PlanReturned():
            return event.reasons
        case ErasureAsked() | ConsentWithdrawn() | CopyGiven():
            return event.note
        case PlanEvaluated():
            return "\n".join(part for part in (event.progress, event.obstacle) if part)
        case SurveyAnswered():
            return event.words
        case TransferRecorded():
            return event.result
        case CaseTransferred():
            return "\n".join(part for part in (event.document, event.contact) if part)
        case HearingRecorded():
            return event.statement
        case JointCheckLogged():
            return f"{event.witness}\n{event.note}"
        case PlanApproved():
            return "\n".join(part for part in (event.comment, event.conditions) if part)
        case _:
            return ""


def _recusal(event: RecusalDecided, policy: Policy) -> sentences.Words:
    """Who takes no part, or goes on, and what the owner was told of it."""
    said = "labels.recusal_accepted" if event.accepted else "labels.recusal_refused"
    people = [sentences.who(code, policy) for code in event.people]
    return {
        language: f"{policy.word(said, language)}: {', '.join(one[language] for one in people)}\n{event.text}" for language in LANGUAGES
    }


def _to_be_told(event: LetterReturned | ProgressTold | OwnerReminded, case: Case, policy: Policy) -> str | sentences.Words:
    """What somebody has to tell the owner, since no letter does."""
    if isinstance(event, LetterReturned):
        label = "labels.tell_phone" if case.has_phone else "labels.tell_mailbox"
        return sentences.word(label, policy) if returned_key(event.letter, event.event) in case.untold else ""
    if not (event.by_phone and case.untold) or is_over(case, event):
        return ""
    return sentences.word("labels.tell_progress" if isinstance(event, ProgressTold) else "labels.tell_question", policy)


def _answered(event: ComplaintReceived, policy: Policy) -> sentences.Words | str:
    """What the owner said to the questions of the form, a line each; the matter and the wish stand above."""
    if not event.answers:
        return ""
    answers = json.loads(event.answers)
    return {language: "\n".join(f"{_question(name, policy, language)} {said}" for name, said in answers.items()) for language in LANGUAGES}


def _question(name: str, policy: Policy, language: Language) -> str:
    return f"{policy.word('fields.occurred_at', language)}:" if name == "occurred_at" else name
