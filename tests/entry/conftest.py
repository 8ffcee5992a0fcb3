"""A cloud for the doors, with the variables that template.yaml gives them."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aws_lambda_powertools import Logger
from moto import mock_aws

import account
from entry import tokens
from entry.doors import BOOKS, EVIDENCE, FRONT, KEY, SITE, TABLE, Said, complaint, post_json
from huiyin.entry import confidential_lane, desk_door, journal, wiring
from huiyin.policy import put_in_force
from infra.local.calls import CALLS
from infra.local.template import load_yaml

Ask = Callable[[dict[str, Any]], Said]


TEMPLATE = Path(__file__).parents[2] / "template.yaml"


def make_table(client: Any) -> None:
    """The table of the template, with what moto knows of it."""
    wanted = load_yaml(TEMPLATE)["Resources"]["CaseTable"]["Properties"]
    parts = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
    client.create_table(TableName=TABLE, BillingMode="PAY_PER_REQUEST", **{part: wanted[part] for part in parts})


def forget() -> None:
    """A fresh container: nothing is wired yet, and the release is in force."""
    put_in_force(None)
    for made in vars(wiring).values():
        if hasattr(made, "cache_clear") and getattr(made, "__module__", "") == wiring.__name__:
            made.cache_clear()


@pytest.fixture(scope="module")
def one_cloud() -> Iterator[None]:
    """The table, the buckets, the keys and the secret of one file of tests, and an environment that names them."""
    forget()
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        patch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
        make_table(account.client("dynamodb"))
        for bucket in (EVIDENCE, SITE, BOOKS):
            account.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"})
        keys = [account.client("kms").create_key()["KeyMetadata"]["Arn"] for _ in range(3)]
        secret = account.client("secretsmanager").create_secret(Name="receipts", SecretString="a secret of the tests, 32 bytes!")
        front = account.client("secretsmanager").create_secret(Name="front", SecretString=FRONT)
        for name, value in {
            "CASE_TABLE": TABLE,
            "EVIDENCE_BUCKET": EVIDENCE,
            "SITE_BUCKET": SITE,
            "BOOKS_BUCKET": BOOKS,
            "CASE_KEY": keys[0],
            "PEOPLE_KEY": keys[1],
            "GUARDED_KEY": keys[2],
            "CONFIDENTIAL_LANE": "ConfidentialLane:live",
            "SECRET_ARN": secret["ARN"],
            "DOOR_SECRET_ARN": front["ARN"],
            "PROOF_OF_WORK": "off",
            "MAIL_FROM": "huiyin@yunjin.example",
            "SITE_URL": "https://huiyin.example",
            "OIDC_ISSUER": "https://issuer.example/pool",
            "OIDC_CLIENT_ID": "desk",
            "OIDC_JWKS_URL": "https://issuer.example/pool/jwks.json",
            "OIDC_USER_CLAIM": "username",
            "POWERTOOLS_SERVICE_NAME": "huiyin",
            "POWERTOOLS_METRICS_NAMESPACE": "Huiyin",
        }.items():
            patch.setenv(name, value)
        CALLS.install()
        patch.setattr(CALLS, "answer", lambda name, event: confidential_lane.handler(event, None))
        yield
    forget()


@pytest.fixture
def cloud(one_cloud: None) -> None:
    """That cloud, with an empty table before each test."""
    client = account.client("dynamodb")
    for item in client.scan(TableName=TABLE, ProjectionExpression="pk, sk")["Items"]:
        client.delete_item(TableName=TABLE, Key=item)


@pytest.fixture
def desk(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """The desk's door, with the keys of the test issuer published."""
    from huiyin.entry import staff_api

    kept = (desk_door.issuer, desk_door.door, desk_door.door_of_cases)
    monkeypatch.setattr(desk_door, "fetch", lambda url: tokens.published())
    for made in kept:
        made.cache_clear()
    yield lambda event: Said(staff_api.handler(event, None))
    for made in kept:
        made.cache_clear()


@pytest.fixture
def owners(cloud: None) -> Ask:
    """The owners' door."""
    from huiyin.entry import owner_api

    return lambda event: Said(owner_api.handler(event, None))


@pytest.fixture
def number(owners: Ask) -> str:
    return str(owners(post_json("/api/complaints", complaint(wish="请尽快检修", spot="二号梯"), key=KEY)).json["number"])


@pytest.fixture
def guarded(owners: Ask) -> str:
    return str(owners(post_json("/api/complaints", complaint(sensitive=True), key=KEY + "-guarded")).json["number"])


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """Everything that was logged or printed so far, in the form in which it is stored."""
    stream = io.StringIO()
    # A name of its own: powertools keeps the stream that a name was first given.
    logger = Logger(service=f"huiyin-{id(stream)}", stream=stream)
    monkeypatch.setattr(journal, "_logger", lambda: logger)

    def read() -> str:
        captured = capsys.readouterr()
        return stream.getvalue() + captured.out + captured.err

    return read
