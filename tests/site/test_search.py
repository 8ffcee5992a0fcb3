"""The search finds Chinese however it is put in: typed, pasted, a part of a sentence, one character."""

import pytest
from playwright.sync_api import Page

from tests.accessibility import faults
from tests.site.opening import Opener


def hits(page: Page) -> list[str]:
    page.wait_for_selector(".md-search-result__item, .md-search-result__meta:has-text('没有找到')", state="attached")
    return page.locator(".md-search-result__article h1, .md-search-result__article h2").all_inner_texts()


@pytest.mark.parametrize("words", ["投诉", "群体", "保密", "时限", "编号与查询码", "投诉 渠道", "诉"])
def test_typed_words_are_found(open_page: Opener, words: str) -> None:
    opened = open_page("/", width=1280, height=800)
    opened.page.locator("[data-md-component=search-query]").click()
    opened.page.keyboard.type(words)
    assert hits(opened.page)
    assert opened.page.locator(".md-search-result mark").count() > 0
    assert opened.said == []


def test_pasted_text_is_found_without_another_key(open_page: Opener) -> None:
    page = open_page("/", width=1280, height=800).page
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.insert_text("首次联系")
    assert hits(page)


def test_a_run_of_words_that_stands_nowhere_is_looked_for_in_pairs(open_page: Opener) -> None:
    page = open_page("/", width=1280, height=800).page
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.insert_text("电梯投诉")
    assert hits(page)


def test_english_pages_are_searched_in_english(open_page: Opener) -> None:
    page = open_page("/en/", width=1280, height=800).page
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.insert_text("deadlines")
    assert any("Deadlines" in title for title in hits(page))


def test_what_is_typed_is_never_read_as_html(open_page: Opener) -> None:
    opened = open_page("/", width=1280, height=800)
    opened.page.locator("[data-md-component=search-query]").click()
    opened.page.keyboard.insert_text("<img src=x onerror=alert(1)> .*(")
    opened.page.wait_for_timeout(300)
    assert opened.page.locator(".md-search-result img").count() == 0
    assert opened.said == []


def test_a_hit_leads_to_its_section_and_the_open_search_is_accessible(open_page: Opener) -> None:
    page = open_page("/track/", width=390).page
    page.locator("label[for=__search]").first.click()
    page.keyboard.insert_text("满意度")
    assert hits(page)
    assert faults(page) == []
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/policy/**")
