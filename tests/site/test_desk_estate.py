"""The page for workbooks of places and people: looked through first, brought in after, and its faults named one by one."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from tests.accessibility import faults, sideways, small_targets
from tests.site.desk_answers import ME, Json, both
from tests.site.desk_door import Desk, Door, Opening
from tests.site.test_desk_looks import CONTROLS

STATE = {
    "version": 3,
    "limit_mb": 3,
    "sheets": [
        {"code": "buildings", "name": both("楼栋", "Buildings"), "kept": 8},
        {"code": "households", "name": both("住户", "Households"), "kept": None},
    ],
}
TALLY = [{"code": "buildings", "name": both("楼栋", "Buildings"), "fresh": 2, "changed": 1, "same": 5}]
SOUND = {"written": False, "version": None, "sheets": TALLY, "faults": [], "faults_total": 0, "marked": None}
FAULT = {
    "sheet": both("楼栋", "Buildings"),
    "row": 3,
    "code": "number_whole",
    "message": both("户数：应填整数。", "Households: a whole number."),
}
BOOK = {"name": "huiyin-check.xlsx", "content": b64encode(b"PK a workbook").decode()}
WRONG = SOUND | {"sheets": [], "faults": [FAULT] * 2, "faults_total": 120, "marked": BOOK}


def prepare(door: Door) -> None:
    door.answers["me"] = (200, ME | {"estate": ["buildings", "households"], "places": None})
    door.answers["estate"] = lambda request: (200, STATE if request.method == "GET" else asked(request.post_data_json))
    door.answers["estate/template?language=zh"] = (200, BOOK)


def asked(body: Json) -> Json:
    if "bad" in body["name"]:
        return WRONG
    return SOUND | ({"written": True, "version": 4} if body["write"] else {})


def chosen(desk: Desk, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"PK\x03\x04 rows")
    desk.page.locator("#estate-file").set_input_files(str(file))


def at_estate(open_desk: Opening, path: str = "/desk/", width: int = 1280) -> Desk:
    """The page, reached from the list."""
    desk = open_desk(path, width=width, prepare=prepare)
    desk.page.locator("#desk-to-estate").click()
    desk.page.locator("#estate-kept").wait_for()
    return desk


def sent(desk: Desk) -> list[Any]:
    return [body for body, _ in desk.door.asked("POST", "estate")]


def test_a_file_is_looked_through_then_brought_in(open_desk: Opening, tmp_path: Path) -> None:
    desk = open_desk("/desk/", prepare=prepare)
    page = desk.page
    page.locator("#desk-to-estate").click()
    page.locator("#estate-kept").wait_for()
    assert "加密保存" in page.locator("#estate-kept").inner_text()
    page.locator("#estate-check").click()
    assert "请先选择文件" in page.locator("#estate-result").inner_text()
    chosen(desk, tmp_path, "小区.xlsx")
    page.locator("#estate-check").click()
    page.locator('#estate-outcome[data-written="false"]').wait_for()
    assert "新增 2 · 变更 1 · 不变 5" in page.locator("#estate-outcome").inner_text()
    page.locator("#estate-write").click()
    page.locator('#estate-outcome[data-written="true"]').wait_for()
    assert page.locator("#estate-write").is_hidden()
    assert page.locator("progress").is_hidden()
    first, second = sent(desk)
    assert first == {
        "name": "小区.xlsx",
        "content": b64encode(b"PK\x03\x04 rows").decode(),
        "sheet": None,
        "language": "zh",
        "write": False,
    }
    assert second == first | {"write": True}
    assert desk.complaints() == []


def test_faults_are_named_and_the_marked_file_can_be_had(open_desk: Opening, tmp_path: Path) -> None:
    desk = at_estate(open_desk)
    page = desk.page
    chosen(desk, tmp_path, "bad.csv")
    page.select_option("#estate-sheet", "buildings")
    page.locator("#estate-check").click()
    page.locator("#estate-faults li").first.wait_for()
    assert page.locator("#estate-faults li").first.inner_text() == "楼栋 · 第 3 行 户数：应填整数。"
    assert "120" in page.locator("#estate-outcome").inner_text()
    assert page.locator("#estate-write").is_hidden()
    assert sent(desk)[0]["sheet"] == "buildings"
    for button, name in (("#estate-marked", "huiyin-check.xlsx"), ("#estate-template", "huiyin-check.xlsx")):
        with page.expect_download() as download:
            page.locator(button).click()
        assert download.value.suggested_filename == name
        assert Path(download.value.path()).read_bytes() == b"PK a workbook"
    # Another file is looked through before it can be brought in.
    chosen(desk, tmp_path, "小区.xlsx")
    assert page.locator("#estate-faults").count() == 0


@pytest.mark.parametrize(("path", "width"), [("/desk/", 390), ("/en/desk/", 1280), pytest.param("/desk/", 320, marks=pytest.mark.long)])
def test_the_page_is_accessible_and_fits(open_desk: Opening, tmp_path: Path, path: str, width: int) -> None:
    desk = at_estate(open_desk, path, width)
    page = desk.page
    chosen(desk, tmp_path, "bad.xlsx")
    page.locator("#estate-check").click()
    page.locator("#estate-faults").wait_for()
    assert faults(page) == []
    assert sideways(page) == 0
    assert small_targets(page, CONTROLS) == []


def test_whoever_may_bring_nothing_sees_no_way_there(open_desk: Opening) -> None:
    assert open_desk("/desk/").page.locator("#desk-to-estate").count() == 0
