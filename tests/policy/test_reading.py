"""Values of a file become the schema's types, or say what is allowed."""

from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import Any

import pytest

from huiyin.policy.reading import as_table, read
from huiyin.policy.schema import Building, Grade, Limit, Phrase, Priority, Tile, Year
from huiyin.policy.spots import PolicyError, Spot

HERE = Spot("some.toml") / "here"
TOWER = {"zh": "1 号楼", "en": "Building 1", "households": 68, "floors": 17}


def refused(kind: Any, value: object) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        read(kind, value, HERE)
    assert caught.value.file == "some.toml"
    return caught.value


def test_a_name_stands_in_its_row_in_both_languages() -> None:
    assert read(Building, TOWER, HERE) == Building(name=Phrase(zh="1 号楼", en="Building 1"), households=68, floors=17)


def test_a_row_without_its_english_name_is_refused() -> None:
    error = refused(Building, {k: v for k, v in TOWER.items() if k != "en"})
    assert (error.key, error.wrong) == ("here.en", "is missing")


def test_a_misspelt_key_is_answered_with_the_right_one() -> None:
    error = refused(Building, {**TOWER, "housholds": 3})
    assert error.key == "here.housholds"
    assert "Did you mean 'households'?" in error.wrong


def test_a_limit_names_its_unit_and_may_name_a_window() -> None:
    assert read(Limit, {"h": 2, "window": "waking"}, HERE) == Limit(amount=2, unit="h", window="waking")
    assert read(Limit, {"wd": 3}, HERE) == Limit(amount=3, unit="wd")


@pytest.mark.parametrize(
    ("limit", "key"),
    [
        ({"h": 0}, "here.h"),
        ({"h": -1}, "here.h"),
        ({"d": 10**9}, "here.d"),
        ({"h": 1.5}, "here.h"),
        ({"h": True}, "here.h"),
        ({"h": "24"}, "here.h"),
        ({"hours": 24}, "here.hours"),
        ({"h": 1, "d": 1}, "here"),
        ({}, "here"),
        ({"wd": 1, "window": "waking"}, "here.window"),
        (24, "here"),
        ("24 h", "here"),
    ],
)
def test_a_limit_that_promises_nothing_sensible_is_refused(limit: object, key: str) -> None:
    assert refused(Limit, limit).key == key


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (str, False), (str, 1930), (str, time(12, 30)), (str, ""), (str, " a"), (str, "a\nb"), (str, "a\x00b"), (bool, "no"), (bool, 0),
        (int, "8"), (int, True), (int, 1000.0), (float, "0.5"), (float, True), (date, "2026-11-25"),
        (date, datetime(2026, 11, 25, tzinfo=UTC)), (time, "08:30"), (Grade, 0), (Grade, 5), (Priority, "P5"), (tuple[str, ...], "desk"),
        (Mapping[str, str], ["desk"]), (Mapping[str, str], {"two words": "a"}),
        (Mapping[Grade, str], {"x": "a"}), (Mapping[Grade, str], {"9": "a"}),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_refused(kind: Any, value: object) -> None:
    assert refused(kind, value).key.startswith("here")


def test_what_stands_in_a_list_twice_is_refused_with_its_place() -> None:
    error = refused(tuple[str, ...], ["web", "email", "web"])
    assert (error.key, error.wrong) == ("here.2", "web stands in the list twice")


def test_days_become_a_set_and_a_day_named_twice_is_refused() -> None:
    year = {"source": "a notice", "provisional": False, "holidays": [date(2026, 1, 1)], "make_up_days": []}
    assert read(Year, year, HERE).holidays == frozenset({date(2026, 1, 1)})
    assert refused(Year, {**year, "holidays": [date(2026, 1, 1)] * 2}).key == "here.holidays.1"


def test_what_a_row_may_leave_out_takes_its_default() -> None:
    tile = read(Tile, {"zh": "噪音", "en": "Noise", "icon": "volume-high", "categories": ["noise"]}, HERE)
    assert tile.sub_issues == ()


def test_whatever_was_read_is_frozen() -> None:
    buildings = read(Mapping[str, Building], {"b1": TOWER}, HERE)
    assert isinstance(buildings, MappingProxyType)
    with pytest.raises(FrozenInstanceError):
        buildings["b1"].floors = 3


def test_a_table_is_a_table() -> None:
    assert as_table({"a": 1}, HERE) == {"a": 1}
    with pytest.raises(PolicyError, match="is not a table"):
        as_table([], HERE)
