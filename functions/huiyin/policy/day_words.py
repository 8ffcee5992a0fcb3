"""Days, months and dates by name, in both languages: pages, letters and figures say them alike."""

from datetime import date

from huiyin.policy.schema import Language

_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def weekday_words(weekday: int, language: Language) -> str:
    """The name of a weekday, 0 = Monday."""
    return _WEEKDAYS[language][weekday]


def date_words(day: date, language: Language, *, year: bool = True) -> str:
    """A date: 2026 年 11 月 1 日, 1 November 2026; without the year: 11 月 1 日, 1 November."""
    if language == "zh":
        return (f"{day.year} 年 " if year else "") + f"{day.month} 月 {day.day} 日"
    return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def month_words(month: str, language: Language) -> str:
    """A month such as 2026-11: 2026 年 11 月, November 2026."""
    year, number = month.split("-")
    return f"{year} 年 {int(number)} 月" if language == "zh" else f"{_MONTHS[int(number) - 1]} {year}"
