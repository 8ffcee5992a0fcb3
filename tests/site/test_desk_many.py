"""Several cases at once: ticks, the bar that counts them, and for each that was not done the reason."""

import json
from typing import Any

from playwright.sync_api import Request, expect

from tests.accessibility import faults, sideways
from tests.site.desk_answers import NUMBER, ROWS, Json, both, row
from tests.site.desk_door import Desk, Door, Opening

FIRST = ROWS[0]["number"]


def done(request: Request) -> tuple[int, Json]:
    cases = json.loads(request.post_data or "{}")["cases"]
    return 200, {"results": [{"number": one["number"], "done": True, "version": one["version"] + 1} for one in cases]}


def tick(desk: Desk, *numbers: str) -> None:
    for number in numbers:
        desk.page.locator(f'[data-number="{number}"] input').check()


def note_down(desk: Desk) -> None:
    desk.page.locator('[data-bulk="add-fact"]').click()
    desk.page.locator('[data-many="add-fact"] textarea').fill("请一并查看。")
    desk.page.locator('[data-many="add-fact"] [type=submit]').click()


def test_what_is_ticked_is_counted_and_sent_with_the_versions_that_were_seen(open_desk: Opening) -> None:
    desk = open_desk("/desk/", prepare=lambda door: door.answers.update({"bulk/add-fact": done}))
    assert not desk.page.locator(".desk-many").is_visible()
    tick(desk, NUMBER, FIRST)
    assert desk.page.locator(".desk-many b").first.inner_text() == "已选 2 件"
    note_down(desk)
    desk.page.locator(".desk-many__told .desk-note--done").wait_for()
    ((body, headers),) = desk.door.asked("POST", "bulk/add-fact")
    assert body == {"cases": [{"number": NUMBER, "version": 1}, {"number": FIRST, "version": 1}], "note": "请一并查看。"}
    assert len(headers["idempotency-key"]) >= 16
    assert "办好 2 件" in desk.page.locator(".desk-many__told").inner_text()
    # The list was read anew, and nothing is chosen any more.
    assert len(desk.door.asked("GET", "cases")) == 2
    assert desk.page.locator("tr[data-number] input:checked").count() == 0
    assert not desk.page.locator(".desk-many").is_visible()


def test_a_case_that_somebody_changed_meanwhile_says_who_did_what_and_stays_ticked(open_desk: Opening) -> None:
    stale = {
        "number": FIRST,
        "done": False,
        "code": "stale_version",
        "message": both("有人先改了。", "Changed."),
        "current_version": 4,
        "by_words": both("何敏", "He Min"),
        "at": "2026-11-26T09:03:00+08:00",
        "event": "CaseAssigned",
        "event_words": both("改派了经办人", "another handler was named"),
    }
    hidden = {"number": NUMBER, "done": False, "code": "not_found", "message": both("没有这个投诉件。", "There is no such case.")}

    def prepare(door: Door) -> None:
        door.answers["bulk/add-fact"] = (200, {"results": [stale, hidden]})

    desk = open_desk("/desk/", prepare=prepare)
    tick(desk, NUMBER, FIRST)
    note_down(desk)
    told = desk.page.locator(".desk-many__told [role=alert]")
    told.wait_for()
    for part in ("2 件没有办成", "何敏", "11 月 26 日", "改派了经办人", "没有这个投诉件"):
        assert part in told.inner_text()
    assert desk.page.locator("tr[data-number] input:checked").count() == 2
    assert desk.page.evaluate("document.activeElement.closest('.desk-many__told') !== null")


def test_many_go_ten_at_a_time_behind_a_bar(open_desk: Opening) -> None:
    def prepare(door: Door) -> None:
        door.answers["cases"] = (200, {"items": [row(f"HY-2026-1111{n:04d}") for n in range(25)], "next": None})
        door.answers["bulk/add-fact"] = done

    desk = open_desk("/desk/", prepare=prepare)
    desk.page.locator("thead input").check()
    assert desk.page.locator(".desk-many b").first.inner_text() == "已选 25 件"
    note_down(desk)
    desk.page.locator(".desk-many__told .desk-note--done").wait_for()
    sent = [body for body, _ in desk.door.asked("POST", "bulk/add-fact")]
    assert [len(body["cases"]) for body in sent if body is not None] == [10, 10, 5]
    assert "办好 25 件" in desk.page.locator(".desk-many__told").inner_text()


def test_a_lost_connection_halfway_tells_what_was_done_and_keeps_the_rest_ticked(open_desk: Opening) -> None:
    turns: list[int] = []

    def once(request: Request) -> Any:
        turns.append(1)
        return done(request) if len(turns) == 1 else None

    def prepare(door: Door) -> None:
        door.answers["cases"] = (200, {"items": [row(f"HY-2026-1111{n:04d}") for n in range(12)], "next": None})
        door.answers["bulk/add-fact"] = once

    desk = open_desk("/desk/", prepare=prepare)
    desk.page.locator("thead input").check()
    note_down(desk)
    desk.page.locator(".desk-many__told .desk-note").wait_for()
    assert "办好 10 件" in desk.page.locator(".desk-many__told").inner_text()
    expect(desk.page.locator("tr[data-number] input:checked")).to_have_count(2)


def test_a_form_that_lacks_something_is_not_sent(open_desk: Opening) -> None:
    desk = open_desk("/desk/")
    tick(desk, NUMBER)
    desk.page.locator('[data-bulk="assign-case"]').click()
    desk.page.locator('[data-many="assign-case"] [type=submit]').click()
    desk.page.locator('[data-many="assign-case"] .hy-errors').wait_for()
    assert desk.door.asked("POST", "bulk/assign-case") == []


def test_x_ticks_the_row_that_has_the_focus_and_a_question_mark_tells_the_keys(open_desk: Opening) -> None:
    desk = open_desk("/desk/")
    for key in "jjx":
        desk.page.keyboard.press(key)
    assert desk.page.locator(f'[data-number="{NUMBER}"] input').is_checked()
    assert not desk.page.locator("#desk-keys p").is_visible()
    desk.page.keyboard.press("?")
    assert "j、k" in desk.page.locator("#desk-keys p").inner_text()
    desk.page.keyboard.press("?")
    assert not desk.page.locator("#desk-keys p").is_visible()


def test_a_list_with_ticks_is_accessible_on_a_phone_and_on_a_screen(open_desk: Opening) -> None:
    for path, width in (("/desk/", 390), ("/en/desk/", 1280)):
        desk = open_desk(path, width=width)
        tick(desk, NUMBER)
        desk.page.locator('[data-bulk="assign-case"]').click()
        desk.page.locator('[data-many="assign-case"]').wait_for()
        # What lies half under the header of a page that is scrolled is no small target.
        desk.page.evaluate("scrollTo(0, 0)")
        assert faults(desk.page) == []
        assert sideways(desk.page) == 0
        assert desk.complaints() == []


def test_whoever_may_do_nothing_to_many_has_no_ticks(open_desk: Opening) -> None:
    from tests.site.desk_answers import ME

    desk = open_desk("/desk/", prepare=lambda door: door.answers.update({"me": (200, {**ME, "bulk": []})}))
    assert desk.page.locator("tr[data-number]").count() == len(ROWS)
    assert desk.page.locator("#desk-list input[type=checkbox]").count() == 0
