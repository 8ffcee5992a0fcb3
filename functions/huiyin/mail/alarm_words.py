"""What a robot says of an emergency: number, matter and time. No word, name, flat or building of anybody; of a guarded case nothing."""

from collections.abc import Sequence
from datetime import datetime

from huiyin.core.alarm import alarm
from huiyin.core.case import Case
from huiyin.mail.dates import by_words_near, moment_words, span_words
from huiyin.mail.rings import Ring
from huiyin.policy.schema import Language, Policy


def words_of(ring: Ring, site_url: str, policy: Policy, language: Language, now: datetime) -> str:
    """One emergency in a message of its own.

    Policy: 2.6, 5.3
    now: aware. site_url: no slash at the end.
    """
    case, zone = ring.case, policy.calendar.zone
    due = alarm(case, policy)
    since = due.start if due else case.received_at
    facts = {
        "about": _about(case, policy, language),
        "received": moment_words(case.received_at, now, zone, language),
        "alarm_by": by_words_near(due.due, now, zone, language) if due else "",
        "span": span_words(max(now, since) - since, language),
        "role": policy.charter.roles[ring.role].of(language) if ring.role else "",
        "link": _desk(site_url, language) if case.guarded else f"{_desk(site_url, language)}#case={case.number}",
    }
    says = f"robots.guarded_{ring.about}" if case.guarded else f"robots.{ring.about}"
    opens = "robots.open_desk" if case.guarded else "robots.open_case"
    return "\n".join(policy.word(code, language).format(**facts) for code in (says, f"{says}_then", opens))


def words_together(rings: Sequence[Ring], site_url: str, policy: Policy, language: Language) -> str:
    """Several emergencies in one message: how many, and the numbers of those that may be named.

    Policy: 2.6, 5.3
    """
    cases = {ring.case.case_id: ring.case for ring in rings}.values()
    named = [case.number for case in cases if not case.guarded]
    hidden = len(cases) - len(named)
    numbers = ("、" if language == "zh" else ", ").join(named[: policy.robots.named])
    if len(named) > policy.robots.named:
        numbers = policy.word("robots.more", language).format(numbers=numbers)
    codes = ("robots.together", *(["robots.hidden"] if hidden else []), "robots.together_then", "robots.open_desk")
    facts = {"count": len(cases), "hidden": hidden, "link": _desk(site_url, language)}
    head, *rest = (policy.word(code, language).format(**facts) for code in codes)
    return "\n".join(filter(None, (head, numbers, *rest)))


def _about(case: Case, policy: Policy, language: Language) -> str:
    category = policy.categories.get(case.category or "")
    return f"{case.number} {category.name.of(language) if category else ''}".rstrip()


def _desk(site_url: str, language: Language) -> str:
    return f"{site_url}/{'' if language == 'zh' else 'en/'}desk/"
