"""The case as its owner sees it: promises in words, what happened, who looked, and a way to add."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import faults, sideways
from tests.site.far_away import far_away
from tests.site.opening import Opener
from tests.site.stub_api import CODE, NUMBER, StubApi, case, refusal


def look(page: Page, number: str = NUMBER, code: str = CODE) -> None:
    page.locator("#hy-number").fill(number)
    page.locator("#hy-code").fill(code)
    page.locator("#hy-track button[type=submit]").click()


@pytest.mark.parametrize(("path", "words"), [("/track/", "已受理"), ("/en/track/", "Taken up")])
def test_number_and_code_open_the_case(open_page: Opener, path: str, words: str) -> None:
    opened = open_page(path)
    page = opened.page
    api = StubApi({"/api/track": [(200, case())]}).on(page)
    look(page, code=CODE.replace("-", " ").lower())
    expect(page.locator(".hy-tl")).to_be_visible()
    assert words in page.locator(".hy-case").inner_text()
    assert page.locator(".hy-tl li").count() == 3
    assert page.locator(".hy-tl li.now").count() == 1
    assert api.sent("/api/track")[0]["number"] == NUMBER
    assert faults(page) == []
    assert sideways(page) == 0
    assert opened.said == []


def test_promises_are_told_in_words(open_page: Opener) -> None:
    page = open_page("/track/").page
    soon = page.evaluate("new Date(Date.now() + 2.5 * 3600000).toISOString()")
    StubApi({"/api/track": [(200, case(due={"first_contact": soon, "answer": "2099-12-01T08:12:00+08:00", "resolve": None}))]}).on(page)
    look(page)
    expect(page.locator(".hy-badge--soon")).to_have_text("还剩 2 小时")
    assert "2099 年 12 月 1 日（周二）08:12 前" in page.locator(".hy-dues").inner_text()


def test_tm02_a_day_is_the_day_of_the_estate_wherever_it_is_read(open_page: Opener) -> None:
    with far_away(open_page("/track/").page, "America/Los_Angeles") as page:
        StubApi({"/api/track": [(200, case(due={"first_contact": None, "answer": "2099-12-01T00:30:00+08:00", "resolve": None}))]}).on(page)
        look(page)
        expect(page.locator(".hy-dues")).to_contain_text("2099 年 12 月 1 日（周二）00:30 前")


def test_a_broken_promise_is_not_hidden(open_page: Opener) -> None:
    page = open_page("/track/").page
    StubApi({"/api/track": [(200, case(due={"first_contact": "2020-01-01T00:00:00+08:00", "answer": None, "resolve": None}))]}).on(page)
    look(page)
    expect(page.locator(".hy-badge--late")).to_have_text("已超过承诺时间")


def test_the_owner_sees_who_looked_at_his_name_and_why(open_page: Opener) -> None:
    page = open_page("/track/").page
    StubApi({"/api/track": [(200, case()), (200, case(reads=[]))]}).on(page)
    look(page)
    expect(page.locator("[data-reads]")).to_contain_text("经办人 · 联系业主核实情况")
    page.locator("text=再查一件").click()
    look(page)
    expect(page.locator("[data-reads]")).to_contain_text("没有人看过")


def test_an_owners_words_are_shown_as_words(open_page: Opener) -> None:
    page = open_page("/track/").page
    StubApi({"/api/track": [(200, case())]}).on(page)
    look(page)
    page.locator("[data-case] details summary").click()
    assert "<b>老人</b>" in page.locator("[data-case] details").inner_text()
    assert page.locator("[data-case] details b").count() == 0


def test_photos_show_when_they_are_ready(open_page: Opener) -> None:
    page = open_page("/track/").page
    StubApi({"/api/track": [(200, case())]}).on(page)
    look(page)
    expect(page.locator(".hy-thumbs figure")).to_have_count(2)
    assert page.locator(".hy-thumbs img").get_attribute("alt") == "照片 2"
    assert "正在检查" in page.locator(".hy-thumbs").inner_text()


def test_a_note_is_added_once_and_shown(open_page: Opener) -> None:
    page = open_page("/track/").page
    row = {
        "n": 3,
        "at": "2026-11-25T09:00:00+08:00",
        "type": "FactAdded",
        "title": {"zh": "补充了说明", "en": "Added"},
        "words": "今早又停了",
    }
    added = case(timeline=[*case()["timeline"], row])
    api = StubApi({"/api/track": [(200, case())], "/api/owner/add": [(0, None), (200, added)]}).on(page)
    look(page)
    page.locator("[data-add] button[type=submit]").click()
    expect(page.locator("[data-add] [role=alert]")).to_be_visible()
    page.locator("[name=note]").fill("今早又停了")
    for _ in range(2):
        page.locator("[data-add] button[type=submit]").click()
        page.wait_for_timeout(100)
    expect(page.locator(".hy-tl")).to_contain_text("今早又停了")
    keys = {headers["idempotency-key"] for path, headers, _ in api.got if path == "/api/owner/add"}
    assert len(keys) == 1
    assert api.sent("/api/owner/add")[0] == {"number": NUMBER, "code": CODE, "note": "今早又停了"}


def test_a_case_prints_what_is_folded_and_no_form(open_page: Opener) -> None:
    page = open_page("/track/").page
    StubApi({"/api/track": [(200, case())]}).on(page)
    look(page)
    expect(page.locator(".hy-tl")).to_be_visible()
    folds = page.locator("[data-case] details")
    assert folds.count() >= 1
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folds.evaluate_all("(all) => all.every((e) => e.open)")
    assert page.locator("[data-add] textarea").count() == 1
    assert page.locator("[data-case] :is(textarea, .hy-btn):visible").count() == 0


def test_a_case_holds_text_of_twice_the_size_on_a_phone(open_page: Opener) -> None:
    page = open_page("/track/", width=390).page
    StubApi({"/api/track": [(200, case())]}).on(page)
    look(page)
    expect(page.locator(".hy-tl")).to_be_visible()
    page.evaluate("document.documentElement.style.fontSize = '40px'")
    assert sideways(page) == 0


def test_a_misspelt_number_is_caught_before_it_is_sent(open_page: Opener) -> None:
    page = open_page("/track/").page
    api = StubApi({"/api/track": [(200, case())]}).on(page)
    look(page, number="HY-1", code="x")
    assert page.locator("#hy-errors li").count() == 2
    assert page.title().startswith("错误：")
    assert api.got == []
    assert faults(page) == []


def test_a_wrong_code_is_told_in_the_doors_own_words(open_page: Opener) -> None:
    page = open_page("/en/track/").page
    StubApi({"/api/track": [(404, refusal("case_unknown"))]}).on(page)
    look(page)
    expect(page.locator("#hy-errors")).to_contain_text("Please check (case_unknown).")


@pytest.mark.asvs("V14.2.1")
def test_a_letters_link_brings_the_number_and_never_the_code(open_page: Opener) -> None:
    page = open_page(f"/track/#n={NUMBER}").page
    assert page.locator("#hy-number").input_value() == NUMBER
    assert page.locator("#hy-code").input_value() == ""


def test_without_script_the_lookup_posts_to_the_door(open_page: Opener) -> None:
    page = open_page("/track/", script=False).page
    posted: list[str] = []
    page.route("**/api/track", lambda route: (posted.append(route.request.post_data or ""), route.fulfill(status=200, body="ok")))
    look(page)
    page.wait_for_url("**/api/track")
    assert set(re.findall(r"(\w+)=", posted[0])) == {"number", "code", "language"}


def test_where_nothing_but_adding_is_open_the_page_offers_nothing_else(open_page: Opener) -> None:
    page = open_page("/track/").page
    StubApi({"/api/track": [(200, case(can=["add", "reads"]))]}).on(page)
    look(page)
    expect(page.locator(".hy-tl")).to_be_visible()
    assert page.locator("[data-asked], [data-acts], [data-said]").count() == 0
