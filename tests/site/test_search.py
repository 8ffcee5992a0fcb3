"""The search answers owners' questions in both languages, however they are put in: keys, paste, voice, a Chinese keyboard."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.accessibility import faults, sideways
from tests.site.opening import Opened, Opener

QUESTIONS = tomllib.loads(Path(__file__).with_name("search_questions.toml").read_text("utf-8"))
# Of the questions that the ranking was tuned with, and of those that it had never seen.
ENOUGH = {"tuned": 0.95, "fresh": 0.75}
ASK = """async ([texts, questions]) => {
  const { Index } = await import("/assets/search-index.js");
  const { docs, meant } = await (await fetch(texts)).json();
  const index = new Index(docs, meant);
  return questions.map((question) => index.search(question).pages.slice(0, 3).map((page) => page.page));
}"""

LOOKED_FOR = """async ([docs, meant, questions]) => {
  const { Index } = await import("/assets/search-index.js");
  const index = new Index(docs.map((title, at) => ({ location: `p${at}/`, title, text: "" })), meant);
  return questions.map((question) => index.search(question).terms);
}"""


def opened_search(open_page: Opener, path: str = "/", **window: Any) -> Opened:
    opened = open_page(path, **window)
    opened.page.locator("[data-hy-search]").click()
    return opened


def found(page: Page) -> list[str]:
    page.locator(".hy-search__link").first.wait_for()
    return page.locator(".hy-search__link").all_inner_texts()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_questions_of_owners_lead_to_the_page_that_answers_them(
    open_page: Opener, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = open_page("/").page
    for kind, enough in ENOUGH.items():
        wanted = QUESTIONS[language][kind]
        texts = "/search/pages.json" if language == "zh" else "/en/search/pages.json"
        answers = page.evaluate(ASK, [texts, list(wanted)])
        missed = [ask for (ask, pages), first in zip(wanted.items(), answers, strict=True) if not set(pages) & set(first)]
        hits = len(wanted) - len(missed)
        with capsys.disabled():
            print(f"\nsearch {language} {kind}: hit@3 {hits}/{len(wanted)}", *(f"missed: {ask}" for ask in missed), sep="\n  ")
        assert hits >= enough * len(wanted), missed


def test_an_english_saying_counts_as_a_whole_word_with_its_endings_or_as_far_as_it_is_typed(open_page: Opener) -> None:
    docs = ["overdue", "lifts", "pets", "withdrawal", "broken", "disagree"]
    meant = [["late", "overdue"], ["elevator", "lift"], ["cat", "pet"], ["cancel", "withdrawal"], ["not happy", "disagree"]]
    terms = {
        "related to my flat, category scat": [],
        "too late": ["overdu"],
        "my cats": ["pet"],
        "cancelled it": ["withdrawal"],
        "elevat": ["lift"],
        "elevat shaft": [],
        "not hap": ["disagre"],
        "happy, or not": [],
        "elevator brok": ["broken", "lift"],
    }
    assert open_page("/").page.evaluate(LOOKED_FOR, [docs, meant, list(terms)]) == list(terms.values())


def test_enter_opens_the_first_hit_of_what_is_asked_now(open_page: Opener) -> None:
    page = opened_search(open_page).page
    page.keyboard.insert_text("隐私")
    assert found(page)
    page.locator("#hy-search input").fill("满意度")
    page.keyboard.press("Enter")
    page.wait_for_url("**/policy/5-work/#*")


def test_enter_while_the_texts_are_on_their_way_waits_for_them_and_for_nobody_who_asked_on(open_page: Opener) -> None:
    page = open_page("/").page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/pages.json", hold)
    with page.expect_request("**/pages.json"):
        page.locator("[data-hy-search]").click()
    page.keyboard.insert_text("满意度")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("调查")
    expect(page.locator("#hy-search input")).to_have_value("满意度调查")
    held[0].continue_()
    assert found(page)
    expect(page).to_have_url(re.compile(r"/$"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/policy/5-work/#*")


def test_typed_words_are_found_and_marked_without_a_word_in_the_console(open_page: Opener) -> None:
    opened = opened_search(open_page, width=1280, height=800)
    opened.page.keyboard.type("投诉 渠道")
    assert "2.1 渠道" in " ".join(found(opened.page)[:3])
    assert {"投诉", "渠道"} <= set(opened.page.locator(".hy-search mark").all_inner_texts())
    assert opened.said == []


def test_text_that_arrives_at_once_is_found_without_a_key(open_page: Opener) -> None:
    """Paste, voice and handwriting put whole sentences into the field; no key is pressed."""
    page = opened_search(open_page).page
    page.evaluate("addEventListener('keydown', () => { window.keyed = true }, true)")
    page.keyboard.insert_text("电梯坏了要多久才有人来")
    assert any("时限" in text for text in found(page)[:3])
    assert page.evaluate("window.keyed") is None


def test_what_is_pasted_from_the_clipboard_is_found(open_page: Opener) -> None:
    page = opened_search(open_page).page
    page.keyboard.insert_text("查询码忘了")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+X")
    expect(page.locator(".hy-search__link")).to_have_count(0)
    page.keyboard.press("Control+V")
    assert any("编号与查询码" in text for text in found(page))


def test_letters_of_a_chinese_keyboard_are_no_question_until_a_candidate_is_chosen(open_page: Opener) -> None:
    page = opened_search(open_page).page
    keyboard = page.context.new_cdp_session(page)
    asked = page.locator(".hy-search__status").inner_text()
    for letters in ("lou", "lou shui"):
        keyboard.send("Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)})
    page.wait_for_timeout(400)
    assert page.locator(".hy-search__status").inner_text() == asked
    keyboard.send("Input.insertText", {"text": "漏水"})
    assert page.locator("#hy-search input").input_value() == "漏水"
    assert any("漏水" in text for text in found(page))


def test_english_pages_are_searched_in_english_while_a_word_is_still_being_typed(open_page: Opener) -> None:
    page = opened_search(open_page, "/en/").page
    page.keyboard.insert_text("deadl")
    assert any("Deadlines" in text for text in found(page))


def test_what_is_typed_is_never_read_as_html(open_page: Opener) -> None:
    opened = opened_search(open_page)
    opened.page.keyboard.insert_text("<img src=x onerror=alert(1)> .*(")
    expect(opened.page.locator(".hy-search__status")).to_contain_text("找到")
    assert opened.page.locator(".hy-search img").count() == 0
    assert opened.said == []


def test_the_panel_is_worked_by_keys_alone_and_gives_the_focus_back(open_page: Opener) -> None:
    page = open_page("/track/").page
    page.locator("[data-hy-search]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#hy-search input")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-close]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-hy-search]")).to_be_focused()
    expect(page.locator("#hy-search")).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.insert_text("满意度")
    assert found(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hy-search__link").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/policy/5-work/#*")


def test_the_open_panel_is_accessible_and_fits_a_narrow_window(open_page: Opener) -> None:
    page = opened_search(open_page, width=320, height=640).page
    page.keyboard.insert_text("电子邮件 service@yunjin.example")
    assert found(page)
    assert faults(page) == []
    assert sideways(page) == 0


def test_the_texts_come_only_when_somebody_searches(open_page: Opener) -> None:
    opened = open_page("/")
    opened.page.wait_for_load_state("networkidle")
    assert [url for url in opened.asked if "pages.json" in url or "search-index" in url] == []
    opened.page.locator("[data-hy-search]").click()
    opened.page.keyboard.insert_text("保密")
    assert found(opened.page)
    assert len([url for url in opened.asked if url.endswith("pages.json")]) == 1


def test_a_question_that_nothing_answers_is_told_so_and_so_is_a_broken_network(open_page: Opener) -> None:
    page = opened_search(open_page).page
    page.keyboard.insert_text("zzzz")
    expect(page.locator(".hy-search__status")).to_contain_text("没有找到")
    lost = open_page("/").page
    lost.route("**/pages.json", lambda route: route.abort())
    lost.locator("[data-hy-search]").click()
    lost.keyboard.insert_text("漏水")
    expect(lost.locator(".hy-search__status")).to_contain_text("请检查网络")
    lost.unroute("**/pages.json")
    lost.keyboard.insert_text("了")
    assert found(lost)


def test_without_script_there_is_no_search_that_does_nothing(open_page: Opener) -> None:
    page = open_page("/", script=False).page
    assert not page.locator("[data-hy-search]").is_visible()
    assert not page.locator("#hy-search").is_visible()
