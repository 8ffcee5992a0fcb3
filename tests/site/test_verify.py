"""An owner checks his case in his own browser: it agrees, waits for tonight, or does not agree, in plain words."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from huiyin.core.ledger import ORIGIN, link
from huiyin.core.roots import DayBook, entry_of, path_to
from huiyin.store.books import published
from tests.accessibility import faults, sideways
from tests.site.opening import Opener
from tests.site.stub_api import CODE, NUMBER, StubApi, refusal

HASHES = [link(ORIGIN, b"1"), link(link(ORIGIN, b"1"), b"2")]
DAY = "2026-11-28"


def a_book(events: int = 2) -> DayBook:
    mine = entry_of("18720043", HASHES[:events], "5a" * 16)
    others = [entry_of(f"1872005{n}", [link(ORIGIN, bytes([n]))], "5b" * 16) for n in range(4)]
    return DayBook(day=DAY, previous="11" * 32, entries=(*others[:3], mine, *others[3:]))


def answer(book: DayBook | None, hashes: list[str] = HASHES) -> dict[str, Any]:
    said: dict[str, Any] = {"number": NUMBER, "hashes": hashes, "book": None}
    if book is not None:
        entry = book.entries[3]
        path = [{"side": side, "hash": beside} for side, beside in path_to(book.leaves, 3)]
        head = {"day": book.day, "previous": book.previous, "root": book.root}
        said["book"] = head | {"events": entry.n, "salt": entry.salt, "path": path}
    return said


def checked(page: Page, said: dict[str, Any], site: str | None, kept: str = "") -> str:
    """What the page says of that answer of the door and of that root on the site."""
    StubApi({"/api/track/books": [(200, said)]}).on(page)
    body, status = (site, 200) if site is not None else ("", 404)
    page.route("**/roots/2026/11/28.json", lambda route: route.fulfill(status=status, body=body, content_type="application/json"))
    page.locator("#hy-number").fill(NUMBER.lower())
    page.locator("#hy-code").fill(CODE.lower())
    page.locator("#hy-kept").fill(kept)
    page.locator("[data-check]").click()
    expect(page.locator("[data-result]")).to_be_focused()
    return page.locator("[data-result]").inner_text()


@pytest.mark.parametrize(
    ("path", "words"), [("/verify/", "2 条记录，一条没改，一条没少"), ("/en/verify/", "of the 2 records up to 2026-11-28 none was")]
)
def test_a_case_that_nobody_touched_agrees_with_the_published_root(open_page: Opener, path: str, words: str) -> None:
    opened = open_page(path, width=390, height=844)
    book = a_book()
    said = checked(opened.page, answer(book), published(book))
    assert words in said
    assert HASHES[-1] in said.replace(" ", "")
    assert faults(opened.page) == []
    assert sideways(opened.page) == 0
    assert opened.said == []


def test_what_is_newer_than_the_last_book_waits_for_tonight(open_page: Opener) -> None:
    book = a_book(events=1)
    said = checked(open_page("/verify/").page, answer(book), published(book))
    assert "1 条记录，一条没改" in said
    assert "之后新增的 1 条" in said


def test_before_the_first_night_nothing_is_claimed(open_page: Opener) -> None:
    said = checked(open_page("/verify/").page, answer(None), None)
    assert "还没有存证" in said
    assert "没改" not in said


OTHER = "22" * 32


@pytest.mark.parametrize(
    "change",
    [
        {"hashes": [OTHER, HASHES[1]]},
        {"hashes": HASHES[::-1]},
        {"book": {"previous": OTHER}},
        {"book": {"path": []}},
        {"book": {"events": 1}},
        {"book": {"salt": "5c" * 16}},
    ],
)
def test_a_case_that_was_touched_does_not_agree_whatever_the_door_says(open_page: Opener, change: dict[str, Any]) -> None:
    said = answer(a_book())
    told = said | change | {"book": said["book"] | change.get("book", {})}
    words = checked(open_page("/verify/").page, told, published(a_book()))
    assert "对不上" in words
    assert "12345" in words


def test_another_root_on_the_site_does_not_agree(open_page: Opener) -> None:
    other = json.dumps(json.loads(published(a_book())) | {"root": OTHER})
    assert "对不上" in checked(open_page("/verify/").page, answer(a_book()), other)


def test_a_root_that_cannot_be_read_accuses_nobody(open_page: Opener) -> None:
    said = checked(open_page("/verify/").page, answer(a_book()), None)
    assert "暂时读不到" in said
    assert "对不上" not in said


@pytest.mark.parametrize(("kept", "words"), [(HASHES[0], "是第 1 条，还在原位"), (OTHER, "不在这一件的记录里")])
def test_a_value_that_was_noted_before_is_found_in_its_place_or_missed(open_page: Opener, kept: str, words: str) -> None:
    book = a_book()
    assert words in checked(open_page("/verify/").page, answer(book), published(book), kept)


def test_what_was_mistyped_is_said_at_its_field_and_a_wrong_code_at_the_top(open_page: Opener) -> None:
    page = open_page("/verify/").page
    StubApi({"/api/track/books": [(404, refusal("case_unknown"))]}).on(page)
    page.locator("#hy-number").fill("HY-1")
    page.locator("#hy-kept").fill("xyz")
    page.locator("[data-check]").click()
    assert page.locator("#hy-errors li").count() == 3
    page.locator("#hy-number").fill(NUMBER)
    page.locator("#hy-code").fill(CODE)
    page.locator("#hy-kept").fill("")
    page.locator("[data-check]").click()
    expect(page.locator("#hy-errors li")).to_have_count(1)


def test_without_scripts_the_page_says_how_else(open_page: Opener) -> None:
    page = open_page("/verify/", script=False).page
    assert "请打开脚本后再来" in page.locator("[data-plain]").inner_text()
    assert not page.locator("#hy-verify").is_visible()
