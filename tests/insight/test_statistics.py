"""Figures: what is counted, what is withheld, and waiting time with cases that still wait."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import median

from hypothesis import assume, given
from hypothesis import strategies as st

from huiyin.insight.statistics import GUARDED, UNKNOWN, figures_of, public, quantile, waiting_of, withhold
from insight_rows import START, Row

NOW = START + timedelta(days=10)


def test_every_case_counts_once_in_the_total_and_once_in_each_table() -> None:
    rows = [Row(), Row(category=None), Row(building=None), Row(guarded=True, category="staff_attitude")]
    figures = figures_of("2026-11", rows, now=NOW, edition="e")
    assert figures.total == 4
    assert all(sum(cells.values()) == 4 for cells in figures.tables.values())
    assert figures.tables["category"] == {"elevator": 2, UNKNOWN: 1, GUARDED: 1}


def test_a_guarded_case_shows_neither_its_class_nor_its_place() -> None:
    figures = figures_of("2026-11", [Row(guarded=True, category="staff_attitude", building="b7")], now=NOW, edition="e")
    assert "staff_attitude" not in figures.tables["category"]
    assert "b7" not in figures.tables["building"]


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 20), max_size=8), st.integers(2, 8))
def test_no_small_number_can_be_read_or_worked_out_from_the_total(cells: dict[str, int], fewest: int) -> None:  # PR04
    shown = withhold(cells, fewest)
    hidden = [code for code, n in shown.items() if n is None]
    assert all(n == 0 or n >= fewest for n in shown.values() if n is not None)
    assert all(shown[code] in {None, cells[code]} for code in cells)
    total, seen = sum(cells.values()), sum(n for n in shown.values() if n)
    assume(total >= fewest)
    if hidden:
        assert len(hidden) > 1
        assert total - seen >= fewest


def test_a_month_with_very_few_cases_shows_no_number_at_all() -> None:
    shown = public(figures_of("2026-11", [Row()] * 3, now=NOW, edition="e"), 5)
    assert shown["total"] is None
    assert all(n is None for cells in shown["tables"].values() for n in cells.values())  # type: ignore[attr-defined]
    assert shown["first_contact"] == {"in_time": None, "median_h": None, "p90_h": None, "contacted": 0, "attempted": 0, "waiting": None}


@given(st.lists(st.floats(0.1, 99), min_size=1, max_size=40))
def test_when_everybody_was_contacted_the_median_is_the_plain_lower_median(hours: Sequence[float]) -> None:
    spans = [(h, True) for h in hours]
    low = sorted(hours)[(len(hours) - 1) // 2]
    assert quantile(spans, 0.5) == low
    assert low <= median(hours)


def test_cases_that_still_wait_lengthen_the_median_and_are_not_dropped() -> None:
    contacted = [(1.0, True), (2.0, True), (3.0, True)]
    assert quantile(contacted, 0.5) == 2.0
    assert quantile([*contacted, (50.0, False), (50.0, False)], 0.5) == 3.0
    assert quantile([*contacted, *[(50.0, False)] * 4], 0.5) is None


def test_the_share_in_time_looks_at_promises_that_are_decided() -> None:
    kept = Row(first_contact_at=START + timedelta(hours=3))
    late = Row(first_contact_at=START + timedelta(hours=30))
    missed = Row()
    young = Row(first_contact_due=NOW + timedelta(hours=1))
    waiting = waiting_of([kept, late, missed, young], NOW)
    assert (waiting.decided, waiting.in_time) == (3, 1 / 3)
    assert (waiting.contacted, waiting.waiting, waiting.attempted) == (2, 2, 0)


def test_a_month_without_cases_is_zero_not_an_error() -> None:
    shown = public(figures_of("2026-11", [], now=NOW, edition="e"), 5)
    assert shown["total"] == 0


def test_a_case_that_was_only_tried_is_counted_apart_and_never_as_contacted() -> None:
    tried = Row(attempted_at=START + timedelta(hours=5))
    spoken = Row(first_contact_at=START + timedelta(hours=3))
    waiting = waiting_of([tried, spoken], NOW)
    assert (waiting.contacted, waiting.attempted, waiting.waiting) == (1, 1, 0)
    assert (waiting.decided, waiting.in_time) == (1, 1.0)
