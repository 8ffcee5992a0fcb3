"""The pages by Zensical: the same files, the same sections, as silent and as accessible, and a report goes through."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from huiyin.policy.schema import Policy
from infra import site_successor
from infra.site_serving import serving
from tests.accessibility import faults, sideways
from tests.site import test_site_pages
from tests.site.form_steps import FORM, to_the_end
from tests.site.opening import Opener
from tests.site.stub_api import NUMBER, StubApi, receipt
from tests.site.windows import Windows

# What each engine brings of its own: scripts and sheets, and names made of their content. The description of the API comes from no engine.
ITS_OWN = ("api/", "assets/inline/", "assets/javascripts/", "assets/stylesheets/", "assets/all.")
PATHS = [
    "/",
    "/report/",
    "/track/",
    "/policy/2-intake/",
    "/policy/3-triage/",
    "/stats/",
    "/about/privacy/",
    "/desk/",
    "/404.html",
    "/docs/",
]
PATHS += ["/en/", "/en/report/", "/en/track/", "/en/policy/5-work/", "/en/about/words/"]
RULES = [
    test_site_pages.test_every_page_has_its_twin,
    test_site_pages.test_the_link_to_the_other_language_leads_to_the_same_page,
    test_site_pages.test_all_links_and_files_of_all_pages_exist,
    test_site_pages.test_docs_are_offered_to_no_search_engine_and_to_no_owner_who_searches,
    test_site_pages.test_no_page_names_another_host_or_carries_anything_inline,
]


@pytest.fixture(scope="module")
def successor(policy: Policy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert site_successor.ENGINE.exists(), "no Zensical: run `make successor` or `make long`, which put it there"
    return site_successor.build_site(policy, tmp_path_factory.mktemp("zensical") / "all", say=lambda line: None)


@pytest.fixture(scope="module")
def address(successor: Path) -> Iterator[str]:
    with serving(successor) as at:
        yield at


@pytest.fixture(scope="module")
def profiles(browser: Browser, address: str) -> Windows:
    return Windows(browser, address)


def test_what_stands_later_replaces_lists_and_joins_mappings() -> None:
    base = "a: {x: 1, y: [1, 2]}\nb: !ENV [NAME, other]\n"
    assert site_successor.merged(base, "INHERIT: other.yml\na: {y: [3]}\nc: 数\n") == "a: {x: 1, y: [3]}\nb: !ENV [NAME, other]\nc: 数\n"


@pytest.mark.long
def test_both_engines_publish_the_same_files_and_the_same_sections(built: Path, successor: Path) -> None:
    def files(site: Path) -> set[str]:
        names = {str(path.relative_to(site)) for path in site.rglob("*") if path.is_file()}
        return {name for name in names if not name.startswith(ITS_OWN)}

    def sections(site: Path, language: str) -> list[str]:
        texts = json.loads((site / language / "search/pages.json").read_text("utf-8"))
        return sorted(doc["location"] for doc in texts["docs"])

    assert files(successor) == files(built)
    assert sections(successor, ".") == sections(built, ".")
    assert sections(successor, "en") == sections(built, "en")


@pytest.mark.long
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__.removeprefix("test_"))
def test_what_holds_for_the_pages_of_mkdocs_holds_here(successor: Path, rule: Callable[[Path], None]) -> None:
    rule(successor)


@pytest.mark.long
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_as_silent_and_as_accessible(open_page: Opener, path: str) -> None:
    opened = open_page(path)
    opened.page.wait_for_load_state("networkidle")
    assert faults(opened.page) == []
    assert sideways(opened.page) <= 0
    assert opened.said == []
    assert [url for url in opened.lost if path not in url] == []


@pytest.mark.long
def test_a_report_goes_through_and_the_search_answers(open_page: Opener) -> None:
    opened = open_page("/report/")
    StubApi({FORM: [(201, receipt())]}).on(opened.page)
    to_the_end(opened.page)
    opened.page.locator("[data-send]").click()
    expect(opened.page.locator("#hy-number")).to_have_text(NUMBER)
    page = open_page("/policy/").page
    page.locator("[data-hy-search]").click()
    page.keyboard.insert_text("多久能有答复")
    expect(page.locator(".hy-search__link").first).to_contain_text("时限")
    assert opened.said == []
