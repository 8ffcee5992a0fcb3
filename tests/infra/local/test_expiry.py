"""4-security 4.2, row 4: what has outlived its time stays visible until it goes, and the stream says that nobody removed it."""

from __future__ import annotations

import datetime as dt

import pytest
from moto.dynamodb.models import dynamodb_backends

from infra.local.expiry import expire_now
from infra.local.stack import Stack

NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


def keep(stack: Stack, name: str, expires: dict[str, str] | None) -> None:
    item = {"pk": {"S": name}, "sk": {"S": "counter"}} | ({"expires": expires} if expires else {})
    stack.boto("dynamodb").put_item(TableName=stack.name("NoteTable"), Item=item)


def is_there(stack: Stack, name: str) -> bool:
    key = {"pk": {"S": name}, "sk": {"S": "counter"}}
    return "Item" in stack.boto("dynamodb").get_item(TableName=stack.name("NoteTable"), Key=key)


def seconds(moment: dt.datetime) -> dict[str, str]:
    return {"N": str(int(moment.timestamp()))}


def test_what_has_expired_is_visible_until_it_is_removed(stack: Stack) -> None:
    keep(stack, "old", seconds(NOON - dt.timedelta(seconds=1)))
    keep(stack, "young", seconds(NOON + dt.timedelta(seconds=1)))
    with stack.at(NOON):
        assert is_there(stack, "old")
        assert expire_now(stack.cloud) == 1
        assert (is_there(stack, "old"), is_there(stack, "young")) == (False, True)
        assert expire_now(stack.cloud) == 0


@pytest.mark.parametrize(
    "expires",
    [None, {"S": "1"}, {"N": "1"}, {"N": str(int((NOON - dt.timedelta(days=6 * 365)).timestamp()))}],
    ids=["none", "text", "1970", "old"],
)
def test_what_has_no_true_moment_stays(stack: Stack, expires: dict[str, str] | None) -> None:
    keep(stack, "kept", expires)
    with stack.at(NOON):
        assert expire_now(stack.cloud) == 0
    assert is_there(stack, "kept")


def test_the_stream_says_that_it_went_by_itself(stack: Stack) -> None:
    """ST04: a reader can tell it from a deletion by somebody."""
    keep(stack, "gone", seconds(NOON))
    with stack.at(NOON):
        expire_now(stack.cloud)
    last = dynamodb_backends["123456789012"]["ap-southeast-1"].tables[stack.name("NoteTable")].stream_shard.items[-1].record
    assert (last["eventName"], last["dynamodb"]["Keys"]["pk"]["S"]) == ("REMOVE", "gone")
    assert last["userIdentity"] == {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
