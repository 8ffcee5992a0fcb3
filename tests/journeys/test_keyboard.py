"""The whole of an owner's way and the first steps at the desk with keys alone; the focus is seen at each of them."""

from typing import Any

import pytest
from playwright.sync_api import expect

from journeys.keyboard import Keys
from journeys.test_web_complaint import act, sign_in

pytestmark = pytest.mark.long
MATTER = "夜里十一点以后楼上还在装修，孩子睡不着。"


def reported(stack: Any, visit: Any, width: int) -> tuple[Keys, str, str]:
    """An owner goes from the home page through the form to the receipt. Answers keys, number and code."""
    page = visit(width=width, reduced_motion="reduce").open(f"{stack.url}/")
    keys = Keys(page)
    keys.press("a.hy-tile--main")
    page.wait_for_url("**/report/")
    # the cards of one choice are gone through by arrows
    keys.to("input[name=category]")
    for _ in range(8):
        if page.evaluate("document.activeElement.value") == "noise":
            break
        page.keyboard.press("ArrowRight")
    keys.to("#f-building")
    page.keyboard.press("ArrowDown")
    assert page.locator("#f-building").input_value()
    keys.press("[data-next]")
    keys.write("#f-matter", MATTER)
    keys.press("[data-next]")
    keys.write("#f-phone", "13900001234")
    keys.press("[data-next]")
    keys.press("#f-consent", "Space")
    keys.press("[data-send]")
    number = page.locator("#hy-number").inner_text(timeout=30_000)
    return keys, number, page.locator("#hy-code").inner_text()


@pytest.mark.parametrize("width", [390, 1280])
def test_an_owner_reports_and_follows_with_keys_alone(stack: Any, visit: Any, width: int) -> None:
    keys, number, code = reported(stack, visit, width)
    page = keys.page
    keys.press("[data-track-link], a[href*='track']")
    # the receipt hands its number and code over; another time one writes them oneself
    expect(page.locator("[data-case]")).to_contain_text(MATTER, timeout=15_000)
    keys.press("[data-case] .hy-btn--ghost")
    keys.write("#hy-track [name=number]", number)
    keys.write("#hy-track [name=code]", code)
    page.keyboard.press("Enter")
    expect(page.locator("[data-case]")).to_contain_text(MATTER, timeout=15_000)
    keys.write("[data-case] textarea", "今晚又是这样。")
    keys.press("[data-case] button[type=submit], [data-case] form button")
    expect(page.locator("[data-case]")).to_contain_text("今晚又是这样。", timeout=15_000)
    assert keys.faults == []


@pytest.mark.parametrize("path", ["/policy/3-triage/", "/about/privacy/", "/report/", "/"])
def test_a_page_is_gone_through_backwards_too(stack: Any, visit: Any, path: str) -> None:
    page = visit(reduced_motion="reduce").open(stack.url + path)
    page.keyboard.press("End")
    keys = Keys(page)
    keys.back(40)
    assert len(set(keys.passed)) > 10
    assert keys.faults == []


def test_a_handler_signs_in_and_accepts_with_keys_alone(stack: Any, visit: Any) -> None:
    _, number, _ = reported(stack, visit, 1280)
    stack.drain()
    clerk = visit(width=1280, height=800).page
    sign_in(clerk, stack, "lin.jing", number)
    act(clerk, "register-case", {"identity_check": "called_back"})
    lead = visit(width=1280, height=800).page
    sign_in(lead, stack, "he.min", number)
    triage = {"category": "elevator", "sub_issue": "out_of_service", "severity": "2", "urgency": "2", "level": "general"}
    act(lead, "triage-case", triage | {"lead": "repairs", "handler": "li.wei"})

    page = visit(width=1280, height=800).open(f"{stack.url}/desk/")
    keys = Keys(page)
    keys.press("#desk-sign-in")
    page.wait_for_url("**/authorize*")
    keys.write("input[name=email]", stack.directory.by_email("li.wei").email)
    keys.write("input[name=password]", stack.directory.password)
    page.keyboard.press("Enter")
    page.locator(f"a[href*='{number}']").first.wait_for(timeout=15_000)
    keys.press(f"a[href*='{number}']")
    expect(page.locator("#desk-case")).to_contain_text(MATTER, timeout=15_000)
    form = 'form[data-command="accept-case"]'
    if not page.locator(form).is_visible():
        keys.press('details[data-action="accept-case"] > summary')
    keys.press(f'{form} [name="no_interest"]', "Space")
    keys.press(f"{form} button[type=submit]")
    expect(page.locator("#desk-case")).to_contain_text("调查核实中", timeout=15_000)
    assert keys.faults == []
