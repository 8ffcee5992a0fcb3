"""A call about a case: checked first, then told, with keys alone, in both languages; what failed the check is told nothing."""

from typing import Any

import pytest

from journeys.keyboard import Keys
from tests.accessibility import faults, sideways
from tests.site.desk_actions import ADD, Json, both, choice
from tests.site.desk_answers import NUMBER, case
from tests.site.desk_door import Desk, Door, Opening

HERE = f"cases/{NUMBER}"
WAYS = [choice("code", "报出查询码", "Says the code"), choice("called_back", "回拨登记时留的电话", "Called back")]
CALL: Json = {
    "command": "take-call",
    "name": both("来电、来访查询", "Somebody asks"),
    "open": True,
    "why": None,
    "fields": [{"name": "way", "label": both("怎样核对身份", "Check"), "kind": "choice", "needed": True, "choices": WAYS, "value": None}],
}
TOLD: Json = {
    "state_words": both("处理中", "Being dealt with"),
    "next_step": both("周五前修好。", "It will be mended by Friday."),
    "lead_words": both("工程部", "Repairs"),
    "question": None,
    "decline": None,
    "answer": None,
}


def called(open_desk: Opening, path: str = "/desk/", passed: bool = True, **window: Any) -> Desk:
    def prepare(door: Door) -> None:
        door.answers[HERE] = (200, case(actions=[ADD, CALL]))
        door.answers[f"{HERE}/call"] = (200, {"passed": passed, "left": 2, "version": 2, "told": TOLD if passed else None})

    desk = open_desk(f"{path}#case={NUMBER}", prepare=prepare, **window)
    desk.page.locator("[data-call]").click()
    desk.page.locator("#desk-call form").wait_for()
    return desk


def test_with_keys_alone_the_code_is_checked_and_his_page_read_out(open_desk: Opening) -> None:
    desk = called(open_desk)
    keys = Keys(desk.page)
    keys.press('#desk-call input[value="code"]', "Space")
    keys.write("#take-call-code", "7KQ4-M9XR-2B6T-VD8H")
    desk.page.keyboard.press("Enter")
    desk.page.locator("[data-told]").wait_for()
    ((body, _),) = desk.door.asked("POST", f"{HERE}/call")
    assert body == {"way": "code", "code": "7KQ4-M9XR-2B6T-VD8H"}
    assert "周五前修好。" in desk.page.locator("[data-told]").inner_text()
    assert desk.page.locator("#take-call-code").input_value() == ""
    assert keys.faults == []
    assert desk.complaints() == []


@pytest.mark.parametrize(("path", "width", "scheme"), [("/desk/", 390, "dark"), ("/en/desk/", 1280, "light")])
def test_who_does_not_pass_is_told_nothing(open_desk: Opening, path: str, width: int, scheme: str) -> None:
    desk = called(open_desk, path, passed=False, width=width, scheme=scheme)
    page = desk.page
    page.locator("#desk-call [type=submit]").click()
    assert page.locator("#desk-call .hy-errors li").count() == 1
    assert desk.door.asked("POST", f"{HERE}/call") == []
    page.locator('#desk-call input[value="called_back"]').check(force=True)
    assert not page.locator("#take-call-code").is_visible()
    page.locator("#take-call-note").fill("问哪天修")
    page.locator("#desk-call [data-fail]").click()
    page.locator("#desk-call .desk-note--late").wait_for()
    ((body, _),) = desk.door.asked("POST", f"{HERE}/call")
    assert body == {"way": "called_back", "passed": False, "note": "问哪天修"}
    assert page.locator("[data-told]").count() == 0
    # what the header covers after a jump is no fault of the section
    page.evaluate("scrollTo(0, 0)")
    assert faults(page) == []
    assert sideways(page) == 0


def test_nobody_is_offered_a_call_that_he_may_not_take(open_desk: Opening) -> None:
    closed = {**CALL, "open": False, "why": {"code": "too_many_callers", "message": both("先等等。", "Wait.")}}
    desk = open_desk(f"/desk/#case={NUMBER}", prepare=lambda door: door.answers.update({HERE: (200, case(actions=[ADD, closed]))}))
    assert desk.page.locator("[data-call]").count() == 0
