"""Mails that lie about who they are from, what they belong to, when they were written, or what they carry."""

from datetime import datetime
from itertools import count
from typing import Any

import pytest

from badinput.house import House

_mails = count()
WRITER = "owner-of-mails@example.com"


def a_mail(text: str = "楼道灯不亮。", *, sender: str = WRITER, more: str = "", media: str = "text/plain; charset=utf-8") -> bytes:
    """A mail as it comes in; more: further headers, each with its line end."""
    number = next(_mails)
    head = f"From: {sender}\r\nTo: tousu@huiyin.example\r\nMessage-ID: <m{number}@example.com>\r\n{more}Content-Type: {media}\r\n"
    return f"{head}\r\n{text} {number}\r\n".encode()


@pytest.mark.parametrize(
    "date",
    [
        "Thu, 1 Jan 1970 00:00:00 +0000",
        "Fri, 1 Jan 2099 00:00:00 +0800",
        "1 Jan 99999 00:00:00 +0000",
        "Mon, 23 Nov 2026 09:00:00 -9999",
        "昨天",
    ],
)
def test_tm06_what_a_mail_claims_of_its_date_changes_no_promise(house: House, date: str) -> None:
    plain, strange = house.by_mail(a_mail()), house.by_mail(a_mail(more=f"Date: {date}\r\n"))
    assert abs(seconds(strange["received_at"]) - seconds(plain["received_at"])) < 120


def seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


PARTS = {
    "winmail": ("application/ms-tnef; name=winmail.dat", "winmail.dat"),
    "smime": ("application/pkcs7-signature; name=smime.p7s", "smime.p7s"),
    "pgp": ("application/pgp-encrypted", "application-1.pgpencrypt"),
    "calendar": ("text/calendar; name=invite.ics", "invite.ics"),
    "cid-image": ("image/png; name=logo.png", "logo.png"),
}


@pytest.mark.parametrize("name", PARTS)
def test_m12_the_readable_part_is_read_and_the_rest_is_named(house: House, name: str) -> None:
    media, shown = PARTS[name]
    html = "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>楼上<b>漏水</b></p>\r\n"
    case = house.by_mail(a_mail(f"{html}--b\r\nContent-Type: {media}\r\n\r\nAAAA\r\n--b--", media="multipart/mixed; boundary=b"))
    assert "楼上漏水" in case["matter"]
    assert shown in case["timeline"][0]["words"]["zh"]


def test_m22_only_the_verified_writer_is_written_to(house: House) -> None:
    writer, letters = "m22@example.com", len(house.stack.mailbox())
    house.by_mail(
        a_mail(
            sender=writer,
            more="Reply-To: victim@example.com\r\nSender: other@example.com\r\nDisposition-Notification-To: victim@example.com\r\n",
        )
    )
    to = [address for letter in house.stack.mailbox()[letters:] for address in letter["to"]]
    assert writer in to
    assert not {"victim@example.com", "other@example.com"} & set(to)


def told_apart(house: House, raw: bytes) -> Any:
    """Such a mail makes a case of its own and touches no other."""
    before = house.at_the_desk(house.owner.number)
    case = house.by_mail(raw)
    assert case["number"] != house.owner.number
    after = house.at_the_desk(house.owner.number)
    assert (after["version"], after["state"], after["timeline"]) == (before["version"], before["state"], before["timeline"])
    return case


def test_th08_a_case_number_in_the_subject_attaches_nothing(house: House) -> None:
    case = told_apart(house, a_mail(more=f"Subject: Re: {house.owner.number}\r\n"))
    # What the subject names stands in the case: a person sees it and decides.
    assert house.owner.number in case["matter"]


def test_th09_a_guessed_reference_and_the_name_of_a_colleague_are_no_staff_action(house: House) -> None:
    ours = next(letter["headers"]["Message-ID"] for letter in house.stack.mailbox())
    colleague = "lin.jing@yunjin.example"
    case = told_apart(house, a_mail("同意结案", sender=f"林静 <{colleague}>", more=f"References: {ours}\r\nIn-Reply-To: {ours}\r\n"))
    assert case["state"] == "RECEIVED"


def test_th10_whoever_is_copied_in_is_written_to_by_nobody(house: House) -> None:
    told_apart(house, a_mail(sender="th10@example.com", more="Cc: outsider@example.com, another@example.com\r\nBcc: third@example.com\r\n"))
    for address in ("outsider@example.com", "another@example.com", "third@example.com"):
        assert house.letters_to(address) == []


@pytest.mark.parametrize("word", ["结案", "同意", "approve"])
def test_th11_a_colleagues_answer_by_mail_moves_no_case(house: House, word: str) -> None:
    told_apart(house, a_mail(word, sender="li.wei@yunjin.example", more=f"Subject: Re: {house.owner.number}\r\n"))
