"""The bar of the year: seen from the first step on, full at the last, and honest about the time that is left."""

from __future__ import annotations

import sys

import pytest

from infra.local.demo_bar import YearBar


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that has passed, as the bar sees it; write it anew to let time pass."""
    passed = [0.0]
    monkeypatch.setattr("infra.local.demo_bar.time.monotonic", lambda: passed[0])
    return passed


def test_on_no_terminal_it_says_where_it_is_at_the_start_and_at_each_tenth(
    capsys: pytest.CaptureFixture[str], seconds: list[float]
) -> None:
    bar = YearBar(40, 7)
    assert capsys.readouterr().err == f"demo begins            [{' ' * 28}] 0/7 cases   \n"
    for n in range(1, 41):
        seconds[0] += 2
        bar.step(f"demo 2026-{n % 12 + 1:02}", n * 7 // 40)
    bar.end(is_over=True)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert lines[4].startswith(f"demo 2026-09           [{'#' * 14}{' ' * 14}] 3/7 cases    40 s left")
    assert lines[-1].startswith(f"demo is over           [{'#' * 28}] 7/7 cases     0 s left")


def test_in_a_terminal_it_is_one_line_that_ends_with_the_year(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, seconds: list[float]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    bar = YearBar(5, 5)
    for n in range(5):
        bar.step("demo 2026-01", n)
    said = capsys.readouterr().err
    assert said.count("\r") == 6
    assert "\n" not in said
    bar.end(is_over=True)
    assert capsys.readouterr().err.count("\n") == 1
    YearBar(5, 5).end(is_over=False)
    assert capsys.readouterr().err.endswith("\r\n")


def test_what_had_happened_already_does_not_count_into_the_time_that_is_left(seconds: list[float]) -> None:
    bar = YearBar(100, 10)
    for _ in range(50):
        seconds[0] += 0.001
        bar.step("demo 2026-01", 5, again=True)
    assert bar.seconds_left() is None
    for _ in range(11):
        seconds[0] += 3
        bar.step("demo 2026-02", 6)
    assert bar.seconds_left() == pytest.approx(3 * 39)


def test_more_steps_than_were_foreseen_do_not_end_it(seconds: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    bar = YearBar(2, 1)
    for _ in range(4):
        seconds[0] += 1
        bar.step("demo 2026-01", 1)
    assert (bar.seconds_left() or 0) >= 0
    bar.end(is_over=True)
    assert capsys.readouterr().err.count("is over") == 1
