"""What is worked out once gives the answers of what is worked out again in every call."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

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


def a_table_with_indexes() -> Any:
    client = boto3.client("dynamodb")
    kinds = {"all": {"ProjectionType": "ALL"}, "keys": {"ProjectionType": "KEYS_ONLY"}}
    kinds["some"] = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["n", "m", "gone"]}  # type: ignore[dict-item]
    kinds["words"] = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["w", "i", "gone"]}  # type: ignore[dict-item]
    client.create_table(
        TableName=NAME,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "g")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {"IndexName": name, "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}], "Projection": kind}
            for name, kind in kinds.items()
        ],
    )
    return client


NUMBERS = ("0", "7", "-3", "2.50", "1E+3", "007", "12345678901234567890")


def test_every_index_shows_of_an_item_what_it_showed() -> None:
    def story() -> list[Any]:
        client, found = a_table_with_indexes(), []
        for n, number in enumerate(NUMBERS):
            more = {"n": {"N": number}, "m": DEEP, "w": {"S": "字" * n}, "i": {"N": str(n)}, "o": {"NULL": True}}
            client.put_item(TableName=NAME, Item={"pk": {"S": f"业主{n}"}, "g": {"S": "一"}, **more})
        for index in ("all", "keys", "some", "words"):
            asked: dict[str, Any] = {"KeyConditionExpression": "g = :g", "ExpressionAttributeValues": {":g": {"S": "一"}}, "Limit": 4}
            for projection in (None, "w, i", "m.S[0], n", "m"):
                more = {"ProjectionExpression": projection} if projection else {}
                page = client.query(TableName=NAME, IndexName=index, **asked, **more)
                found.append((page["Items"], page["Count"], page["LastEvaluatedKey"]))
        return [*found, [client.get_item(TableName=NAME, Key={"pk": {"S": f"业主{n}"}})["Item"] for n in range(len(NUMBERS))]]

    plain, repaired = both_ways(story)
    assert repaired == plain
    assert set(plain[4][0][0]) == {"pk", "g"}
    assert set(plain[12][0][0]) == {"pk", "g", "w", "i"}


def test_every_repair_is_taken_out_again() -> None:
    patches.remove()
    places = [(owner, name) for owner, name, _ in quicker.repairs()]
    before = [getattr(owner, name) for owner, name in places]
    patches.install()
    assert all(getattr(owner, name) != was for (owner, name), was in zip(places, before, strict=True))
    patches.remove()
    assert [getattr(owner, name) for owner, name in places] == before
