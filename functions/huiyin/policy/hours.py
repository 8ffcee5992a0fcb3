"""Hours of a day as people write them, in both languages."""

from datetime import time

from huiyin.policy.schema import Language, Window


def window_words(window: Window, language: Language) -> str:
    """The hours of a window: 每天 8:00–22:00, 09:00–17:30 on working days."""
    hours = hours_words(window.opens, window.closes, language)
    if language == "zh":
        return f"{'每天' if window.every_day else '工作日'} {hours}"
    return f"{hours} {'every day' if window.every_day else 'on working days'}"


def hours_words(opens: time, closes: time, language: Language) -> str:
    """Two clock times: 8:30–18:00 in Chinese, 08:30–18:00 in English; a turn past midnight says so."""
    if language == "zh":
        next_day = "次日 " if closes <= opens else ""
        return f"{opens.hour}:{opens.minute:02d}–{next_day}{closes.hour}:{closes.minute:02d}"
    next_day = " next day" if closes <= opens else ""
    return f"{opens:%H:%M}–{closes:%H:%M}{next_day}"
