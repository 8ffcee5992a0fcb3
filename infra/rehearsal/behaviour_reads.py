"""Stories of reading: order, indexes, pages, expiry, and what a table refuses."""

from __future__ import annotations

import time
from typing import Any

from infra.rehearsal.behaviour import Table, said, sorts, story


@story("a partition is read in the order of the bytes of its sort keys", ["A", "EV#000002", "EV#000010", "META", "a", "é", "中", "😀"])
def _byte_order(table: Table) -> Any:
    for sk in ("中", "a", "EV#000010", "META", "😀", "A", "é", "EV#000002"):
        table.put("k", sk)
    return sorts(table.query("k"))


@story("backwards is the same order turned round", ["3", "2", "1"])
def _backwards(table: Table) -> Any:
    for sk in "213":
        table.put("k", sk)
    return sorts(table.query("k", ScanIndexForward=False))


@story("sort keys by beginning and by span, both ends included", [["EV#1", "EV#2"], ["b", "c"]])
def _spans(table: Table) -> Any:
    for sk in ("META", "EV#1", "EV#2", "a", "b", "c", "d"):
        table.put("k", sk)
    first = {
        "KeyConditionExpression": "pk = :p AND begins_with(sk, :s)",
        "ExpressionAttributeValues": {":p": {"S": "k"}, ":s": {"S": "EV#"}},
    }
    values = {":p": {"S": "k"}, ":a": {"S": "b"}, ":b": {"S": "c"}}
    second = {"KeyConditionExpression": "pk = :p AND sk BETWEEN :a AND :b", "ExpressionAttributeValues": values}
    return [sorts(table.query("k", **first)), sorts(table.query("k", **second))]


@story("an index holds only items with both its keys, soonest first", ["1", "2", "3"])
def _sparse(table: Table) -> Any:
    for pk, due in (("x", "3"), ("y", "1"), ("z", "2")):
        table.put(pk, due_pk="DUE#0", due_sk=due)
    table.put("without")
    table.put("half", due_pk="DUE#0")
    return sorts(table.due("DUE#0"), "due_sk")


@story("an item leaves an index with the attribute, and comes back with it", [0, 1])
def _leaves_index(table: Table) -> Any:
    table.put("k", due_pk="DUE#0", due_sk="1")
    table.client.update_item(TableName=table.name, Key={"pk": {"S": "k"}, "sk": {"S": "a"}}, UpdateExpression="REMOVE due_pk, due_sk")
    gone = table.due("DUE#0")["Count"]
    table.update("k", "SET due_pk = :p, due_sk = :s", {":p": {"S": "DUE#0"}, ":s": {"S": "2"}})
    return [gone, table.due("DUE#0")["Count"]]


@story("an index of keys gives keys alone; one with attributes gives those it names", [["due_pk", "due_sk", "pk", "sk"], True, False])
def _projections(table: Table) -> Any:
    table.put("k", due_pk="DUE#0", due_sk="1", wl_pk="desk#0", wl_sk="1", nu="HY", words="sealed")
    keys = sorted(table.due("DUE#0")["Items"][0])
    asked = {"KeyConditionExpression": "wl_pk = :p", "ExpressionAttributeValues": {":p": {"S": "desk#0"}}}
    listed = table.query("", IndexName="worklist", **asked)["Items"][0]
    return [keys, "nu" in listed, "words" in listed]


@story("an index is never read consistently", "ValidationException")
def _consistent_index(table: Table) -> Any:
    return said(lambda: table.due("DUE#0", ConsistentRead=True))


@story("pages give each item once and end", [list("0123456"), True])
def _pages(table: Table) -> Any:
    for number in range(7):
        table.put("k", str(number), due_pk="DUE#0", due_sk="same")
    found: list[str] = []
    page = table.due("DUE#0", Limit=3)
    for _ in range(5):
        found += sorts(page)
        if "LastEvaluatedKey" not in page:
            break
        page = table.due("DUE#0", Limit=3, ExclusiveStartKey=page["LastEvaluatedKey"])
    return [sorted(found), "LastEvaluatedKey" not in page]


@story("a page that is exactly full promises another, which is empty", [True, 0, False])
def _full_page(table: Table) -> Any:
    for sk in "12":
        table.put("k", sk)
    page = table.query("k", Limit=2)
    start = {"ExclusiveStartKey": page["LastEvaluatedKey"]} if "LastEvaluatedKey" in page else {}
    after = table.query("k", **start) if start else {"Count": None}
    return ["LastEvaluatedKey" in page, after["Count"], "LastEvaluatedKey" in after]


@story("a page ends at 1 MB", [True, True])
def _megabyte(table: Table) -> Any:
    for sk in "12345":
        table.put("k", sk, v="x" * 300_000)
    page = table.query("k")
    return [page["Count"] < 5, "LastEvaluatedKey" in page]


@story("a count counts without giving items", [2, False])
def _count(table: Table) -> Any:
    for sk in "12":
        table.put("k", sk)
    page = table.query("k", Select="COUNT")
    return [page["Count"], "Items" in page]


@story("a filter is applied after the limit", [1, 2])
def _filter(table: Table) -> Any:
    for sk, v in (("1", "x"), ("2", "y"), ("3", "y")):
        table.put("k", sk, v=v)
    page = table.query("k", Limit=2, FilterExpression="v = :v", ExpressionAttributeValues={":p": {"S": "k"}, ":v": {"S": "y"}})
    return [page["Count"], page["ScannedCount"]]


@story(
    "an attribute of expiry is kept, and an expired item may still be read",
    [{"AttributeName": "expires", "TimeToLiveStatus": "ENABLED"}, True],
)
def _expiry(table: Table) -> Any:
    table.client.update_time_to_live(TableName=table.name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"})
    table.put("k", expires={"N": str(int(time.time()) - 60)})
    return [table.client.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"], table.get("k") is not None]


@story("a table that is protected is not deleted", "ValidationException")
def _protected(table: Table) -> Any:
    table.client.update_table(TableName=table.name, DeletionProtectionEnabled=True)
    return said(lambda: table.client.delete_table(TableName=table.name))


@story("a table that is not there is named as such", "ResourceNotFoundException")
def _no_table(table: Table) -> Any:
    return said(lambda: table.client.get_item(TableName="elsewhere", Key={"pk": {"S": "k"}, "sk": {"S": "a"}}))
