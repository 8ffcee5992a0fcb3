"""A letter is read once, however often somebody looks into the mailbox, and every look is one's own."""

import datetime as dt
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from types import SimpleNamespace
from typing import Any

import moto.ses.models
import pytest

from infra.local import mailbox
from infra.local.cloud import ACCOUNT

NINE = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)


def sent(subject: str, to: str = "王芳 <wang@example.com>", at: dt.datetime = NINE) -> Any:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = "huiyin@yunjin.example", to, subject
    message.set_content("您好。\n")
    message.add_alternative("<p>您好。</p>\n", subtype="html")
    return SimpleNamespace(raw_data=message.as_bytes().decode(), destinations=[to], at=at)


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    kept: list[Any] = []
    monkeypatch.setattr(moto.ses.models, "ses_backends", {ACCOUNT: {"here": SimpleNamespace(sent_messages=kept)}})
    return kept


def test_a_letter_is_told_as_it_was_sent(box: list[Any]) -> None:
    box.append(sent("【回音】已收到"))
    (letter,) = mailbox.letters("here")
    assert (letter["from"], letter["to"], letter["subject"]) == ("huiyin@yunjin.example", ["wang@example.com"], "【回音】已收到")
    assert (letter["text"], letter["html"], letter["at"]) == ("您好。\r\n", "<p>您好。</p>\r\n", NINE.isoformat())
    assert letter["headers"]["Subject"] == "【回音】已收到"


def test_the_same_words_sent_twice_are_two_letters_and_nobody_writes_into_what_others_read(box: list[Any]) -> None:
    box += [sent("一"), sent("一", at=NINE + dt.timedelta(days=1)), sent("二")]
    first = mailbox.letters("here")
    assert [one["at"][:10] for one in first] == ["2026-11-23", "2026-11-24", "2026-11-23"]
    first[0]["headers"]["Subject"] = first[0]["text"] = "changed"
    assert [(one["headers"]["Subject"], one["text"]) for one in mailbox.letters("here")] == [
        ("一", "您好。\r\n"),
        ("一", "您好。\r\n"),
        ("二", "您好。\r\n"),
    ]


def test_looking_again_reads_only_what_is_new(box: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []

    def counted(raw: bytes, **how: Any) -> Any:
        read.append(raw)
        return message_from_bytes(raw, policy=default)

    monkeypatch.setattr(mailbox, "message_from_bytes", counted)
    box.append(sent("第一封，只在这里"))
    mailbox.letters("here")
    box.append(sent("第二封，只在这里"))
    assert len(mailbox.letters("here")) == len(mailbox.letters("here")) == len(read) == 2
