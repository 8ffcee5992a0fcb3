"""Every page in a real browser under the strict policy: silent, accessible, light, and whole on a small screen."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from tests.accessibility import faults, sideways, small_targets
from tests.site.opening import Opener

PATHS = ["", "report/", "track/", "stats/", "policy/", *(f"policy/{name}/" for name in ("1-charter", "2-intake", "3-triage", "4-planning"))]
PATHS += [
    "verify/",
    "policy/5-work/",
    "policy/6-lessons/",
    "about/",
    "about/privacy/",
    "about/register/",
    "about/accessibility/",
    "about/words/",
]
EVERY = [f"/{language}{path}" for language in ("", "en/") for path in PATHS] + ["/404.html"]
# For developers and operators: longer than what owners read, so looked at where pages may take their time.
DOCS = [
    f"/{language}docs/{name}"
    for language in ("", "en/")
    for name in ("", "api/", "differences/", "first-case/", "how-it-works/", "life-of-a-case/", "reference/", "tasks/", "trial/")
]
MAIN_CONTROLS = (
    ".hy-btn, .hy-tile, .hy-tabbar a, .hy-tool, .hy-card, .hy-chip, .hy-check, .hy-field > :is(input, select, textarea), summary"
)
ENGLISH = {"/en/", "/en/report/", "/en/track/", "/en/policy/3-triage/"}
NARROW = ["/", "/verify/", "/en/", "/report/", "/en/report/", "/policy/3-triage/", "/en/policy/3-triage/", "/track/", "/about/words/"]

COLOURS = """[...document.querySelectorAll("article *")].filter((e) => e.checkVisibility()).map((e) => {
  const style = getComputedStyle(e);
  return [e.tagName, style.color, style.backgroundColor, style.borderTopColor, style.borderLeftColor, style.fill].join(" ");
})"""
# As a browser does that enlarges text alone.
TWICE = "document.documentElement.style.fontSize = `${2 * parseFloat(getComputedStyle(document.documentElement).fontSize)}px`"
# Of each row of heads of a table that is no list of cards: what its tallest head leaves empty, in lines.
EMPTY_LINES = """[...document.querySelectorAll(".hy-rt--grid thead tr")].map((row) => Math.min(...[...row.cells].map((head) => {
  const words = document.createRange();
  words.selectNodeContents(head);
  const style = getComputedStyle(head);
  const inside = head.getBoundingClientRect().height - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
  return (inside - words.getBoundingClientRect().height) / parseFloat(style.lineHeight);
})))"""


# Both languages come from one source: make test looks at the Chinese pages and at each kind of the English ones, make long at all.
def in_long(path: str) -> Any:
    """The path as a parameter, left to make long where it is one of many English pages."""
    return pytest.param(path, marks=[pytest.mark.long] if path.startswith("/en/") and path not in ENGLISH else [])


@pytest.mark.asvs("V3.7.1")
@pytest.mark.parametrize("path", [in_long(path) for path in EVERY])
def test_a_page_is_silent_accessible_and_light(open_page: Opener, path: str, built: Path) -> None:
    opened = open_page(path, width=390, height=844)
    page = opened.page
    assert faults(page) == []
    # axe has taken longer than most pages need to fall silent; what came late must fit as well.
    page.wait_for_load_state("networkidle")
    assert sideways(page) == 0
    assert small_targets(page, MAIN_CONTROLS) == []
    host = page.evaluate("location.origin")
    assert [url for url in opened.asked if not url.startswith((host, "data:", "blob:"))] == []
    files = {url.removeprefix(host).split("?")[0] for url in opened.asked if url.startswith(host)}
    weight = sum(len(gzip.compress(file_of(built, name).read_bytes())) for name in files)
    assert len(files) <= 20, sorted(files)
    assert weight <= 100 * 1024, f"{weight / 1024:.0f} KB"
    assert opened.said == []
    assert [url for url in opened.lost if path not in url] == []


@pytest.mark.long
@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize(("width", "height", "scheme"), [(390, 844, "dark"), (1280, 800, "light"), (1280, 800, "dark")])
def test_a_page_is_as_good_in_the_dark_and_on_a_wide_screen(open_page: Opener, path: str, width: int, height: int, scheme: str) -> None:
    opened = open_page(path, width=width, height=height, scheme=scheme)
    assert faults(opened.page) == []
    assert sideways(opened.page) == 0
    assert opened.said == []


@pytest.mark.long
@pytest.mark.parametrize("path", DOCS)
@pytest.mark.parametrize(("width", "height", "scheme"), [(390, 844, "light"), (1280, 800, "light"), (390, 844, "dark")])
def test_a_page_of_the_docs_is_silent_and_accessible(open_page: Opener, path: str, width: int, height: int, scheme: str) -> None:
    opened = open_page(path, width=width, height=height, scheme=scheme)
    assert faults(opened.page) == []
    assert sideways(opened.page) == 0
    assert opened.said == []
    assert opened.lost == []


@pytest.mark.parametrize(
    "path", ["/", pytest.param("/report/", marks=pytest.mark.long), "/en/track/", pytest.param("/policy/2-intake/", marks=pytest.mark.long)]
)
def test_a_dark_system_gets_dark_pages_without_a_word(open_page: Opener, path: str) -> None:
    opened = open_page(path, width=390, height=844, scheme="dark")
    assert opened.page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    assert faults(opened.page) == []
    assert opened.said == []


@pytest.mark.parametrize("path", [in_long(path) for path in NARROW])
def test_a_page_fits_a_narrow_window_and_large_text(open_page: Opener, path: str) -> None:
    page = open_page(path, width=320, height=640).page
    assert sideways(page) == 0
    page.locator("[data-hy-big]").click()
    assert page.locator("[data-hy-big]").get_attribute("aria-pressed") == "true"
    assert sideways(page) == 0
    ratio = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") / 20
    assert ratio == pytest.approx(1.4)


def test_large_text_stays_and_is_as_accessible(open_page: Opener) -> None:
    page = open_page("/report/").page
    page.locator("[data-hy-big]").click()
    page.reload()
    assert page.locator("[data-hy-big]").get_attribute("aria-pressed") == "true"
    assert faults(page) == []


def test_the_palette_can_be_switched_and_stays(open_page: Opener) -> None:
    page = open_page("/", width=1280, height=800, scheme="light").page
    page.locator(".md-header__option label:visible").click()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.goto(page.url + "stats/")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"


def test_phones_have_the_tab_bar_and_wide_screens_the_tabs(open_page: Opener) -> None:
    phone = open_page("/track/", width=390).page
    assert phone.locator(".hy-tabbar").is_visible()
    assert phone.locator(".hy-tabbar [aria-current=page]").inner_text().strip() == "进度"
    assert not phone.locator(".md-sidebar--primary").is_visible()
    wide = open_page("/track/", width=1280).page
    assert not wide.locator(".hy-tabbar").is_visible()
    assert wide.locator(".md-tabs__link").first.is_visible()


def test_inside_the_form_there_is_no_tab_bar(open_page: Opener) -> None:
    assert not open_page("/report/", width=390).page.locator(".hy-tabbar").is_visible()


@pytest.mark.parametrize("path", ["/", "/policy/2-intake/", "/report/", "/track/"])
def test_pages_print_without_their_furniture(open_page: Opener, path: str) -> None:
    page = open_page(path, width=800).page
    page.emulate_media(media="print")
    for furniture in (".md-header", ".hy-tabbar", ".hy-footer"):
        assert not page.locator(furniture).is_visible()
    assert page.locator("h1").first.is_visible()


@pytest.mark.parametrize("path", ["/policy/2-intake/", "/track/", "/stats/"])
def test_a_page_that_is_dark_on_the_screen_prints_as_the_light_one(open_page: Opener, path: str) -> None:
    printed = []
    for scheme in ("light", "dark"):
        page = open_page(path, width=800, scheme=scheme).page
        page.emulate_media(media="print", color_scheme=scheme)
        printed.append(page.evaluate(COLOURS))
    assert len(printed[0]) > 10
    assert printed[1] == printed[0]


@pytest.mark.parametrize("path", ["/", "/track/"])
def test_a_short_page_prints_on_one_sheet(open_page: Opener, path: str) -> None:
    sheets = open_page(path, width=1280).page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1


@pytest.mark.parametrize("path", ["/", "/report/", "/stats/", "/policy/2-intake/", "/en/policy/4-planning/"])
def test_a_phone_holds_text_of_twice_the_size(open_page: Opener, path: str) -> None:
    page = open_page(path, width=390).page
    page.evaluate(TWICE)
    assert sideways(page) == 0
    tools = page.locator(".hy-header .hy-tool:visible")
    assert tools.count() == 3
    assert all(tools.nth(n).evaluate("(e) => e.getClientRects().length === 1 && e.scrollWidth <= e.clientWidth") for n in range(3))


def test_a_tile_in_text_of_twice_the_size_has_room_for_its_words(open_page: Opener) -> None:
    page = open_page("/", width=390).page
    page.evaluate(TWICE)
    assert page.locator(".hy-tile > span").first.evaluate("(e) => e.clientWidth / parseFloat(getComputedStyle(e).fontSize)") > 5


@pytest.mark.parametrize("path", ["/policy/2-intake/", "/policy/3-triage/", "/policy/5-work/"])
def test_no_head_of_a_table_has_an_empty_line_on_a_phone(open_page: Opener, path: str) -> None:
    page = open_page(path, width=390).page
    rows = page.evaluate(EMPTY_LINES)
    assert len(rows) >= 1
    assert max(rows) < 0.5


def test_the_reference_of_the_api_breaks_no_name_on_a_wide_screen(open_page: Opener) -> None:
    page = open_page("/docs/api/", width=1280, height=800).page
    names = page.locator("td:first-child code")
    assert names.count() > 100
    broken = "(all) => all.filter((e) => e.getClientRects().length > 1).map((e) => e.textContent)"
    assert names.evaluate_all(broken) == []


def test_colours_forced_by_the_system_leave_choices_visible(open_page: Opener) -> None:
    page = open_page("/report/").page
    page.emulate_media(forced_colors="active")
    page.locator(".hy-card").first.click()
    assert page.locator(".hy-card span").first.evaluate("(e) => getComputedStyle(e).outlineStyle") == "solid"


def test_nothing_moves_for_those_who_ask_for_stillness(open_page: Opener) -> None:
    page = open_page("/").page
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).transitionProperty !== 'none' "
        "&& getComputedStyle(e).transitionDuration.split(', ').some((t) => parseFloat(t) > 0)).length"
    )
    assert moving == 0


def file_of(site: Path, name: str) -> Path:
    """The file behind an address."""
    path = site / name.lstrip("/")
    return path / "index.html" if path.is_dir() else path
