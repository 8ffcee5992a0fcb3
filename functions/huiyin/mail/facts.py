"""What a letter may say about a case: numbers, dates and words of the policy. Never a word of a person."""

from collections.abc import Callable, Mapping
from datetime import datetime

from huiyin.core.alarm import ALARM, alarm
from huiyin.core.approval import is_owners_money
from huiyin.core.call_backs import CALL_OF_BAD
from huiyin.core.case import Case
from huiyin.core.clocks import FIRST_CONTACT, TO_THE_OWNER, running
from huiyin.core.events import (
    AnswerDisputed,
    AnswerReleased,
    CaseReopened,
    ComplaintReceived,
    ConcludedWithoutWork,
    DeadlineMissed,
    DeadlineNeared,
    ErasureAsked,
    Event,
    GroupProposed,
    IdentityRevealed,
    OrderNoted,
    OwnerReplied,
    PlanReturned,
    PlanSubmitted,
    ProgressTold,
    ReportAdded,
    ReviewAsked,
    ReviewDecided,
    StepEscalated,
    SurveyAnswered,
    TriageReturned,
    WorkReported,
    WorkReturned,
)
from huiyin.core.handling import Task
from huiyin.core.households import households_of
from huiyin.core.ladder import DATED_ANSWER
from huiyin.core.orders import ORDER
from huiyin.core.owed import Owed
from huiyin.core.pending import ERASURE
from huiyin.mail.dates import by_words, by_words_near, by_words_short, moment_words, span_words
from huiyin.mail.doers import GIVEN, STEP, steps_behind
from huiyin.mail.letters import CONFIDENTIAL, TO_ACCUSED
from huiyin.mail.news import news_of
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Language, Policy

