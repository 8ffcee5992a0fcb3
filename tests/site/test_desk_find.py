"""The search of the desk: numbers and their ends, places by any spelling; what is typed stays on the page unless it is a code."""

import unicodedata
from typing import Any

import pytest

from tests.accessibility import faults, sideways
from tests.site.desk_answers import ME, NUMBER, both, choice
from tests.site.desk_door import Door, Opening

BUILDINGS = choice(
    "building",
    both("地点", "Place"),
    [
        ("b2", both("2 号楼", "Building 2")),
        ("b12", both("12 号楼", "Building 12")),
        ("cafe", both("café 平台", "Café terrace")),
        ("lift12", both("12 号楼门厅", "Lobby of building 12")),
    ],
)


def known(door: Door) -> None:
    door.answers["me"] = (200, ME | {"filters": [*ME["filters"], BUILDINGS]})


def find(desk: Any, typed: str) -> Any:
    """The page once the box was asked for that."""
    desk.page.locator("#desk-open").fill(typed)
    desk.page.keyboard.press("Enter")
    return desk.page


@pytest.mark.parametrize(
    "typed",
    [
        *(NUMBER, NUMBER.lower(), NUMBER.replace("-", ""), f" {NUMBER} ", "2026-18720043", "202618720043"),
        *("ＨＹ－２０２６－１８７２００４３", "HY 2026 1872 0043", "HY—2026—18720043", "HY\u200b-2026-18720043"),
        *(f"https://huiyin.example/desk/#case={NUMBER}&view=mine", f"【待受理】{NUMBER} P1，今天 18:12 前首次联系"),
    ],
)
def test_a_number_opens_its_case_however_it_was_copied(open_desk: Opening, typed: str) -> None:
    page = find(open_desk("/desk/"), typed)
    page.locator(f'#desk-case[data-case="{NUMBER}"]').wait_for()


@pytest.mark.parametrize(("typed", "ending"), [("0043", "0043"), ("２００４３", "20043"), ("HY-0043", "0043"), ("18 72 00 45", "18720045")])
def test_the_end_of_a_number_narrows_the_list_of_all(open_desk: Opening, typed: str, ending: str) -> None:
    desk = open_desk("/desk/#view=mine&state=TRIAGED")
    page = find(desk, typed)
    page.locator('[data-filter="ending"]').wait_for()
    assert page.url.endswith(f"#view=all&ending={ending}")
    assert f"编号末尾：{ending}" in page.locator(".desk-chips").inner_text()
    page.locator('[data-filter="ending"]').click()
    page.locator('[data-filter="ending"]').wait_for(state="detached")
    assert page.url.endswith("#view=all")


# Composed or not, of any width, with blanks and signs: all of them say what the policy calls "12 号楼" and "café 平台".
TWELVE = ("12 号楼", "12号楼", "１２号楼", "1 2 号 楼", "12#", "１２＃", "12栋", "12", "building 12", "ＢＵＩＬＤＩＮＧ　１２")


@pytest.mark.parametrize("typed", TWELVE)
def test_u06_a_building_is_found_by_every_spelling(open_desk: Opening, typed: str) -> None:
    page = find(open_desk("/desk/#view=mine", prepare=known), typed)
    page.locator('[data-filter="building"]').wait_for()
    assert page.url.endswith("#view=all&building=b12")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_u06_composed_and_decomposed_letters_are_found_by_the_same_search(open_desk: Opening, form: Any) -> None:
    page = find(open_desk("/desk/", prepare=known), unicodedata.normalize(form, "CAFÉ平台"))
    page.locator('[data-filter="building"]').wait_for()
    assert page.url.endswith("#view=all&building=cafe")


def test_what_several_places_are_called_is_offered_to_choose_from(open_desk: Opening) -> None:
    desk = open_desk("/desk/", prepare=known)
    page = find(desk, "号楼")
    page.locator(".desk-find__list li").first.wait_for()
    assert page.locator(".desk-find__list li").all_inner_texts() == ["地点：2 号楼", "地点：12 号楼", "地点：12 号楼门厅"]
    assert faults(page) == []
    assert sideways(page) == 0
    page.locator(".desk-find__list a").last.click()
    page.locator('[data-filter="building"]').wait_for()
    assert page.url.endswith("#view=all&building=lift12")
    assert desk.complaints() == []


@pytest.mark.parametrize("typed", ["王芳", "13800138000", "85012346", "8501234", "wang@example.com", "又停了", "*", "187", " "])
def test_what_nobody_may_search_for_never_leaves_the_page(open_desk: Opening, typed: str) -> None:
    desk = open_desk("/desk/#view=mine", prepare=known)
    page = find(desk, typed)
    page.locator("#desk-find-said .hy-err").wait_for()
    assert "没有找到" in page.locator("#desk-find-said").inner_text()
    assert page.locator("#desk-open").get_attribute("aria-invalid") == "true"
    assert page.url.endswith("#view=mine")
    assert len(desk.door.asked("GET", "cases")) == 1
    assert typed.strip() == "" or typed not in str(desk.door.calls)
