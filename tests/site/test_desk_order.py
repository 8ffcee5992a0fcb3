"""The work order is one sheet: what was asked, the steps still to be done, and a line for the owner's signature; it names nobody."""

import re

import pytest

from tests.site.desk_actions import ADD, Json, both
from tests.site.desk_answers import NUMBER, PERSON, case
from tests.site.desk_door import Desk, Door, Opening
from tests.site.desk_on_case import AT

HERE = f"cases/{NUMBER}"


def task(n: int, words: str, state: str) -> Json:
    return {
        "n": n,
        "words": words,
        "department_words": both("工程部", "Repairs"),
        "assignee_words": both("李伟", "Li Wei"),
        "due": "2026-11-27T18:00:00+08:00",
        "state": state,
        "state_words": both("未完成", "Open"),
        "physical": True,
        "certificate_words": None,
        "after": [],
        "files": [],
    }


TASKS = [task(1, "更换门机皮带", "done"), task(2, "调试平层", "open")]


def test_a_link_to_a_step_opens_its_case_and_leads_to_it(open_desk: Opening) -> None:
    def prepare(door: Door) -> None:
        door.answers[HERE] = (200, case(actions=[ADD], state="EXECUTING", tasks=TASKS))

    page = open_desk(f"{AT}&step=2", prepare=prepare).page
    page.locator("#desk-case").wait_for()
    assert page.evaluate("document.activeElement.dataset.task") == "2"
    page.locator('[data-task="2"]:focus').wait_for()
    assert page.locator(".desk-step--meant").count() == 1


def printed(open_desk: Opening, path: str = "/desk/", found: Json | None = None) -> Desk:
    def prepare(door: Door) -> None:
        door.answers[HERE] = (200, found or case(actions=[ADD], state="EXECUTING", tasks=TASKS))

    desk = open_desk(f"{path}#case={NUMBER}", prepare=prepare)
    desk.page.locator("#desk-identity [data-reveal]").click()
    desk.page.select_option("#identity-reason", "visit_flat")
    desk.page.locator("#identity-form [type=submit]").click()
    desk.page.locator('[data-identity="shown"]').wait_for()
    desk.page.evaluate("void (window.print = () => document.body.setAttribute('data-printed', ''))")
    desk.page.locator("[data-order]").click()
    desk.page.locator("[data-printed]").wait_for(state="attached")
    return desk


@pytest.mark.parametrize(("path", "sign"), [("/desk/", "验收签字"), ("/en/desk/", "checked")])
def test_the_order_holds_what_is_to_be_done_and_where_the_owner_signs(open_desk: Opening, path: str, sign: str) -> None:
    desk = printed(open_desk, path)
    page = desk.page
    assert not page.locator(".desk-order").is_visible()
    page.emulate_media(media="print")
    text = page.locator(".desk-order").inner_text()
    assert NUMBER in text
    assert "调试平层" in text
    assert "更换门机皮带" not in text
    assert sign in text
    assert not page.locator("#desk-case").is_visible()
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ", page.pdf(prefer_css_page_size=True))
    assert [float(width) for width in sheets] == [pytest.approx(210 / 25.4 * 72, abs=1)]
    assert desk.complaints() == []


def test_the_order_leaves_name_number_and_flat_to_be_written_by_hand(open_desk: Opening) -> None:
    desk = printed(open_desk)
    assert PERSON["name"] in desk.page.locator("#desk-identity").inner_text()
    text = desk.page.locator(".desk-order").text_content() or ""
    assert not [word for word in (PERSON["name"], "13800138000", "138 0013 8000", PERSON["flat"]) if word in text]


def test_the_summary_of_staff_stands_for_the_owners_words_where_there_is_one(open_desk: Opening) -> None:
    taken = {
        "by_words": both("林静", "Lin Jing"),
        "written_at": "2026-11-25T22:12:00+08:00",
        "read_back_words": both("当场口头确认", "Aloud"),
        "read_back_at": "2026-11-25T22:12:00+08:00",
        "late_words": None,
        "summary": "2 号梯反复停运",
    }
    desk = printed(open_desk, found=case(actions=[ADD], state="EXECUTING", tasks=TASKS, taken_down=taken))
    words = desk.page.locator(".desk-order__words").text_content() or ""
    assert (words, "爬楼" in words) == ("2 号梯反复停运", False)


def test_the_order_is_gone_before_the_page_itself_is_printed(open_desk: Opening) -> None:
    desk = printed(open_desk)
    desk.page.evaluate("dispatchEvent(new Event('afterprint'))")
    desk.page.emulate_media(media="print")
    assert desk.page.locator(".desk-order").count() == 0
    assert desk.page.locator("#desk-case").is_visible()


def test_a_case_that_nobody_works_on_has_no_order(open_desk: Opening) -> None:
    desk = open_desk(f"/desk/#case={NUMBER}", prepare=lambda door: door.answers.update({HERE: (200, case(actions=[ADD]))}))
    assert desk.page.locator("[data-order]").count() == 0
