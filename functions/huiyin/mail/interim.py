"""What an owner is told by the clock: where it stands, what was done since he heard something last, what it waits for, and until when."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.events import OwnerReminded, ProgressTold
from huiyin.core.progress import news_due
from huiyin.mail.dates import by_words, moment_words
from huiyin.policy.schema import Language, Phrase, Policy

News = Mapping[str, str | bool | None]


def news_by_clock(event: ProgressTold | OwnerReminded, case: Case, policy: Policy, language: Language, now: datetime) -> News:
    """The facts of such a letter, in the reader's language. Of a guarded matter no department and no kind of thing is named.

    Policy: 2.6, 2.7, 5.2
    now: aware; the moment of writing.
    """
    zone, measures = policy.calendar.zone, policy.measures
    if isinstance(event, OwnerReminded):
        return {"reply_by": by_words(event.until, now, zone, language)}
    lead = policy.departments.departments.get(event.lead or "")
    then = news_due(case, policy)
    return {
        "in_group": case.handling.membership is not None,
        "stands": policy.charter.states[event.state].of(language),
        "lead": lead.name.of(language) if lead and not case.guarded else None,
        "since": moment_words(event.since, now, zone, language),
        "moved": event.moved,
        "steps": _steps(event, policy, language),
        "waits": None if case.guarded else _named(event.waits, measures.resources, language),
        "body": None if case.guarded else _named((event.body,), measures.bodies, language),
        "reminded": _named((event.to_role,), policy.charter.roles, language),
        "next_by": by_words(then, now, zone, language) if then is not None and then > now else None,
    }


def _steps(event: ProgressTold, policy: Policy, language: Language) -> str | None:
    if not event.tasks:
        return None
    return policy.word("letters.steps", language).format(done=event.done, tasks=event.tasks)


def _named(codes: Iterable[str], phrases: Mapping[str, Phrase], language: Language) -> str | None:
    names = (phrases[code].of(language) for code in codes if code in phrases)
    return ("、" if language == "zh" else ", ").join(names) or None
