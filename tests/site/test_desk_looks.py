"""The desk in every state, on a phone and a wide screen, light and dark, in both languages: accessible, silent, light, printable."""

import gzip
from itertools import combinations
from pathlib import Path

import pytest

from tests.accessibility import faults, sideways, small_targets
from tests.site.desk_actions import ACCEPT, ADD, CLOSED, CONTACT, TRIAGE
from tests.site.desk_answers import NUMBER, case, refusal
from tests.site.desk_door import Desk, Door, Opening
from tests.site.opening import Opener

CONTROLS = ".desk .hy-btn, .desk-tabs a, .desk-header .hy-tool, .hy-card, .hy-check, .desk-back a, summary, "
CONTROLS += ".hy-field > :is(input, select, textarea)"
WINDOWS = [(390, 844, "light"), (390, 844, "dark"), (1280, 800, "light"), (1280, 800, "dark")]
VIEWS = [(path, *window) for path in ("/desk/", "/en/desk/") for window in WINDOWS]
# The telephone at the counter; all others are looked at in the longer run.
FIRST = {("/desk/", 390, 844, "light")}


def prepare(door: Door) -> None:
    door.answers[f"cases/{NUMBER}"] = (200, case(actions=[TRIAGE, CONTACT, ACCEPT, ADD, CLOSED], danger=True))
    door.answers["cases?view=overdue"] = (200, {"items": [], "next": None})


def sound(desk: Desk) -> None:
    """Nothing wrong with the page as it stands."""
    assert faults(desk.page) == []
    assert sideways(desk.page) == 0
    assert small_targets(desk.page, CONTROLS) == []
    assert desk.complaints() == []


@pytest.mark.parametrize(
    ("path", "width", "height", "scheme"), [pytest.param(*view, marks=[] if view in FIRST else [pytest.mark.long]) for view in VIEWS]
)
def test_every_state_is_accessible_and_silent(open_desk: Opening, path: str, width: int, height: int, scheme: str) -> None:
    desk = open_desk(path, width=width, height=height, scheme=scheme, signed_in=False, prepare=prepare)
    page = desk.page
    assert page.evaluate("document.body.dataset.mdColorScheme") == ("slate" if scheme == "dark" else "default")
    sound(desk)
    desk.sign_in()
    page.locator("tr[data-number]").first.wait_for()
    sound(desk)
    page.locator('[data-view="overdue"]').click()
    page.locator(".desk-empty").wait_for()
    sound(desk)
    page.evaluate(f"location.hash = 'case={NUMBER}&view=mine'")
    page.locator("#desk-case").wait_for()
    page.evaluate("document.querySelectorAll('#desk-case details').forEach((fold) => { fold.open = true; })")
    sound(desk)
    page.locator('form[data-command="triage-case"] [type=submit]').click()
    page.locator('form[data-command="accept-case"] [type=submit]').click()
    page.locator("#desk-identity [data-reveal]").click()
    page.locator("#identity-form [type=submit]").click()
    sound(desk)
    desk.door.answers[f"cases/{NUMBER}/add-fact"] = (
        409,
        refusal("stale_version", "有人先改了。", "Changed.", at="2026-11-26T09:03:00+08:00"),
    )
    page.locator("#add-fact-note").fill("x")
    page.locator('form[data-command="add-fact"] [type=submit]').click()
    page.locator("[data-reload]").wait_for()
    page.select_option("#identity-reason", "call_owner")
    page.locator("#identity-form [type=submit]").click()
    page.locator('[data-identity="shown"]').wait_for()
    sound(desk)
    desk.door.tokens.clear()
    page.locator('form[data-command="add-fact"] [type=submit]').click()
    page.locator("#desk-notice .desk-note").wait_for()
    sound(desk)


