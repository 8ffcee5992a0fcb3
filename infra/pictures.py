"""The pictures of the README and of the documentation, made from the running stack: `make pictures`."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from infra.local.stack import Stack
from infra.pictures_desk import FOLDERS, SHOTS, desk_pictures
from infra.progress import Progress
from infra.replay import Door

if TYPE_CHECKING:
    from PIL.Image import Image
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
SITE = ROOT / "build" / "site"
PICTURES = ROOT / "infra" / "pictures"
CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync --no-first-run"
).split()
_PHONE, _DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
_GAP = 24
# A picture of few colours is a tenth of the size and looks the same.
_COLOURS, _FEWER_COLOURS = 128, 48

MATTER = "二号梯在八楼附近反复停运，昨晚又停了十分钟，老人和孩子都在里面。希望尽快彻底检修，并公布结果。"
STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("lin.jing", "register-case", {"identity_check": "called_back"}),
    (
        "he.min",
        "triage-case",
        {
            "category": "elevator",
            "sub_issue": "out_of_service",
            "severity": 3,
            "urgency": 3,
            "level": "general",
            "lead": "repairs",
            "handler": "li.wei",
        },
    ),
    ("li.wei", "accept-case", {"no_interest": True}),
    ("li.wei", "log-contact", {"way": "phone", "outcome": "reached", "note": "已电话联系，约定明天上午九点到现场检查。"}),
)


def a_case(stack: Stack) -> tuple[str, str]:
    """One complaint, taken to the first contact by its staff. Returns: number and code."""
    door = Door(stack.url)
    edition = door.get("/api/policy.json")["edition"]
    report = {"matter": MATTER, "consent": edition, "category": "elevator", "sub_issue": "out_of_service", "building": "b3"}
    _, receipt = door.post(
        "/api/complaints", report | {"spot": "二号梯", "phone": "13800138000", "no_evidence": True}, key="a-case-for-pictures"
    )
    for code, command, fields in STEPS:
        _as_staff(stack, code, f"{receipt['number']}/{command}", fields)
    stack.drain()
    return receipt["number"], receipt["code"]


def _as_staff(stack: Stack, code: str, path: str, fields: dict[str, Any]) -> None:
    headers = {"authorization": f"Bearer {stack.token(code)}", "content-type": "application/json"}
    base = f"{stack.url}/api/desk/cases/{path.split('/', 1)[0]}"
    with urlopen(Request(base, headers=headers)) as answer:
        version = json.load(answer)["version"]
    body = json.dumps({"version": version, **fields}).encode()
    with urlopen(Request(f"{stack.url}/api/desk/cases/{path}", data=body, headers=headers, method="POST")):
        return


def owner_pages(stack: Stack, browser: Browser, number: str, code: str) -> list[bytes]:
    """What an owner sees on a phone: home, form, his case."""
    shots = []
    for path in ("/", "/report/"):
        page = _page(browser, _PHONE)
        page.goto(stack.url + path)
        shots.append(_shot(page))
    page = _page(browser, _PHONE)
    page.goto(f"{stack.url}/track/")
    page.locator("#hy-track [name=number]").fill(number)
    page.locator("#hy-track [name=code]").fill(code)
    page.locator("[data-look]").click()
    page.locator(".hy-tl").wait_for()
    shots.append(_shot(page))
    return shots


def desk_page(stack: Stack, browser: Browser, number: str) -> bytes:
    """What the handler sees: the case with its next step."""
    page = _page(browser, _DESK)
    page.goto(f"{stack.url}/desk/#case={number}")
    page.locator("#desk-sign-in").click()
    page.locator("input[name=email]").fill(stack.directory.by_email("li.wei").email)  # type: ignore[union-attr]
    page.locator("input[name=password]").fill(stack.directory.password)
    page.locator("button[type=submit]").click()
    page.locator("#desk-case").wait_for()
    return _shot(page)


def _page(browser: Browser, viewport: Any) -> Page:
    context = browser.new_context(viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
    return context.new_page()


def _shot(page: Page) -> bytes:
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def side_by_side(shots: list[bytes]) -> Image:
    """Some pictures in a row."""
    from PIL import Image

    images = [Image.open(io.BytesIO(shot)).convert("RGB") for shot in shots]
    row = Image.new("RGB", (sum(i.width for i in images) + _GAP * (len(images) - 1), max(i.height for i in images)), "white")
    left = 0
    for image in images:
        row.paste(image, (left, 0))
        left += image.width + _GAP
    return row


def _keep(image: Image, path: Path, colours: int) -> None:
    path.parent.mkdir(exist_ok=True)
    image.quantize(colours).save(path, optimize=True)


def main() -> int:
    """Make all pictures anew."""
    from playwright.sync_api import sync_playwright

    bar = Progress("pictures", 3 + len(SHOTS) * len(FOLDERS))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        with Stack.start(site=SITE) as stack:
            number, code = a_case(stack)
            bar.step()
            _keep(side_by_side(owner_pages(stack, browser, number, code)), PICTURES / "owner.png", _COLOURS)
            bar.step()
            _keep(side_by_side([desk_page(stack, browser, number)]), PICTURES / "desk.png", _COLOURS)
            bar.step()
        with Stack.start(site=SITE) as stack:
            for path, shot in desk_pictures(stack, browser, bar.step):
                _keep(side_by_side([shot]), path, _FEWER_COLOURS)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
