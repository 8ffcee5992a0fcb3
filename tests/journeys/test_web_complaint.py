"""The main job in a browser: an owner reports with two photos, three people take it to the first contact, the owner sees it."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from entry.test_photos import GPS, a_photo
from neighbours import send

MATTER = "二号梯在八楼附近反复停运，昨晚又停了十分钟，老人和孩子都在里面。"
NAME, PHONE, EMAIL = "欧阳晓棠", "13900001234", "ouyang.xiaotang@example.com"


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Two photos as a phone takes them, with the place inside."""
    paths = [tmp_path / "lift-1.jpg", tmp_path / "lift-2.jpg"]
    for path in paths:
        path.write_bytes(a_photo(size=(1200, 900)))
        with Image.open(path) as photo:
            assert photo.getexif().get_ifd(GPS)
    return paths


def fill_in(page: Page, photos: list[Path]) -> None:
    """The four steps of the form, as a thumb does them."""
    page.locator("#c-tile-facility").check(force=True)
    page.locator("#f-sub").select_option("out_of_service")
    page.locator("#f-building").select_option("b3")
    page.locator("#f-spot").fill("二号梯")
    page.locator("[data-next]").click()
    page.locator("#f-matter").fill(MATTER)
    page.locator("#f-photos").set_input_files(photos)
    expect(page.locator("[data-photo-list] img")).to_have_count(2)
    page.locator("[data-next]").click()
    page.locator("#f-name").fill(NAME)
    page.locator("#f-phone").fill(PHONE)
    page.locator("#f-email").fill(EMAIL)
    page.locator("[data-next]").click()
    page.locator("#f-consent").check()


def sign_in(page: Page, stack: Any, code: str, number: str) -> None:
    """Open the letter's link, sign in at the issuer, arrive at the case."""
    person = stack.directory.by_email(code)
    page.goto(f"{stack.url}/desk/#case={number}")
    page.locator("#desk-sign-in").click()
    page.locator("input[name=email]").fill(person.email)
    page.locator("input[name=password]").fill(stack.directory.password)
    page.locator("button[type=submit]").click()
    expect(page.locator("#desk-case")).to_contain_text(number, timeout=15_000)


def act(page: Page, command: str, fields: dict[str, str], checks: tuple[str, ...] = ()) -> None:
    """Fill one action's form and send it; the case then shows its new state."""
    form = page.locator(f'form[data-command="{command}"]')
    if not form.is_visible():
        page.locator(f'details[data-action="{command}"] > summary').click()
    for name, value in fields.items():
        field = form.locator(f'[name="{name}"]').first
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "radio":
            form.locator(f'[name="{name}"][value="{value}"]').check(force=True)
        else:
            field.fill(value)
    for name in checks:
        form.locator(f'[name="{name}"]').check(force=True)
    form.locator("button[type=submit]").click()


def reveal(page: Page, reason: str) -> None:
    """Ask for the identity, with a reason."""
    page.locator("#desk-identity button[data-reveal]").click()
    page.locator("#desk-identity [name=reason]").select_option(reason)
    page.locator("#identity-form button[type=submit]").click()


def report(page: Page, photos: list[Path]) -> tuple[str, str]:
    """The owner sends the form with his photos. Returns: number and code as the page shows them."""
    fill_in(page, photos)
    page.locator("[data-send]").click()
    number = page.locator("#hy-number").inner_text(timeout=15_000)
    code = page.locator("#hy-code").inner_text()
    expect(page.get_by_text("2 张照片都已上传")).to_be_visible(timeout=15_000)
    return number, code


def look_at_letters(stack: Any, number: str, code: str) -> None:
    """The owner and the desk each got one, and neither says anything private."""
    letters = {address: letter for letter in stack.mailbox() for address in letter["to"] if number in letter["subject"]}
    assert EMAIL in letters
    desk = next(letter for address, letter in letters.items() if address != EMAIL)
    assert f"{stack.url}/desk/#case={number}" in desk["text"]
    for letter in letters.values():
        for private in (MATTER[:6], NAME, PHONE, code):
            assert private not in letter["text"] + letter["html"] + letter["subject"]


