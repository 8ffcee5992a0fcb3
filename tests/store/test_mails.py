"""Mails in the bucket of the carrier: fetched, set aside, removed, found when nobody told of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from huiyin.store.mails import MailStore, NotThereYet

KEY = "raw/0102030405060708090a0b0c0d0e0f1011121314"


@pytest.fixture
def s3() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("s3", region_name="ap-southeast-1")
        client.create_bucket(Bucket="mails", CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"})
        client.put_bucket_versioning(Bucket="mails", VersioningConfiguration={"Status": "Enabled"})
        client.put_object(Bucket="mails", Key=KEY, Body=b"a mail")
        yield client


@pytest.fixture
def mails(s3: Any) -> MailStore:
    return MailStore("mails", s3)


def test_a_mail_is_fetched_until_it_is_removed_and_then_known_as_dealt_with(mails: MailStore) -> None:  # FA16
    assert mails.fetch(KEY) == b"a mail"
    mails.remove(KEY)
    mails.remove(KEY)
    assert mails.fetch(KEY) is None


def test_a_mail_that_is_not_there_yet_is_not_taken_for_one_dealt_with(mails: MailStore) -> None:  # M21
    with pytest.raises(NotThereYet):
        mails.fetch("raw/ffffffffffffffffffff")


def test_what_a_machine_wrote_is_set_aside_and_kept(mails: MailStore, s3: Any) -> None:
    mails.set_aside(KEY, b"a mail")
    assert mails.fetch(KEY) is None
    assert s3.get_object(Bucket="mails", Key=KEY.replace("raw/", "kept/"))["Body"].read() == b"a mail"


def test_mails_that_nobody_told_of_are_found_by_their_age(mails: MailStore, s3: Any) -> None:
    s3.put_object(Bucket="mails", Key="raw/AMAZON_SES_SETUP_NOTIFICATION", Body=b"setup")
    now, hour = datetime.now(UTC), timedelta(hours=1)
    assert [key for key, _ in mails.waiting(since=now - hour, until=now + hour)] == [KEY]
    assert list(mails.waiting(since=now - 2 * hour, until=now - hour)) == []
    assert list(mails.waiting(since=now + hour, until=now + 2 * hour)) == []


@pytest.mark.parametrize(
    ("key", "is_mail"),
    [
        (KEY, True),
        ("raw/AMAZON_SES_SETUP_NOTIFICATION", False),
        ("raw/", False),
        ("raw/a b", False),
        ("kept/0102030405060708", False),
        ("raw/../../x0000000", False),
    ],
)
def test_only_an_id_of_the_carrier_is_a_mail(key: str, is_mail: bool) -> None:
    assert MailStore.is_mail(key) is is_mail