@pytest.mark.parametrize("path", ["/desk/", "/en/desk/"])
def test_the_desk_is_light(open_desk: Opening, built: Path, path: str) -> None:
    asked: list[str] = []
    desk = open_desk(path, signed_in=False)
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.page.reload()
    desk.page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith(desk.door.origin)] == []
    files = {url.removeprefix(desk.door.origin).split("?")[0] for url in asked}
    sizes = {name: len(gzip.compress(file_of(built, name).read_bytes())) for name in files}
    assert len(files) <= 20, sorted(files)
    assert sum(sizes.values()) <= 100 * 1024, sizes


def file_of(site: Path, name: str) -> Path:
    path = site / name.lstrip("/")
    return path / "index.html" if path.is_dir() else path


@pytest.mark.parametrize("path", [f"/desk/#case={NUMBER}", "/en/desk/#view=mine", f"/en/desk/#case={NUMBER}"])
def test_the_desk_fits_a_narrow_window_and_large_text(open_desk: Opening, path: str) -> None:
    page = open_desk(path, width=320, height=640, prepare=prepare).page
    assert sideways(page) == 0
    page.locator("[data-hy-big]").click()
    assert sideways(page) == 0


@pytest.mark.parametrize("path", [f"/desk/#case={NUMBER}", "/desk/#view=mine"])
def test_the_desk_holds_text_of_twice_the_size_on_a_phone(open_desk: Opening, path: str) -> None:
    page = open_desk(path, width=390, prepare=prepare).page
    page.locator("#desk-case, tr[data-number]").first.wait_for()
    page.evaluate("document.documentElement.style.fontSize = '40px'")
    assert sideways(page) == 0
    boxes = page.locator(".desk-header :is(#desk-who button, .hy-tool):visible").evaluate_all(
        "(all) => all.map((e) => e.getBoundingClientRect()).map((r) => [r.left, r.top, r.right, r.bottom])"
    )
    assert len(boxes) >= 3
    assert [(a, b) for a, b in combinations(boxes, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]] == []
    card = page.locator("tr[data-number]").first
    if card.count():
        number, badge = card.locator("th a").bounding_box(), card.locator(".hy-badge").first.bounding_box()
        assert number
        assert badge
        assert number["x"] + number["width"] <= badge["x"]


def test_an_action_is_named_right_above_its_fields(open_desk: Opening) -> None:
    page = open_desk(f"/desk/#case={NUMBER}", prepare=prepare).page
    page.locator("#desk-case").wait_for()
    first = page.locator(".desk-act[open]").first
    name = first.locator("summary").evaluate(
        "(e) => { const words = document.createRange(); words.selectNodeContents(e); return words.getBoundingClientRect().left; }"
    )
    form = first.locator("form").bounding_box()
    assert form
    assert name == pytest.approx(form["x"], abs=1)


def test_a_case_prints_facts_and_who_printed_and_no_buttons(open_desk: Opening) -> None:
    page = open_desk(f"/desk/#case={NUMBER}", prepare=prepare).page
    page.locator("#desk-case").wait_for()
    page.emulate_media(media="print")
    for furniture in (".md-header", ".desk-do", "#desk-case .hy-btn >> nth=0", ".desk-footer", ".desk-jump"):
        assert not page.locator(furniture).is_visible()
    for part in (".desk-verbatim >> nth=0", "#desk-timeline", "#desk-identity", ".desk-printed"):
        assert page.locator(part).is_visible()
    assert "由林静于" in page.locator(".desk-printed").inner_text()
    assert "***" in page.locator("#desk-identity").inner_text()


@pytest.mark.parametrize("path", ["desk/index.html", "en/desk/index.html"])
def test_search_engines_and_the_sites_own_search_leave_the_desk_out(built: Path, path: str) -> None:
    assert '<meta name="robots" content="noindex, nofollow">' in (built / path).read_text("utf-8")
    assert "desk/" not in (built / "sitemap.xml").read_text("utf-8")
    for index in built.rglob("search_index.json"):
        assert '"desk/' not in index.read_text("utf-8")


@pytest.mark.parametrize("path", ["/desk/", "/en/desk/"])
def test_without_script_the_desk_says_what_it_needs(open_page: Opener, path: str) -> None:
    assert "JavaScript" in open_page(path, script=False).page.locator("#desk-place").inner_text()
