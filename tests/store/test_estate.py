"""What an estate brought is kept as one edition, whole or not at all; who lives where is sealed."""

from datetime import date, time
from hashlib import sha256
from typing import Any

import pytest
from botocore.exceptions import ClientError

from builders import MONDAY_9AM
from huiyin.store.estate import Delivery, EstateOvertaken, EstateStore, EstateTooLarge
from store.clouds import Stack

TABLES = {
    "communities": {"binjiang": {"zh": "滨江苑", "en": "Riverside", "closed": False, "buildings": {}, "common_areas": {}, "assets": {}}},
    "departments": {},
    "staff": {"a": {"zh": "甲", "certificates": [{"kind": "lift", "until": date(2029, 1, 1)}]}},
    "roster": [{"weekday": 0, "opens": time(8), "closes": time(20), "staff": "a"}],
}
WANG = {"unit": "1", "room": "1502", "person": "王𠮷芳", "relation": "owner", "phone": "13800138000"}
DELIVERY = Delivery(by="jiang.bo", at=MONDAY_9AM, digest="0" * 64, rows={"communities": 1})


@pytest.fixture
def estate(stack: Stack) -> EstateStore:
    return EstateStore(stack.table, stack.sealer)


def of_estate(stack: Stack) -> list[Any]:
    return [item for item in stack.raw() if item["pk"]["S"].startswith(("ESTATE", "HOUSE"))]


def test_there_is_none_before_somebody_brings_one(estate: EstateStore) -> None:
    assert (estate.now().version, dict(estate.now().tables)) == (0, {})
    assert estate.households("binjiang", "t1") is None


def test_an_edition_comes_back_as_it_was_kept_and_the_log_tells_who_brought_it(stack: Stack, estate: EstateStore) -> None:
    assert estate.keep(0, TABLES, {}, DELIVERY).version == 1
    assert estate.now(consistent=True).tables == TABLES
    estate.keep(1, TABLES, {}, DELIVERY)
    assert estate.now(consistent=True).version == 2
    log = [(item["sk"]["S"], item["by"]["S"], item["rows"]["S"]) for item in of_estate(stack) if item["pk"]["S"] == "ESTATE#LOG"]
    assert sorted(log) == [("V#000001", "jiang.bo", '{"communities":1}'), ("V#000002", "jiang.bo", '{"communities":1}')]


def test_whoever_was_overtaken_keeps_nothing(stack: Stack, estate: EstateStore) -> None:
    estate.keep(0, TABLES, {}, DELIVERY)
    before = of_estate(stack)
    for version in (0, 2):
        with pytest.raises(EstateOvertaken):
            estate.keep(version, TABLES, {("binjiang", "t1"): [WANG]}, DELIVERY)
    assert of_estate(stack) == before


def test_households_are_sealed_and_open_only_in_their_place(stack: Stack, estate: EstateStore) -> None:
    estate.keep(0, TABLES, {("binjiang", "t1"): [WANG], ("binjiang", "t2"): []}, DELIVERY)
    assert estate.households("binjiang", "t1") == (WANG,)
    assert estate.households("binjiang", "t2") == ()
    assert "王" not in str(stack.raw())
    assert "13800138000" not in str(stack.raw())
    (item,) = [item for item in of_estate(stack) if item["sk"]["S"] == "t1"]
    assert set(item) == {"pk", "sk", "dk", "sealed", "fl"}
    stack.client("dynamodb").put_item(TableName=stack.table.name, Item={**item, "pk": {"S": "HOUSE#other"}})
    with pytest.raises(ClientError):
        estate.households("other", "t1")


def test_which_flats_there_are_is_read_without_opening_who_lives_there(stack: Stack, estate: EstateStore) -> None:
    assert estate.flats("binjiang", "t1") is None
    estate.keep(0, TABLES, {("binjiang", "t1"): [WANG, WANG | {"person": "李强"}], ("binjiang", "t2"): []}, DELIVERY)
    assert estate.flats("binjiang", "t1") == ("1-1502",)
    # A register without a flat tells no more than none.
    assert estate.flats("binjiang", "t2") is None


def test_more_than_an_item_holds_is_refused_before_anything_is_written(stack: Stack, estate: EstateStore) -> None:
    noise = {str(n): {"zh": sha256(str(n).encode()).hexdigest()} for n in range(12_000)}
    with pytest.raises(EstateTooLarge):
        estate.keep(0, TABLES | {"staff": noise}, {("binjiang", "t1"): [WANG]}, DELIVERY)
    assert of_estate(stack) == []
