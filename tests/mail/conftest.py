"""Specimens of every letter, for every reader, in every language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_complaint, a_history, register, someone, triage
from huiyin.core.case import Case
from huiyin.core.commands import NoteOrder, Person
from huiyin.core.events import DeadlineMissed, DeadlineNeared, Event, IdentityRevealed, StepEscalated
from huiyin.core.evolution import fold
from huiyin.core.owed import Owed
from huiyin.mail.facts import Letterhead, facts_of
from huiyin.mail.letters import owed_by
from huiyin.mail.message import Message, message_of
from huiyin.mail.render import Letter, render
from huiyin.policy.schema import LANGUAGES, Language, Policy
from mail.course import SAID, course
from mail.steps_course import given_and_taken
from mail.world import World

CANARIES = {
    "name": "欧阳金丝雀",
    "phone": "13912345678",
    "email": "canary.owner@example.org",
    "unit": "3-1-802",
    "matter": "二号梯轿厢坠落式急停",
    "wish": "请换掉曳引机",
    "spot": "负一层配电间门口",
    "answers": "困住四十分钟",
    "accused": "保安队长老魏",
    "avoid": "不要告诉魏队",
    "said": SAID,
}


@dataclass(frozen=True, kw_only=True)
class Specimen:
    """A letter as somebody gets it."""

    story: str
    owed: Owed
    event: Event
    case: Case
    language: Language
    letter: Letter
    message: Message

    def __str__(self) -> str:
        return f"{self.owed.key} {self.language} {self.story}"


@pytest.fixture(scope="session")
def letterhead() -> Letterhead:
    return Letterhead(mail_from="noreply@huiyin.example", site_url="https://huiyin.example", secret=b"k" * 32)


@pytest.fixture
def world(policy: Policy, letterhead: Letterhead) -> World:
    return World(policy, letterhead)


@pytest.fixture(scope="session")
def canaries() -> dict[str, str]:
    return CANARIES


@pytest.fixture(scope="session")
def specimens(policy: Policy, letterhead: Letterhead) -> list[Specimen]:
    """Every letter that any event of these stories owes, in both languages, written at once and written late."""
    return [
        write(story, owed, event, case, language, policy, letterhead, case.received_at + delay)
        for story, event, case in stories(policy)
        for owed in owed_by(event, case, policy)
        for language in LANGUAGES
        for delay in (timedelta(minutes=2), timedelta(days=9, hours=3))
    ]


def stories(policy: Policy) -> Iterator[tuple[str, Event, Case]]:
    """(story, event, the case after it) for every event that may owe a letter."""
    for story, changes in {
        "ordinary": {},
        "of a tenant who writes English": {"language": "en"},
        "unclassified": {"category": None, "sub_issue": None, "building": None},
        "danger": {"danger": True},
        "guarded": {"sensitive": True},
        "guarded danger": {"sensitive": True, "danger": True},
    }.items():
        guarded = "sensitive" in changes
        complaint = a_complaint(**{**_canary_words(guarded), **changes})
        registrar = someone(policy, "confid") if guarded else someone(policy, "desk")
        taken = triage(policy, by=registrar, handler=someone(policy, "confid").code) if guarded else triage(policy)
        events = a_history(policy, register(policy, by=registrar), taken, complaint=complaint)
        for count in (1, 2, 3):
            case = fold(events[:count])
            yield story, events[count - 1], case
            for warning in (DeadlineNeared, DeadlineMissed):
                event = warning(at=MONDAY_9AM, by="system", role="system", clock="first_contact", due=case.first_contact_due)
                yield f"{story} {'assigned' if case.handler else 'unassigned'}", event, fold((*events[:count], event))
    risen = a_history(
        policy, register(policy), triage(policy, severity=4, urgency=4), complaint=a_complaint(**_canary_words(guarded=False))
    )
    yield "risen to an emergency", risen[-1], fold(risen)
    yield from _called(risen, policy)
    read = IdentityRevealed(at=MONDAY_9AM, by="lin.jing", role="desk", reason="call_owner", unusual=("hour", "night"))
    yield "read unusually", read, fold((*risen, read))
    for guarded in (False, True):
        yield ordered(policy, guarded=guarded)
    complaint = a_complaint(**_canary_words(guarded=True))
    events = a_history(policy, register(policy, by=someone(policy, "confid"), release=True), complaint=complaint)
    yield "released", events[1], fold(events)
    yield from given_and_taken(policy, a_complaint(**_canary_words(guarded=False)))
    for guarded in (False, True):
        yield from course(policy, a_complaint(**{**_canary_words(guarded), "sensitive": guarded}), guarded=guarded)


def _called(events: tuple[Event, ...], policy: Policy) -> Iterator[tuple[str, Event, Case]]:
    """Nobody takes an emergency up, and an answer with a date has to leave."""
    for clock, step, role, to in (("alarm", "manager", "manager", "jiang.bo"), ("answer", "dated_answer_due", "manager", "jiang.bo")):
        due = fold(events).answer_due
        told = StepEscalated(at=MONDAY_9AM, by="system", role="system", clock=clock, due=due, step=step, to_role=role, to=to)
        yield f"called because of {clock}", told, fold((*events, told))


def ordered(policy: Policy, *, guarded: bool) -> tuple[str, Event, Case]:
    """An authority passes a case on that somebody handles already; its number is for whoever has signed in."""
    officer, handler = (someone(policy, role) for role in (("confid", "confid") if guarded else ("desk", "handler")))
    taken = triage(policy, by=officer, handler=handler.code) if guarded else triage(policy)
    order = NoteOrder(by=officer, body="street_office", number=CANARIES["said"], due=MONDAY_9AM + timedelta(days=2))
    complaint = a_complaint(**{**_canary_words(guarded), "sensitive": guarded})
    events = a_history(policy, register(policy, by=officer), taken, order, complaint=complaint)
    return f"{'guarded' if guarded else 'ordinary'}, passed on by an authority", events[-1], fold(events)


def write(
    story: str,
    owed: Owed,
    event: Event,
    case: Case,
    language: Language,
    policy: Policy,
    letterhead: Letterhead,
    now: datetime = MONDAY_9AM,
) -> Specimen:
    """Write one letter."""
    letter = render(owed.letter, language, facts_of(owed, event, case, policy, letterhead, language, now), policy)
    message = message_of(
        letter,
        owed,
        case.case_id,
        case.version,
        recipient="reader@example.org",
        reply_to=policy.charter.contact_mail,
        letterhead=letterhead,
        now=now,
    )
    return Specimen(story=story, owed=owed, event=event, case=case, language=language, letter=letter, message=message)


def _canary_words(guarded: bool) -> dict[str, Any]:
    """Somebody accused makes a case guarded, so ordinary cases accuse nobody."""
    person = Person(**{name: CANARIES[name] for name in ("name", "phone", "email", "unit")})
    words = {name: CANARIES[name] for name in ("matter", "wish", "spot", "answers", "avoid")}
    return {**words, "accused": CANARIES["accused"] if guarded else "", "person": person}
