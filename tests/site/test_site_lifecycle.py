"""The drawing of the lifecycle says what the table says, in both languages, in colours of the style sheet, and is read in a browser."""

import re
from xml.etree import ElementTree as ET

import pytest

from huiyin.core.lifecycle import LIFECYCLE, STATES
from huiyin.policy.schema import LANGUAGES, Language, Policy
from infra.site_lifecycle import broken, diagram
from infra.site_lifecycle_layout import staying
from infra.site_tables_lifecycle import step_words
from tests.site.opening import Opener

PAGES = {"zh": "/docs/life-of-a-case/", "en": "/en/docs/life-of-a-case/"}


def drawn(policy: Policy, language: Language) -> ET.Element:
    """The snippet, which is well-formed XML."""
    return ET.fromstring(diagram(policy, language))


def words_in(group: ET.Element) -> list[str]:
    return [text.text or "" for text in group.iter("text")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_that_moves_a_case_is_there_under_its_number_and_says_its_words(policy: Policy, language: Language) -> None:
    figure = drawn(policy, language)
    legend = figure.findtext("figcaption") or ""
    groups = {group.get("data-step"): group for group in figure.iter("g") if group.get("data-step")}
    assert list(groups) == [step.command for step in LIFECYCLE if step.targets]
    letters = iter("abcdefghij")
    for step in LIFECYCLE:
        if step.targets:
            group = groups[step.command]
            mark = next(letters) if step.row == "-" else step.row
            assert set(words_in(group)) == {mark}
            assert step.row != "-" or f"{mark} {'是' if language == 'zh' else 'is '}“{step_words(step, policy, language)}”" in legend
            assert step_words(step, policy, language) in (group.findtext("title") or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_there_with_its_name_and_the_steps_after_which_it_stays(policy: Policy, language: Language) -> None:
    groups = {group.get("data-state"): words_in(group) for group in drawn(policy, language).iter("g") if group.get("data-state")}
    assert list(groups) == list(STATES)
    for state, words in groups.items():
        assert words.index(state) <= 2, "more than two rows of a name would run into the name below"
        assert "".join(words).replace(" ", "").startswith(policy.charter.states[state].of(language).replace(" ", "") + state)
        assert [row for row in " ".join(words).split() if row.startswith("T") and row[1:].isdigit()] == list(
            dict.fromkeys(step.row for step in staying(state, LIFECYCLE))
        )


def test_every_numbered_step_is_on_a_line_or_in_a_box(policy: Policy) -> None:
    said = " ".join(words_in(drawn(policy, "zh")))
    assert {step.row for step in LIFECYCLE if step.row != "-"} - set(said.split()) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_one_language_and_carries_nothing_that_the_policy_of_the_page_forbids(policy: Policy, language: Language) -> None:
    text = diagram(policy, language)
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|(?:fill|stroke)=", text)
    assert "\n\n" not in text, "Markdown would end the block there"
    assert bool(re.search(r"[\u3400-\u9fff]", text)) is (language == "zh")


@pytest.mark.parametrize(
    ("name", "room", "rows"),
    [
        ("已登记", 120, ["已登记"]),
        ("未受理（已告知途径）", 120, ["未受理", "（已告知途径）"]),
        ("未受理（已告知途径）", 160, ["未受理（已告知途径）"]),
        ("Not taken up (other ways given)", 122, ["Not taken up", "(other ways given)"]),
        ("Passed on to an outside body", 122, ["Passed on to an", "outside body"]),
    ],
)
def test_a_long_name_is_broken_where_it_may_be(name: str, room: float, rows: list[str]) -> None:
    assert broken(name, room) == rows


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_in_a_browser_words_stay_inside_their_boxes_and_only_the_drawing_scrolls(open_page: Opener, language: Language, width: int) -> None:
    page = open_page(PAGES[language], width=width, height=844).page
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.hy-life-state')].flatMap((state) => {
          const box = state.querySelector('rect').getBBox();
          return [...state.querySelectorAll('text')].filter((text) => {
            const own = text.getBBox();
            return own.x < box.x || own.x + own.width > box.x + box.width || own.y + own.height > box.y + box.height;
          }).map((text) => text.textContent);
        })"""
    )
    assert outside == []
    over = page.evaluate(
        """() => [...document.querySelectorAll('.hy-life-t')].filter((text) => {
          const pill = text.previousElementSibling.getBBox();
          return text.getBBox().width > pill.width;
        }).map((text) => text.textContent)"""
    )
    assert over == []
    scrolls = page.evaluate("(() => { const b = document.querySelector('.hy-life-box'); return b.scrollWidth > b.clientWidth; })()")
    assert scrolls is (width == 390)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_keyboard_reaches_the_drawing_and_moves_it(open_page: Opener) -> None:
    page = open_page(PAGES["zh"], width=390, height=844).page
    box = page.locator(".hy-life-box")
    box.press("ArrowRight")
    # The page lets nobody evaluate text, so it cannot be asked to wait for this by itself.
    moved = (page.wait_for_timeout(50) or box.evaluate("(element) => element.scrollLeft") for _ in range(100))
    assert any(moved)
    assert box.get_attribute("aria-label")


@pytest.mark.parametrize(("scheme", "palette", "ink"), [("light", "default", "rgb(23, 33, 31)"), ("dark", "slate", "rgb(230, 236, 234)")])
def test_colours_follow_the_palette(open_page: Opener, scheme: str, palette: str, ink: str) -> None:
    page = open_page(PAGES["zh"], width=1280, height=800, scheme=scheme).page
    assert page.evaluate("document.body.dataset.mdColorScheme") == palette
    assert page.evaluate("getComputedStyle(document.querySelector('.hy-life-name')).fill") == ink
