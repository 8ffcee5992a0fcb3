"""What a page costs a phone: kilobytes as CloudFront compresses them, and requests."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, Response, sync_playwright

from tests.bench.lines import Line, counted

PAGES = {"home": "/", "report": "/report/", "track": "/track/", "stats": "/stats/", "policy": "/policy/"}
GZIP_KB, REQUESTS = 100, 20
# what is compressed already stays as it is
_PLAIN = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/xml", "application/manifest+json")
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
QUIET += ["--disable-sync", "--no-first-run"]


@dataclass(frozen=True)
class Weight:
    """Of one page with everything it asks for."""

    gzip_kb: float
    requests: int


def weighed(browser: Browser, url: str) -> Weight:
    """Open a page with an empty cache, on a phone, and wait until it asks for nothing more."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", timezone_id="Asia/Shanghai")
    answers: list[Response] = []
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - playwright marks the function it is given
    page.goto(url, wait_until="networkidle")
    size = sum(_on_the_wire(answer) for answer in answers)
    context.close()
    if lost := [answer.url for answer in answers if answer.status >= 400]:
        raise RuntimeError(f"not there: {lost}")
    return Weight(size / 1024, len([one for one in asked if one.startswith("http")]))


def _on_the_wire(answer: Response) -> int:
    body = answer.body()
    media = answer.headers.get("content-type", "")
    return len(gzip.compress(body, 6, mtime=0)) if media.startswith(_PLAIN) else len(body)


def page_lines(origin: str, step: Callable[[], None]) -> list[Line]:
    """Two lines for each page. step: called after each page."""
    lines = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for name, path in PAGES.items():
            weight = weighed(browser, origin + path)
            lines.append(counted(f"page_{name}_gzip_kb", weight.gzip_kb, "kB", GZIP_KB))
            lines.append(counted(f"page_{name}_requests", weight.requests, "requests", REQUESTS))
            step()
        browser.close()
    return lines
