"""Sharing on the page, at the desk and for the owner: seen and corrected first, with keys alone; then text and picture."""

from base64 import b64encode
from typing import Any

import pytest

from journeys.keyboard import Keys
from tests.accessibility import faults, sideways
from tests.site.desk_actions import ADD, Json, both, choice
from tests.site.desk_answers import NUMBER, case
from tests.site.desk_door import Desk, Door, Opening
from tests.site.opening import Opener
from tests.site.stub_api import case as case_of_owner
from tests.site.test_track_acts import opened_case

HERE = f"cases/{NUMBER}"
SHARE: Json = {"command": "share-case", "name": both("分享", "Share"), "open": True, "why": None, "fields": []}
TEXT = "😀张三说电梯坏了，张三住501室"
PICTURE = b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
    )
).decode()


def hidden(start: int, end: int, kind: str, zh: str, en: str) -> Json:
    return {"start": start, "end": end, "kind": kind, "name": both(zh, en)}


DRAFT: Json = {
    "part": "matter",
    "text": TEXT,
    "mark": "0123456789abcdef",
    "hidden": [hidden(1, 3, "name", "姓名", "name"), hidden(12, 16, "flat", "房号", "flat")],
    "choices": {
        "part": [choice("progress", "办到哪一步", "how it stands"), choice("matter", "反映的内容", "what was said")],
        "recipient": [choice("neighbours", "小区邻居", "neighbours"), choice("contractor", "施工单位", "a contractor")],
        "purpose": [choice("progress", "告知办理情况", "to tell"), choice("work", "安排施工维修", "to have work done")],
        "kind": [choice("phone", "电话", "phone"), choice("name", "姓名", "name"), choice("flat", "房号", "flat")],
    },
    "shared": None,
    "version": 3,
}
SHOWN = {**DRAFT, "choices": None, "shared": {"text": "电梯坏了", "image": PICTURE, "name": "huiyin.png"}, "version": 4}


def sharing(open_desk: Opening, path: str = "/desk/", **window: Any) -> Desk:
    def prepare(door: Door) -> None:
        door.answers[HERE] = (200, case(actions=[ADD, SHARE]))
        door.answers[f"{HERE}/share"] = (200, DRAFT)

    desk = open_desk(f"{path}#case={NUMBER}", prepare=prepare, **window)
    desk.page.locator("[data-share-open]").click()
    desk.page.locator("[data-share-hidden] input").first.wait_for()
    return desk


def test_with_keys_alone_it_is_read_corrected_and_shown(open_desk: Opening) -> None:
    desk = sharing(open_desk)
    page, keys = desk.page, Keys(desk.page)
    assert page.locator("[data-share-text]").inner_text() == "😀[姓名]说电梯坏了，张三住[房号]"
    keys.write("[data-share] input[type=text]", "张三")
    keys.press("[data-share-cover]", "Enter")
    assert page.locator("[data-share-text]").inner_text() == "😀[姓名]说电梯坏了，[姓名]住[房号]"
    keys.press("[data-share-hidden] label:nth-of-type(2) input", "Space")
    assert page.locator("[data-share-text]").inner_text() == "😀[姓名]说电梯坏了，[姓名]住501室"
    keys.press("[data-share-go]", "Enter")
    assert page.locator("[data-share] .hy-err").inner_text() == "请逐字看过，再勾选确认。"
    desk.door.answers[f"{HERE}/share"] = (200, SHOWN)
    keys.press("[data-share] > .hy-check input", "Space")
    keys.press("[data-share-go]", "Enter")
    page.locator("[data-share-done]").wait_for()
    asked = [body for body, _ in desk.door.asked("POST", f"{HERE}/share")]
    assert asked[0] == {"draft": True, "part": "progress"}
    assert asked[-1] == {
        "part": "matter",
        "recipient": "neighbours",
        "purpose": "progress",
        "card_language": "zh",
        "mark": DRAFT["mark"],
        "hidden": [{"start": 1, "end": 3, "kind": "name"}, {"start": 9, "end": 11, "kind": "name"}],
    }
    assert page.locator("[data-share-said]").input_value() == "电梯坏了"
    assert page.locator("[data-share-save]").get_attribute("download") == "huiyin.png"
    assert keys.faults == []
    assert desk.complaints() == []


@pytest.mark.parametrize(("path", "width", "scheme"), [("/desk/", 390, "dark"), ("/en/desk/", 1280, "light")])
def test_the_page_is_open_to_everybody(open_desk: Opening, path: str, width: int, scheme: str) -> None:
    desk = sharing(open_desk, path, width=width, scheme=scheme)
    page = desk.page
    page.locator("[data-share] > .hy-check input").check(force=True)
    desk.door.answers[f"{HERE}/share"] = (200, SHOWN)
    page.locator("[data-share-go]").click()
    page.locator("[data-share-done]").wait_for()
    page.evaluate("scrollTo(0, 0)")
    assert faults(page) == []
    assert sideways(page) == 0
    assert desk.complaints() == []


def test_nobody_is_offered_what_he_may_not_share(open_desk: Opening) -> None:
    closed = {**SHARE, "open": False, "why": {"code": "share_guarded", "message": both("保密。", "Confidential.")}}
    desk = open_desk(f"/desk/#case={NUMBER}", prepare=lambda door: door.answers.update({HERE: (200, case(actions=[ADD, closed]))}))
    desk.page.locator("#desk-case").wait_for()
    assert desk.page.locator("[data-share-open]").count() == 0


@pytest.mark.parametrize(("path", "width"), [("/track/", 390), ("/en/track/", 1280)])
def test_an_owner_shares_on_his_page(open_page: Opener, path: str, width: int) -> None:
    opened, _ = opened_case(open_page, case_of_owner(can=["share", "reads"]), path, share=[(200, DRAFT), (200, SHOWN)])
    page = opened.page
    page.set_viewport_size({"width": width, "height": 844})
    page.locator("[data-share-open] > summary").click()
    page.locator("[data-share-hidden] input").first.wait_for()
    page.locator("[data-share] > .hy-check input").check(force=True)
    page.locator("[data-share-go]").click()
    page.locator("[data-share-done]").wait_for()
    assert page.locator("[data-share-said]").input_value() == "电梯坏了"
    page.evaluate("scrollTo(0, 0)")
    assert faults(page) == []
    assert sideways(page) == 0
