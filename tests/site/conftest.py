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
from tests.site.windows import Windows


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    with serving(built) as at:
        yield at


@pytest.fixture(scope="session")
def profiles(browser: Browser, address: str) -> Windows:
    """The browser's warm profiles, one set for each worker."""
    return Windows(browser, address)


@pytest.fixture
def windows(profiles: Windows) -> Iterator[Windows]:
    """Windows that leave nothing to the next test."""
    yield profiles
    profiles.close()


@pytest.fixture
def open_page(windows: Windows, address: str) -> Opener:
    """Open a path of the site in a window of its own: its width, height, colour scheme, with or without script."""

    def opener(path: str, *, width: int = 390, height: int = 844, scheme: str = "light", script: bool = True) -> Opened:
        # colours on their way from one palette to the other are nobody's fault
        page = windows.tab(width=width, height=height, scheme=scheme, script=script, motion="reduce")
        opened = Opened(page)
        page.on("console", lambda message: opened.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: opened.said.append(f"error: {error}"))
        page.on("request", lambda request: opened.asked.append(request.url))
        page.on("response", lambda response: opened.lost.append(response.url) if response.status >= 400 else None)
        page.goto(address + path)
        return opened

    return opener


@pytest.fixture
def form(open_page: Opener) -> tuple[Opened, StubApi]:
    opened = open_page("/report/")
    return opened, StubApi({FORM: [(201, receipt())], "/api/owner/add": [(200, case())]}).on(opened.page)


@pytest.fixture
def open_desk(windows: Windows, address: str) -> Opening:
    """The desk with a made-up door and issuer."""
    return desks(windows, address)
