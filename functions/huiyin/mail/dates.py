"""Moments and spans as people read them in a letter, in both languages."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from huiyin.policy.day_words import date_words, weekday_words
from huiyin.policy.schema import Language

_MINUTES_OF = (("day", 1440), ("hour", 60), ("minute", 1))
_ZH_UNITS = {"day": "天", "hour": "小时", "minute": "分"}
_EN_SHORT = {"day": "d", "hour": "h", "minute": "min"}


def moment_words(moment: datetime, now: datetime, zone: str, language: Language) -> str:
    """A moment in full: 11 月 25 日（周三）18:00, or 18:00 on Wednesday 25 November. The year only when it is not this one."""
    there, here = _in(moment, zone), _in(now, zone)
    day = date_words(there.date(), language, year=there.year != here.year)
    weekday, clock = weekday_words(there.weekday(), language), f"{there:%H:%M}"
    return f"{day}（{weekday}）{clock}" if language == "zh" else f"{clock} on {weekday} {day}"


def by_words(moment: datetime, now: datetime, zone: str, language: Language) -> str:
    """A deadline in full: 11 月 25 日（周三）18:00 前, or by 18:00 on Wednesday 25 November."""
    words = moment_words(moment, now, zone, language)
    return f"{words} 前" if language == "zh" else f"by {words}"


def by_words_short(moment: datetime, zone: str, language: Language) -> str:
    """A deadline for a subject, true on whatever day it is read: 11 月 25 日 18:00 前, or by 18:00, 25 Nov."""
    there = _in(moment, zone)
    day = date_words(there.date(), language, year=False)
    return f"{day} {there:%H:%M} 前" if language == "zh" else f"by {there:%H:%M}, {_short_month(day)}"


def by_words_near(moment: datetime, now: datetime, zone: str, language: Language) -> str:
    """A deadline for the subject of an alert: today and tomorrow by name, any other day by its date."""
    there = _in(moment, zone)
    days = (there.date() - _in(now, zone).date()).days
    if days not in (0, 1):
        return by_words_short(moment, zone, language)
    if language == "zh":
        return f"{('今天', '明天')[days]} {there:%H:%M} 前"
    return f"by {there:%H:%M} {('today', 'tomorrow')[days]}"


def span_words(span: timedelta, language: Language, *, short: bool = False) -> str:
    """A span in its two largest units, rounded down to minutes: 3 小时 40 分, 40 分钟, 3 hours 40 minutes, short 3 h 40 min.

    Raises ValueError for a negative span.
    """
    if span < timedelta():
        raise ValueError("a span has no direction")
    parts, left = [], int(span.total_seconds()) // 60
    for unit, minutes in _MINUTES_OF:
        count, left = divmod(left, minutes)
        parts.append((count, unit))
    while len(parts) > 1 and parts[0][0] == 0:
        parts.pop(0)
    kept = [part for part in parts[:2] if part[0]] or [(1, "minute")]
    words = " ".join(_counted(count, unit, language, short) for count, unit in kept)
    if language == "zh" and kept[0][1] == "minute":
        words += "钟"
    if span < timedelta(minutes=1):
        return f"不到 {words}" if language == "zh" else f"under {words}"
    return words


def _counted(count: int, unit: str, language: Language, short: bool) -> str:
    if language == "zh":
        return f"{count} {_ZH_UNITS[unit]}"
    return f"{count} {_EN_SHORT[unit]}" if short else f"{count} {unit}{'' if count == 1 else 's'}"


def _short_month(day: str) -> str:
    number, month = day.split()
    return f"{number} {month[:3]}"


def _in(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))
