"""The kept profile of the browser tests: nothing that one test left is there for the next, whatever went wrong."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.site.windows import Windows

ELSEWHERE = "https://elsewhere.example/"


@pytest.fixture
def own(browser: Browser, address: str) -> Iterator[Windows]:
    windows = Windows(browser, address)
    yield windows
    for context, _ in windows.profiles.values():
        context.close()


def tab_at(windows: Windows, address: str, *, script: bool = True) -> Page:
    page = windows.tab(width=390, height=844, script=script)
    page.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="<title>elsewhere</title>", content_type="text/html"))
    page.goto(address)
    return page


def test_a_window_that_a_page_opened_is_closed_and_every_place_it_stored_at_is_wiped(own: Windows, address: str) -> None:
    page = tab_at(own, ELSEWHERE)
    page.evaluate("localStorage.left = 'here'")
    page.goto(f"{address}/404.html")
    with page.expect_popup():
        page.evaluate("localStorage.left = 'there'; void open('/')")
    own.close()
    context, keeper = own.profiles[True]
    assert context.pages == [keeper]
    for place in (ELSEWHERE, f"{address}/404.html"):
        assert tab_at(own, place).evaluate("localStorage.left ?? null") is None


def test_a_tab_that_does_not_close_is_told_and_spoils_no_other_profile(own: Windows, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck() -> None:
        raise Error("stuck")

    page = tab_at(own, address)
    page.evaluate("localStorage.left = 'here'")
    other = tab_at(own, address, script=False).context
    other.add_cookies([{"name": "left", "value": "here", "url": address}])
    monkeypatch.setattr(page, "close", stuck)
    with pytest.raises(ExceptionGroup, match="could not be emptied"):
        own.close()
    assert other.cookies() == []
    assert tab_at(own, address).evaluate("localStorage.left ?? null") is None
