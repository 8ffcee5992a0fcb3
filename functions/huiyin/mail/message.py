"""A letter becomes a message: MIME, headers, and ids that give nothing away."""

import hmac
import re
from base64 import encodebytes
from collections.abc import Mapping
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, quote

from huiyin.core.owed import Owed
from huiyin.mail.diary import entry
from huiyin.mail.facts import Letterhead
from huiyin.mail.letters import CONFIDENTIAL
from huiyin.mail.render import Letter
from huiyin.mail.sender import Undeliverable
from huiyin.policy.records import dataclass

# Deliberately narrower than RFC 5322: one plain address, no quoting, no comment, no list, no literal.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}", re.ASCII)
# RFC 2047, 2: of a line that holds an encoded word. An encoded word has 75 at most, and a space stands in front of it.
_LINE_CHARS = 76
# A word that is longer might not fit beside the name of its header, which would then stand alone on its line.
_WORD_CHARS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A finished message. recipient: the one address; tag: opaque id of this letter, the same for every copy.

    tags: what the carrier tells us again with a bounce; they never stand in the message.
    """

    raw: bytes
    recipient: str
    tag: str
    tags: Mapping[str, str]
    message_id: str


def message_of(
    letter: Letter,
    owed: Owed,
    case_id: str,
    n: int,
    *,
    recipient: str,
    reply_to: str,
    letterhead: Letterhead,
    now: datetime,
) -> Message:
    """Put a letter into an envelope for one recipient. n: number of the event that owes it; now: aware, becomes the date.

    SES replaces Message-ID by its own; X-Huiyin-Event and References stay, so copies and threads are recognised by them.
    Raises: Undeliverable for an address that no mail system takes; ValueError for a line break in a header.
    """
    recipient = one_address(recipient)
    _refuse_line_breaks(letter.subject, letter.sender, reply_to, letterhead.mail_from)
    tag = letter_tag(letterhead, case_id, n, owed)
    domain = letterhead.mail_from.rpartition("@")[2]
    headers = {
        "From": _writer(letter.sender, letterhead.mail_from),
        "To": recipient,
        "Reply-To": reply_to,
        "Subject": _worded("Subject", letter.subject),
        "Date": format_datetime(now),
        "Message-ID": f"<{tag}@{domain}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Huiyin-Event": tag,
        "Content-Language": "zh-CN" if letter.language == "zh" else "en",
    }
    # A thread of confidential letters would show which of them belong together.
    if owed.letter not in CONFIDENTIAL:
        root = f"<{_opaque(letterhead, 'thread', case_id)}@{domain}>"
        headers |= {"In-Reply-To": root, "References": root}
    tags = {"letter": tag, "case": case_id, "event": str(n), "name": owed.letter, "reader": owed.audience.partition(":")[0]}
    calendar = entry(letter.day, uid=f"{tag}@{domain}", now=now) if letter.day else None
    return Message(raw=_mime(headers, letter, calendar, tag), recipient=recipient, tag=tag, tags=tags, message_id=f"<{tag}@{domain}>")


def letter_tag(letterhead: Letterhead, case_id: str, n: int, owed: Owed) -> str:
    """The opaque id of a letter. Whoever knows it together with the letter's case and event had them from us."""
    return _opaque(letterhead, "letter", case_id, str(n), owed.key)


def one_address(text: str) -> str:
    """The address as mail systems take it, with the domain in ASCII.

    Raises: Undeliverable for anything but exactly one plain address.
    """
    local, at, domain = text.strip().rpartition("@")
    try:
        address = f"{local}{at}{domain.encode('idna').decode('ascii')}" if not domain.isascii() else f"{local}{at}{domain}"
    except UnicodeError:
        raise Undeliverable("address") from None
    if _ADDRESS.fullmatch(address) is None or "\n" in text or "\r" in text:
        raise Undeliverable("address")
    return address


def _opaque(letterhead: Letterhead, *parts: str) -> str:
    """An id that cannot be counted through: a plain hash of one of ten million numbers would be as good as the number."""
    return hmac.digest(letterhead.secret, "|".join(("mail", *parts)).encode(), "sha256")[:16].hex()


def _mime(headers: Mapping[str, str], letter: Letter, calendar: str | None, tag: str) -> bytes:
    """The headers and both parts, and the calendar beside them. Not by the `email` library, which takes each apart to put it
    together again: ten times the work.

    The parts are in base64, for a relay without 8BITMIME must not need to touch them, and no base64 holds a "=" before its end.
    """
    letters = _parts("alternative", f"={tag}", _part("text/plain", letter.text.replace("\n", "\r\n")), _html(letter))
    if calendar is not None:
        attached = _part("text/calendar", calendar, "; method=PUBLISH", 'Content-Disposition: attachment; filename="due.ics"')
        letters = _parts("mixed", f"=_{tag}", letters, attached)
    lines = [*(f"{name}: {value}" for name, value in headers.items()), "MIME-Version: 1.0", *letters]
    return "\n".join(lines).replace("\n", "\r\n").encode("ascii")


def _html(letter: Letter) -> list[str]:
    return _part("text/html", letter.html.replace("\n", "\r\n"))


def _parts(subtype: str, boundary: str, *parts: list[str]) -> list[str]:
    """Several parts as one. No boundary is the beginning of another."""
    inside = [line for part in parts for line in (f"--{boundary}", *part)]
    return [f'Content-Type: multipart/{subtype}; boundary="{boundary}"', "", *inside, f"--{boundary}--", ""]


def _part(kind: str, text: str, more: str = "", *headers: str) -> list[str]:
    encoded = encodebytes(text.encode()).decode("ascii")
    return [f'Content-Type: {kind}; charset="utf-8"{more}', *headers, "Content-Transfer-Encoding: base64", "", encoded]


def _writer(name: str, address: str) -> str:
    """Name and address of the From header. The address has a line of its own: beside an encoded word there may be no room."""
    quoted = f'"{quote(name)}"'
    return f"{_folded('From', quoted) if _is_plain(quoted) else _encoded('From', name)}\n <{address}>"


def _worded(header: str, words: str) -> str:
    """Words as they may stand in that header."""
    return _folded(header, words) if _is_plain(words) else _encoded(header, words)


def _folded(header: str, words: str) -> str:
    return Header(words, "us-ascii", _LINE_CHARS, header).encode()


def _encoded(header: str, words: str) -> str:
    return Header(words, "utf-8", _LINE_CHARS, header).encode()


def _is_plain(words: str) -> bool:
    """ASCII that nobody would take for encoded, and that can be folded between any two words."""
    return words.isascii() and "=?" not in words and all(len(word) <= _WORD_CHARS for word in words.split(" "))


def _refuse_line_breaks(*values: str) -> None:
    """No value of a header may end it, by whatever the reader's software takes for the end of a line."""
    for value in values:
        if value.splitlines() not in ([value], []) or any(character < " " for character in value):
            raise ValueError("a header holds a line break")
