"""With the work switched on: the form does it unseen, a browser without script is let in once a minute and loses no word."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from infra.local.stack import Stack

MATTER = "地下车库二层入口的灯坏了三盏，晚上看不清路。"


@pytest.fixture(scope="module")
def stack(built: Path) -> Iterator[Stack]:
    """A stack as `make up` starts it."""
    with Stack.start(site=built, parameters={"ProofOfWork": "on"}) as running:
        yield running


def fill_in(page: Page, matter: str, steps: bool) -> None:
    page.locator("#c-tile-facility").check(force=True)
    page.locator("#f-building").select_option("b3")
    for fill in (
        lambda: page.locator("#f-matter").fill(matter),
        lambda: page.locator("#f-phone").fill("13900001234"),
        lambda: page.locator("#f-consent").check(),
    ):
        if steps:
            page.locator("[data-next]").click()
        fill()


def test_an_owner_with_script_notices_nothing_however_often_he_reports(stack: Any, visit: Any) -> None:
    for n in (1, 2):
        owner = visit()
        page = owner.open(f"{stack.url}/report/")
        with page.expect_request("**/api/complaints") as sent:
            fill_in(page, f"{MATTER}第 {n} 次。", steps=True)
            page.locator("[data-send]").click()
        assert len(sent.value.post_data_json["proof"].split(".")) == 4
        expect(page.locator("#hy-number")).to_be_visible(timeout=15_000)
        assert owner.complaints == []


def test_without_script_the_second_report_of_a_minute_waits_with_every_word_kept(stack: Any, visit: Any) -> None:
    first, second = visit(script=False).open(f"{stack.url}/report/"), visit(script=False).open(f"{stack.url}/report/")
    with stack.at(stack_now(stack)):
        for page, matter in ((first, MATTER), (second, MATTER + "昨天又坏了一盏。")):
            fill_in(page, matter, steps=False)
            page.locator("button[type=submit]").click()
        expect(first.locator("main")).to_contain_text("HY-")
        expect(second.locator("#hy-errors")).to_contain_text("61 秒")
        assert second.locator("[name=matter]").input_value() == MATTER + "昨天又坏了一盏。"
        assert second.locator("[name=building]").input_value() == "b3"
    assert len([line for line in stack.logs() if '"needs_check"' in line and MATTER[:6] in line]) == 0


def stack_now(stack: Any) -> Any:
    """A whole minute of the stack's own time, so that both reports fall into it."""
    from infra.local.taps import TAPS

    return TAPS.clock.now().replace(second=0, microsecond=0)
