"""A reader whose clock shows another zone than that of the estate."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page


@contextmanager
def far_away(page: Page, zone: str) -> Iterator[Page]:
    """The same page in a browser of that zone."""
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(locale="zh-CN", timezone_id=zone)
    try:
        tab = context.new_page()
        tab.goto(page.url)
        assert tab.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == zone
        yield tab
    finally:
        context.close()
