"""The page about this machine and AWS names what the local stack leaves out: no more, no less, in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.cloud import CREATORS, Cloud
from infra.local.stack import only_resources

SITE = Path(__file__).resolve().parents[2] / "site"
ZH, EN = SITE / "docs/differences.md", SITE / "en/docs/differences.md"
PAGES = [pytest.param(ZH, id="zh"), pytest.param(EN, id="en")]


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    with only_resources() as resources:
        yield resources


def section(page: Path, place: int) -> str:
    """The section of that place, as written."""
    return page.read_text("utf-8").split("\n## ")[place]


def rows(page: Path) -> list[list[str]]:
    """The rows of the table, without its head."""
    lines = [line for line in section(page, 1).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


@pytest.mark.parametrize("page", PAGES)
def test_types_that_are_not_emulated_are_all_named(page: Path, cloud: Cloud) -> None:
    left_out = {resource.type for resource in cloud.resources.values() if resource.fate == "not emulated"}
    assert set(re.findall(r"`(AWS::\w+::\w+)`", section(page, 2))) == left_out


@pytest.mark.parametrize("page", PAGES)
def test_properties_without_effect_are_all_named(page: Path, cloud: Cloud) -> None:
    carried_out = [resource for resource in cloud.resources.values() if resource.fate != "not emulated"]
    left = {name for one in carried_out for name in one.properties if name in CREATORS[one.type].leaves and name != "Tags"}
    assert set(re.findall(r"`(\w+)`", section(page, 3))) == left


def test_both_languages_name_the_same_things_row_by_row() -> None:
    zh, en = rows(ZH), rows(EN)
    assert len(zh) == len(en) > 20
    assert {len(row) for row in (*zh, *en)} == {3}
    for one, other in zip(zh, en, strict=True):
        assert sorted(re.findall(r"`[^`]+`", " ".join(one))) == sorted(re.findall(r"`[^`]+`", " ".join(other)))


@pytest.mark.parametrize("page", PAGES)
def test_alarms_and_firewall_are_as_the_page_says(page: Path, cloud: Cloud) -> None:
    assert not cloud.of_type("AWS::WAFv2::WebACL")
    assert "never rings" in CREATORS["AWS::CloudWatch::Alarm"].note
    assert "WAF" in section(page, 1)
