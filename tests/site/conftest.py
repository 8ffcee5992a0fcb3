"""The site built once per worker, served under the published headers, and a browser to look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from infra.site_serving import serving
from tests.site.desk_door import Opening, desks
from tests.site.form_steps import FORM
from tests.site.opening import Opened, Opener
from tests.site.stub_api import StubApi, case, receipt


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    with serving(built) as at:
        yield at


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Opener]:
    """Open a path of the site in a window of its own: its width, height, colour scheme, with or without script."""
    contexts = []

    def opener(path: str, *, width: int = 390, height: int = 844, scheme: str = "light", script: bool = True) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=script,
            locale="zh-CN",
            # colours on their way from one palette to the other are nobody's fault
            reduced_motion="reduce",
            timezone_id="Asia/Shanghai",
        )
        contexts.append(context)
        page = context.new_page()
        opened = Opened(page)
        page.on("console", lambda message: opened.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: opened.said.append(f"error: {error}"))
        page.on("request", lambda request: opened.asked.append(request.url))
        page.on("response", lambda response: opened.lost.append(response.url) if response.status >= 400 else None)
        page.goto(address + path)
        return opened

    yield opener
    for context in contexts:
        context.close()


@pytest.fixture
def form(open_page: Opener) -> tuple[Opened, StubApi]:
    opened = open_page("/report/")
    return opened, StubApi({FORM: [(201, receipt())], "/api/owner/add": [(200, case())]}).on(opened.page)


@pytest.fixture
def open_desk(browser: Browser, address: str) -> Iterator[Opening]:
    """The desk with a made-up door and issuer."""
    with desks(browser, address) as opening:
        yield opening
