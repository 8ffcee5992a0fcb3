"""Codes and moments as people read them, always in both languages: one for each reader of the same answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from huiyin.core.clock import local
from huiyin.core.errors import Overtaken, Refusal
from huiyin.core.events import EVENTS
from huiyin.mail.dates import by_words, moment_words
from huiyin.policy.day_words import date_words
from huiyin.policy.schema import LANGUAGES, Language, Phrase, Policy

Words = dict[str, str]
_DAY_CHARS = len("2026-11-25")


def both(phrase: Phrase) -> Words:
    """A phrase of the policy in both languages."""
    return {"zh": phrase.zh, "en": phrase.en}


def both_or_none(phrase: Phrase | None) -> Words | None:
    """As `both`; None stays None."""
    return both(phrase) if phrase is not None else None


def named(code: str | None, phrases: Mapping[Any, Phrase]) -> Words | None:
    """The name of a code; None for no code. A code of an older policy is its own name."""
    if code is None:
        return None
    phrase = phrases.get(code)
    return both(phrase) if phrase is not None else {"zh": code, "en": code}


def word(code: str, policy: Policy, **facts: str | int) -> Words:
    """A sentence or label of the policy in both languages, its places filled with facts of ours."""
    return {language: policy.word(code, language).format_map(_Facts(facts)) for language in LANGUAGES}


class _Facts(dict[str, str | int]):
    def __missing__(self, name: str) -> str:
        return ""


def refusal(refused: Refusal, policy: Policy) -> Words:
    """Why something was not done, and what to do instead."""
    return {
        language: policy.word(f"refusals.{refused.code}", language).format_map(
            _Facts({**refused.facts, **_role_words(refused, policy, language), "field": field_name(refused.field or "", policy, language)})
        )
        for language in LANGUAGES
    }


def _role_words(refused: Refusal, policy: Policy, language: Language) -> dict[str, str]:
    """A role that a refusal names, as people call it."""
    role = policy.charter.roles.get(str(refused.facts.get("role", "")))
    return {"role": role.of(language)} if role else {}


def field_name(field: str, policy: Policy, language: Language) -> str:
    """A field as a person reads it; one of several alike with its place. field: date, finding_2, tasks.0.due."""
    words = policy.words[language]
    *outer, last = field.split(".")
    place = ""
    if last.isdigit() and outer:
        # A whole row: it is named by its list.
        last, place = outer.pop(), str(int(last) + 1)
    elif outer and outer[-1].isdigit():
        place = str(int(outer[-1]) + 1)
    stem, _, n = last.rpartition("_")
    if f"fields.{last}" not in words and n.isdigit():
        last, place = stem, n
    said = words.get(f"fields.{last}", last)
    return words["labels.field_n"].format(field=said, n=place) if place else said


def facts_of(refused: Refusal, policy: Policy) -> dict[str, Any]:
    """What a refusal says beside its sentence: limits of ours, or who was faster."""
    if not isinstance(refused, Overtaken):
        return {name: value for name, value in refused.facts.items() if name in {"limit", "position", "challenge"}}
    facts, event = refused.facts, str(refused.facts.get("event", ""))
    return {
        "current_version": facts.get("current_version"),
        "by_words": who(str(facts.get("by", "")), policy),
        "at": here(datetime.fromisoformat(str(facts["at"])), policy) if "at" in facts else None,
        # The refusal knows the kind of event only: what else its sentence names is said in general.
        "event": event,
        "event_words": happening(
            event,
            policy,
            department=word("labels.department", policy),
            clock=word("labels.due", policy),
            role=who(str(facts.get("by", "")), policy),
            reason=word("labels.not_named", policy),
            why=word("labels.not_named", policy),
            to=word("labels.not_named", policy),
            part=word("labels.not_named", policy),
        )
        if event in EVENTS
        else None,
    }


def who(code: str, policy: Policy) -> Words:
    """Who did something, for colleagues: a name of the directory, the owner or the system."""
    person = policy.departments.staff.get(code)
    return both(person.name) if person is not None else named(code, policy.charter.roles) or {"zh": "", "en": ""}


def both_alike(said: str) -> Words:
    """What reads the same in both languages: a number."""
    return dict.fromkeys(LANGUAGES, said)


def happening(name: str, policy: Policy, **facts: Words | None) -> Words:
    """The sentence for a kind of event, its places filled in the reader's language."""
    return {
        language: policy.word(f"events.{name}", language).format_map(
            _Facts({place: said[language] for place, said in facts.items() if said is not None})
        )
        for language in LANGUAGES
    }


def here(moment: datetime, policy: Policy) -> str:
    """A moment in ISO 8601 with the offset of the community."""
    return local(moment, policy.calendar).isoformat(timespec="seconds")


def said_moment(said: str | None, policy: Policy) -> str | None:
    """When something happened, as the owner gave it: a time without a zone is the community's. A day stays a day."""
    if said is None or len(said) <= _DAY_CHARS:
        return said
    moment = datetime.fromisoformat(said)
    return said if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(policy.calendar.zone)).isoformat(timespec="seconds")


def here_or_none(moment: datetime | None, policy: Policy) -> str | None:
    """As `here`; None stays None."""
    return here(moment, policy) if moment is not None else None


def by(moment: datetime, now: datetime, policy: Policy) -> Words:
    """A promise: until when."""
    return {language: by_words(moment, now, policy.calendar.zone, language) for language in LANGUAGES}


def when(moment: datetime, now: datetime, policy: Policy, language: Language) -> str:
    """A moment as one reader reads it."""
    return moment_words(moment, now, policy.calendar.zone, language)


def day(moment: datetime, policy: Policy) -> Words:
    """The day of a moment in the community, without its year."""
    return {language: date_words(local(moment, policy.calendar).date(), language, year=False) for language in LANGUAGES}


def place(community: str, building: str | None, policy: Policy) -> Words | None:
    """The name of a building or common area; None when none was chosen."""
    if building is None:
        return None
    estate = policy.communities.get(community)
    if estate is None:
        return {"zh": building, "en": building}
    if building in estate.buildings:
        return both(estate.buildings[building].name)
    return named(building, estate.common_areas)


def asset(code: str | None, policy: Policy) -> Words | None:
    """The name of a lift, pump or gate of the estate; None for none."""
    return named(code, {name: one.name for estate in policy.communities.values() for name, one in estate.assets.items()})


def category(code: str | None, policy: Policy) -> Words | None:
    """The name of a category; None for none."""
    return named(code, {name: one.name for name, one in policy.categories.items()})


def sub_issue(code: str | None, in_category: str | None, policy: Policy) -> Words | None:
    """The name of a sub-issue; None for none."""
    known = policy.categories.get(in_category or "")
    return named(code, {name: one.name for name, one in known.sub_issues.items()} if known else {})


def department(code: str | None, policy: Policy) -> Words | None:
    """The name of a department; None for none."""
    return named(code, {name: one.name for name, one in policy.departments.departments.items()})
