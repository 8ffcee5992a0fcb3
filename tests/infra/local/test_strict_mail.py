"""SES refuses what SES refuses: headers, addresses, senders, sets; and names each reader once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.ses.models import ses_backends

from infra.local import strict

RAW = "From: 回音 <service@huiyin.example>\r\nTo: {to}\r\nSubject: {subject}\r\n\r\nwords".replace("回音", "Huiyin")


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    strict.install()
    with mock_aws():
        client = boto3.client("sesv2")
        client.create_email_identity(EmailIdentity="huiyin.example")
        client.create_configuration_set(ConfigurationSetName="letters")
        yield client


def send_raw(mail: Any, text: str, to: list[str] | None = None, **more: Any) -> Any:
    return mail.send_email(Destination={"ToAddresses": to or ["a@b.example"]}, Content={"Raw": {"Data": text.encode()}}, **more)


def send_simple(mail: Any, subject: str = "s", to: str = "a@b.example", sender: str = "service@huiyin.example") -> Any:
    content = {"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": "words"}}}}
    return mail.send_email(FromEmailAddress=sender, Destination={"ToAddresses": [to]}, Content=content)


def test_a_letter_goes_out_and_names_each_reader_once(mail: Any) -> None:
    send_raw(mail, RAW.format(to="a@b.example", subject="s"), ConfigurationSetName="letters")
    (sent,) = ses_backends["123456789012"]["ap-southeast-1"].sent_messages
    assert sent.destinations == ["a@b.example"]


@pytest.mark.parametrize("subject", ["s\r\nBcc: e@e.example", "s\nx", "s\x00"])
def test_a_subject_with_a_line_break_is_refused(mail: Any, subject: str) -> None:
    with pytest.raises(ClientError):
        send_simple(mail, subject=subject)


@pytest.mark.parametrize("to", ["张三@b.example", "a@例子.example", "not an address", "a@", "a b@c.example"])
def test_an_address_outside_ascii_or_without_a_place_is_refused(mail: Any, to: str) -> None:
    with pytest.raises(ClientError):
        send_simple(mail, to=to)
    with pytest.raises(ClientError):
        send_raw(mail, RAW.format(to="a@b.example", subject="s"), [to])


def test_a_sender_whom_nobody_verified_is_refused(mail: Any) -> None:
    with pytest.raises(ClientError):
        send_simple(mail, sender="service@elsewhere.example")
    with pytest.raises(ClientError):
        send_raw(mail, RAW.format(to="a@b.example", subject="s").replace("huiyin.example", "elsewhere.example"))
    forged = RAW.format(to="a@b.example", subject="s").replace("huiyin.example", "elsewhere.example")
    with pytest.raises(ClientError):
        send_raw(mail, forged, FromEmailAddress="service@huiyin.example")


def test_fifty_readers_are_enough(mail: Any) -> None:
    everyone = [f"a{number}@b.example" for number in range(51)]
    send_raw(mail, RAW.format(to="a0@b.example", subject="s"), everyone[:50])
    with pytest.raises(ClientError):
        send_raw(mail, RAW.format(to="a0@b.example", subject="s"), everyone)


@pytest.mark.parametrize("subject", ["已收到", "s" * 1000])
def test_a_raw_header_is_ascii_and_its_lines_are_short(mail: Any, subject: str) -> None:
    with pytest.raises(ClientError):
        send_raw(mail, RAW.format(to="a@b.example", subject=subject))


def test_a_configuration_set_must_exist(mail: Any) -> None:
    with pytest.raises(ClientError):
        send_raw(mail, RAW.format(to="a@b.example", subject="s"), ConfigurationSetName="leters")
    assert ses_backends["123456789012"]["ap-southeast-1"].sent_messages == []
