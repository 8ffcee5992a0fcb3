"""The worklist: views, rows by deadline, keys, more by cursor, and what is said when there is nothing."""

import pytest

from tests.site.desk_actions import both
from tests.site.desk_answers import NUMBER, ROWS, refusal, row
from tests.site.desk_door import Door, Opening


def test_a_view_stands_in_the_address_and_is_marked(open_desk: Opening) -> None:
    desk = open_desk("/desk/#view=mine")
    assert desk.page.locator("[aria-current=page]").get_attribute("data-view") == "mine"
    assert desk.page.locator("h1").inner_text() == "我的"
    desk.page.locator('[data-view="overdue"]').click()
    desk.page.locator('[data-view="overdue"][aria-current=page]').wait_for()
    assert desk.page.url.endswith("#view=overdue")
    desk.page.go_back()
    desk.page.locator('[data-view="mine"][aria-current=page]').wait_for()


def test_filters_of_the_address_reach_the_door(open_desk: Opening) -> None:
    seen: list[str] = []

    def prepare(door: Door) -> None:
        door.answers["cases"] = lambda request: (seen.append(request.url), (200, {"items": [], "next": None}))[1]

    open_desk("/desk/#view=all&state=TRIAGED&department=repairs", prepare=prepare)
    assert seen[0].split("?")[1] == "view=all&state=TRIAGED&department=repairs"


def test_a_late_case_is_late_in_words_and_not_by_colour_alone(open_desk: Opening) -> None:
    late = open_desk("/desk/").page.locator('[data-number="HY-2026-30415926"]')
    assert "已超期 2 小时" in late.inner_text()
    assert "P1 特急" in late.inner_text()
    assert late.locator(".hy-badge--late").count() == 2
    colour = late.locator(".desk-when").evaluate("(e) => getComputedStyle(e).color")
    assert colour == "rgb(163, 58, 36)"


def test_a_row_says_number_priority_category_place_handler_state_and_due(open_desk: Opening) -> None:
    text = open_desk("/desk/").page.locator('[data-number="HY-2026-27182818"]').inner_text()
    for part in (
        "HY-2026-27182818",
        "P3 普通",
        "噪音扰民",
        "1 号楼",
        "许明",
        "秩序部",
        "调查核实中",
        "还剩 5 个工作日",
        "答复 2027 年 1 月 5 日",
    ):
        assert part in text


def test_a_flat_to_be_checked_stands_at_its_place(open_desk: Opening) -> None:
    flagged = row("HY-2026-11111111", flags=[{"code": "address_unverified", "words": both("房号待核对", "Flat to be checked")}])
    page = open_desk("/desk/", prepare=lambda door: door.answers.update({"cases": (200, {"items": [flagged, row()], "next": None})})).page
    assert page.get_by_text("房号待核对").count() == 1
    assert "房号待核对" in page.locator('[data-number="HY-2026-11111111"]').inner_text()


def test_keys_walk_the_list_and_enter_opens(open_desk: Opening) -> None:
    desk = open_desk("/desk/")
    number = "document.activeElement.textContent"
    desk.page.keyboard.press("j")
    assert desk.page.evaluate(number) == ROWS[0]["number"]
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("k")
    assert desk.page.evaluate(number) == NUMBER
    assert desk.page.locator(f'[data-number="{NUMBER}"] a').evaluate("(e) => getComputedStyle(e).outlineStyle") == "solid"
    desk.page.keyboard.press("Enter")
    desk.page.locator("#desk-case").wait_for()
    desk.page.go_back()
    desk.page.locator("tr[data-number]").first.wait_for()


def test_letters_typed_into_a_field_move_nothing(open_desk: Opening) -> None:
    desk = open_desk("/desk/")
    desk.page.locator("#desk-open").press_sequentially("jkr")
    assert desk.page.evaluate("document.activeElement.id") == "desk-open"
    assert len(desk.door.asked("GET", "cases")) == 1


