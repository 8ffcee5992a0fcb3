"""An order of an authority at the desk: told as a whole at the counter, shown with its day and its reply, and answered on one sheet."""

import re

import pytest

from huiyin.policy.schema import Policy
from tests.accessibility import faults, sideways
from tests.site.desk_actions import ADD, Json, both
from tests.site.desk_answers import NUMBER, PERSON, case
from tests.site.desk_door import Desk, Door, Opening
from tests.site.test_desk_order import TASKS
from tests.site.test_desk_register import NEXT, more, opened, save, sent, write

OWED: Json = {
    "n": 1,
    "body_words": both("12345 政务服务便民热线", "12345 hotline"),
    "number": "HZ202611230017",
    "due": "2026-11-27T12:00:00+08:00",
    "replied": None,
}
POINT: Json = {
    "category_words": both("电梯", "Lifts"),
    "sub_issue_words": both("停运、频繁故障", "Out of service"),
    "finding_words": both("成立", "Upheld"),
    "wish_words": both("已满足", "Met"),
}
TOLD = {
    "orders": [OWED],
    "points": [POINT],
    "tasks": TASKS,
    "result": "皮带已换，连续运行三天正常。",
    "answered_at": "2026-11-26T16:00:00+08:00",
}


def shown(open_desk: Opening, path: str = "/desk/", width: int = 1280, height: int = 800, **facts: object) -> Desk:
    def prepare(door: Door) -> None:
        door.answers[f"cases/{NUMBER}"] = (200, case(actions=[ADD], state="EXECUTING", **{**TOLD, **facts}))

    desk = open_desk(f"{path}#case={NUMBER}", prepare=prepare, width=width, height=height)
    desk.page.locator("#desk-orders").wait_for()
    return desk


def test_an_order_is_told_as_a_whole_or_not_at_all(open_desk: Opening, policy: Policy) -> None:
    desk = opened(open_desk, width=390, height=844)
    page = desk.page
    write(page, "authority")
    more(page, "order")
    page.select_option("#register-order_body", "street_office")
    page.locator(NEXT).click()
    for name in ("order_number", "order_due"):
        page.locator(f"#register-{name}-err").wait_for()
    assert faults(page) == []
    assert sideways(page) == 0
    page.locator("#register-order_number").fill("〔2026〕17 号")
    page.locator("#register-order_due").fill("2026-11-27T12:00")
    save(page)
    ask = sent(desk, policy)
    # What an authority sends is in writing: nobody claims that it was read back.
    assert (ask.channel, ask.mode, ask.read_back) == ("authority", "written", None)
    assert (ask.order_body, ask.order_number) == ("street_office", "〔2026〕17 号")
    assert ask.order_due is not None
    assert desk.complaints() == []


@pytest.mark.parametrize(("path", "width", "says"), [("/desk/", 390, "要求"), ("/en/desk/", 1280, "wants a reply")])
def test_the_case_shows_who_waits_for_a_reply_until_when(open_desk: Opening, path: str, width: int, says: str) -> None:
    desk = shown(open_desk, path, width)
    text = desk.page.locator("#desk-orders").inner_text()
    assert "12345" in text
    assert OWED["number"] in text
    assert says in text
    assert faults(desk.page) == []
    assert sideways(desk.page) == 0
    assert desk.complaints() == []


def test_an_order_that_has_its_reply_says_when_by_whom_and_which_way(open_desk: Opening) -> None:
    replied = {
        "at": "2026-11-26T17:00:00+08:00",
        "by_words": both("李伟", "Li Wei"),
        "way_words": both("转办平台回填", "on the authority's platform"),
        "document": "物函〔2026〕8 号",
        "files": [],
    }
    text = shown(open_desk, orders=[{**OWED, "replied": replied}]).page.locator("#desk-orders").inner_text()
    assert all(word in text for word in ("已于", "李伟", "转办平台回填", "物函〔2026〕8 号"))
    assert "要求" not in text


def test_the_reply_is_one_sheet_of_what_was_found_and_done_and_does_not_say_who_he_is(open_desk: Opening) -> None:
    desk = shown(open_desk)
    page = desk.page
    page.locator("#desk-identity [data-reveal]").click()
    page.select_option("#identity-reason", "visit_flat")
    page.locator("#identity-form [type=submit]").click()
    page.locator('[data-identity="shown"]').wait_for()
    page.evaluate("void (window.print = () => document.body.setAttribute('data-printed', ''))")
    page.locator('[data-reply="1"]').click()
    page.locator("[data-printed]").wait_for(state="attached")
    page.emulate_media(media="print")
    text = page.locator(".desk-order").inner_text()
    done, open_ = TASKS[0]["words"], TASKS[1]["words"]
    assert all(word in text for word in (OWED["number"], NUMBER, "停运、频繁故障 · 成立", done, TOLD["result"], "11 月 26 日"))
    assert open_ not in text
    # Neither who he is, nor what he said, nor where exactly.
    told = case()
    assert not [word for word in (PERSON["name"], "138 0013 8000", PERSON["flat"], told["spot"], told["wish"]) if word in text]
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ", page.pdf(prefer_css_page_size=True))
    assert [float(width) for width in sheets] == [pytest.approx(210 / 25.4 * 72, abs=1)]
    assert desk.complaints() == []


def test_the_asset_that_it_is_about_stands_with_the_facts(open_desk: Opening) -> None:
    desk = shown(open_desk, asset_words=both("3 号楼 2 号梯", "Building 3, lift 2"))
    assert "涉及的设备" in desk.page.locator("#desk-about").inner_text()
    assert "3 号楼 2 号梯" in desk.page.locator("#desk-about").inner_text()