def register(clerk: Page, stack: Any, number: str) -> None:
    """The desk calls the owner and registers the case."""
    sign_in(clerk, stack, "lin.jing", number)
    expect(clerk.locator("#desk-case")).to_contain_text(MATTER)
    expect(clerk.locator("#desk-case")).not_to_contain_text(PHONE)
    reveal(clerk, "call_owner")
    expect(clerk.locator("#desk-identity")).to_contain_text(PHONE)
    act(clerk, "register-case", {"identity_check": "called_back"})
    expect(clerk.locator("#desk-case")).to_contain_text("已登记")


def triage(lead: Page, stack: Any, number: str) -> None:
    """The case gets its class, its grades and its handler."""
    sign_in(lead, stack, "he.min", number)
    act(
        lead,
        "triage-case",
        {
            "category": "elevator",
            "sub_issue": "out_of_service",
            "severity": "3",
            "urgency": "3",
            "level": "general",
            "lead": "repairs",
            "handler": "li.wei",
        },
    )
    expect(lead.locator("#desk-case")).to_contain_text("已受理")


def make_contact(repairer: Page, stack: Any, number: str) -> None:
    """The handler takes the case and reaches the owner."""
    sign_in(repairer, stack, "li.wei", number)
    act(repairer, "accept-case", {}, ("no_interest",))
    expect(repairer.locator("#desk-case")).to_contain_text("调查核实中")
    note = "已经电话联系，约好明天上午九点到现场检查。"
    act(repairer, "log-contact", {"way": "phone", "outcome": "reached", "note": note})
    expect(repairer.locator("#desk-case")).to_contain_text(note)


def follow(page: Page, stack: Any, number: str, code: str) -> None:
    """The owner sees how far it is, and his photos without the place inside."""
    page.goto(f"{stack.url}/track/")
    page.locator("#hy-track [name=number]").fill(number.lower())
    page.locator("#hy-track [name=code]").fill(code.replace("-", " ").lower())
    page.locator("[data-look]").click()
    expect(page.locator(".hy-tl")).to_contain_text("已经和您联系", timeout=15_000)
    expect(page.locator("[data-case]")).to_contain_text("联系业主核实情况")
    expect(page.locator("[data-case] img")).to_have_count(2)
    for picture in page.locator("[data-case] img").all():
        seen = send(str(picture.get_attribute("src")))
        assert seen.status == 200
        assert not Image.open(io.BytesIO(seen.body)).getexif().get_ifd(GPS)


def test_from_the_form_to_the_first_contact_and_back_to_the_owner(stack: Any, visit: Any, photos: list[Path]) -> None:
    owner = visit()
    page = owner.open(f"{stack.url}/report/")
    number, code = report(page, photos)
    stack.drain()
    look_at_letters(stack, number, code)
    register(visit(width=1280, height=800).page, stack, number)
    triage(visit(width=1280, height=800).page, stack, number)
    make_contact(visit().page, stack, number)
    follow(page, stack, number, code)
    assert owner.complaints == []


def test_the_owners_part_works_without_javascript(stack: Any, visit: Any, photos: list[Path]) -> None:
    owner = visit(script=False)
    page = owner.open(f"{stack.url}/report/")
    page.locator("#c-elevator").evaluate("element => element.closest('details').open = true")
    page.locator("#c-elevator").check(force=True)
    page.locator("#f-building").select_option("b3")
    page.locator("#f-matter").fill(MATTER)
    page.locator("#f-email").fill("no.script@example.com")
    page.locator("#f-consent").check()
    page.locator("[data-send]").click()
    number = page.locator("#hy-number").inner_text()
    code = page.locator("#hy-code").inner_text()
    upload = page.locator("form[enctype='multipart/form-data']").first
    upload.locator("input[type=file]").set_input_files(photos[0])
    with page.context.expect_page() as opened:
        upload.locator("button").first.click()
    opened.value.wait_for_url(lambda url: "/track/" in url)
    stack.drain()
    page = opened.value
    assert [a for letter in stack.mailbox() if number in letter["subject"] for a in letter["to"]].count("no.script@example.com") == 1
    page.locator("#hy-track [name=number]").fill(number)
    page.locator("#hy-track [name=code]").fill(code)
    page.locator("[data-look]").click()
    expect(page.locator("body")).to_contain_text(MATTER)
    expect(page.locator("body")).to_contain_text(number)
    expect(page.locator("img[src*='served']")).to_have_count(1)
    assert owner.complaints == []
