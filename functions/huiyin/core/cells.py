"""2 接收与登记: what a cell of a workbook says, read as its column asks: as people type it, and never guessed."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from huiyin.policy.estate import Column
from huiyin.policy.schema import Phrase

Cell = str | int | float | bool | date | datetime | time | None
Lists = Mapping[str, Mapping[str, Phrase]]

_LINE_CHARS = 80
_CODE = re.compile(r"[a-z][a-z0-9_.-]{0,39}")
_MAILBOX = re.compile(r"[a-z0-9][a-z0-9._-]*@[a-z0-9-]+(\.[a-z0-9-]+)+")
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"[0-9+() /,、;-]{7,40}")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0?0:00(?::00)?)?")
_TIME = re.compile(r"(\d{1,2})\s*[:点时]\s*(\d{2})?\s*分?(?::00)?")
_BETWEEN = re.compile(r"[、,，;；/\n|]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
# What a workbook shows where it could not work something out.
_BROKEN = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"})
_YES = frozenset({"是", "有", "对", "y", "yes", "true", "1", "✓", "√"})
_NO = frozenset({"", "否", "无", "不", "n", "no", "false", "0", "×"})
_DAYS = ("一", "二", "三", "四", "五", "六", "日")
_DAYS_EN = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEARS = range(2000, 2100)


class Amiss(Exception):
    """What is wrong with a cell, as a code and facts that hold nothing of what was typed."""

    def __init__(self, code: str, **facts: str | int) -> None:
        self.code = code
        self.facts: Mapping[str, str | int] = facts
        super().__init__(code)


def read_cell(cell: Cell, column: Column, lists: Lists) -> object:
    """What the cell says, as its column reads it; None for an empty one.

    Policy: 2.2
    Raises: Amiss.
    """
    text = plain(cell)
    if text.upper() in _BROKEN:
        raise Amiss("cell_broken")
    if text.startswith("="):
        raise Amiss("cell_formula")
    if not text and column.kind != "yes":
        if column.needed:
            raise Amiss("cell_needed")
        return None
    if column.kind in ("word", "words"):
        known = lists[column.of or ""]
        return _word(text, known) if column.kind == "word" else _words(text, known)
    return _READERS[column.kind](cell, text, column)


def plain(cell: Cell) -> str:
    """The cell as text of one line: a number without a fraction of nothing, full-width letters and blanks as narrow ones."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(unicodedata.normalize("NFC", str(cell)).replace("\u3000", " ").replace("\xa0", " ").split(" ")).strip(" \n\r\t")


def folded(text: str) -> str:
    """A name as it is compared: whatever its width, its case, its blanks and the star of a needed column."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).strip("*")


def _text(cell: Cell, text: str, column: Column) -> str:
    if _CONTROL.search(text) or "\n" in text:
        raise Amiss("text_control")
    if len(text) > _LINE_CHARS:
        raise Amiss("text_long", limit=_LINE_CHARS)
    return text


def _code(cell: Cell, text: str, column: Column) -> str:
    found = unicodedata.normalize("NFKC", text).casefold()
    if not _CODE.fullmatch(found):
        raise Amiss("code_shape")
    return found


def _codes(cell: Cell, text: str, column: Column) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_code(cell, part.strip(), column) for part in _BETWEEN.split(text) if part.strip()))


def _whole(cell: Cell, text: str, column: Column) -> int:
    narrow = unicodedata.normalize("NFKC", text)
    if isinstance(cell, bool | date | time) or not re.fullmatch(r"\d{1,9}", narrow):
        raise Amiss("number_whole")
    found = int(narrow)
    if not column.low <= found <= column.high:
        raise Amiss("number_range", low=column.low, high=column.high)
    return found


def _yes(cell: Cell, text: str, column: Column) -> bool:
    word = folded(text)
    if word not in _YES | _NO:
        raise Amiss("yes_or_no")
    return word in _YES


def _date(cell: Cell, text: str, column: Column) -> date:
    if isinstance(cell, datetime):
        cell = cell.date()
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text)) if not isinstance(cell, date) else None
    try:
        day = cell if isinstance(cell, date) else date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        raise Amiss("date_unknown")
    return day


def _time(cell: Cell, text: str, column: Column) -> time:
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    found = _TIME.fullmatch(unicodedata.normalize("NFKC", text))
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    # 24:00 is how people write the end of a day.
    if (hour, minute) == (24, 0):
        hour = 0
    if hour > 23 or minute > 59:
        raise Amiss("time_unknown")
    return time(hour, minute)


def _weekday(cell: Cell, text: str, column: Column) -> int:
    word = folded(text).removeprefix("星期").removeprefix("礼拜").removeprefix("周").replace("天", "日")
    if word in _DAYS:
        return _DAYS.index(word)
    if re.fullmatch("[1-7]", word):
        return int(word) - 1
    if len(word) >= len("mon"):
        for place, name in enumerate(_DAYS_EN):
            if name.startswith(word):
                return place
    raise Amiss("weekday_unknown")


def _mailbox(cell: Cell, text: str, column: Column) -> str:
    found = unicodedata.normalize("NFKC", text).lower()
    if not _MAILBOX.fullmatch(found):
        raise Amiss("mail_unknown")
    return found


def _mail(cell: Cell, text: str, column: Column) -> str:
    found = unicodedata.normalize("NFKC", text)
    if not _MAIL.fullmatch(found) or len(found) > _LINE_CHARS:
        raise Amiss("mail_unknown")
    return found


def _phone(cell: Cell, text: str, column: Column) -> str:
    found = unicodedata.normalize("NFKC", text)
    if isinstance(cell, bool | date | time) or not _PHONE.fullmatch(found) or sum(char.isdigit() for char in found) < 7:
        raise Amiss("phone_unknown")
    return found


def _word(text: str, known: Mapping[str, Phrase]) -> str:
    said = folded(text)
    for code, name in known.items():
        if said in (folded(code), folded(name.zh), folded(name.en)):
            return code
    names = known.values()
    raise Amiss("word_unknown", allowed="、".join(name.zh for name in names), allowed_en=", ".join(name.en for name in names))


def _words(text: str, known: Mapping[str, Phrase]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_word(part, known) for part in _BETWEEN.split(text) if part.strip()))


_READERS: Mapping[str, Callable[[Cell, str, Column], object]] = {
    "code": _code,
    "codes": _codes,
    "text": _text,
    "whole": _whole,
    "yes": _yes,
    "date": _date,
    "time": _time,
    "weekday": _weekday,
    "mailbox": _mailbox,
    "mail": _mail,
    "phone": _phone,
}
