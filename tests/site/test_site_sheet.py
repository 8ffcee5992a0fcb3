"""The theme's sheet loses what no page here has, and nothing else."""

import gzip
import re
from pathlib import Path

import pytest

from infra import site_sheet
from infra.site_pages import ROOT
from tests.site.opening import Opener


def test_only_the_unused_selectors_of_a_rule_go() -> None:
    assert site_sheet.slim(".md-tag,.md-header:is(a,.b){color:red}.md-top{color:blue}") == ".md-header:is(a,.b){color:red}"


def test_blocks_keep_their_condition_and_go_when_empty() -> None:
    css = "@media print{.md-top{a:b}.x{c:d}}@media screen{.md-tag{a:b}}@keyframes k{0%{a:b}to{c:d}}"
    assert site_sheet.slim(css) == "@media print{.x{c:d}}@keyframes k{0%{a:b}to{c:d}}"


def test_pictures_of_absent_parts_go_and_those_in_use_stay() -> None:
    css = ':root{--md-tag-icon:url("x");--md-details-icon:url("y")}'
    assert site_sheet.slim(css) == ':root{--md-details-icon:url("y")}'


def test_a_bracket_inside_a_picture_does_not_end_it_early() -> None:
    css = ':root{--md-tag-icon:url("data:(c) x");--md-toc-icon:url("y")}.a{b:c}'
    assert site_sheet.slim(css) == ':root{--md-toc-icon:url("y")}.a{b:c}'


def test_other_palettes_go_and_ours_stays() -> None:
    css = "[data-md-color-primary=red]{a:b}[data-md-color-primary=custom]{c:d}[data-md-color-scheme=slate]{e:f}"
    assert site_sheet.slim(css) == "[data-md-color-primary=custom]{c:d}[data-md-color-scheme=slate]{e:f}"


def test_heads_that_sort_a_table_go() -> None:
    css = ".x th[role=columnheader]:after{a:b}.x th{c:d}"
    assert site_sheet.slim(css) == ".x th{c:d}"


def test_a_broken_sheet_stops_the_build() -> None:
    with pytest.raises(ValueError, match="never closed"):
        site_sheet.slim(".x{a:b")


def test_the_published_sheet_is_half_of_the_themes(built: Path) -> None:
    sheets = list((built / "assets").glob("all.*.css"))
    ours = "\n".join(path.read_text("utf-8") for path in sorted((built / "assets" / "css").glob("[0-9]*.css")))
    assert len(sheets) >= 2
    for sheet in sheets:
        text = sheet.read_text("utf-8")
        assert ours in text
        assert len(gzip.compress(text.encode())) < 24 * 1024


def test_both_languages_wear_the_same_sheets() -> None:
    chinese, english = (
        re.findall(r"^  - (?:\.\./)?(assets/css/\S+)$", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        for name in ("mkdocs.yml", "mkdocs.en.yml")
    )
    assert chinese == english
    assert [ROOT / "site" / sheet for sheet in chinese if not (ROOT / "site" / sheet).is_file()] == []


def test_a_page_of_the_api_wears_one_sheet_with_all_that_it_needs(built: Path) -> None:
    page = (ROOT / "functions/huiyin/entry/templates/page.html").read_text("utf-8")
    assert re.findall(r'rel="stylesheet" href="([^"]+)"', page) == ["/assets/css/door.css"]
    text = (built / "assets/css/door.css").read_text("utf-8")
    own = (ROOT / "site/assets/css/door.css").read_text("utf-8")
    places = [text.index(rule) for rule in ("--hy-r:", ".hy-case {", own)]
    assert places == sorted(places)
    assert text.count(own) == 1


def test_the_head_of_a_table_does_not_look_as_if_it_could_be_sorted(open_page: Opener) -> None:
    page = open_page("/policy/3-triage/", width=1280, height=800).page
    head = page.locator("th[role=columnheader]").first
    head.hover()
    assert head.evaluate("(e) => getComputedStyle(e).cursor") == "auto"
    assert head.evaluate("(e) => getComputedStyle(e, '::after').content") == "none"


def test_the_browser_reads_every_rule_of_ours(open_page: Opener) -> None:
    page = open_page("/report/").page
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--hy-r').trim()") == "0.4rem"
    assert page.evaluate("getComputedStyle(document.querySelector('.hy-card span')).borderRadius") == "8px"
