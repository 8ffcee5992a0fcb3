"""What AWS refuses is refused locally too: tokens, sizes, numbers, keys, and records of nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from infra.local import strict

NAME = "notes"
KEY = {"pk": {"S": "counter"}}


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    monkeypatch.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled")
    strict.install()
    with mock_aws():
        client = boto3.client("dynamodb")
        client.create_table(
            TableName=NAME,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        )
        yield client


def add(step: str) -> list[dict[str, Any]]:
    change = {"TableName": NAME, "Key": KEY, "UpdateExpression": "ADD n :one", "ExpressionAttributeValues": {":one": {"N": step}}}
    return [{"Update": change}]


def code_of(refusal: pytest.ExceptionInfo[ClientError]) -> str:
    return str(refusal.value.response["Error"]["Code"])


def test_one_token_counts_once(dynamodb: Any) -> None:
    for _ in range(3):
        dynamodb.transact_write_items(TransactItems=add("1"), ClientRequestToken="token-1")
    assert dynamodb.get_item(TableName=NAME, Key=KEY)["Item"]["n"]["N"] == "1"


def test_one_token_with_another_wish_is_refused(dynamodb: Any) -> None:
    dynamodb.transact_write_items(TransactItems=add("1"), ClientRequestToken="token-1")
    with pytest.raises(ClientError) as refusal:
        dynamodb.transact_write_items(TransactItems=add("5"), ClientRequestToken="token-1")
    assert code_of(refusal) == "IdempotentParameterMismatchException"
    assert dynamodb.get_item(TableName=NAME, Key=KEY)["Item"]["n"]["N"] == "1"


def test_a_token_of_a_failed_transaction_may_be_used_again(dynamodb: Any) -> None:
    wish = [{"Put": {"TableName": NAME, "Item": KEY, "ConditionExpression": "attribute_not_exists(pk)"}}]
    dynamodb.put_item(TableName=NAME, Item=KEY)
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(TransactItems=wish, ClientRequestToken="token-1")
    dynamodb.delete_item(TableName=NAME, Key=KEY)
    dynamodb.transact_write_items(TransactItems=wish, ClientRequestToken="token-1")
    assert "Item" in dynamodb.get_item(TableName=NAME, Key=KEY)


def test_a_transaction_of_more_than_four_megabytes_is_refused(dynamodb: Any) -> None:
    def of(count: int) -> list[dict[str, Any]]:
        return [{"Put": {"TableName": NAME, "Item": {"pk": {"S": str(n)}, "v": {"B": b"a" * 390_000}}}} for n in range(count)]

    dynamodb.transact_write_items(TransactItems=of(10))
    with pytest.raises(ClientError) as refusal:
        dynamodb.transact_write_items(TransactItems=of(11))
    assert code_of(refusal) == "ValidationException"


@pytest.mark.parametrize(("number", "taken"), [("1" * 38, True), ("1" * 39, False), ("1" + "0" * 60, True), ("0.00" + "1" * 39, False)])
def test_a_number_holds_38_digits(dynamodb: Any, number: str, taken: bool) -> None:
    wish = {"TableName": NAME, "Item": {"pk": {"S": "k"}, "deep": {"L": [{"M": {"n": {"N": number}}}]}}}
    if taken:
        dynamodb.put_item(**wish)
        return
    with pytest.raises(ClientError) as refusal:
        dynamodb.put_item(**wish)
    assert code_of(refusal) == "ValidationException"


def test_a_put_that_changes_nothing_is_not_in_the_stream(dynamodb: Any) -> None:
    from moto.dynamodb.models import dynamodb_backends

    for value in ("a", "a", "b"):
        dynamodb.put_item(TableName=NAME, Item={**KEY, "v": {"S": value}})
    records = dynamodb_backends["123456789012"]["ap-southeast-1"].tables[NAME].stream_shard.items
    assert [one.record["eventName"] for one in records] == ["INSERT", "MODIFY"]


def test_a_key_that_is_disabled_or_waits_for_deletion_refuses(dynamodb: Any) -> None:
    kms = boto3.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    sealed = kms.encrypt(KeyId=key, Plaintext=b"words")["CiphertextBlob"]
    kms.disable_key(KeyId=key)
    for act in (
        lambda: kms.decrypt(CiphertextBlob=sealed),
        lambda: kms.encrypt(KeyId=key, Plaintext=b"words"),
        lambda: kms.generate_data_key(KeyId=key, KeySpec="AES_256"),
    ):
        with pytest.raises(ClientError) as refusal:
            act()
        assert code_of(refusal) == "DisabledException"
    kms.enable_key(KeyId=key)
    assert kms.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"words"
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    with pytest.raises(ClientError) as refusal:
        kms.decrypt(CiphertextBlob=sealed)
    assert code_of(refusal) == "KMSInvalidStateException"
