"""Who stands behind an audience at the moment of sending: the address, the language, and whether he may read it at all."""

from datetime import datetime

from huiyin.core import survey
from huiyin.core.case import Case, is_dangerous
from huiyin.core.clocks import FIRST_CONTACT, is_contact_kept, running
from huiyin.core.commands import Person
from huiyin.core.events import (
    CaseWithdrawn,
    ComplaintReceived,
    ConcludedWithoutWork,
    DeadlineMissed,
    DeadlineNeared,
    ErasureAsked,
    Event,
    ObjectionRaised,
    OwnerAsked,
    OwnerReminded,
    PlanSubmitted,
    ProgressTold,
    ReviewAsked,
    StepEscalated,
    SurveyAnswered,
    SurveyInvited,
    VerdictAsked,
    WorkReported,
)
from huiyin.core.owed import Owed
from huiyin.core.progress import by_day, is_over
from huiyin.core.verdict import is_given
from huiyin.mail.audiences import is_accused, staff_behind
from huiyin.mail.deciders import approvers, callers, checkers, erasers, judges, reviewers
from huiyin.mail.doers import GIVEN, steps_behind
from huiyin.mail.letters import CONFIDENTIAL, TO_ACCUSED
from huiyin.policy.records import dataclass
from huiyin.policy.schema import LANGUAGES, Language, Policy

# Letters that wake nobody.
_BY_DAY = ProgressTold | OwnerReminded | SurveyInvited | VerdictAsked


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One address and the language its letters are written in."""

    address: str
    language: Language


def reader_of(owed: Owed, case: Case, policy: Policy, person: Person | None) -> Reader | None:
    """The one reader of that letter, or None when nobody has an address.

    person: the owner, needed for the audience "owner" only.
    """
    if owed.audience == "owner":
        address = person.email if person else ""
        return Reader(address=address, language=case.language) if address else None
    if owed.audience == "desk":
        return Reader(address=policy.departments.desk_mailbox, language=LANGUAGES[0])
    member = policy.departments.staff.get(staff_behind(owed.audience, case, policy) or "")
    return Reader(address=member.email, language=LANGUAGES[0]) if member and member.email else None


def is_withheld(owed: Owed, event: Event, case: Case, policy: Policy) -> bool:
    """Whether that letter must not go out any more, although it was owed.

    Policy: 2.5, 2.6
    A case that was guarded meanwhile or is handled in a group, a reader who was accused or lost his role, a question that was
    answered, a warning whose promise was kept, a step of the work that was taken back, one that somebody else took or that is not his
    any more; an owner who wants to hear nothing more.
    """
    if owed.audience == "owner":
        # Whoever took it back hears that, and nothing after it.
        unwanted = case.handling.gone and not isinstance(event, CaseWithdrawn)
        return unwanted or _is_settled(owed, event, case, policy)
    if owed.letter == GIVEN and not steps_behind(owed, case, policy):
        return True
    if owed.letter in TO_ACCUSED:
        return staff_behind(owed.audience, case, policy) not in case.accused
    if case.guarded and owed.letter not in CONFIDENTIAL:
        return True
    if isinstance(event, ComplaintReceived | DeadlineNeared | StepEscalated) and _is_settled(owed, event, case, policy):
        return True
    code = staff_behind(owed.audience, case, policy)
    if code is None:
        return False
    return not _may_read(code, case, policy) or not _is_his(code, event, case, policy) or _is_not_for(owed, code, case, policy)


def _may_read(code: str, case: Case, policy: Policy) -> bool:
    member = policy.departments.staff.get(code)
    return not is_accused(code, case, policy) and (member is None or member.works_in(case.community))


def waits_until(owed: Owed, event: Event, case: Case, policy: Policy, now: datetime) -> datetime | None:
    """The morning for which a letter waits that wakes nobody; None for one that may go now.

    Policy: 5.2
    """
    if (
        owed.audience != "owner"
        or not isinstance(event, ProgressTold | OwnerReminded | SurveyInvited | VerdictAsked)
        or is_dangerous(case, policy)
    ):
        return None
    day = by_day(now, policy)
    return day if day > now else None


def _is_settled(owed: Owed, event: Event, case: Case, policy: Policy) -> bool:
    """Whether what the letter speaks of is over."""
    match event:
        case OwnerAsked():
            return case.handling.pause is None or case.handling.pause.until != event.until
        case ProgressTold() | OwnerReminded():
            return is_over(case, event)
        case VerdictAsked():
            return is_given(case, event)
        case SurveyInvited():
            # He has said it meanwhile, it was opened again, or its days had gone by when a clock came at last.
            known = case.handling.survey
            return known is None or known.answered_at is not None or survey.is_over(case, policy, event.at)
        case DeadlineNeared() | DeadlineMissed():
            return event.clock == FIRST_CONTACT and is_contact_kept(case)
        case StepEscalated():
            seen = any(one.seen for one in case.handling.called if (one.clock, one.step) == (event.clock, event.step))
            return seen or all(clock.name != event.clock for clock in running(case, policy))
        case ComplaintReceived():
            # Handled in a group by now, of which the desk has heard.
            return owed.audience != "owner" and case.handling.membership is not None
        case _:
            return False


def _is_his(code: str, event: Event, case: Case, policy: Policy) -> bool:
    """Whether the step that he was asked to take can still be taken by him."""
    match event:
        case PlanSubmitted():
            able = approvers(case, policy)
        case WorkReported() | ConcludedWithoutWork():
            able = checkers(case, policy)
        case ReviewAsked():
            able = reviewers(case, policy)
        case SurveyAnswered():
            able = callers(case, policy)
        case ErasureAsked():
            able = erasers(case, policy)
        case ObjectionRaised():
            able = judges(case, policy)
        case _:
            return True
    return code in {audience.partition(":")[2] for audience in able}


def _is_not_for(owed: Owed, code: str, case: Case, policy: Policy) -> bool:
    """Whether that letter is one of a guarded case, and he is none of those who may know of it."""
    member, role = policy.departments.staff.get(code), owed.audience.partition(":")[0]
    # Whoever is on duty hears that there is a danger, and nothing else of a confidential case.
    if owed.letter == "danger-alert":
        return role not in policy.promises.ladder.alarmed
    may_read = role in {"confid", *case.asked} and member is not None and role in member.roles
    return owed.letter in CONFIDENTIAL and not may_read
