"""Letters as a browser draws them: accessible, no sideways scroll, legible in the dark, and nothing fetched."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility import faults

# Paper by day and a telephone at night differ in everything; what lies between is looked at in the longer run.
VIEWS = {(600, "light"): (), (375, "dark"): (), (600, "dark"): (pytest.mark.long,), (375, "light"): (pytest.mark.long,)}


@pytest.fixture(scope="module", params=[pytest.param(view, marks=marks, id=f"{view[0]}-{view[1]}") for view, marks in VIEWS.items()])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, scheme = request.param
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.set_default_timeout(60_000)
    yield page
    page.close()


def faces(specimens: list) -> dict[str, str]:
    """One specimen of each letter, language and shape of its story."""
    return {f"{s.owed.letter} {s.language} {'danger' if s.case.danger else ''}": s.letter.html for s in specimens}


# The blocks are the same everywhere: the letters that hold most of them, in all views.
RICH = {"new-case zh danger", "complaint-received zh ", "answer zh ", "approval-request en "}


@pytest.mark.parametrize("which", ["rich", pytest.param("all", marks=pytest.mark.long)])
def test_axe_finds_nothing_in_any_letter(page: Page, specimens: list, which: str) -> None:
    found = {}
    for name, html in faces(specimens).items():
        if which == "all" or name in RICH:
            page.set_content(html)
            found[name] = faults(page)
    assert found.keys() >= RICH
    assert not any(found.values()), found


def test_no_letter_scrolls_sideways_even_with_large_text(page: Page, specimens: list) -> None:
    wide = []
    for name, html in faces(specimens).items():
        page.set_content(html)
        for zoom in ("1", "1.4"):
            page.evaluate("zoom => { document.body.style.zoom = zoom }", zoom)
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide.append((name, zoom))
    assert wide == []


def test_a_letter_asks_nobody_for_anything(page: Page, specimens: list) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for html in faces(specimens).values():
        page.set_content(html)
    assert asked == []


def test_the_button_is_large_enough_for_a_thumb_and_the_preheader_hidden(browser: Browser, specimens: list) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 800})
    without = set()
    for name, html in faces(specimens).items():
        page.set_content(html)
        assert page.locator("body > div").first.is_hidden(), name
        if page.locator(".btn a").count() == 0:
            without.add(name.partition(" ")[0])
            continue
        box = page.locator(".btn a").bounding_box()
        assert box is not None
        assert box["height"] >= 44, name
    page.close()
    # It names no case, so there is nothing to open.
    assert without == {"hearing-result"}
