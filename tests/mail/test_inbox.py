"""Mails that came in: each golden mail is read as its line says, and nothing that strangers send stops the reader."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.mail.inbox import ODDITIES, InboundMail, is_vouched_for, read_mail
from huiyin.policy import load_policy

GOLDEN = Path(__file__).parent / "golden"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((GOLDEN / "expected.toml").read_text("utf-8"))
OURS = frozenset({"service@yunjin.example"})
FLAGS = ("verified", "quiet", "virus", "spam")


def read(raw: bytes) -> InboundMail:
    return read_mail(raw, ours=OURS, auto_replies=load_policy().hints.automatic)


def test_every_golden_mail_has_its_line() -> None:
    assert {file.stem for file in GOLDEN.glob("*.eml")} == set(EXPECTED)
    assert len(EXPECTED) >= 50


@pytest.mark.parametrize("name", EXPECTED)
def test_a_mail_is_read_as_its_writer_meant_it(name: str) -> None:  # M01-M19, TH01-TH05
    wanted = EXPECTED[name]
    mail = read((GOLDEN / f"{name}.eml").read_bytes())
    assert mail.text == wanted["text"]
    assert mail.sender == wanted["sender"]
    assert mail.name == wanted.get("name", "")
    assert mail.subject == wanted.get("subject", "")
    assert list(mail.files) == wanted.get("files", [])
    assert mail.automatic == wanted.get("automatic", "")
    assert [flag for flag in FLAGS if getattr(mail, flag)] == wanted.get("is", [])
    assert list(mail.odd) == wanted.get("odd", [])


HEAD = b"From: owner@qq.example\r\nSubject: s\r\n"


def nested(depth: int) -> bytes:
    levels = b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(depth))
    return HEAD + b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n" + levels + b"--b%d\r\n\r\ndeep down\r\n" % depth


HOSTILE = {
    "M10-multiparts-1500-deep": nested(1500),
    "M10-mails-in-mails": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2000,
    "M11-references-of-1-MB": b"References: " + b"<id@x.example> " * 70_000 + b"\r\n" + HEAD + b"\r\nheard",
    "M20-500-attachments": HEAD
    + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    + b"--x\r\nContent-Type: image/png\r\n\r\nA\r\n" * 500,
    "10000-headers": b"X-A: b\r\n" * 10_000 + HEAD + b"\r\nheard",
    "html-of-100000-divs": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 100_000 + b"heard",
    "html-of-open-comments": HEAD + b"Content-Type: text/html\r\n\r\nheard" + b"<!-- " * 100_000,
    "html-of-open-scripts": HEAD + b"Content-Type: text/html\r\n\r\nheard" + b"<script>" * 60_000,
    "encoded-words-without-end": HEAD.replace(b"Subject: s", b"Subject: " + b"=?utf-8?B?" * 5_000) + b"\r\nheard",
    "parameters-without-end": HEAD + b"Content-Type: text/plain; " + b"a*0*='" * 5_000 + b"\r\n\r\nheard",
    "quotes-in-the-sender": b"From: " + b'"(' * 4_000 + b"\r\n\r\nheard",
    "nothing": b"",
    "no-end-of-headers": b"From: owner@qq.example",
    "nul": b"\0" * 10_000,
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_hostile_mail_is_read_all_the_same(raw: bytes) -> None:
    mail = read(raw)
    assert "unparsed" not in mail.odd
    assert set(mail.odd) <= ODDITIES
    if b"heard" in raw:
        assert mail.text.strip().endswith("heard")


@given(st.binary(max_size=2_000), st.sampled_from(["", "text/plain", "text/html", "multipart/mixed; boundary=b", "multipart/report"]))
def test_no_bytes_whatsoever_stop_the_reader(raw: bytes, kind: str) -> None:  # FA17
    mail = read(HEAD + b"Content-Type: " + kind.encode() + b"\r\n" + raw)
    assert mail.identity
    assert "unparsed" not in mail.odd


def test_a_mail_that_breaks_the_reader_is_unparsed_and_keeps_its_sender(monkeypatch: pytest.MonkeyPatch) -> None:  # FA17
    def broken(*_: Any) -> Any:
        raise RecursionError

    monkeypatch.setattr("huiyin.mail.inbox.parts_of", broken)
    mail = read(HEAD + b"\r\nhello")
    assert (mail.sender, mail.text, mail.odd) == ("owner@qq.example", "", ("unverified", "unparsed"))
    monkeypatch.setattr("huiyin.mail.inbox.split", broken)
    assert read(HEAD).odd == ("unparsed",)


def test_one_mail_is_the_same_mail_whatever_carriers_add_on_the_way() -> None:  # M16
    raw = (GOLDEN / "qq-mail.eml").read_bytes()
    again = b"Received: from relay.example by other.example; later\r\n" + raw.replace(b"Spam-Verdict: PASS", b"Spam-Verdict: GRAY")
    assert read(raw).identity == read(again).identity


def test_another_text_under_the_same_message_id_is_another_mail() -> None:  # FA16
    assert read(HEAD + b"Message-ID: <1@x>\r\n\r\none").identity != read(HEAD + b"Message-ID: <1@x>\r\n\r\ntwo").identity


@pytest.mark.parametrize(
    ("results", "vouched"),
    [
        ("amazonses.com; spf=pass smtp.mailfrom=a@qq.example; dmarc=pass header.from=qq.example", True),
        ("amazonses.com; spf=pass smtp.mailfrom=a@qq.example; dmarc=fail header.from=qq.example", False),
        ("amazonses.com; dkim=pass header.i=@qq.example; dmarc=none", True),
        pytest.param("amazonses.com; dkim=pass header.i=@example; dmarc=none", False, id="a-top-level-is-nobodys-domain"),
        pytest.param("amazonses.com; dkim=pass header.i=@q.example; dmarc=none", False, id="a-domain-that-only-ends-alike"),
        ("", False),
    ],
)
def test_only_the_carriers_word_for_the_very_domain_counts(results: str, vouched: bool) -> None:  # M18, M22
    assert is_vouched_for(results, "owner@qq.example") is vouched