def test_more_comes_by_cursor_and_goes_on_below(open_desk: Opening) -> None:
    def prepare(door: Door) -> None:
        door.answers["cases"] = (200, {"items": [row()], "next": "c+/2"})
        door.answers["cases?view=to-accept&cursor=c%2B%2F2"] = (200, {"items": [row("HY-2026-27182818")], "next": None})

    page = open_desk("/desk/", prepare=prepare).page
    page.locator("#desk-more").click()
    page.locator('[data-number="HY-2026-27182818"]').wait_for()
    assert page.locator("tr[data-number]").count() == 2
    assert page.evaluate("document.activeElement.textContent") == "HY-2026-27182818"
    assert not page.locator("#desk-more").is_visible()


@pytest.mark.parametrize(
    ("view", "said"),
    [("mine", "您名下没有在办的投诉件"), ("overdue", "没有超期的投诉件"), ("due-today", "今天没有要到期的"), ("all", "还没有投诉件")],
)
def test_an_empty_view_says_what_that_means(open_desk: Opening, view: str, said: str) -> None:
    desk = open_desk(f"/desk/#view={view}", prepare=lambda door: door.answers.update({"cases": (200, {"items": [], "next": None})}))
    assert said in desk.page.locator(".desk-empty").inner_text()
    assert desk.page.locator("table").count() == 0


def test_refresh_shows_what_is_new(open_desk: Opening) -> None:
    desk = open_desk("/desk/")
    desk.door.answers["cases"] = (200, {"items": [row("HY-2026-55555555")], "next": None})
    desk.page.locator("#desk-refresh").click()
    desk.page.locator('[data-number="HY-2026-55555555"]').wait_for()
    assert desk.page.locator("tr[data-number]").count() == 1


def test_a_lost_connection_is_said_and_can_be_tried_again(open_desk: Opening) -> None:
    desk = open_desk("/desk/")
    desk.door.answers["cases"] = lambda request: None
    desk.page.locator("#desk-refresh").click()
    assert "没有连上服务器" in desk.page.locator(".desk-note").inner_text()
    del desk.door.answers["cases"]
    desk.page.locator(".desk-note button").click()
    desk.page.locator("tr[data-number]").first.wait_for()
    assert [line for line in desk.complaints() if not line.startswith("error: ")] == []


def test_a_case_out_of_reach_says_why_and_leads_back(open_desk: Opening) -> None:
    def prepare(door: Door) -> None:
        door.answers["cases/HY-2026-99999999"] = (403, refusal("not_yours", "这件事不归您办理。", "This case is not yours."))

    page = open_desk("/desk/#case=HY-2026-99999999&view=mine", prepare=prepare).page
    assert "这件事不归您办理" in page.locator(".desk-note").inner_text()
    page.locator(".desk-back a").click()
    page.locator('[data-view="mine"][aria-current=page]').wait_for()


def test_the_other_language_shows_the_same_case(open_desk: Opening) -> None:
    desk = open_desk(f"/desk/#case={NUMBER}")
    assert desk.page.locator("#desk-twin").get_attribute("href").endswith(f"en/desk/#case={NUMBER}")


def test_a_tap_anywhere_on_a_card_opens_it(open_desk: Opening) -> None:
    page = open_desk("/desk/", width=390, height=844).page
    cell = page.locator(f'[data-number="{NUMBER}"] .desk-td--place')
    cell.scroll_into_view_if_needed()
    box = cell.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(f'#desk-case[data-case="{NUMBER}"]').wait_for()


def test_possible_danger_that_nobody_has_asked_about_stands_first(open_desk: Opening) -> None:
    later = row("HY-2026-11111111", danger=True)
    spoken = row("HY-2026-22222222", danger=True, due_kind="answer")

    def prepare(door: Door) -> None:
        door.answers["cases"] = (200, {"items": [row(), spoken, later], "next": None})

    page = open_desk("/desk/", prepare=prepare).page
    numbers = page.locator("tr[data-number]").evaluate_all("rows => rows.map((one) => one.dataset.number)")
    assert numbers == ["HY-2026-11111111", NUMBER, "HY-2026-22222222"]
