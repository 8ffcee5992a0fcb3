"""The letter of the morning: to each who has work what waits for him today, in counts and numbers of cases and nothing else."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from huiyin.core.clock import local
from huiyin.mail.dates import by_words_short, span_words
from huiyin.mail.facts import Letterhead
from huiyin.mail.render import Letter, render
from huiyin.policy.day_words import date_words
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Language, Policy

NAME = "daily-digest"
# What a letter tells of, the most pressing first.
SECTIONS = ("overdue", "due_today", "steps", "approvals", "verification", "to_call", "new")
# So many numbers are named; the desk has them all.
_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Cases of one kind. numbers: of those that may be named; hidden: how many there are beside them that may not; dues: by number,
    when a step of the work is due."""

    numbers: tuple[str, ...] = ()
    hidden: int = 0
    dues: Mapping[str, datetime] = field(default_factory=dict)


def digest(work: Mapping[str, Section], total: int, language: Language, policy: Policy, letterhead: Letterhead, now: datetime) -> Letter:
    """Write the letter. work: by SECTIONS, those that are empty may be missing; total: how many cases that are; now: aware.

    Policy: 2.6, 5.1
    """
    home = f"{letterhead.site_url}/{'' if language == 'zh' else 'en/'}"
    today = local(now, policy.calendar).date()
    facts = {
        "company": policy.charter.company.of(language),
        "day": date_words(today, language, year=False),
        "total": str(total),
        "link": f"{home}desk/",
        "privacy_link": f"{home}about/privacy/",
        **{name: _told(work.get(name, Section()), policy, language, now) for name in SECTIONS},
    }
    return render(NAME, language, facts, policy)


def _told(section: Section, policy: Policy, language: Language, now: datetime) -> str | None:
    """3 件：HY-2026-18720043、…, with those that are not named behind; None for nothing."""
    comma, colon = ("、", "：") if language == "zh" else (", ", ": ")
    parts = []
    if section.numbers:
        named = comma.join(_with_day(number, section.dues.get(number), policy, language, now) for number in section.numbers[:_NAMED])
        if len(section.numbers) > _NAMED:
            named = policy.word("letters.digest.more", language).format(numbers=named)
        parts.append(f"{policy.word('letters.digest.count', language).format(n=len(section.numbers))}{colon}{named}")
    if section.hidden:
        parts.append(policy.word("letters.digest.hidden", language).format(n=section.hidden))
    return ("；" if language == "zh" else "; ").join(parts) or None


def _with_day(number: str, due: datetime | None, policy: Policy, language: Language, now: datetime) -> str:
    """HY-2026-18720043（11 月 25 日 18:00 前）, or how late it is; the number alone of what has no day of its own."""
    if due is None:
        return number
    if due < now:
        day = policy.word("letters.left.over", language).format(span_short=span_words(now - due, language, short=True))
    else:
        day = by_words_short(due, policy.calendar.zone, language)
    return policy.word("letters.digest.due", language).format(number=number, day=day)
