"""The desk says that an owner is on record only where the record says so; who is on it is shown to nobody."""

from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.people import DESK, do, receipt
from estate import household
from huiyin.entry import wiring
from huiyin.store.estate import Delivery


@pytest.fixture
def homes(cloud: None) -> None:
    """Two households of the demo's building 3, as a workbook would have brought them."""
    living = [household("b3", "1 单元", "1502", "王芳", phone="13800138000"), household("b3", "1 单元", "1503", "李强")]
    houses: Any = {("yunjin", "b3"): living}
    wiring.estate_store().keep(0, {}, houses, Delivery(by="jiang.bo", at=MONDAY_9AM, digest="0" * 64, rows={}))


def registered(desk: Ask, owners: Ask, check: str = "on_record", **told: Any) -> Any:
    number = receipt(owners, **told)["number"]
    return do(desk, DESK, number, "register-case", {"version": 1, "identity_check": check})


@pytest.mark.parametrize(
    "told",
    [
        {"household": "1 单元 1502", "name": "王芳", "phone": None},
        {"household": "3-1-1502", "name": "王女士", "phone": "13800138000"},
        {"unit": "1", "household": "1503", "name": "李强", "phone": None},
    ],
)
def test_flat_and_name_or_number_are_enough(homes: None, desk: Ask, owners: Ask, told: dict[str, Any]) -> None:
    assert registered(desk, owners, **told).status == 200


@pytest.mark.parametrize(
    "told",
    [
        {"household": "1 单元 1503"},
        {"household": None},
        {"household": "1 单元 1502", "name": "张三", "phone": "13600136000"},
    ],
)
def test_whoever_is_not_on_record_is_checked_in_another_way(homes: None, desk: Ask, owners: Ask, told: dict[str, Any]) -> None:
    said = registered(desk, owners, **told)
    assert (said.status, said.code, said.json["field"]) == (409, "not_on_record", "identity_check")
    assert "李强" not in said.text
    assert registered(desk, owners, "called_back", **told).status == 200


def test_without_a_record_of_the_building_the_word_of_the_desk_counts(homes: None, desk: Ask, owners: Ask) -> None:
    assert registered(desk, owners, building="b4", household="1 单元 1").status == 200


def test_a_matter_of_the_whole_estate_is_taken_at_the_desks_word(homes: None, desk: Ask, owners: Ask) -> None:
    assert registered(desk, owners, building="garden").status == 200
