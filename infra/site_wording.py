"""Limits, hours and dates of the policy, written the way a person says them, in both languages."""

from collections.abc import Iterable
from datetime import date

from huiyin.policy.day_words import date_words
from huiyin.policy.hours import window_words
from huiyin.policy.schema import Calendar, Language, Limit, Policy

_UNITS_ZH = {"min": "分钟", "h": "小时", "d": "天", "wh": "个工作小时", "wd": "个工作日"}
_UNITS_EN = {"min": "minute", "h": "hour", "d": "day", "wh": "working hour", "wd": "working day"}


def amount_words(limit: Limit, language: Language) -> tuple[str, str]:
    """The number and its unit apart, for a figure with a small unit: ("24", "小时")."""
    if language == "zh":
        return str(limit.amount), _UNITS_ZH[limit.unit]
    plural = "" if limit.amount == 1 else "s"
    return str(limit.amount), _UNITS_EN[limit.unit] + plural


def span_words(limit: Limit, language: Language) -> str:
    """A span without "within": 24 小时, 2 working days."""
    number, unit = amount_words(limit, language)
    return f"{number} {unit}"


def limit_words(limit: Limit, calendar: Calendar, language: Language) -> str:
    """A limit with the hours in which its clock runs: 2 小时内（每天 8:00–22:00）."""
    if limit.amount == 0:
        return "当场" if language == "zh" else "at once"
    span = span_words(limit, language)
    hours = "" if limit.window == "always" else window_words(calendar.windows[limit.window], language)
    if language == "zh":
        return f"{span}内" + (f"（{hours}）" if hours else "")
    return f"within {span}" + (f" ({hours})" if hours else "")


def first_contact_words(ordinary: Limit, essential: Limit, policy: Policy, language: Language) -> str:
    """The first-contact limit, with the faster rule for essential services where there is one."""
    words = limit_words(ordinary, policy.calendar, language)
    if essential == ordinary:
        return words
    services = joined([c.name.of(language) for c in policy.categories.values() if c.essential], language)
    same_span = (essential.amount, essential.unit) == (ordinary.amount, ordinary.unit)
    if language == "zh":
        rule = f"{services}全天" if same_span else f"{services} {limit_words(essential, policy.calendar, 'zh')}"
        return f"{words[:-1]}；{rule}）" if words.endswith("）") else f"{words}（{rule}）"
    rule = f"{services}: round the clock" if same_span else f"{services}: {limit_words(essential, policy.calendar, 'en')}"
    return f"{words[:-1]}; {rule})" if words.endswith(")") else f"{words} ({rule})"


def runs_words(days: Iterable[date], language: Language) -> str:
    """Days as runs of neighbours: 1 月 1 日–3 日、2 月 15 日–23 日."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return joined([_run_words(run[0], run[-1], language) for run in runs], language)


def _run_words(first: date, last: date, language: Language) -> str:
    if first == last:
        return date_words(first, language, year=False)
    if language == "zh":
        end = f"{last.day} 日" if first.month == last.month else date_words(last, "zh", year=False)
        return f"{date_words(first, 'zh', year=False)}至 {end}"
    if first.month == last.month:
        return f"{first.day}–{date_words(last, 'en', year=False)}"
    return f"{date_words(first, 'en', year=False)} – {date_words(last, 'en', year=False)}"


def joined(words: Iterable[str], language: Language) -> str:
    """A list in a sentence: 、 in Chinese, commas in English."""
    return ("、" if language == "zh" else ", ").join(words)


def share_words(share: float) -> str:
    """A share as a percentage without needless decimals: 0.5 -> 50%."""
    return f"{share * 100:.0f}%"
