"""Numbers that contradict one another are refused, each with the place where to look."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from huiyin.policy import PolicyError, load_policy_from

Spoil = Callable[[str, str, str], PolicyError]


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "said"),
    [
        ("promises.toml", "interim = { h = 2 }", "interim = { h = 48 }", "clocks.P1.interim", "longer than for the next lower"),
        ("promises.toml", "triage = { min = 5 }", "triage = { min = 4 }", "clocks.P1.triage", "must not end before register"),
        ("promises.toml", "accept = { min = 10 }", "accept = { min = 40 }", "clocks.P1.first_contact_essential", "not end before accept"),
        ("promises.toml", "made_safe = { h = 4 }", "made_safe = { min = 20 }", "clocks.P1.made_safe", "must not end before on_site"),
        ("promises.toml", "answer = { h = 24 }", "answer = { d = 4 }", "clocks.P1.answer_final", "must not end before answer"),
        ("promises.toml", "answer = { d = 8 }", "answer = { d = 11 }", "clocks.P4.answer", "Allowed: up to 10 d"),
        ("promises.toml", "answer = { d = 7 }", "answer = { wd = 5 }", "clocks.P3.answer", "in calendar time"),
        ("promises.toml", "answer = { d = 8 }", 'answer = { h = 200, window = "waking" }', "clocks.P4.answer", "in calendar time"),
        ("charter.toml", "statutory_answer_d = 10", "statutory_answer_d = 7", "clocks.P4.answer", "Allowed: up to 7 d"),
        ("charter.toml", "closed_major_y = 5", "closed_major_y = 2", "kept.closed_major_y", "must not be less than closed_y, 3"),
        ("promises.toml", "amber = 0.5", "amber = 0.8", "amber", "must be less than red"),
        ("promises.toml", "amber = 0.5", "amber = 1.5", "amber", "Allowed: 0.01 to 0.99"),
        ("promises.toml", "plan_decided = 0.6", "plan_decided = 0.3", "caps.plan_decided", "must be more than plan_submitted"),
        ("promises.toml", '4 = { 4 = "P1", 3 = "P1"', '4 = { 4 = "P2", 3 = "P1"', "matrix.4.4", "below a less severe or less urgent"),
        ("promises.toml", '1 = { 4 = "P3"', '1 = { 4 = "P1"', "matrix.2.4", "Allowed: P1"),
        ("promises.toml", ', 1 = "P2" }', " }", "matrix.4", "must have the keys 1, 2, 3 and 4"),
        ("promises.toml", '1 = { zh = "可以', '5 = { zh = "可以', "urgencies.5", "Allowed: 1 to 4"),
        ("promises.toml", "[clocks.P4]", "[clocks.P5]", "clocks.P5", "Did you mean"),
        (
            "measures.toml",
            'general = ["solution"]',
            'general = ["solution", "beauty"]',
            "plan_words.general",
            "must hold what general does",
        ),
        ("measures.toml", "guarded = [", "secret = [", "plan_words", "must have the keys general, group, guarded, major"),
        ("calendar.toml", "opens = 09:00:00, closes = 17:30:00", "opens = 17:30:00, closes = 09:00:00", "windows.office.closes", "later"),
        ("calendar.toml", "2026-01-01, ", "2025-01-01, ", "years.2026.holidays", "lies outside 2026"),
        ("calendar.toml", "2026-10-10]", "2026-10-12]", "years.2026.make_up_days", "is no Saturday or Sunday"),
        ("calendar.toml", "2026-10-10]", "2026-10-03]", "years.2026.make_up_days", "is a holiday as well"),
        ("departments.toml", "closes = 20:00:00", "closes = 19:00:00", "roster.0.closes", "leaves hours without duty"),
        ("departments.toml", "closes = 20:00:00", "closes = 21:00:00", "roster.0.closes", "overlaps the next turn"),
        ("departments.toml", "weekday = 3", "weekday = 7", "roster.6.weekday", "Allowed: 0 to 6"),
    ],
)
def test_numbers_that_contradict_one_another_are_refused(spoil: Spoil, file: str, old: str, new: str, key: str, said: str) -> None:
    error = spoil(file, old, new)
    assert error.key == key
    assert said in error.wrong


def test_a_roster_without_turns_is_refused(folder: Path) -> None:
    path = folder / "departments.toml"
    path.write_text(re.sub(r"roster = \[.*?^\]", "roster = []", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE), "utf-8")
    with pytest.raises(PolicyError, match="must cover every hour of the week"):
        load_policy_from(folder)


def test_one_turn_may_fill_a_whole_day(folder: Path) -> None:
    path = folder / "departments.toml"
    turns = ",".join(f'{{ weekday = {day}, opens = 00:00:00, closes = 00:00:00, staff = "du.peng" }}' for day in range(7))
    path.write_text(re.sub(r"roster = \[.*?^\]", f"roster = [{turns}]", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE), "utf-8")
    assert len(load_policy_from(folder).departments.roster) == 7
