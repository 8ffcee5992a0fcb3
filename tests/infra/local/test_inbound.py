"""What SES writes on top of a mail, as the local stack writes it."""

import pytest

from infra.local.inbound import as_carried

MAIL = b"From: Wang <wang@example.com>\r\nSubject: s\r\n\r\nwords"


def test_the_mail_itself_stays_as_it_was_and_the_verdicts_lie_on_top() -> None:
    carried = as_carried(MAIL, {})
    assert carried.endswith(MAIL)
    top = carried.removesuffix(MAIL)
    assert top.startswith(b"Return-Path: <wang@example.com>\r\n")
    assert b"X-SES-Virus-Verdict: PASS\r\n" in top
    assert b"dmarc=pass header.from=example.com" in top
    assert b"\r\n\r\n" not in top


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"dmarc": "fail"}, b"dmarc=fail"),
        ({"virus": "GRAY"}, b"X-SES-Virus-Verdict: GRAY"),
        ({"spam": "FAIL"}, b"X-SES-Spam-Verdict: FAIL"),
        ({"return_path": "empty"}, b"Return-Path: <>"),
    ],
)
def test_the_carrier_finds_fault_where_it_is_asked_to(asked: dict[str, str], said: bytes) -> None:
    assert said in as_carried(MAIL, asked)


def test_the_test_file_of_scanners_is_found() -> None:
    assert b"X-SES-Virus-Verdict: FAIL" in as_carried(MAIL + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE", {})


def test_a_mail_without_a_sender_comes_from_nobody() -> None:
    assert as_carried(b"\r\nwords", {}).startswith(b"Return-Path: <>\r\n")
