"""The nightly report: the same numbers in data, chart and page, in both languages, nothing small in any of them."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from huiyin.insight.report import as_json, chart, fragment, summary
from huiyin.insight.statistics import figures_of
from huiyin.policy.schema import LANGUAGES, Language, Policy
from insight_rows import Row

NOW = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
START = datetime(2026, 11, 2, tzinfo=UTC)


def rows() -> Iterator[Row]:
    for n in range(12):
        yield Row(category="elevator", building="b3", first_contact_at=START + timedelta(hours=n + 1))
    for _ in range(7):
        yield Row(category="noise", building="b2")
    for _ in range(2):
        yield Row(category="greening", building=None)
    yield Row(guarded=True, category="staff_attitude", building="b7")


@pytest.fixture
def figures() -> Any:
    return figures_of("2026-11", rows(), now=NOW, edition="2026.11")


class Text(HTMLParser):
    """The words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_chart_and_data_say_the_same(policy: Policy, figures: Any, language: Language) -> None:
    data = json.loads(as_json(figures, policy))
    assert data["total"] == 22
    assert data["tables"]["category"]["elevator"] == 12
    reader = Text()
    reader.feed(fragment(figures, policy, language))
    page = " ".join(reader.words)
    assert policy.categories["elevator"].name.of(language) in page
    assert re.search(r"\b22\b", page)
    assert " 12 " in f" {' '.join(re.findall('[0-9]+', chart(figures, policy, language)))} "
    assert "22" in summary(figures, policy, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_small_cells_are_withheld_everywhere(policy: Policy, figures: Any, language: Language) -> None:
    data = json.loads(as_json(figures, policy))
    assert data["tables"]["category"]["greening"] is None
    assert data["tables"]["category"]["guarded"] is None
    for cells in data["tables"].values():
        assert all(n is None or n == 0 or n >= policy.promises.public_cell for n in cells.values())
    assert policy.word("labels.figures_withheld", language) in fragment(figures, policy, language)


def test_a_guarded_case_names_no_class_and_no_place(policy: Policy, figures: Any) -> None:
    text = as_json(figures, policy) + fragment(figures, policy, "zh")
    assert "staff_attitude" not in text
    assert policy.categories["staff_attitude"].name.zh not in text
    assert '"b7"' not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_without_cases_still_makes_a_page(policy: Policy, language: Language) -> None:
    empty = figures_of("2026-12", [], now=NOW, edition="2026.11")
    assert "<svg" not in fragment(empty, policy, language)
    assert json.loads(as_json(empty, policy))["total"] == 0


def test_the_page_needs_no_script_and_no_style_attribute(policy: Policy, figures: Any) -> None:
    html = fragment(figures, policy, "zh")
    assert "<script" not in html
    assert "style=" not in html
