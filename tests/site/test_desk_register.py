"""A complaint written down at the counter or on the phone: what is sent is what the door takes; the receipt is for the owner."""

from typing import Any

from playwright.sync_api import Page

from builders import MONDAY_9AM
from huiyin.core.commands import Actor
from huiyin.entry.bodies import Body
from huiyin.entry.complaint_form import Asked
from huiyin.entry.fields import Fields
from huiyin.entry.staff_api import read_on_behalf
from huiyin.policy.schema import Policy
from tests.accessibility import faults, sideways
from tests.site.desk_answers import refusal
from tests.site.desk_door import Desk, Door, Opening
from tests.site.stub_api import receipt

AT = "/desk/#new=1"
MATTER = "二号梯又停了，老人下不了楼。"


def opened(open_desk: Opening, path: str = AT, **window: Any) -> Desk:
    def prepare(door: Door) -> None:
        door.answers["complaints"] = (201, receipt())

    desk = open_desk("/desk/", prepare=prepare, **window)
    desk.page.evaluate("hash => { location.hash = hash; }", path.partition("#")[2])
    desk.page.locator("#desk-register form").wait_for()
    return desk


def tick(page: Page, name: str) -> None:
    page.locator(f"#register-{name}").check()


def fill(page: Page) -> None:
    page.locator('input[name=channel][value="hotline"]').check(force=True)
    page.locator('input[name=mode][value="oral"]').check(force=True)
    page.locator("#register-matter").fill(MATTER)
    page.locator("#register-phone").fill("13800138000")
    tick(page, "read_back")
    tick(page, "consent")


def test_what_was_said_on_the_phone_is_sent_as_the_door_takes_it_and_the_receipt_is_shown(open_desk: Opening, policy: Policy) -> None:
    desk = opened(open_desk)
    fill(desk.page)
    desk.page.select_option("#register-category", "elevator")
    desk.page.select_option("#register-building", "b3")
    desk.page.locator("#register-name").fill("王女士")
    desk.page.locator("#desk-register [type=submit]").click()
    desk.page.locator("#desk-receipt").wait_for()
    ((body, headers),) = desk.door.asked("POST", "complaints")
    assert headers["idempotency-key"]
    assert body is not None
    asked = Asked(by=Actor(code="lin.jing", roles=frozenset({"desk"})), language="zh", now=MONDAY_9AM, ours=())
    ask = read_on_behalf(Fields(Body(values=body, form=False)), policy, asked).ask
    assert (ask.channel, ask.mode, ask.matter, ask.category, ask.building) == ("hotline", "oral", MATTER, "elevator", "b3")
    assert (ask.person.name, ask.person.phone) == ("王女士", "13800138000")
    assert desk.page.locator("#hy-number").inner_text() == receipt()["number"]
    assert desk.page.locator("#hy-code").inner_text() == receipt()["code"]
    assert faults(desk.page) == []
    assert desk.complaints() == []


def test_what_is_missing_is_said_before_anything_is_sent_and_what_the_door_misses_at_its_field(open_desk: Opening) -> None:
    desk = opened(open_desk, width=390, height=844, scheme="dark")
    submit = desk.page.locator("#desk-register [type=submit]")
    submit.click()
    assert desk.page.locator(".hy-errors li").count() == 4
    assert desk.door.asked("POST", "complaints") == []
    assert faults(desk.page) == []
    assert sideways(desk.page) == 0
    fill(desk.page)
    desk.door.answers["complaints"] = (400, refusal("phone_invalid", "请检查电话号码。", "Check the number.", field="phone"))
    submit.click()
    desk.page.locator("#register-phone-err").wait_for()
    assert "请检查电话号码" in desk.page.locator(".hy-errors").inner_text()


def test_name_and_number_are_not_among_what_the_browser_keeps_for_a_new_sign_in(open_desk: Opening) -> None:
    desk = opened(open_desk)
    fill(desk.page)
    desk.door.tokens.clear()
    desk.page.locator("#desk-register [type=submit]").click()
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
