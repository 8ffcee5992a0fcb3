"""What SES was asked to send, for people and for tests."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from email.utils import getaddresses
from functools import lru_cache
from html import escape
from typing import Any

from infra.local.cloud import ACCOUNT
from infra.local.http_message import Answer, as_page
from infra.local.patches import LOCK
from infra.local.template import Json

_READ_ONCE = 1024


def letters(region: str) -> list[Json]:
    """Every letter, oldest first: at, from, to, subject, text, html, headers."""
    from moto.ses.models import ses_backends

    with LOCK:
        sent = list(ses_backends[ACCOUNT][region].sent_messages)
    return [_raw(one) if hasattr(one, "raw_data") else _simple(one) for one in sent]


def mailbox_page(region: str, alarms: str = "") -> Answer:
    """The letters as a page, newest first. alarms: what the robots of chat groups were told, as HTML; it stands above."""
    found = letters(region)
    shown = "".join(_shown(letter) for letter in reversed(found))
    nothing = '<p class="soft">还没有信件。 No letters yet.</p>'
    said = f"本机发出的信都在这里，不会真的寄出。 {len(found)} letters; none leaves this machine."
    head = f'<h1>信箱 · Mailbox</h1><p class="soft">{said}</p>'
    rung = f"<section><h2>群机器人 · Robots</h2>{alarms}</section>" if alarms else ""
    return as_page("信箱 · Mailbox", f"<main>{head}{rung}{shown or nothing}</main>", letters=True)


def _raw(sent: Any) -> Json:
    read = _read(sent.raw_data)
    to = [address for _, address in getaddresses(sent.destinations)]
    return {"at": sent.at.isoformat(), "to": to, **read, "headers": dict(read["headers"])}


# Whoever looks into the mailbox reads all of it again, and a test looks often: that was a fifth of the time of a fault.
@lru_cache(_READ_ONCE)
def _read(raw: str) -> Json:
    message = message_from_bytes(raw.encode(), policy=default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return {
        "from": str(message["from"]),
        "subject": str(message["subject"]),
        "text": text.get_content() if text else "",
        "html": html.get_content() if html else "",
        "headers": {name: str(value) for name, value in message.items()},
    }


def _simple(sent: Any) -> Json:
    to = [address for group in sent.destinations.values() for address in group]
    letter = {"at": sent.at.isoformat(), "from": sent.source, "to": to, "subject": sent.subject}
    return {**letter, "text": sent.body, "html": "", "headers": {}}


def _shown(letter: Json) -> str:
    frame = f'<iframe sandbox title="HTML" srcdoc="{escape(letter["html"])}"></iframe>' if letter["html"] else ""
    return (
        f"<article><h2>{escape(letter['subject'])}</h2>"
        f'<p class="soft">{escape(letter["at"])}<br>{escape(letter["from"])} → {escape(", ".join(letter["to"]))}</p>'
        f"<details open><summary>文本 · Text</summary><pre>{escape(letter['text'])}</pre></details>"
        f"<details><summary>HTML</summary>{frame}</details></article>"
    )
