"""3.1 分类: what is suggested of a text when it is registered. A person confirms or corrects; nothing is decided by a score alone."""

from typing import NamedTuple

from huiyin.insight.claims import Level, Urgency, level_claimed, urgency_claimed
from huiyin.insight.persons import names_a_person
from huiyin.insight.subjects import Subject, subject_of
from huiyin.insight.text import message


class Suggestion(NamedTuple):
    """What a text suggests. When its subject is not sure, it needs a person, and the category is no more than a guess."""

    subject: Subject
    level: Level
    urgency: Urgency
    sensitive: bool

    @property
    def needs_a_person(self) -> bool:
        """Whether the words leave it open what it is about."""
        return not self.subject.sure


def suggest(subject: str, body: str) -> Suggestion:
    """Read a text of at most 10,000 characters in Chinese or English; no model of others, no network.

    Policy: 3.1
    """
    text = message(subject, body)
    about = subject_of(text)
    return Suggestion(about, level_claimed(text, about.category), urgency_claimed(text, about.category), names_a_person(text))
