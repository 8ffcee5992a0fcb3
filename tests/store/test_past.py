"""Rows of old ledgers: kept once by their number, sealed, found by their month."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

import account
from builders import MONDAY_9AM
from entry.conftest import make_table
from entry.doors import TABLE
from huiyin.store.items import CaseTable
from huiyin.store.past import Past
from huiyin.store.seal import CannotOpen, Sealer

BATCH = "a" * 40


def told(number: str, **more: str) -> dict[str, str]:
    return {"number": number, "received_at": "2025-11-03T01:12:00+00:00", "category": "elevator", "sub_issue": "王女士说停运"} | more


@pytest.fixture
def past() -> Iterator[Past]:
    with mock_aws():
        client = account.client("dynamodb")
        make_table(client)
        keys = [account.client("kms").create_key()["KeyMetadata"]["Arn"] for _ in range(2)]
        yield Past(CaseTable(TABLE, client), Sealer(account.client("kms"), *keys, "no key of guarded cases"))


def kept(past: Past, *rows: dict[str, str]) -> list[bool]:
    key = past.new_key(BATCH)
    return [past.keep(row, key, batch=BATCH, at=MONDAY_9AM, month="2025-11") for row in rows]


def test_a_row_is_kept_once_by_its_number(past: Past) -> None:
    assert kept(past, told("1"), told("2"), told("1", category="noise")) == [True, True, False]
    assert past.known(["1", "2", "3"]) == {"1": told("1"), "2": told("2")}


def test_a_month_holds_its_rows_in_their_order(past: Past) -> None:
    kept(past, told("b", received_at="2025-11-04T01:00:00+00:00"), told("a"))
    assert [row["number"] for row in past.month("2025-11")] == ["a", "b"]
    assert list(past.month("2025-12")) == []


def test_what_somebody_wrote_lies_there_sealed_and_bound_to_its_number(past: Past) -> None:
    kept(past, told("1"), told("2"))
    client = account.client("dynamodb")
    items = {item["pk"]["S"]: item for item in client.scan(TableName=TABLE)["Items"]}
    assert "王女士" not in str(items)
    assert "elevator" not in str(items)
    moved = items["PAST#1"] | {"sealed": items["PAST#2"]["sealed"]}
    client.put_item(TableName=TABLE, Item=moved)
    with pytest.raises(CannotOpen):
        past.known(["1"])


def test_many_rows_are_asked_for_a_hundred_at_once(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.store.past._AT_ONCE", 2)
    kept(past, *(told(str(n)) for n in range(5)))
    assert len(past.known([str(n) for n in range(6)])) == 5


def test_it_is_known_how_many_rows_came_with_an_import(past: Past) -> None:
    kept(past, told("1"), told("2"))
    other = "b" * 40
    past.keep(told("3"), past.new_key(other), batch=other, at=MONDAY_9AM, month="2025-11")
    assert (past.brought_by(BATCH, ["1", "2", "3", "4"]), past.brought_by(other, ["1", "2", "3", "4"])) == (2, 1)
