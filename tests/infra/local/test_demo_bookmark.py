"""A year that was cut short goes on where it stopped, and ends as one that was not."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from pathlib import Path

import pytest

from infra.local.demo import YEAR, play
from infra.local.demo_bookmark import Bookmark
from infra.local.demo_doors import Doors
from infra.local.stack import Stack
from infra.local.state import Keeper

NOW = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
CASES = 3


def events(stack: Stack) -> Counter[str]:
    """How often each kind of event happened in all cases together."""
    rows = stack.boto("dynamodb").scan(TableName=stack.name("CaseTable"), ConsistentRead=True)["Items"]
    return Counter(row["type"]["S"] for row in rows if row["sk"]["S"].startswith("EV#"))


def test_a_bookmark_is_found_until_the_year_is_over(tmp_path: Path) -> None:
    assert Bookmark.unfinished(tmp_path) is None
    Bookmark.begin(tmp_path, CASES, NOW).move(NOW - YEAR)
    found = Bookmark.unfinished(tmp_path)
    assert found is not None
    assert (found.count, found.end, found.reached) == (CASES, NOW, NOW - YEAR)
    found.move(NOW, is_over=True)
    assert Bookmark.unfinished(tmp_path) is None


def test_a_year_that_was_cut_short_says_what_becomes_of_it(tmp_path: Path) -> None:
    year = Bookmark.begin(tmp_path, CASES, NOW)
    assert year.in_words(CASES) == "the year of 3 cases was cut short and is played from its first day: no case of it comes twice"
    year.move(NOW - YEAR)
    assert year.in_words(None) == "the year of 3 cases goes on where it was cut short, after 2025-11-20: no case of it comes twice"
    assert year.in_words(300).endswith("; for a year of 300, choose another folder")
    Bookmark.forget(tmp_path)
    Bookmark.forget(tmp_path)
    assert Bookmark.unfinished(tmp_path) is None


@pytest.mark.long
def test_a_year_cut_short_goes_on_and_nothing_of_it_happens_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Stack.start() as stack:
        assert play(stack, Bookmark.begin(None, CASES, NOW)).finished
        whole, letters = events(stack), len(stack.mailbox())
    ended, folder = threading.Event(), tmp_path / "state"
    command = Doors.command

    def command_and_stop(doors: Doors, *rest: object) -> object:
        ended.set()
        return command(doors, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as once:
        once.setattr(Doors, "command", command_and_stop)
        with Stack.start(state=Keeper(folder)) as stack:
            assert not play(stack, Bookmark.begin(folder, CASES, NOW), ended).finished
            assert 0 < events(stack).total() < whole.total()
    with Stack.start(state=Keeper(folder)) as stack:
        unfinished = Bookmark.unfinished(folder)
        assert unfinished is not None
        assert play(stack, unfinished).finished
        assert (events(stack), len(stack.mailbox())) == (whole, letters)
