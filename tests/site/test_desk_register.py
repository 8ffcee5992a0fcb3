"""A complaint written down at the counter or on the phone: what is sent is what the door takes; the receipt is for the owner."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from builders import MONDAY_9AM
from huiyin.core.commands import Actor, ReceiveComplaint
from huiyin.entry.bodies import Body
from huiyin.entry.complaint_form import Asked
from huiyin.entry.fields import Fields
from huiyin.entry.on_behalf import read_on_behalf
from huiyin.policy.schema import Policy
from journeys.keyboard import Keys
from tests.accessibility import faults, sideways
from tests.site.desk_answers import refusal
from tests.site.desk_door import Desk, Door, Opening
from tests.site.stub_api import receipt

AT = "/desk/#new=1"
MATTER = "二号梯又停了，老人下不了楼。"
NEXT, SAVE = "#desk-register [data-next]", "#desk-register [data-save]"
WINDOWS = [("/desk/", 390, 844, "dark"), ("/en/desk/", 1280, 800, "light")]


def opened(open_desk: Opening, path: str = AT, **window: Any) -> Desk:
    def prepare(door: Door) -> None:
        door.answers["complaints"] = (201, receipt())

    desk = open_desk(path.partition("#")[0], prepare=prepare, **window)
    desk.page.evaluate("hash => { location.hash = hash; }", path.partition("#")[2])
    desk.page.locator("#desk-register form").wait_for()
    return desk


def write(page: Page, channel: str = "hotline") -> None:
    """The three fields."""
    page.locator(f'input[name=channel][value="{channel}"]').check(force=True)
    page.locator("#register-matter").fill(MATTER)
    page.locator("#register-phone").fill("13800138000")


def more(page: Page, part: str = "more") -> None:
    page.locator(f"details[data-part={part}] summary").click()


def save(page: Page) -> None:
    """Read it back, and register it."""
    page.locator(NEXT).click()
    page.locator("#register-consent").check()
    page.locator(SAVE).click()


def sent(desk: Desk, policy: Policy) -> ReceiveComplaint:
    """The one complaint that was sent, as the door reads it."""
    desk.page.locator("#desk-receipt").wait_for()
    ((body, headers),) = desk.door.asked("POST", "complaints")
    assert headers["idempotency-key"]
    assert body is not None
    asked = Asked(by=Actor(code="lin.jing", roles=frozenset({"desk"})), language="zh", now=MONDAY_9AM, ours=())
    return read_on_behalf(Fields(Body(values=body, form=False)), policy, asked).ask


def test_what_was_said_on_the_phone_is_sent_as_the_door_takes_it_and_the_receipt_is_shown(open_desk: Opening, policy: Policy) -> None:
    desk = opened(open_desk)
    write(desk.page)
    more(desk.page)
    desk.page.select_option("#register-category", "elevator")
    desk.page.select_option("#register-building", "b3")
    desk.page.locator("#register-name").fill("王女士")
    desk.page.locator("#register-summary").fill("电梯停运")
    save(desk.page)
    ask = sent(desk, policy)
    assert (ask.channel, ask.mode, ask.matter, ask.category, ask.building) == ("hotline", "oral", MATTER, "elevator", "b3")
    assert (ask.person.name, ask.person.phone, ask.summary) == ("王女士", "13800138000", "电梯停运")
    assert (ask.read_back, ask.late_proof) == ("spoken", None)
    assert desk.page.locator("#hy-number").inner_text() == receipt()["number"]
    assert desk.page.locator("#hy-code").inner_text() == receipt()["code"]
    assert faults(desk.page) == []
    assert desk.complaints() == []


@pytest.mark.parametrize(("path", "width", "height", "scheme"), WINDOWS)
def test_every_page_of_the_form_is_accessible_and_fits(open_desk: Opening, path: str, width: int, height: int, scheme: str) -> None:
    desk = opened(open_desk, f"{path}#new=1", width=width, height=height, scheme=scheme)
    more(desk.page)
    more(desk.page, "late")
    for step in (lambda: write(desk.page), lambda: desk.page.locator(NEXT).click(), lambda: save_read(desk.page)):
        assert faults(desk.page) == []
        assert sideways(desk.page) == 0
        step()
    desk.page.locator("#desk-receipt").wait_for()
    assert faults(desk.page) == []
    assert sideways(desk.page) == 0
    assert desk.complaints() == []


def save_read(page: Page) -> None:
    page.locator("#register-consent").check()
    page.locator(SAVE).click()


def test_nothing_spoken_is_sent_before_it_was_read_back_as_it_was_written(open_desk: Opening, policy: Policy) -> None:
    desk = opened(open_desk)
    page = desk.page
    write(page)
    page.locator(NEXT).click()
    assert desk.door.asked("POST", "complaints") == []
    read = page.locator("[data-page=read]")
    assert read.locator(".desk-aloud").inner_text() == MATTER
    assert "138 0013 8000" in read.inner_text()
    page.locator("[data-change]").click()
    page.locator("#register-matter").fill(f"{MATTER}今天第三次。")
    page.locator(NEXT).click()
    assert read.locator(".desk-aloud").inner_text() == f"{MATTER}今天第三次。"
    page.locator('input[name=read_back_proof][value="signature"]').check(force=True)
    save_read(page)
    ask = sent(desk, policy)
    assert (ask.matter, ask.read_back) == (f"{MATTER}今天第三次。", "signature")


def test_what_came_in_writing_is_looked_at_once_more_and_claims_no_reading(open_desk: Opening, policy: Policy) -> None:
    desk = opened(open_desk)
    write(desk.page, "social")
    desk.page.locator(NEXT).click()
    assert not desk.page.locator("#register-read_back_proof").is_visible()
    save_read(desk.page)
    ask = sent(desk, policy)
    assert (ask.mode, ask.read_back) == ("written", None)


def test_a_late_entry_says_when_it_was_heard_and_what_shows_it(open_desk: Opening, policy: Policy) -> None:
    desk = opened(open_desk)
    page = desk.page
    write(page)
    more(page, "late")
    page.locator("#register-received_at").fill("2026-11-23T07:30")
    page.locator(NEXT).click()
    page.locator("#register-late_proof-err").wait_for()
    page.select_option("#register-late_proof", "note")
    save(page)
    ask = sent(desk, policy)
    assert ask.received_at is not None
    assert (ask.received_at < MONDAY_9AM, ask.late_proof) == (True, "note")


def test_what_is_missing_is_said_before_anything_is_sent_and_what_the_door_misses_at_its_field(open_desk: Opening) -> None:
    desk = opened(open_desk, width=390, height=844, scheme="dark")
    page = desk.page
    page.locator(NEXT).click()
    assert page.locator(".hy-errors li").count() == 2
    assert faults(page) == []
    assert sideways(page) == 0
    write(page)
    page.locator(NEXT).click()
    page.locator(SAVE).click()
    assert page.locator(".hy-errors li").count() == 1
    assert desk.door.asked("POST", "complaints") == []
    desk.door.answers["complaints"] = (400, refusal("phone_invalid", "请检查电话号码。", "Check the number.", field="phone"))
    save_read(page)
    page.locator("#register-phone-err").wait_for()
    assert page.locator("#register-phone").is_visible()
    assert "请检查电话号码" in page.locator(".hy-errors").inner_text()


def test_name_and_number_are_not_among_what_the_browser_keeps_for_a_new_sign_in(open_desk: Opening) -> None:
    desk = opened(open_desk)
    write(desk.page)
    desk.door.tokens.clear()
    save(desk.page)
    desk.page.locator("#desk-notice #desk-sign-in").click()
    desk.page.locator("#go").wait_for()
    kept = str(desk.page.evaluate("Object.values({...sessionStorage}).join()"))
    assert MATTER in kept
    assert "13800138000" not in kept


def test_the_list_leads_to_the_form(open_desk: Opening) -> None:
    page = open_desk("/desk/").page
    page.get_by_role("link", name="代业主登记").click()
    page.locator("#desk-register form").wait_for()
    assert page.evaluate("document.activeElement.id") == "desk-title"


def test_three_fields_and_the_reading_back_are_done_with_keys_alone(open_desk: Opening, policy: Policy) -> None:
    desk = opened(open_desk)
    keys = Keys(desk.page)
    keys.press("input[name=channel]", "Space")
    desk.page.keyboard.press("ArrowRight")
    keys.write("#register-matter", MATTER)
    keys.write("#register-phone", "13800138000")
    desk.page.keyboard.press("Control+Enter")
    desk.page.keyboard.press("Escape")
    assert desk.page.evaluate("document.activeElement.id") == "register-matter"
    desk.page.keyboard.press("Control+Enter")
    keys.press("#register-consent", "Space")
    desk.page.keyboard.press("Control+Enter")
    ask = sent(desk, policy)
    assert (ask.channel, ask.mode, ask.read_back) == ("hotline", "oral", "spoken")
    assert keys.faults == []


@pytest.mark.parametrize(("size", "width_mm"), [("58", 58), ("80", 80), ("a4", 210)])
def test_the_slip_is_as_wide_as_the_paper_and_holds_number_and_code_alone(open_desk: Opening, size: str, width_mm: int) -> None:
    desk = opened(open_desk)
    page = desk.page
    write(page)
    save(page)
    page.locator("#desk-receipt").wait_for()
    page.evaluate("void (window.print = () => document.body.setAttribute('data-printed', ''))")
    page.locator(f"[data-slip='{size}']").click()
    page.locator("[data-printed]").wait_for(state="attached")
    assert not page.locator(".desk-slip").is_visible()
    page.emulate_media(media="print")
    slip = page.locator(".desk-slip")
    text = slip.inner_text()
    assert receipt()["number"] in text
    assert receipt()["code"] in text
    assert "已念给本人核对" in text
    assert "13800138000" not in text
    assert (MATTER in text, "业主签字" in text) == (size == "a4", size == "a4")
    assert not page.locator("#desk-receipt").is_visible()
    paper = page.pdf(prefer_css_page_size=True)
    boxes = [float(width) for width in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ", paper)]
    assert boxes == [pytest.approx(width_mm / 25.4 * 72, abs=1)]
    assert desk.complaints() == []


def test_the_slip_goes_with_the_receipt(open_desk: Opening) -> None:
    desk = opened(open_desk)
    write(desk.page)
    save(desk.page)
    desk.page.evaluate("void (window.print = () => document.body.setAttribute('data-printed', ''))")
    desk.page.locator("[data-slip='80']").click()
    desk.page.locator("[data-printed]").wait_for(state="attached")
    desk.page.locator("[data-again]").click()
    desk.page.locator("#desk-register form").wait_for()
    assert desk.page.locator(".desk-slip").count() == 0
