"""axe-core on an open page, told in one line per fault."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.0 to 2.2 A and AA, and what axe calls best practice
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# Every rule runs; only what breaks one is told node by node, which halves the time.
OPTIONS = {"runOnly": TAGS, "resultTypes": ["violations"]}
_AXE = Axe()


def faults(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands now."""
    found = _AXE.run(page, options=OPTIONS).response["violations"]
    return [f"{fault['id']}: {node['target']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def small_targets(page: Page, selector: str, least: int = 44) -> list[str]:
    """Visible controls that a thumb would miss, with their sizes in CSS pixels."""
    return list(
        page.evaluate(
            """([selector, least]) => [...document.querySelectorAll(selector)]
            .filter((e) => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden")
            .map((e) => [e, e.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && (box.height < least - 0.5 || box.width < Math.min(least, 40) - 0.5))
            .map(([e, box]) => `${e.tagName}.${e.className} ${box.width}x${box.height} ${e.textContent.trim().slice(0, 20)}`)""",
            [selector, least],
        )
    )
