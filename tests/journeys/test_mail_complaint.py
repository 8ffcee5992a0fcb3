"""An owner writes a mail: the desk has it, he has his number and code by letter, and the month counts it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from builders import MONDAY_9AM
from huiyin.policy import load_policy
from infra.local.stack import Stack
from neighbours import Colleague, Owner, send

WORDS = "三号楼二单元的电梯又停了，老人上下楼不方便。"
WRITER = "wang.fang@example.com"


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with Stack.start() as running:
        yield running


def a_mail(subject: str = "电梯停运", **headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"王芳 <{WRITER}>", "tousu@huiyin.example", subject
    mail["Message-ID"] = f"<{abs(hash(subject))}@example.com>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(WORDS)
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def arrive(stack: Any, raw: bytes, query: str = "") -> None:
    assert send(f"{stack.url}/_local/inbound-mail{query}", raw, content_type="message/rfc822").status == 200


def listed(stack: Any) -> list[dict[str, Any]]:
    desk = Colleague(stack.url, stack.token("lin.jing"))
    items: list[dict[str, Any]] = desk.get("cases?view=all").json["items"]
    return items


def test_a_mail_is_at_the_desk_answered_followed_and_counted(stack: Any) -> None:
    with stack.at(MONDAY_9AM):
        arrive(stack, a_mail())
        (item,) = listed(stack)
        case = Colleague(stack.url, stack.token("lin.jing")).case(item["number"])
        assert case["channel_words"]["zh"] == "电子邮件"
        assert case["matter"] == f"电梯停运\n\n{WORDS}"
        (letter,) = [letter for letter in stack.mailbox() if letter["to"] == [WRITER]]
        assert item["number"] in letter["subject"]
        assert WORDS not in letter["text"] + letter["html"]
        owner = Owner(stack.url)
        owner.number, owner.code = item["number"], re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", letter["text"])[0]  # type: ignore[index]
        assert owner.track()["matter"] == f"电梯停运\n\n{WORDS}"
        # A month is published once it counts enough cases for nobody to be known by it.
        fewest = load_policy().promises.public_cell
        for number in range(1, fewest):
            arrive(stack, a_mail(f"电梯停运，第 {number} 次"))
    for page in ("index.html", "stats/index.html", "en/index.html", "en/stats/index.html"):
        stack.boto("s3").put_object(Bucket=stack.name("SiteBucket"), Key=page, Body=b"<!-- figures --><!-- /figures -->")
    stack.tick("WriteReport", MONDAY_9AM + timedelta(days=1))
    month = MONDAY_9AM.strftime("%Y-%m")
    assert send(f"{stack.url}/api/figures/{month}.json").json["total"] == fewest


def test_a_sender_for_whom_nobody_vouches_gets_no_letter_and_the_desk_is_told(stack: Any) -> None:  # M18
    before, letters = {item["number"] for item in listed(stack)}, len(stack.mailbox())
    arrive(stack, a_mail("冒名"), "?dmarc=fail")
    (number,) = {item["number"] for item in listed(stack)} - before
    case = Colleague(stack.url, stack.token("lin.jing")).case(number)
    assert {"code": "mail_unverified", "words": {"zh": "发件人未通过验证", "en": "The sender did not pass verification"}} in case["flags"]
    assert WRITER not in [address for letter in stack.mailbox()[letters:] for address in letter["to"]]


def test_an_automatic_answer_to_our_letter_starts_nothing(stack: Any) -> None:  # TH02
    before, letters = listed(stack), len(stack.mailbox())
    arrive(stack, a_mail("自动回复: 【回音】已收到"))
    assert listed(stack) == before
    assert len(stack.mailbox()) == letters


def test_no_queue_no_key_and_no_log_holds_a_word_of_a_mail(stack: Any) -> None:  # I7
    arrive(stack, a_mail("查不到的字"))
    said = "\n".join(stack.logs())
    names = [
        entry["Key"]
        for bucket in ("MailBucket", "EvidenceBucket")
        for entry in stack.boto("s3").list_objects_v2(Bucket=stack.name(bucket)).get("Contents", [])
    ]
    assert not any(word in text for text in (said, *names) for word in (WRITER, "电梯", "查不到"))
