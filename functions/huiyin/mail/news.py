"""What a letter tells an owner of the event itself: dates, and words of the policy. Never what anybody wrote."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import assert_never

from huiyin.core.case import Case
from huiyin.core.clocks import FIRST_CONTACT, is_answer_owed, is_contact_kept
from huiyin.core.events import (
    AddedToCase,
    AnswerConfirmed,
    AnswerDisputed,
    AnswerLapsed,
    AnswerReleased,
    AppointmentAgreed,
    CaseDeclined,
    CaseRegistered,
    CaseReopened,
    CaseTransferred,
    CaseWithdrawn,
    ContactLimited,
    DatedAnswerSent,
    DateExtended,
    DeadlineMissed,
    ErasureDecided,
    Event,
    MemberAnswered,
    MemberDated,
    MemberJoined,
    MemberLeft,
    ObjectionAccepted,
    OwnerAsked,
    OwnerReminded,
    PlanChanged,
    ProgressTold,
    ReviewDecided,
    SurveyInvited,
    TakenApart,
    TransferRecorded,
    VerdictAsked,
)
from huiyin.core.feedback import rights_told
from huiyin.core.hands import days_after
from huiyin.core.standing_in import nobody_left
from huiyin.mail.dates import by_words, moment_words
from huiyin.mail.interim import news_by_clock
from huiyin.policy.schema import Language, Policy

News = Mapping[str, str | bool | None]


def news_of(event: Event, case: Case, policy: Policy, language: Language, now: datetime) -> dict[str, str | bool | None]:
    """What an event means for the owner, as words in his language; letters of several events get the same names from each.

    Policy: 2.7, 5.4, 5.6
    now: aware; the moment of writing.
    """
    measures = policy.measures

    def by(moment: datetime) -> str:
        return by_words(moment, now, policy.calendar.zone, language)

    told: dict[str, str | bool | None] = {"authority": policy.charter.authority.of(language)}
    match event:
        case CaseRegistered() | ObjectionAccepted():
            waits = not is_contact_kept(case) and now < case.first_contact_due
            told |= {"taken_up": isinstance(event, ObjectionAccepted), "contact_by": by(case.first_contact_due) if waits else None}
            told |= {"outside": nobody_left(case, policy)}
        case OwnerAsked():
            told |= {"reply_by": by(event.until)}
        case DeadlineMissed() | AppointmentAgreed() | ContactLimited():
            told |= _of_a_meeting(event, case, policy, language, now)
        case CaseDeclined():
            reasons = (reason.of(language) for reason in measures.decline_reasons.values())
            told |= {"reasons": ("；" if language == "zh" else "; ").join(reasons)}
            told |= {"objection_by": by(event.at + timedelta(days=measures.objection_d))}
        case DateExtended():
            told |= {"proposed": False, "may_review": True, "old_by": by(event.old_due), "new_by": by(event.new_due)}
        case PlanChanged():
            late = case.resolve_due is not None and event.finish_due > case.resolve_due
            told |= {"proposed": event.reviewed, "may_review": False, "new_by": by(event.finish_due)}
            told |= {"old_by": by(case.resolve_due) if late and case.resolve_due else None}
        case MemberJoined():
            told |= {"has_own": event.has_own}
        case MemberLeft() | TakenApart():
            told |= {"own": isinstance(event, TakenApart)}
        case AddedToCase():
            told |= {"open_number": event.number}
        case CaseTransferred() | TransferRecorded() | CaseWithdrawn():
            told |= _of_a_way_out(event, case, by, now)
        case ProgressTold() | OwnerReminded():
            told |= news_by_clock(event, case, policy, language, now)
        case _:
            told |= _of_an_answer(event, case, policy, language, now)
    return told


def _of_a_meeting(
    event: DeadlineMissed | AppointmentAgreed | ContactLimited, case: Case, policy: Policy, language: Language, now: datetime
) -> News:
    """When somebody comes or did not come, who was told that nobody called, and how long one person alone speaks with him."""
    zone = policy.calendar.zone
    match event:
        case DeadlineMissed():
            visit = moment_words(event.due, now, zone, language)
            return {"told": _told(case, policy, language), "missed": True, "visit": visit, "old_visit": None}
        case AppointmentAgreed():
            old = moment_words(event.moved_from, now, zone, language) if event.moved_from else None
            return {"missed": False, "visit": moment_words(event.visit_at, now, zone, language), "old_visit": old}
        case ContactLimited():
            return {"limited_until": by_words(event.until, now, zone, language)}


def _of_a_way_out(
    event: CaseTransferred | TransferRecorded | CaseWithdrawn, case: Case, by: Callable[[datetime], str], now: datetime
) -> News:
    """Where it went, what became of it there, and what goes on though he took it back."""
    match event:
        case CaseTransferred():
            return {"follow_up_by": by(event.follow_up_due), "forwards": event.forwards_identity}
        case TransferRecorded():
            waits = is_answer_owed(case) and now < case.answer_due
            return {"checked": event.to == "VERIFYING", "answered_by": by(case.answer_due) if waits else None}
        case CaseWithdrawn():
            return {"goes_on": event.goes_on}
        case _:
            assert_never(event)


def _of_an_answer(event: Event, case: Case, policy: Policy, language: Language, now: datetime) -> News:
    """What he is answered, what he can say to it, and what follows from that."""

    def by(moment: datetime) -> str:
        return by_words(moment, now, policy.calendar.zone, language)

    reopen_d = policy.measures.reopen_d
    match event:
        case DatedAnswerSent() | MemberDated():
            return {"until": by(event.until), "rights": _rights(case, policy, language, dated=True)}
        case VerdictAsked():
            return {"reply_by": by(event.reply_due), "final": _is_final(case, policy)}
        case AnswerReleased() | MemberAnswered():
            told = {"reply_by": by(event.reply_due), "reopen_d": str(reopen_d), "rights": _rights(case, policy, language)}
            return {**told, "final": _is_final(case, policy)}
        case SurveyInvited():
            closed_at = case.handling.closed_at
            return {"open_until": by(days_after(closed_at, policy.survey.open_d, policy)) if closed_at else None}
        case AnswerConfirmed() | AnswerLapsed():
            return {
                "lapsed": isinstance(event, AnswerLapsed),
                "reopen_by": None if _is_final(case, policy) else by(days_after(event.at, reopen_d, policy)),
            }
        case AnswerDisputed() | CaseReopened():
            review_due = case.handling.review_due
            return {"review_by": by(review_due) if review_due else None}
        case ErasureDecided():
            reason = policy.rights.refusals.get(event.reason)
            return {"granted": event.granted, "reason": reason.of(language) if reason else None}
        case ReviewDecided():
            return {"reopens": event.reopens}
        case _:
            return {}


def _rights(case: Case, policy: Policy, language: Language, *, dated: bool = False) -> str:
    words = policy.word(rights_told(case.handling.disputes, policy, dated=dated), language)
    return words.format(review_d=policy.measures.review_d)


def _is_final(case: Case, policy: Policy) -> bool:
    """Whether he has disputed as often as he may: after that only new facts count."""
    return case.handling.disputes >= policy.measures.dispute_review


def _told(case: Case, policy: Policy, language: Language) -> str | None:
    """As what those act who heard that nobody called him, in the order in which they heard."""
    roles = dict.fromkeys(one.role for one in case.handling.called if one.clock == FIRST_CONTACT and one.to)
    return ("、" if language == "zh" else ", ").join(policy.charter.roles[role].of(language) for role in roles) or None