Facts = Mapping[str, str | bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What all letters share. mail_from: bare address; site_url: https, no slash at the end; secret: key of opaque ids.

    code_of: the code behind the key of a receipt and its number, for those to whom no page has shown it.
    """

    mail_from: str
    site_url: str
    secret: bytes
    code_of: Callable[[str, str], str | None] | None = None


def facts_of(owed: Owed, event: Event, case: Case, policy: Policy, letterhead: Letterhead, language: Language, now: datetime) -> Facts:
    """Everything a letter may say, as words in the reader's language. A confidential letter gets dates and no case.

    Policy: 2.5, 2.6
    now: aware; the moment of writing, from which spans are counted.
    """
    about = promise_of(owed, event, case, policy)
    facts = _company(policy, letterhead, language) | _clock(about, event, case, policy, language, now)
    if owed.letter in TO_ACCUSED:
        return facts | _of_a_hearing(event, case, policy, language)
    if owed.letter in CONFIDENTIAL:
        return facts | {"link": _page(letterhead, language, "desk/"), "officers": _officers(policy, language)}
    facts |= {"number": case.number, "received": moment_words(case.received_at, now, policy.calendar.zone, language)}
    if owed.audience == "owner":
        return (
            facts
            | news_of(event, case, policy, language, now)
            | {
                "link": f"{_page(letterhead, language, 'track/')}#n={case.number}",
                "answer_by": by_words(case.answer_due, now, policy.calendar.zone, language),
                "code": _code(event, case, letterhead),
            }
        )
    steps = steps_behind(owed, case, policy) if owed.letter == GIVEN else ()
    page = desk_page(case, letterhead, language)
    told: dict[str, str | bool | None] = (
        {"steps": _numbers(steps, language), "n": str(steps[0].n), "several": len(steps) > 1} if steps else {}
    )
    return facts | _for_staff(event, case, policy, language) | told | {"link": f"{page}&step={steps[0].n}" if steps else page}


def _numbers(steps: tuple[Task, ...], language: Language) -> str:
    """The numbers of these steps: 2、3, or 2, 3."""
    return ("、" if language == "zh" else ", ").join(str(n) for n in sorted(step.n for step in steps))


def desk_page(case: Case, letterhead: Letterhead, language: Language) -> str:
    """Where the staff find that case, once they have signed in."""
    return f"{_page(letterhead, language, 'desk/')}#case={case.number}"


# The clock that an event begins or brings back, where it is not told with the event: the one its letter to the staff is about.
_ABOUT: dict[type[Event], str] = {
    TriageReturned: "triage",
    PlanReturned: "plan_submitted",
    PlanSubmitted: "plan_decided",
    WorkReported: "verified",
    ConcludedWithoutWork: "verified",
    WorkReturned: "resolve",
    AnswerDisputed: "answer",
    CaseReopened: "answer",
    ReviewDecided: "answer",
    ReviewAsked: "review",
    ErasureAsked: ERASURE,
    OrderNoted: ORDER,
    SurveyAnswered: CALL_OF_BAD,
}


def promise_of(owed: Owed, event: Event, case: Case, policy: Policy) -> tuple[str, datetime]:
    """The clock that a letter is about, and when it is due: a step, the one of a warning, the one that the event begins, else the next
    promise.

    Policy: 3.3, 5.1, 5.3
    """
    steps = steps_behind(owed, case, policy) if owed.letter == GIVEN else ()
    if steps:
        return STEP, steps[0].due
    if isinstance(event, DeadlineNeared | DeadlineMissed | StepEscalated | ProgressTold):
        return event.clock, event.due
    about = next((name for kind, name in _ABOUT.items() if isinstance(event, kind)), None)
    if about is not None:
        due = next((clock.due for clock in running(case, policy) if clock.name == about), None)
        if due is not None:
            return about, due
    if case.first_contact_at is None:
        return "first_contact", case.first_contact_due
    return "answer", case.answer_due


def _code(event: Event, case: Case, letterhead: Letterhead) -> str | None:
    """The code of a case that came by mail: its writer has seen no page, and this letter goes to where he wrote from."""
    if letterhead.code_of is None or not isinstance(event, ComplaintReceived) or not event.receipt_key:
        return None
    return letterhead.code_of(event.receipt_key, case.number)


def _officers(policy: Policy, language: Language) -> str:
    names = (person.name.of(language) for person in policy.departments.staff.values() if "confid" in person.roles)
    return ("、" if language == "zh" else ", ").join(names)


def _company(policy: Policy, letterhead: Letterhead, language: Language) -> dict[str, str | bool | None]:
    charter = policy.charter
    return {
        "company": charter.company.of(language),
        "duty_phone": charter.duty_phone,
        "emergency_phone": charter.emergency_phone,
        "contact_mail": charter.contact_mail,
        "privacy_link": _page(letterhead, language, "about/privacy/"),
    }


def _clock(
    about: tuple[str, datetime], event: Event, case: Case, policy: Policy, language: Language, now: datetime
) -> dict[str, str | bool | None]:
    """The promise that the letter is about, and how much of its time is left or over."""
    clock, due = about
    zone, is_late, span = policy.calendar.zone, now >= due, abs(due - now)
    ringing = alarm(case, policy)
    spans: dict[str, str | bool | None] = {
        "span": span_words(span, language),
        "span_short": span_words(span, language, short=True),
    }
    return spans | {
        "clock": policy.word(f"letters.clock.{clock}", language),
        "due": by_words(due, now, zone, language),
        "due_short": by_words_short(due, zone, language),
        "due_near": by_words_near(due, now, zone, language),
        "is_late": is_late,
        "dated_due": isinstance(event, StepEscalated) and event.step == DATED_ANSWER,
        "is_alarm": clock == ALARM,
        "alarm_by": by_words(ringing.due, now, zone, language) if ringing else None,
        "is_contact": clock == FIRST_CONTACT,
        "is_promised": clock in TO_THE_OWNER,
        "left": policy.word("letters.left.none" if is_late else "letters.left.some", language).format_map(spans),
        "time": policy.word("letters.left.over" if is_late else "letters.left.some", language).format_map(spans),
    }


def _for_staff(event: Event, case: Case, policy: Policy, language: Language) -> dict[str, str | bool | None]:
    category = policy.categories.get(case.category or "")
    return {
        "priority": case.priority,
        "priority_words": policy.promises.clocks[case.priority].name.of(language),
        "is_urgent": case.priority in policy.promises.wakes_duty,
        "danger": case.danger,
        "kind": policy.charter.kinds[case.kind].of(language),
        "category": category.name.of(language) if category else None,
        "place": _place(case, policy, language),
        "unassigned": case.handler is None,
        "replied": isinstance(event, OwnerReplied) and event.replied,
        "again": isinstance(event, ReportAdded),
        **_of_many(event, case),
        "by_owners": isinstance(event, PlanSubmitted) and is_owners_money(event.cost_yuan, event.source, policy),
        "signs": _signs(event, policy, language),
        "often": isinstance(event, TriageReturned) and event.count >= policy.measures.triage_returns,
    }


def _signs(event: Event, policy: Policy, language: Language) -> str | None:
    """What is unusual about a reading of an identity."""
    if not isinstance(event, IdentityRevealed) or not event.unusual:
        return None
    return ("、" if language == "zh" else ", ").join(policy.word(f"labels.reading_{sign}", language) for sign in event.unusual)


def _of_a_hearing(event: Event, case: Case, policy: Policy, language: Language) -> dict[str, str | bool | None]:
    """What whoever is accused hears: the kind of matter and what was found, nothing of who reported it."""
    findings = event.findings if isinstance(event, AnswerReleased) else ()
    found = (policy.charter.outcomes[finding].of(language) for finding in dict.fromkeys(findings))
    category = policy.categories.get(case.category or "")
    return {
        "category": category.name.of(language) if category else None,
        "result": ("、" if language == "zh" else ", ").join(found),
        "upheld": any(finding in policy.measures.valid for finding in findings),
    }


def _of_many(event: Event, case: Case) -> dict[str, str | bool | None]:
    """How many households may report one matter, and what is to be decided of them."""
    told = event if isinstance(event, GroupProposed) else None
    step = told.step if told else ""
    households = households_of(case)
    return {
        "households": str(households) if households else None,
        "reports": str(told.reports) if told else None,
        "flats": str(told.flats) if told and told.flats else None,
        "verified": str(told.verified) if told and told.flats else None,
        "as_group": step == "group",
        "as_incident": step == "incident",
    }


def _place(case: Case, policy: Policy, language: Language) -> str | None:
    """Community and building. Never a flat: the flat is the owner's."""
    community = policy.communities.get(case.community)
    if community is None:
        return None
    building = community.buildings.get(case.building or "")
    area = building.name if building else community.common_areas.get(case.building or "")
    return community.name.of(language) if area is None else f"{community.name.of(language)} · {area.of(language)}"


def _page(letterhead: Letterhead, language: Language, page: str) -> str:
    return f"{letterhead.site_url}/{'' if language == 'zh' else 'en/'}{page}"
