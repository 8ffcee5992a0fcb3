"""The report form: four steps with script, one long form without; nothing typed is lost, nothing is sent twice under two keys."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.accessibility import faults, sideways, small_targets
from tests.site.far_away import far_away
from tests.site.form_steps import FORM, choose, first_step, second_step, third_step, to_the_end
from tests.site.opening import Opened, Opener
from tests.site.stub_api import CODE, NUMBER, StubApi, case, receipt, refusal


def test_an_owner_reports_in_four_steps_and_gets_number_and_code(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    page = opened.page
    assert page.locator("[data-step]:visible").count() == 1
    to_the_end(page)
    assert "楼上装修" in page.locator("[data-summary]").inner_text()
    page.locator("[data-send]").click()
    expect(page.locator("#hy-number")).to_have_text(NUMBER)
    expect(page.locator("#hy-code")).to_have_text(CODE)
    assert "11 月 26 日（周四）10:00 前" in page.locator("[data-receipt]").inner_text()
    (body,) = api.sent(FORM)
    assert body["matter"] == "楼上装修，晚上十点还在施工。"
    assert body["category"] == "noise"
    assert body["building"] == "b3"
    assert body["community"] == "yunjin"
    assert body["language"] == "zh"
    assert re.fullmatch(r"\d{4}\.\d{2}.*", body["consent"])
    assert "danger" not in body
    assert opened.said == []
    assert faults(page) == []
    assert page.evaluate("document.activeElement.id") == "received"


@pytest.mark.parametrize("path", ["/report/", pytest.param("/en/report/", marks=pytest.mark.long)])
def test_every_step_is_accessible_and_fits(open_page: Opener, path: str) -> None:
    page = open_page(path).page
    for step in range(4):
        assert faults(page) == [], step
        assert sideways(page) == 0
        assert small_targets(page, ".hy-btn, .hy-card, .hy-chip, .hy-check, .hy-field > :is(input, select, textarea)") == []
        if step == 0:
            page.locator(".hy-card").nth(2).click()
            page.locator("[name=building]").select_option("b3")
        if step == 1:
            page.locator("[name=matter]").fill("x")
        if step == 2:
            page.locator("[name=email]").fill("owner@example.com")
        if step < 3:
            page.locator("[data-next]").click()


def test_what_is_missing_is_said_at_the_top_at_the_field_and_in_the_title(form: tuple[Opened, StubApi]) -> None:
    page = form[0].page
    page.locator("[data-next]").click()
    assert page.locator("#hy-errors li").count() == 2
    assert page.title().startswith("错误：")
    assert page.evaluate("document.activeElement.id") == "hy-errors"
    assert page.locator("#f-building").get_attribute("aria-invalid") == "true"
    assert page.locator("#f-building").get_attribute("aria-describedby") == "f-building-err"
    assert faults(page) == []
    page.locator("#hy-errors a").last.click()
    assert page.evaluate("document.activeElement.id") == "f-building"
    first_step(page)
    assert not page.title().startswith("错误：")
    assert page.locator("[data-step='2']").is_visible()


def test_contact_is_needed_or_anonymity_chosen(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    page = opened.page
    first_step(page)
    second_step(page)
    page.locator("[data-next]").click()
    assert page.locator("#f-phone").get_attribute("aria-invalid") == "true"
    page.locator("[name=phone]").fill("12")
    page.locator("[data-next]").click()
    assert "手机号" in page.locator("#hy-errors").inner_text()
    page.locator("[name=anonymous]").check()
    assert not page.locator("[name=phone]").is_visible()
    page.locator("[data-next]").click()
    page.locator("[name=consent]").check()
    page.locator("[data-send]").click()
    expect(page.locator("#hy-number")).to_be_visible()
    (body,) = api.sent(FORM)
    assert body["anonymous"] is True
    assert "phone" not in body
    assert "匿名" in page.locator("[data-receipt]").inner_text()


def test_consent_is_asked_for_each_time_and_needed(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    page = opened.page
    first_step(page)
    second_step(page)
    third_step(page)
    page.locator("[data-send]").click()
    assert page.locator("#f-consent").get_attribute("aria-invalid") == "true"
    assert api.sent(FORM) == []


def test_a_lost_answer_is_sent_again_under_the_same_key(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    page = opened.page
    api.answers[FORM] = [(0, None), (503, None), (201, receipt())]
    to_the_end(page)
    for _ in range(2):
        page.locator("[data-send]").click()
        expect(page.locator("#hy-errors")).to_be_visible()
        expect(page.locator("[data-send]")).to_be_enabled()
    page.reload()
    assert page.locator("[name=matter]").input_value() == "楼上装修，晚上十点还在施工。"
    for _ in range(3):
        page.locator("[data-next]").click()
    assert not page.locator("[name=consent]").is_checked()
    page.locator("[name=consent]").check()
    page.locator("[data-send]").click()
    expect(page.locator("#hy-number")).to_be_visible()
    keys = {headers["idempotency-key"] for path, headers, _ in api.got if path == FORM}
    assert len(keys) == 1
    assert re.fullmatch(r"[A-Za-z0-9_-]{16,64}", keys.pop())
    assert len({str(body) for body in api.sent(FORM)}) == 1


def test_a_second_report_has_a_key_of_its_own(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    page = opened.page
    for _ in range(2):
        to_the_end(page)
        page.locator("[data-send]").click()
        expect(page.locator("#hy-number")).to_be_visible()
        page.locator("[data-receipt] .hy-nav a").first.click()
        page.wait_for_load_state()
        assert page.locator("[name=matter]").input_value() == ""
    assert len({headers["idempotency-key"] for _, headers, _ in api.got}) == 2


def test_a_refusal_is_shown_at_its_field_in_the_readers_language(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    page = opened.page
    api.answers[FORM] = [(400, refusal("date_too_old", "occurred_at"))]
    to_the_end(page)
    page.locator("[data-send]").click()
    expect(page.locator("#hy-errors")).to_contain_text("请核对（date_too_old）。")
    assert page.locator("[data-step='2']").is_visible()
    assert page.locator("#f-occurred").get_attribute("aria-invalid") == "true"


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
def test_tm02_an_owner_far_away_means_the_time_of_his_estate(open_page: Opener, zone: str) -> None:
    with far_away(open_page("/report/").page, zone) as page:
        now = "new Date(Date.now() + 8 * 3600000 + {ms}).toISOString().slice(0, 16)"
        first_step(page)
        page.locator("[name=occurred_at]").fill(page.evaluate(now.format(ms=10 * 60000)))
        second_step(page)
        assert page.locator("#f-occurred").get_attribute("aria-invalid") == "true"
        page.locator("[name=occurred_at]").fill(page.evaluate(now.format(ms=-10 * 60000)))
        second_step(page)
        expect(page.locator("[name=phone]")).to_be_visible()


def test_changing_an_answer_leads_back_to_its_step(form: tuple[Opened, StubApi]) -> None:
    page = form[0].page
    first_step(page)
    second_step(page)
    third_step(page)
    page.locator("[data-summary] button").nth(2).click()
    assert page.locator("[data-step='2']").is_visible()


def test_a_code_in_the_lift_fills_in_place_and_category(open_page: Opener) -> None:
    page = open_page("/report/?b=b3&p=2号梯&c=facility").page
    assert page.locator("[name=building]").input_value() == "b3"
    assert page.locator("[name=spot]").input_value() == "2号梯"
    assert page.locator("#c-tile-facility").is_checked()
    page = open_page("/report/?b=nowhere&c=%22%3E<script>").page
    assert page.locator("[name=building]").input_value() == ""


def test_a_dangerous_issue_shows_what_to_do_and_whom_to_ring_at_once(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    page = opened.page
    assert not page.locator("[data-now]").is_visible()
    choose(page, "电梯与设施")
    page.locator("[name=sub_issue]").select_option("entrapment")
    assert page.locator("[data-now]").is_visible()
    assert page.locator("[data-now] a[href='tel:119']").is_visible()
    assert page.locator("[data-questions] input").count() >= 1
    assert faults(page) == []
    page.locator("[data-questions] input").first.fill("两位老人")
    page.locator("[name=building]").select_option("b3")
    page.locator("[data-next]").click()
    second_step(page)
    third_step(page)
    page.locator("[name=consent]").check()
    api.answers[FORM] = [(201, receipt(danger=True, emergency={"zh": "请按轿厢内的警铃。", "en": "Press the alarm."}))]
    page.locator("[data-send]").click()
    expect(page.locator("[data-receipt] .hy-now")).to_contain_text("请按轿厢内的警铃。")
    assert page.locator("[data-receipt] .hy-now a[href='tel:119']").is_visible()
    (body,) = api.sent(FORM)
    assert (body["category"], body["sub_issue"]) == ("elevator", "entrapment")
    assert list(body["answers"].values()) == ["两位老人"]


def test_a_ticked_danger_shows_the_numbers_at_once(form: tuple[Opened, StubApi]) -> None:
    page = form[0].page
    page.locator("[name=danger]").check()
    assert page.locator("[data-now] a").count() == 2
    assert page.locator("[data-now]").is_visible()


def test_a_tile_of_several_categories_sends_the_one_that_was_meant(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    page = opened.page
    choose(page, "停车收费")
    fee = page.locator("[name=sub_issue] option[data-category=fees][value]:not([value=''])").first.get_attribute("value")
    page.locator("[name=sub_issue]").select_option(fee)
    page.locator("[name=building]").select_option("garage")
    page.locator("[data-next]").click()
    second_step(page)
    third_step(page)
    page.locator("[name=consent]").check()
    page.locator("[data-send]").click()
    expect(page.locator("#hy-number")).to_be_visible()
    assert (api.sent(FORM)[0]["category"], api.sent(FORM)[0]["sub_issue"]) == ("fees", fee)


def test_the_receipt_can_be_copied_and_kept_as_a_picture(form: tuple[Opened, StubApi]) -> None:
    page = form[0].page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    to_the_end(page)
    page.locator("[data-send]").click()
    page.locator(".hy-panel__keep button").first.click()
    expect(page.locator(".hy-panel__keep button").first).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert NUMBER in copied
    assert CODE in copied
    with page.expect_download() as download:
        page.locator(".hy-panel__keep button").last.click()
    with Image.open(download.value.path()) as picture:
        assert picture.size == (1080, 1080)
        assert len(set(picture.convert("L").tobytes())) > 2
    assert download.value.suggested_filename == f"{NUMBER}.png"


def test_after_the_receipt_the_case_opens_without_typing_the_code(form: tuple[Opened, StubApi]) -> None:
    opened, api = form
    page = opened.page
    api.answers["/api/track"] = [(200, case())]
    to_the_end(page)
    page.locator("[data-send]").click()
    page.locator("[data-track-link]").click()
    expect(page.locator(".hy-tl")).to_be_visible()
    assert api.sent("/api/track") == [{"number": NUMBER, "code": CODE}]
    assert page.evaluate("Object.keys(sessionStorage).length") == 0
    assert CODE not in page.url


def test_without_script_the_page_is_one_form_that_posts_by_itself(open_page: Opener) -> None:
    page = open_page("/report/", script=False).page
    assert page.locator("[data-step]:visible").count() == 4
    assert page.locator("[data-send]").is_visible()
    assert not page.locator("[data-next]").is_visible()
    assert not page.locator("[data-photos]").is_visible()
    page.locator("[name=matter]").fill("电梯停了三天")
    page.locator("summary", has_text="更多类别").click()
    page.locator("#c-elevator").check(force=True)
    page.locator("[name=consent]").check()
    posted: list[str] = []
    page.route("**/api/complaints", lambda route: (posted.append(route.request.post_data or ""), route.fulfill(status=201, body="ok")))
    page.locator("[data-send]").click()
    page.wait_for_url("**/api/complaints")
    fields = dict(re.findall(r"([\w]+)=([^&]*)", posted[0]))
    assert fields["category"] == "elevator"
    assert fields["matter"]
    assert fields["consent"]
    assert fields["language"] == "zh"
    assert "sub_issue" not in fields
