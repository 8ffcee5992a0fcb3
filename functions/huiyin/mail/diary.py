"""A day for the reader's calendar: an iCalendar object (RFC 5545) of one event, which says the number and the clock and no more."""

from datetime import UTC, datetime

from huiyin.policy.records import dataclass

# RFC 5545, 3.1: octets of a line, without its end.
_LINE_OCTETS = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A due moment. says: number and clock; link: where to sign in."""

    due: datetime
    says: str
    link: str


def entry(day: Day, *, uid: str, now: datetime) -> str:
    """The calendar object of that moment. uid: the same for each copy; now: aware.

    It takes no time of the day and is nobody else's to see in a shared calendar.
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Huiyin//Letters//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(day.due)}",
        f"SUMMARY:{_text(day.says)}",
        f"DESCRIPTION:{_text(day.link)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """As a value of type TEXT (3.3.11)."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in pieces that are short enough; no character is cut in two."""
    pieces, piece, octets = [], "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > _LINE_OCTETS:
            pieces.append(piece)
            # The space with which it goes on counts.
            piece, octets = "", 1
        piece, octets = piece + character, octets + size
    return "\r\n ".join((*pieces, piece))
