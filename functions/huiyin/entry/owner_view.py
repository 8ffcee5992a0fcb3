"""A case as its owner sees it: state, promises, what happened, who read his name, what he can do now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huiyin.core.case import FIRST_OF_STAFF, Case
from huiyin.core.clocks import is_contact_kept
from huiyin.core.events import (
    AddedToCase,
    AnswerConfirmed,
    AnswerDisputed,
    AnswerLapsed,
    AnswerReleased,
    AppointmentAgreed,
    ArrivalLogged,
    CallBackLogged,
    CallTaken,
    CaseAccepted,
    CaseConfided,
    CaseDeclined,
    CaseHeld,
    CaseRegistered,
    CaseReleased,
    CaseReopened,
    CaseShared,
    CaseTransferred,
    CaseTriaged,
    CaseUrged,
    CaseWithdrawn,
    ComplaintReceived,
    ConcludedWithoutWork,
    ConsentWithdrawn,
    ContactLimited,
    ContactLogged,
    CopyGiven,
    DatedAnswerSent,
    DateExtended,
    DeadlineMissed,
    ErasureAsked,
    ErasureDecided,
    Event,
    EvidenceChecked,
    FactAdded,
    HearingRecorded,
    HoldReleased,
    JointCheckLogged,
    KindChanged,
    LetterReturned,
    LevelRaised,
    LimitLifted,
    LimitObjected,
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
    PlanSubmitted,
    PointsPending,
    ProgressTold,
    RecusalDecided,
    ReportAdded,
    ReviewAsked,
    ReviewDecided,
    SurveyAnswered,
    SurveyInvited,
    TakenApart,
    TransferRecorded,
    TriageReturned,
    VerdictAsked,
    VisitLogged,
    WorkReported,
    WorkReturned,
    WorkStarted,
)
from huiyin.core.lifecycle import ENDED
from huiyin.core.standing_in import nobody_left
from huiyin.entry import sentences, titles
from huiyin.entry.evidence_view import owners_evidence_view, results_view
from huiyin.entry.notices import ALONE, Together
from huiyin.entry.owner_acts import forms_of, open_to_owner
from huiyin.entry.owner_told import asked_now, given_answer, his_dates, open_question, reads, why_declined
from huiyin.entry.owner_words import words
from huiyin.policy.schema import LANGUAGES, Policy
from huiyin.store.evidence import EvidenceStore

# What colleagues settle among themselves is no news to the owner, and readings of his name have a list of their own.
_OWNER_SEES = (
    ComplaintReceived,
    CaseRegistered,
    CaseTriaged,
    CaseAccepted,
    ContactLogged,
    FactAdded,
    EvidenceChecked,
    LetterReturned,
    CallTaken,
    AppointmentAgreed,
    ContactLimited,
    LimitObjected,
    LimitLifted,
    ArrivalLogged,
    PlaceMadeSafe,
    OwnerAsked,
    OwnerReminded,
    ProgressTold,
    OwnerReplied,
    CaseConfided,
    CaseReleased,
    CaseShared,
    CaseUrged,
    CaseWithdrawn,
    CaseDeclined,
    ObjectionRaised,
    ObjectionAccepted,
    TriageReturned,
    LevelRaised,
    WorkStarted,
    PlanSubmitted,
    PlanApproved,
    PlanChanged,
    DateExtended,
    WorkReported,
    WorkReturned,
    ConcludedWithoutWork,
    DatedAnswerSent,
    AnswerReleased,
    AnswerConfirmed,
    AnswerLapsed,
    AnswerDisputed,
    CaseReopened,
    ReviewAsked,
    ReviewDecided,
    HearingRecorded,
    VisitLogged,
    JointCheckLogged,
    VerdictAsked,
    CaseTransferred,
    TransferRecorded,
    CaseHeld,
    HoldReleased,
    MemberJoined,
    MemberLeft,
    AddedToCase,
    TakenApart,
    ReportAdded,
    PointsPending,
    OrderNoted,
    OrderReplied,
    NamingAgreed,
    OwnPartAnswered,
    MemberDated,
    MemberAnswered,
    RecusalDecided,
    KindChanged,
    SurveyInvited,
    SurveyAnswered,
    CallBackLogged,
    ErasureAsked,
    ErasureDecided,
    ConsentWithdrawn,
    CopyGiven,
)
# The clocks of what he was promised; the others are for those who have to keep them.
_PROMISED = frozenset({"first_contact", "answer", "answer_final", "resolve", "review", "appointment", "erasure"})
# Where it ended for him: what goes on without him after that is not his page any more.
_GONE = "WITHDRAWN"


def owner_view(
    case: Case, events: Sequence[Event], policy: Policy, now: datetime, evidence: EvidenceStore, together: Together = ALONE
) -> dict[str, Any]:
    """The case as JSON for its owner. events: opened; together: with whom else it is handled, or may be.

    Policy: 5.2
    """
    first = events[0]
    if not isinstance(first, ComplaintReceived):
        raise TypeError("a history begins with its receipt")
    state, his = (_GONE, _until_gone(events)) if case.handling.gone else (case.state, events)
    answer, can = given_answer(case, his, policy), open_to_owner(case, policy, now, together.about)
    return {
        "number": case.number,
        "state": state,
        "state_words": sentences.named(state, policy.charter.states),
        "kind": case.kind,
        "kind_words": sentences.named(case.kind, policy.charter.kinds),
        "category": case.category,
        "category_words": sentences.category(case.category, policy),
        "building_words": sentences.place(case.community, case.building, policy),
        "spot": first.spot,
        "matter": first.matter,
        "wish": first.wish,
        "received_at": sentences.here(case.received_at, policy),
        "channel_words": sentences.named(case.channel, {code: one.name for code, one in policy.channels.items()}),
        "lead_words": sentences.department(case.lead, policy),
        "edition": case.edition,
        "due": _due(case, policy),
        "first_contact_at": sentences.here_or_none(case.first_contact_at, policy),
        "next_step": next_step(case, policy, now),
        "question": open_question(case, his, policy),
        "decline": why_declined(case, his, policy),
        "answer": answer,
        "timeline": [_row(n, event, his, case, policy) for n, event in enumerate(his, start=1) if _is_seen(event)],
        "evidence": owners_evidence_view(case, policy, evidence),
        "results": results_view(case, his, policy, evidence),
        "reads": reads(events, policy),
        "together": together.view,
        "can": can,
        "acts": forms_of(can, answer["points"] if answer else (), policy, case),
    }


def _is_seen(event: Event) -> bool:
    if isinstance(event, DeadlineMissed):
        return event.clock in _PROMISED
    if isinstance(event, EvidenceChecked):
        return int(event.slot) < FIRST_OF_STAFF
    return isinstance(event, _OWNER_SEES)


def _until_gone(events: Sequence[Event]) -> Sequence[Event]:
    return events[: next(n for n, event in enumerate(events, start=1) if isinstance(event, CaseWithdrawn))]


def _due(case: Case, policy: Policy) -> dict[str, str | None]:
    if case.handling.gone:
        return dict.fromkeys(("first_contact", "answer", "resolve", "reply", "objection", "reopen", "review"))
    return {
        # Tried often enough: the clock has stopped, and the timeline says that nobody was reached.
        "first_contact": sentences.here(case.first_contact_due, policy) if case.attempted_at is None else None,
        "answer": sentences.here_or_none(case.answer_due, policy),
        "resolve": sentences.here_or_none(case.resolve_due, policy),
        **{name: sentences.here_or_none(moment, policy) for name, moment in his_dates(case, policy).items()},
    }


def next_step(case: Case, policy: Policy, now: datetime) -> sentences.Words:
    """What the state means for the owner, what is asked of him and, while nobody has called yet, until when somebody will.

    Policy: 3.4, 5.2, 5.4
    """
    if case.handling.gone:
        return sentences.word("labels.state_withdrawn_goes_on", policy)
    added = case.handling.added is not None
    said = [sentences.word("labels.state_merged_own" if added else f"labels.state_{case.state.lower()}", policy)]
    if case.untold:
        reached = "labels.tell_owner" if case.has_phone else "labels.tell_owner_no_phone"
        said.append(sentences.word(reached if case.returned else "labels.call_owner", policy))
    if nobody_left(case, policy) and case.state not in ENDED:
        to = policy.charter.authority
        said.append({language: policy.word("labels.outside_ways", language).format(authority=to.of(language)) for language in LANGUAGES})
    asked = asked_now(case, policy, now)
    if asked is not None:
        said.append(asked)
    if not (is_contact_kept(case) or case.state in ENDED or case.first_contact_due < now):
        by = sentences.by(case.first_contact_due, now, policy)
        said.append({language: policy.word("labels.report_due", language).format(due=by[language]) for language in LANGUAGES})
    return {"zh": "".join(one["zh"] for one in said), "en": " ".join(one["en"] for one in said)}


def _row(n: int, event: Event, events: Sequence[Event], case: Case, policy: Policy) -> dict[str, Any]:
    return {
        "n": n,
        "at": sentences.here(event.at, policy),
        "type": type(event).__name__,
        "title": titles.title(event, policy, lead=case.lead),
        "words": words(event, events) or None,
    }
