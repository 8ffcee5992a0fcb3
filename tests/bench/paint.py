"""When an owner sees the main part of a page, on a slow network and a slow phone: the largest contentful paint (LCP).

Wall time, and so never a reason to fail a run: the phone is this machine slowed down, and others may keep it busy.
"""

from collections.abc import Callable
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tests.bench.lines import Line
from tests.bench.pages import CHROMIUM, QUIET

PAINTED = {"home": "/", "report": "/report/", "track": "/track/"}
BUDGET_MS, ROUNDS = 1500, 5
# 1.6 Mbit/s with 150 ms to the answer is the "slow 4G" of the browsers' own tools; a phone of the lower end is four times slower.
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
SLOWER = 4
_LARGEST = """() => new Promise((answer) => new PerformanceObserver((list) => answer(list.getEntries().pop().startTime))
  .observe({type: "largest-contentful-paint", buffered: true}))"""


def painted(browser: Browser, url: str) -> float:
    """Milliseconds from the start of one visit with an empty cache to its largest contentful paint."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="networkidle")
    largest = float(page.evaluate(_LARGEST))
    context.close()
    return largest


def paint_lines(origin: str, step: Callable[[], None]) -> list[Line]:
    """One line for each page, the median of several visits. step: called after each page."""
    lines = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for name, path in PAINTED.items():
            times = [painted(browser, origin + path) for _ in range(ROUNDS)]
            lines.append(Line(name=f"lcp_{name}_ms", value=median(times), unit="ms", baseline=BUDGET_MS, against="its budget", most=1.0))
            step()
        browser.close()
    return lines
