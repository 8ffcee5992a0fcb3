"""Clerk and triage take a case from their lists to whoever handles it with keys alone; the focus is seen at each of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from journeys.keyboard import Keys
from journeys.ordinary_repair import Repair
from journeys.walker import Walker

pytestmark = pytest.mark.long
MOST = 40


@pytest.fixture
def desk(stack: Any, browser: Browser, tmp_path: Path) -> Iterator[Repair]:
    """A desk to which one repair was reported."""
    repair = Repair(stack, browser, tmp_path / "unused.jpg")
    repair.owner_reports(repair.someone(width=390, height=844))
    yield repair
    repair.close()


def opened(desk: Repair, walker: Walker) -> Keys:
    """From the heading of the list by j to the row, and into the case."""
    keyboard = walker.page.keyboard
    for _ in range(MOST):
        keyboard.press("j")
        if desk.number in walker.page.evaluate("document.activeElement.textContent"):
            break
    keyboard.press("Enter")
    walker.sees("#desk-case", desk.number)
    return Keys(walker.page)


def choose(keys: Keys, command: str, name: str, value: str) -> None:
    """Go to a list or to cards, and on by arrows to that one."""
    at = f'form[data-command="{command}"] [name="{name}"]'
    keys.to(at)
    # of cards none may be chosen yet; the focus is on the one that is
    for _ in range(MOST):
        if keys.page.evaluate("(e => e.type === 'radio' && !e.checked ? '' : e.value)(document.activeElement)") == value:
            return
        keys.page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} does not come to {value} by arrows")


def sent(keys: Keys, walker: Walker, command: str) -> None:
    version = walker.page.locator("#desk-case").get_attribute("data-version")
    keys.press(f'form[data-command="{command}"] [type=submit]')
    walker.sees(f"#desk-case:not([data-version='{version}']) .desk-note--done")


def test_clerk_and_triage_need_no_mouse(desk: Repair) -> None:
    clerk = desk.at_desk("lin.jing")
    keys = opened(desk, clerk)
    choose(keys, "register-case", "identity_check", "called_back")
    sent(keys, clerk, "register-case")
    desk.ends("clerk", clerk)

    triage = desk.at_desk("he.min")
    more = opened(desk, triage)
    wanted = {"category": "facility_repair", "sub_issue": "roads_lights", "severity": "2", "urgency": "2", "handler": "li.wei"}
    for name, value in wanted.items():
        choose(more, "triage-case", name, value)
    sent(more, triage, "triage-case")
    desk.ends("triage", triage)

    assert keys.faults + more.faults + desk.faults == []
    assert [(role, desk.efforts[role].presses) for role in ("clerk", "triage")] == [("clerk", 0), ("triage", 0)]
