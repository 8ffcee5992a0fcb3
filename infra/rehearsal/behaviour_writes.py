"""Stories of writing: conditions, transactions, tokens, limits, the stream."""

from __future__ import annotations

import threading
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra.rehearsal.behaviour import Table, item, said, story
from infra.rehearsal.emulator import REGION

_NEW = "attribute_not_exists(pk)"
_REFUSED = "ConditionalCheckFailedException"


@story("a failed condition writes nothing and shows what was there", [_REFUSED, {"S": "old"}, {"S": "old"}])
def _failed_condition(table: Table) -> Any:
    table.put("k", v="old")
    try:
        table.client.put_item(
            TableName=table.name,
            Item=item("k", "a", v="new"),
            ConditionExpression=_NEW,
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except ClientError as refused:
        return [refused.response["Error"]["Code"], refused.response.get("Item", {}).get("v"), table.get("k")["v"]]
    return "done"


@story("one failed condition of a transaction: a reason for each part, nothing written", [["None", "ConditionalCheckFailed"], None])
def _all_or_nothing(table: Table) -> Any:
    table.put("taken")
    return [table.write(table.put_of("free"), table.put_of("taken", condition=_NEW)), table.get("free")]


@story("the reason of a cancelled transaction shows the item that stood in the way", {"S": "old"})
def _reason_shows_item(table: Table) -> Any:
    table.put("taken", v="old")
    try:
        table.client.transact_write_items(TransactItems=[table.put_of("taken", condition=_NEW)])
    except ClientError as refused:
        return refused.response["CancellationReasons"][0].get("Item", {}).get("v")
    return "done"


@story("a check of another item holds a transaction back", [["None", "ConditionalCheckFailed"], None])
def _condition_check(table: Table) -> Any:
    check = {"ConditionCheck": {"TableName": table.name, "Key": item("gone", "a"), "ConditionExpression": "attribute_exists(pk)"}}
    return [table.write(table.put_of("free"), check), table.get("free")]


@story("one item twice in a transaction is refused", "ValidationException")
def _same_item_twice(table: Table) -> Any:
    return table.write(table.put_of("k", v="1"), table.put_of("k", v="2"))


@story("101 parts of a transaction are refused, 100 are taken", ["ValidationException", "done"])
def _hundred(table: Table) -> Any:
    parts = [table.put_of(f"k{number}") for number in range(101)]
    return [table.write(*parts), table.write(*parts[:100])]


@story("4 MB in a transaction are the limit", ["ValidationException", "done"])
def _four_megabytes(table: Table) -> Any:
    parts = [table.put_of(f"k{number}", v="x" * 390_000) for number in range(11)]
    return [table.write(*parts), table.write(*parts[:10])]


@story("the same request token again: done once", ["done", "done", {"N": "1"}])
def _token_again(table: Table) -> Any:
    add = {
        "TableName": table.name,
        "Key": item("k", "a"),
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    asked = [table.write({"Update": add}, ClientRequestToken="one-token") for _ in range(2)]
    return [*asked, table.get("k")["n"]]


@story("the same request token with another content is refused", ["done", "IdempotentParameterMismatchException"])
def _token_misused(table: Table) -> Any:
    return [table.write(table.put_of("k", v=word), ClientRequestToken="other-token") for word in ("1", "2")]


@story("an item of more than 400 KB is refused", ["ValidationException", "done"])
def _item_size(table: Table) -> Any:
    return [said(lambda: table.put("k", v="x" * 410_000)), said(lambda: table.put("k", v="x" * 400_000))]


@story("an empty text is a value, but no key and no key of an index", ["done", "ValidationException", "ValidationException"])
def _empty_texts(table: Table) -> Any:
    asked: list[dict[str, Any]] = [{"pk": "k", "v": ""}, {"pk": ""}, {"pk": "k", "due_pk": "", "due_sk": "1"}]
    return [said(lambda more=more: table.put(**more)) for more in asked]  # type: ignore[misc]


@story("a key does not change by an update", "ValidationException")
def _key_stays(table: Table) -> Any:
    table.put("k")
    return said(lambda: table.update("k", "SET sk = :s", {":s": {"S": "b"}}))


@story("a counter below its limit counts, at its limit it refuses", ["done", "done", _REFUSED, {"N": "2"}])
def _counter(table: Table) -> Any:
    values = {":one": {"N": "1"}, ":most": {"N": "2"}}
    free = "attribute_not_exists(used) OR used < :most"
    asked = [said(lambda: table.update("k", "ADD used :one", values, ConditionExpression=free)) for _ in range(3)]
    return [*asked, table.get("k")["used"]]


@story("an update with a condition makes no item when it fails", [_REFUSED, None])
def _update_makes_nothing(table: Table) -> Any:
    return [said(lambda: table.update("k", "SET v = :v", {":v": {"S": "x"}}, ConditionExpression="attribute_exists(pk)")), table.get("k")]


@story("38 digits of a number are kept, 39 refused", [{"N": "1" * 38}, "ValidationException"])
def _digits(table: Table) -> Any:
    table.put("k", n={"N": "1" * 38})
    return [table.get("k")["n"], said(lambda: table.put("k", n={"N": "1" * 39}))]


@story("bytes, maps, lists and emoji come back as they went", True)
def _round_trip(table: Table) -> Any:
    more: dict[str, Any] = {"b": {"B": b"\x00\xff"}, "m": {"M": {"电梯": {"L": [{"BOOL": True}, {"NULL": True}]}}}, "t": {"S": "𠮷👨‍👩‍👧"}}
    table.put("k", **more)
    return table.get("k") == item("k", "a", **more)


@story("a word that DynamoDB reserves is refused without an alias", "ValidationException")
def _reserved(table: Table) -> Any:
    return said(lambda: table.update("k", "SET status = :v", {":v": {"S": "x"}}))


@story("a value that no expression uses is refused", "ValidationException")
def _unused_value(table: Table) -> Any:
    return said(lambda: table.update("k", "SET v = :v", {":v": {"S": "x"}, ":w": {"S": "y"}}))


@story("eight writers at once with a version each lose no update", {"N": "40"})
def _writers(table: Table) -> Any:
    table.put("k", n={"N": "0"})

    def five() -> None:
        done = 0
        while done < 5:
            n = table.get("k")["n"]
            more = {":old": n, ":new": {"N": str(int(n["N"]) + 1)}}
            done += said(lambda more=more: table.update("k", "SET n = :new", more, ConditionExpression="n = :old")) == "done"  # type: ignore[misc]

    writers = [threading.Thread(target=five) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return table.get("k")["n"]


def _records(table: Table) -> list[tuple[str, str]]:
    client = _streams_beside(table.client)
    shards = client.describe_stream(StreamArn=table.stream)["StreamDescription"]["Shards"]
    found = []
    for shard in shards:
        asked = {"StreamArn": table.stream, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        page = client.get_records(ShardIterator=client.get_shard_iterator(**asked)["ShardIterator"])
        found += [(one["eventName"], one["dynamodb"]["Keys"]["pk"]["S"]) for one in page["Records"]]
    return found


def _streams_beside(client: Any) -> Any:
    url = client.meta.endpoint_url
    return boto3.client("dynamodbstreams", region_name=REGION, **({} if "amazonaws.com" in url else {"endpoint_url": url}))


@story("the stream tells in order what happened, and nothing of a failed transaction", [("INSERT", "a"), ("MODIFY", "a"), ("REMOVE", "a")])
def _stream(table: Table) -> Any:
    table.put("a", v="1")
    table.put("a", v="2")
    table.write(table.put_of("b"), table.put_of("a", condition=_NEW))
    table.client.delete_item(TableName=table.name, Key=item("a", "a"))
    return _records(table)


@story("a write that changes nothing is not in the stream", [("INSERT", "a")])
def _no_change(table: Table) -> Any:
    table.put("a", v="1")
    table.put("a", v="1")
    table.update("a", "SET v = :v", {":v": {"S": "1"}})
    return _records(table)
