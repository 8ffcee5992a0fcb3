"""4-security 4.2, row 6: an account is held to what it may send, in SES's own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from moto import mock_aws

from infra.local import strict
from infra.local.strict_sending import SENDING
from infra.local.taps import TAPS

NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    strict.install()
    with mock_aws():
        client = boto3.client("sesv2", config=Config(retries={"total_max_attempts": 1}))
        client.create_email_identity(EmailIdentity="huiyin.example")
        yield client


def send(mail: Any, to: str = "a@b.example") -> None:
    raw = f"From: service@huiyin.example\r\nTo: {to}\r\nSubject: s\r\n\r\nwords"
    mail.send_email(Destination={"ToAddresses": [to]}, Content={"Raw": {"Data": raw.encode()}})


def refused(mail: Any, **more: str) -> str:
    with pytest.raises(ClientError) as refusal:
        send(mail, **more)
    return str(refusal.value.response["Error"]["Code"])


def test_a_paused_account_sends_nothing_and_goes_on_afterwards(mail: Any) -> None:
    with SENDING.with_limits(paused=True):
        assert refused(mail) == "SendingPausedException"
    send(mail)


def test_a_new_account_writes_to_verified_readers_only(mail: Any) -> None:
    with SENDING.with_limits(sandbox=True):
        assert refused(mail) == "MessageRejected"
        send(mail, to="b@huiyin.example")
        send(mail, to="success@simulator.amazonses.com")


def test_a_day_has_a_quota_that_comes_back(mail: Any) -> None:
    with SENDING.with_limits(per_day=2):
        with TAPS.clock.at(NOON):
            send(mail)
            send(mail)
            assert refused(mail) == "TooManyRequestsException"
        with TAPS.clock.at(NOON + dt.timedelta(days=1, seconds=1)):
            send(mail)


def test_a_second_has_a_rate(mail: Any) -> None:
    with SENDING.with_limits(per_second=1):
        with TAPS.clock.at(NOON):
            send(mail)
            assert refused(mail) == "TooManyRequestsException"
        with TAPS.clock.at(NOON + dt.timedelta(seconds=2)):
            send(mail)
