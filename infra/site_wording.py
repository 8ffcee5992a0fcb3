"""Limits, hours and dates of the policy, written the way a person says them, in both languages."""

from collections.abc import Iterable
from datetime import date

from huiyin.policy.hours import window_words
from huiyin.policy.schema import Calendar, Language, Limit, Policy

_UNITS_ZH = {"min": "分钟", "h": "小时", "d": "天", "wh": "个工作小时", "wd": "个工作日"}
_UNITS_EN = {"min": "minute", "h": "hour", "d": "day", "wh": "working hour", "wd": "working day"}
_WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


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


def weekday_words(weekday: int, language: Language) -> str:
    """The name of a weekday, 0 = Monday."""
    return (_WEEKDAYS_ZH if language == "zh" else _WEEKDAYS_EN)[weekday]


def date_words(day: date, language: Language, *, year: bool = True) -> str:
    """A date: 2026 年 11 月 1 日, 1 November 2026; without the year: 11 月 1 日, 1 November."""
    if language == "zh":
        return (f"{day.year} 年 " if year else "") + f"{day.month} 月 {day.day} 日"
    return f"{day.day} {_MONTHS_EN[day.month - 1]}" + (f" {day.year}" if year else "")


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
