"""The repaired DynamoDB gives the answers of the unrepaired one, and keeps every update of many writers."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from typing import Any

import boto3
import moto
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from infra.local import patches
from tests.infra.local.repaired import both_ways

NAME = "notes"


pytestmark = pytest.mark.usefixtures("moto_left_repaired")


def a_table(*indexes: tuple[str, str, str | None]) -> Any:
    client = boto3.client("dynamodb")
    names = {"pk", "sk", *(key for _, hash_, range_ in indexes for key in (hash_, range_) if key)}
    more = {}
    if indexes:
        more["GlobalSecondaryIndexes"] = [
            {
                "IndexName": name,
                "KeySchema": [
                    {"AttributeName": hash_, "KeyType": "HASH"},
                    *([{"AttributeName": range_, "KeyType": "RANGE"}] if range_ else []),
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
            for name, hash_, range_ in indexes
        ]
    client.create_table(
        TableName=NAME,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in sorted(names)],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        **more,
    )
    return client


def pages(client: Any, **query: Any) -> list[Any]:
    found = []
    while True:
        page = client.query(TableName=NAME, **query)
        found.append((page["Items"], page["Count"], page["ScannedCount"], page.get("LastEvaluatedKey")))
        if "LastEvaluatedKey" not in page:
            return found
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def random_items(chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    for _ in range(count):
        item = {"pk": {"S": f"p{chance.randrange(30)}"}, "sk": {"S": f"s{chance.randrange(60):03}"}}
        if chance.random() < 0.7:
            item["g"] = {"S": f"g{chance.randrange(5)}"}
        if chance.random() < 0.8:
            item["gs"] = {"S": f"{chance.randrange(30):03}"}
        yield item


@pytest.mark.parametrize("seed", [1, 2])
def test_random_pages_are_the_same_in_both_directions(seed: int) -> None:
    def story() -> list[Any]:
        chance, found = random.Random(seed), []
        client = a_table(("ranged", "g", "gs"), ("plain", "g", None))
        for item in random_items(chance, 120):
            client.put_item(TableName=NAME, Item=item)
        for forward in (True, False):
            for key in range(0, 32, 5):
                values = {":p": {"S": f"p{key}"}, ":s": {"S": "s010"}}
                found += pages(
                    client,
                    KeyConditionExpression="pk = :p AND sk > :s",
                    ExpressionAttributeValues=values,
                    ScanIndexForward=forward,
                    Limit=7,
                )
            for group in range(6):
                values = {":g": {"S": f"g{group}"}, ":a": {"S": "003"}, ":b": {"S": "020"}}
                asked = {"ScanIndexForward": forward, "Limit": 7}
                found += pages(
                    client,
                    IndexName="ranged",
                    KeyConditionExpression="g = :g AND gs BETWEEN :a AND :b",
                    ExpressionAttributeValues=values,
                    **asked,
                )
                only = {":g": values[":g"]}
                found += pages(client, IndexName="plain", KeyConditionExpression="g = :g", ExpressionAttributeValues=only, **asked)
        found.append(client.scan(TableName=NAME)["Items"])
        return found

    plain, repaired = both_ways(story)
    assert repaired == plain
    assert sum(len(page[0]) for page in plain[:-1]) > 60


def put(key: str, value: str, condition: str | None = None) -> dict[str, Any]:
    ask: dict[str, Any] = {"TableName": NAME, "Item": {"pk": {"S": key}, "sk": {"S": "a"}, "v": {"S": value}}}
    if condition:
        ask |= {"ConditionExpression": condition, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    return {"Put": ask}


def update(key: str) -> dict[str, Any]:
    ask = {"TableName": NAME, "Key": {"pk": {"S": key}, "sk": {"S": "a"}}, "UpdateExpression": "SET v = :v"}
    return {"Update": {**ask, "ExpressionAttributeValues": {":v": {"S": "updated"}}}}


def delete(key: str) -> dict[str, Any]:
    return {"Delete": {"TableName": NAME, "Key": {"pk": {"S": key}, "sk": {"S": "a"}}}}


def test_random_transactions_change_the_same_items_or_none() -> None:
    def story() -> list[Any]:
        chance, outcomes = random.Random(7), []
        client = a_table()
        for _ in range(40):
            keys = chance.sample([f"k{number}" for number in range(12)], 4)
            conditions = [None, "attribute_not_exists(pk)", "attribute_exists(pk)"]
            items = [put(keys[0], "x", chance.choice(conditions)), put(keys[1], "y"), update(keys[2]), delete(keys[3])]
            if chance.random() < 0.1:
                items.append(put(keys[0], "twice"))
            try:
                client.transact_write_items(TransactItems=items)
                outcomes.append("done")
            except ClientError as refusal:
                outcomes.append((refusal.response["Error"]["Code"], refusal.response.get("CancellationReasons")))
            outcomes.append(sorted(str(item) for item in client.scan(TableName=NAME)["Items"]))
        outcomes.append(stream_of(client))
        return outcomes

    plain, repaired = both_ways(story)
    assert repaired == plain
    assert plain.count("done") not in (0, 40)


def stream_of(client: Any) -> list[Any]:
    streams = boto3.client("dynamodbstreams")
    arn = client.describe_table(TableName=NAME)["Table"]["LatestStreamArn"]
    (shard,) = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    records = streams.get_records(ShardIterator=iterator, Limit=1000)["Records"]
    return [(one["eventName"], one["dynamodb"]["Keys"], one["dynamodb"].get("NewImage")) for one in records]


def test_values_of_every_type_are_answered_alike() -> None:
    item = {
        "pk": {"S": "业主"},
        "sk": {"S": "1"},
        "n": {"N": "-1.50"},
        "b": {"B": b"\x00\xff"},
        "yes": {"BOOL": True},
        "no": {"BOOL": False},
        "nothing": {"NULL": True},
        "sets": {"L": [{"SS": ["a", "b"]}, {"NS": ["1", "2"]}, {"BS": [b"\x01"]}]},
        "deep": {"M": {"S": {"L": [{"M": {"B": {"B": b"deep"}}}, {"L": []}, {"N": "0"}]}, "empty": {"M": {}}}},
    }

    def story() -> Any:
        client = a_table()
        client.put_item(TableName=NAME, Item=item)
        found = client.get_item(TableName=NAME, Key={"pk": item["pk"], "sk": item["sk"]})["Item"]
        old = client.delete_item(TableName=NAME, Key={"pk": item["pk"], "sk": item["sk"]}, ReturnValues="ALL_OLD")["Attributes"]
        return found, old

    plain, repaired = both_ways(story)
    assert plain == repaired == (item, item)


def test_a_backup_still_holds_the_table_as_it_was() -> None:
    def story() -> Any:
        client = a_table()
        client.put_item(TableName=NAME, Item={"pk": {"S": "k"}, "sk": {"S": "a"}})
        backup = client.create_backup(TableName=NAME, BackupName="before")["BackupDetails"]["BackupArn"]
        client.delete_item(TableName=NAME, Key={"pk": {"S": "k"}, "sk": {"S": "a"}})
        client.restore_table_from_backup(TargetTableName="back", BackupArn=backup)
        return client.scan(TableName="back")["Items"]

    plain, repaired = both_ways(story)
    assert repaired == plain == [{"pk": {"S": "k"}, "sk": {"S": "a"}}]


def test_eight_writers_who_each_add_25_lose_none() -> None:
    patches.install()
    with mock_aws():
        client = a_table()
        key = {"pk": {"S": "counter"}, "sk": {"S": "a"}}
        client.put_item(TableName=NAME, Item={**key, "n": {"N": "0"}})

        def add_25() -> None:
            for _ in range(25):
                while True:
                    before = client.get_item(TableName=NAME, Key=key)["Item"]["n"]
                    change = {
                        "TableName": NAME,
                        "Item": {**key, "n": {"N": str(int(before["N"]) + 1)}},
                        "ConditionExpression": "n = :before",
                        "ExpressionAttributeValues": {":before": before},
                    }
                    try:
                        client.transact_write_items(TransactItems=[{"Put": change}])
                        break
                    except client.exceptions.TransactionCanceledException:
                        time.sleep(random.random() / 100)  # less crowding, not less racing

        writers = [threading.Thread(target=add_25) for _ in range(8)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert client.get_item(TableName=NAME, Key=key)["Item"]["n"]["N"] == "200"


def test_a_transaction_never_copies_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    patches.install()
    with mock_aws():
        client = a_table()
        monkeypatch.setattr(moto.dynamodb.models.table.Table, "__deepcopy__", None, raising=False)
        client.transact_write_items(TransactItems=[put("k", "v")])
        assert client.scan(TableName=NAME)["Count"] == 1


def test_another_moto_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moto, "__version__", "5.3.0")
    with pytest.raises(patches.WrongMoto, match=r"moto 5\.2\.5 is needed and 5\.3\.0 is installed"):
        patches.install()
