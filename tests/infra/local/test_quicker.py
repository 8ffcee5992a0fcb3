"""What is worked out once gives the answers of what is worked out again in every call."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from infra.local import patches, quicker
from tests.infra.local.repaired import both_ways

NAME = "notes"
KEY = {"pk": {"S": "业主"}}
DEEP = {"M": {"S": {"L": [{"M": {"B": {"B": b"deep"}}}, {"L": []}, {"N": "0"}]}, "名": {"SS": ["a", "二"]}}}


pytestmark = pytest.mark.usefixtures("moto_left_repaired")


def on_both(story: Callable[[Any], Any]) -> tuple[Any, Any]:
    """The same story on an empty table of moto as it is, and of moto repaired."""
    return both_ways(lambda: story(an_empty_table()))


def an_empty_table() -> Any:
    client = boto3.client("dynamodb")
    client.create_table(
        TableName=NAME,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    return client


def outcome(call: Callable[..., Any], **asked: Any) -> Any:
    """What is answered, or the refusal word for word."""
    try:
        answer = call(TableName=NAME, **asked)
    except ClientError as refusal:
        return refusal.response["Error"]
    except ValueError as failure:  # moto's own word for some wrong conditions
        return {"Message": str(failure)}
    return answer.get("Attributes", "done")


UPDATES = [
    "SET a = :a, b = if_not_exists(b, :n) REMOVE gone",
    "SET a = :a, b = if_not_exists(b, :n) REMOVE gone",  # the second time it is known already
    "SET l = list_append(if_not_exists(l, :l), :l), n = n + :n",
    "SET m.S[0] = :a REMOVE l[1], l[0]",
    "ADD n :n, s :s DELETE t :s",
    "SET #x.#y = :a",
    "SET a = :a, a = :n",
    "SET a = :a SET b = :a",
    "SET pk = :a",
    "SET nowhere.inside = :a",
    "SET a = n",
    "SET l = :unknown",
    "SET a == :a",
    "SET a = a - :a",
]


def test_every_kind_of_update_changes_and_refuses_alike() -> None:
    values = {":a": {"S": "a"}, ":n": {"N": "2"}, ":l": {"L": [{"S": "一"}, {"S": "b"}]}, ":s": {"SS": ["x"]}}

    def story(client: Any) -> list[Any]:
        item = {**KEY, "n": {"N": "1"}, "m": DEEP, "gone": {"NULL": True}, "t": {"SS": ["x", "y"]}, "yes": {"BOOL": True}}
        client.put_item(TableName=NAME, Item=item)
        found = []
        for update in UPDATES:
            asked: dict[str, Any] = {"Key": KEY, "UpdateExpression": update, "ReturnValues": "ALL_NEW"}
            if used := {name: value for name, value in values.items() if name in update}:
                asked["ExpressionAttributeValues"] = used
            if "#" in update:
                asked["ExpressionAttributeNames"] = {"#x": "m", "#y": "名"}
            found += [outcome(client.update_item, **asked), client.get_item(TableName=NAME, Key=KEY)["Item"]]
        return found

    plain, repaired = on_both(story)
    assert repaired == plain
    refused = [one for one in plain if "Message" in one]
    assert len(refused) >= 5
    assert len(UPDATES) - len(refused) >= 5


CONDITIONS = [
    "attribute_exists(pk) AND n < :n",
    "attribute_exists(pk) AND n < :n",  # the second time it is known already
    "n > :n OR (NOT contains(t, :x) AND size(t) >= :n)",
    "n BETWEEN :n AND :n OR t IN (:x, :n)",
    "begins_with(m.S, :x) OR l[0] = :x",
    "attribute_not_exists(pk)",
    "n < ",
    "n ? :n",
    "((n < :n))",
    "value = :x",
]


def test_every_kind_of_condition_holds_and_fails_alike() -> None:
    values = {":n": {"N": "2"}, ":x": {"S": "x"}}

    def story(client: Any) -> list[Any]:
        client.put_item(TableName=NAME, Item={**KEY, "n": {"N": "1"}, "t": {"SS": ["x", "y"]}, "m": DEEP, "l": {"L": [{"S": "x"}]}})
        found = []
        for condition in CONDITIONS:
            asked: dict[str, Any] = {"ConditionExpression": condition}
            if used := {name: value for name, value in values.items() if name in condition}:
                asked["ExpressionAttributeValues"] = used
            found.append(outcome(client.update_item, Key=KEY, UpdateExpression="REMOVE gone", ReturnValues="ALL_NEW", **asked))
        return found

    plain, repaired = on_both(story)
    assert repaired == plain
    refused = [one for one in plain if "Message" in one]
    assert 3 <= len(refused) <= len(CONDITIONS) - 3


@pytest.mark.parametrize("bytes_of_text", [404_900, 405_100])
def test_the_same_items_are_too_large(bytes_of_text: int) -> None:
    def story(client: Any) -> list[Any]:
        parts = {f"p{n}": {"S": "字" * (bytes_of_text // 30)} for n in range(10)}
        put = outcome(client.put_item, Item={**KEY, **parts})
        added = {"UpdateExpression": "SET more = :m", "ExpressionAttributeValues": {":m": {"S": "m" * 300}}}
        return [put, outcome(client.update_item, Key=KEY, **added)]

    plain, repaired = on_both(story)
    assert repaired == plain
    assert (plain[0] == "done") == (bytes_of_text < 405_000)


def a_value(chance: random.Random, depth: int = 0) -> dict[str, Any]:
    kinds: list[Callable[[], dict[str, Any]]] = [
        lambda: {"S": chance.choice(["", "plain", "业主的话", "é"])},
        lambda: {"N": str(chance.randrange(-900, 900))},
        lambda: {"B": chance.randbytes(5)},
        lambda: {"BOOL": chance.random() < 0.5},
        lambda: {"NULL": True},
        lambda: {"NS": ["1", "2.5"]},
        lambda: {"BS": [b"\x00", b"\xff"]},
        lambda: {"L": [a_value(chance, depth + 1) for _ in range(chance.randrange(3))]},
        lambda: {"M": {f"名{n}": a_value(chance, depth + 1) for n in range(chance.randrange(3))}},
    ]
    return chance.choice(kinds if depth < 3 else kinds[:5])()


def test_a_value_weighs_the_same_and_comes_back_as_it_went() -> None:
    from moto.dynamodb.models.dynamo_type import DynamoType

    chance = random.Random(3)
    values = [a_value(chance) for _ in range(300)]

    def story(client: Any) -> list[Any]:
        item = {**KEY, **{f"v{n}": value for n, value in enumerate(values)}}
        client.put_item(TableName=NAME, Item=item)
        sizes = [DynamoType(value).size() for value in values]
        return [client.get_item(TableName=NAME, Key=KEY)["Item"], sizes]

    plain, repaired = on_both(story)
    assert repaired == plain
    assert plain[0] == {**KEY, **{f"v{n}": value for n, value in enumerate(values)}}


def test_the_number_of_a_request_has_its_length_and_letters() -> None:
    from moto.moto_api._internal import mock_random

    patches.install()
    drawn = {mock_random.get_random_string(length=52) for _ in range(50)}
    assert len(drawn) == 50
    assert all(len(one) == 52 and one.isascii() and one.isalnum() for one in drawn)
    assert mock_random.get_random_string(lower_case=True).islower()


ADDRESS = "https://dynamodb.ap-southeast-1.amazonaws.com/"
JSON_KIND = {"Content-Type": "application/x-amz-json-1.0", "Content-Length": "14"}
REQUESTS: list[tuple[str, str, dict[str, Any], Any]] = [
    ("POST", ADDRESS, {**JSON_KIND, "X-Amz-Target": b"DynamoDB_20120810.GetItem", "User-Agent": "b m/1"}, '{"名": "值"}'.encode()),
    ("POST", ADDRESS, {**JSON_KIND, "X-Amz-Target": "DynamoDB_20120810.Scan", "User-Agent": "b m/2"}, b"{}"),
    ("POST", ADDRESS, {"X-Amz-Target": "no.Kind"}, b"{}"),
    ("POST", ADDRESS, {"content-type": "application/json", "Host": "elsewhere.example"}, b"{}"),
    ("POST", ADDRESS, {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, b"Action=SendEmail&Body=%7B"),
    ("POST", "https://s3.ap-southeast-1.amazonaws.com/bucket/k?delete", {"Content-Type": "text/xml"}, b"{"),
    ("POST", f"{ADDRESS}?a=/", JSON_KIND, b"{}"),
    ("POST", ADDRESS, {**JSON_KIND, "x-amz-meta-my_key": "v"}, b"{}"),
    ("PUT", ADDRESS, JSON_KIND, b"{}"),
    ("POST", ADDRESS, JSON_KIND, None),
    ("GET", "https://b.s3.amazonaws.com/", {"Transfer-Encoding": "chunked"}, None),
]


def test_a_request_arrives_with_the_same_surroundings_and_the_same_body() -> None:
    def story() -> list[Any]:
        from moto.core.request import Request

        arrived = [Request.from_primitives(method, url, dict(headers), body) for method, url, headers, body in REQUESTS]
        return [
            (
                {name: one.environ[name] for name in one.environ if name not in ("wsgi.input", "werkzeug.request")},
                one.get_data(),
                one.raw_url,
            )
            for one in arrived
        ]

    plain, repaired = both_ways(story)
    assert repaired == plain


def test_a_request_is_signed_by_the_same_person_for_the_same_place() -> None:
    def story() -> list[Any]:
        from botocore.auth import S3SigV4Auth, SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials

        found = []
        for kind, token in ((SigV4Auth, "t"), (SigV4Auth, None), (S3SigV4Auth, "t")):
            request = AWSRequest(
                "POST", ADDRESS, {"X-Amz-Target": "a.B", "Authorization": "of the last try", "X-Amz-Date": "long ago"}, b"{}"
            )
            kind(Credentials("AKID", "secret", token), "dynamodb", "ap-southeast-1").add_auth(request)
            said = dict(request.headers)
            moment, signed = said.pop("X-Amz-Date"), said.pop("Authorization")
            assert re.fullmatch(r"\d{8}T\d{6}Z", moment)
            found.append((said, re.sub(r"Signature=[0-9a-f]{64}$|/\d{8}/", "", signed)))
        return found

    plain, repaired = both_ways(story)
    assert repaired == plain


def test_what_is_signed_for_others_has_a_signature() -> None:
    def story() -> str:
        link: str = boto3.client("s3").generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"})
        return link

    assert all(link.split("Signature=")[1].strip("0") for link in both_ways(story))


def test_every_address_belongs_to_the_same_service() -> None:
    hosts = ("dynamodb", "streams.dynamodb", "kms", "s3", "bucket.s3", "dynamodb.s3", "kms.s3", "email", "sqs", "sns", "secretsmanager")

    def story() -> list[Any]:
        from moto import backend_index

        urls = [f"https://{host}.ap-southeast-1.amazonaws.com/" for host in hosts]
        return [next((name for name, pattern in backend_index.backend_url_patterns if pattern.match(url)), None) for url in urls]

    plain, repaired = both_ways(story)
    assert repaired == plain
    assert plain[:3] == ["dynamodb", "dynamodbstreams", "kms"]


def test_words_that_look_like_a_form_stay_words() -> None:
    patches.install()
    with mock_aws():
        client, words = an_empty_table(), {**KEY, "w": {"S": "a&Action=Scan&TableName=other&b"}}
        client.put_item(TableName=NAME, Item=words)
        assert client.get_item(TableName=NAME, Key=KEY)["Item"] == words


def test_every_repair_is_taken_out_again() -> None:
    patches.remove()
    places = [(owner, name) for owner, name, _ in quicker.repairs()]
    before = [getattr(owner, name) for owner, name in places]
    patches.install()
    assert all(getattr(owner, name) != was for (owner, name), was in zip(places, before, strict=True))
    patches.remove()
    assert [getattr(owner, name) for owner, name in places] == before
