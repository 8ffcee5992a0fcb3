"""Narrowing a list: what is chosen stands in the address and above the list, and a case leads back to it."""

from tests.accessibility import faults, sideways
from tests.site.desk_answers import NUMBER, row
from tests.site.desk_door import Door, Opening

CHOSEN = "/desk/#view=all&state=TRIAGED&department=repairs"


def test_a_choice_goes_into_the_address_and_from_there_to_the_door(open_desk: Opening) -> None:
    desk = open_desk("/desk/#view=all")
    desk.page.locator(".desk-filter summary").click()
    desk.page.select_option("#desk-filter-assignee", "wu.lei")
    desk.page.locator('[data-filter="assignee"]').wait_for()
    assert desk.page.url.endswith("#view=all&assignee=wu.lei")
    assert "经办人：吴磊" in desk.page.locator(".desk-chips").inner_text()
    desk.page.reload()


def test_what_a_list_is_narrowed_to_is_said_and_can_be_dropped_one_by_one(open_desk: Opening) -> None:
    page = open_desk(CHOSEN).page
    chips = page.locator(".desk-chip")
    chips.first.wait_for()
    assert [chip.replace("×", "").strip() for chip in chips.all_inner_texts()] == ["状态：已受理", "主办部门：工程部"]
    page.locator('[data-filter="state"]').click()
    page.locator('[data-filter="state"]').wait_for(state="detached")
    assert page.url.endswith("#view=all&department=repairs")
    page.locator(".desk-chips a").last.click()
    page.locator(".desk-chips").wait_for(state="detached")
    assert page.url.endswith("#view=all")


def test_another_view_and_the_way_back_from_a_case_keep_what_was_chosen(open_desk: Opening) -> None:
    page = open_desk(CHOSEN).page
    page.locator('[data-view="mine"]').click()
    page.locator('[data-view="mine"][aria-current=page]').wait_for()
    assert page.url.endswith("#view=mine&state=TRIAGED&department=repairs")
    page.locator(f'[data-number="{NUMBER}"] a').click()
    page.locator("#desk-case").wait_for()
    page.locator(".desk-back a").first.click()
    page.locator('[data-filter="department"]').wait_for()
    assert page.url.endswith("#view=mine&state=TRIAGED&department=repairs")


def test_an_empty_list_says_whether_that_is_for_its_filters(open_desk: Opening) -> None:
    page = open_desk(CHOSEN, prepare=lambda door: door.answers.update({"cases": (200, {"items": [], "next": None})})).page
    assert "按现在的筛选条件" in page.locator(".desk-empty").inner_text()


def test_pages_that_hold_nothing_are_passed_until_one_does(open_desk: Opening) -> None:
    def prepare(door: Door) -> None:
        door.answers["cases"] = (200, {"items": [], "next": "a"})
        door.answers["cases?view=mine&cursor=a"] = (200, {"items": [], "next": "b"})
        door.answers["cases?view=mine&cursor=b"] = (200, {"items": [row()], "next": None})

    page = open_desk("/desk/#view=mine", prepare=prepare).page
    page.locator(f'[data-number="{NUMBER}"]').wait_for()
    assert page.locator(".desk-empty").count() == 0


def test_a_list_that_is_looked_through_in_vain_says_that_there_is_more(open_desk: Opening) -> None:
    desk = open_desk("/desk/#view=mine", prepare=lambda door: door.answers.update({"cases": (200, {"items": [], "next": "on"})}))
    assert "后面还有" in desk.page.locator(".desk-empty").inner_text()
    assert desk.page.locator("#desk-more").is_visible()
    assert len(desk.door.asked("GET", "cases")) == 5


def test_filters_are_accessible_on_a_phone_and_on_a_screen(open_desk: Opening) -> None:
    for path, width in ((CHOSEN, 390), (f"/en{CHOSEN}", 1280)):
        desk = open_desk(path, width=width)
        desk.page.locator(".desk-filter summary").click()
        assert faults(desk.page) == []
        assert sideways(desk.page) == 0
        assert desk.complaints() == []
