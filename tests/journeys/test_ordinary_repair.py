"""An ordinary repair on its whole way in browsers, and how little it may take each who has to do with it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from entry.test_photos import a_photo
from journeys.counter import told_at_the_counter
from journeys.effort_table import of_staff
from journeys.ordinary_repair import ANSWER, Repair
from neighbours import send

# What the pages ask of each as they are; more is a step back. `make walks` prints what that takes in time.
PRESSES = {"owner": 13, "clerk": 4, "triage": 8, "handler": 30, "lead": 2, "repairer": 6, "verifier": 2}
COUNTER_PRESSES, COUNTER_KEYS = 7, 11
DOCS = [Path(__file__).parents[2] / "site" / name for name in ("docs/desk.md", "en/docs/desk.md")]


@pytest.fixture
def desk(stack: Any, browser: Browser, tmp_path: Path) -> Iterator[Repair]:
    """The desk before anything came in, and a phone whose camera sees something."""
    photo = tmp_path / "lamp.jpg"
    photo.write_bytes(a_photo(size=(1200, 900)))
    repair = Repair(stack, browser, photo)
    yield repair
    repair.close()


def typed(line: int) -> list[tuple[str, ...]]:
    """The numbers of that point of the documentation, in both languages: what `make walks` prints."""
    points = [[one for one in page.read_text("utf-8").splitlines() if one.startswith("- ")][line] for page in DOCS]
    return [tuple(re.findall(r"\d+", one)) for one in points]


def test_a_repair_goes_from_the_form_to_its_end_through_the_pages_alone(desk: Repair) -> None:
    desk.walks()
    assert desk.faults == []
    told = send(f"{desk.stack.url}/api/track", {"number": desk.number, "code": desk.code}).json
    assert told["state"] == "CLOSED"
    assert told["answer"]["words"] == ANSWER
    assert {role: effort.presses for role, effort in desk.efforts.items()} == PRESSES
    staff = of_staff(desk.efforts)
    assert typed(0) == [(str(staff.presses), f"{staff.hands_s / 60:.0f}")] * 2


def test_what_is_told_at_the_counter_is_registered_with_few_presses(desk: Repair) -> None:
    effort = told_at_the_counter(desk)
    assert desk.faults == []
    assert (effort.presses, effort.keys) == (COUNTER_PRESSES, COUNTER_KEYS)
    assert typed(1) == [(str(effort.presses), f"{effort.hands_s:.0f}")] * 2
