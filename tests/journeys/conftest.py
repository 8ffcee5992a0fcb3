"""The whole house, open: every function, the built site, and a browser to walk through it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from infra.local.stack import Stack


@pytest.fixture(scope="module")
def stack(built: Path) -> Iterator[Stack]:
    """The whole stack with its site; one for each file of tests."""
    with Stack.start(site=built) as running:
        yield running


class Visit:
    """Somebody's phone: a page, and everything the browser complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))

    def open(self, url: str) -> Page:
        """Go there and wait until the page is quiet."""
        self.page.goto(url)
        self.page.wait_for_load_state("networkidle")
        return self.page


Visitor = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visitor]:
    """A new phone of 390x844 points; script=False for one without JavaScript."""
    with ExitStack() as phones:

        def arrive(*, script: bool = True, width: int = 390, height: int = 844, **more: Any) -> Visit:
            context = browser.new_context(
                viewport={"width": width, "height": height}, java_script_enabled=script, locale="zh-CN", timezone_id="Asia/Shanghai", **more
            )
            phones.callback(context.close)
            return Visit(context.new_page())

        yield arrive
