"""The overview of the desk: numbers that lead to their lists, charts that are tables, both widths and both languages."""

from typing import Any

import pytest

from tests.accessibility import faults, sideways, small_targets
from tests.site.desk_actions import Json, both
from tests.site.desk_answers import ME, refusal
from tests.site.desk_door import Desk, Door, Opening

CONTROLS = "#desk-overview .hy-btn, .desk-tile, .desk-back a"
# Links in a table, like those in a text.
LINKS, LEAST = ".desk-load a", 24
HANDLERS = (("li.wei", "李伟", "Li Wei", 12, 3, 4), ("wu.lei", "吴磊", "Wu Lei", 5, 0, 0), ("ma.hui", "马慧", "Ma Hui", 0, 0, 0))
AGES = (("0-1", "0–1 天", "0–1 days", 9, 0), ("2-3", "2–3 天", "2–3 days", 6, 1), ("31-", "超过 30 天", "over 30 days", 2, 2))


def load(count: int, overdue: int, pressing: int, **narrowed: str) -> Json:
    return {
        "open": count,
        "overdue": overdue,
        "pressing": pressing,
        "median_min": 60 if count else None,
        "median_words": both("1 小时", "1 h") if count else None,
        "longest_min": 7380 if count else None,
        "longest_words": both("5 天 3 小时", "5 d 3 h") if count else None,
        "list": {"view": "all", **narrowed},
        "overdue_list": {"view": "overdue", **narrowed},
    }


def figure(code: str, count: int, view: str = "all", **narrowed: str) -> Json:
    return {"code": code, "count": count, "list": {"view": view, **narrowed}}


def overview(**changes: Any) -> Json:
    return {
        "as_of": "2026-11-26T10:12:00+08:00",
        "department": None,
        "department_words": None,
        "most": 3000,
        "more": False,
        "now": [
            figure("P1", 1, priority="P1"),
            figure("P2", 4, priority="P2"),
            figure("overdue", 3, "overdue"),
            figure("due_today", 2, "due-today"),
            figure("in_review", 2, state="PLAN_REVIEW"),
            figure("unassigned", 0, assignee="-"),
            figure("open", 17),
            figure("approvals", 1, "approvals"),
        ],
        "handlers": [
            {"handler": code, "handler_words": both(zh, en), "department_words": both("工程部", "Repairs"), **load(*counts, assignee=code)}
            for code, zh, en, *counts in HANDLERS
        ],
        "ages": [{"age": code, "age_words": both(zh, en), **load(*counts, 0, age=code)} for code, zh, en, *counts in AGES],
        "stages": [{"state": "TRIAGED", "state_words": both("已受理", "Accepted"), **load(17, 3, 5, state="TRIAGED")}],
        "departments": [
            {"department": "-", "department_words": None, **load(2, 0, 1, department="-")},
            {"department": "repairs", "department_words": both("工程部", "Repairs"), **load(15, 3, 4, department="repairs")},
        ],
        **changes,
    }


def shown(open_desk: Opening, path: str = "/desk/", answer: Any = None, **window: Any) -> Desk:
    """The overview, as the link above the list opens it."""

    def prepare(door: Door) -> None:
        views = [*ME["views"], {"code": "approvals", "name": both("待审批", "To approve")}]
        door.answers["me"] = (200, {**ME, "views": views, "may": ["overview"]})
        door.answers["overview"] = answer or (200, overview())

    desk = open_desk(path, prepare=prepare, **window)
    desk.page.locator("#desk-to-overview").click()
    desk.page.locator(".desk-tiles, #desk-overview .desk-note").first.wait_for()
    return desk


def test_each_number_leads_to_the_list_that_it_counts(open_desk: Opening) -> None:
    page = shown(open_desk).page
    assert page.locator("h1").inner_text() == "在办概览"
    tiles = page.locator(".desk-tile").evaluate_all("(all) => all.map((e) => [e.innerText.split('\\n').join(' '), e.getAttribute('href')])")
    assert tiles[0] == ["P1 特急 1", "#view=all&priority=P1"]
    assert tiles[2] == ["超期 3", "#view=overdue"]
    assert tiles[-1] == ["待审批 1", "#view=approvals"]
    row = page.locator("#desk-handlers tbody tr").first
    assert row.locator("th a").get_attribute("href") == "#view=all&assignee=li.wei"
    late = row.get_by_role("link", name="李伟，超期：3 件", exact=True)
    assert late.get_attribute("href") == "#view=overdue&assignee=li.wei"
    late.click()
    page.locator("tr[data-number]").first.wait_for()
    assert page.url.endswith("#view=overdue&assignee=li.wei")


def test_charts_are_tables_whose_rows_say_in_words_what_their_bars_show(open_desk: Opening) -> None:
    page = shown(open_desk, "/en/desk/").page
    table = page.locator("#desk-ages table")
    assert table.get_attribute("aria-labelledby") == "desk-ages-title"
    assert table.locator("tr").nth(2).inner_text().split() == ["2–3", "days", "6", "1"]
    widths = page.locator("#desk-ages rect").evaluate_all("(all) => all.map((e) => Number(e.getAttribute('width')))")
    # Nine in time is the longest; five in time and one late go on from one another; two late.
    assert widths == pytest.approx([100, 100 * 5 / 9, 100 / 9, 100 * 2 / 9])
    starts = page.locator("#desk-ages rect").evaluate_all("(all) => all.map((e) => Number(e.getAttribute('x')))")
    assert starts == pytest.approx([0, 0, 100 * 5 / 9, 0])
    assert "Li Wei has most. Open: 12. Overdue: 3." in page.locator("#desk-handlers").inner_text()
    # Whoever has nothing is told of, and leads nowhere.
    free = page.locator("#desk-handlers tbody tr").last
    assert free.locator("a").count() == free.locator("rect").count() == 0
    assert "5 d 3 h" in page.locator("#desk-departments").inner_text()


def test_whoever_may_not_see_it_finds_no_way_there_and_its_files_come_when_asked_for(open_desk: Opening) -> None:
    page = open_desk("/desk/").page
    assert page.locator("#desk-to-overview").count() == 0
    names = "() => performance.getEntriesByType('resource').map((one) => one.name)"
    assert not any("desk-overview" in name for name in page.evaluate(names))


def test_it_says_of_how_many_it_tells_and_whose_they_are(open_desk: Opening) -> None:
    page = shown(open_desk, answer=(200, overview(more=True, department="repairs", department_words=both("工程部", "Repairs")))).page
    assert "只看了最紧迫的前 3000 件" in page.locator("#desk-overview .desk-note").inner_text()
    assert "只含工程部主办的件" in page.locator("#desk-overview").inner_text()


def test_a_door_that_does_not_answer_is_asked_again(open_desk: Opening) -> None:
    said = iter([(503, refusal("unavailable", "服务繁忙。", "Busy.")), (200, overview())])
    page = shown(open_desk, answer=lambda request: next(said)).page
    page.locator("#desk-overview .desk-note button").click()
    page.locator(".desk-tiles").wait_for()


LOOKS = [("/desk/", 390, "light"), ("/en/desk/", 1280, "light"), ("/en/desk/", 390, "dark"), ("/desk/", 1280, "dark")]


@pytest.mark.parametrize(("path", "width", "scheme"), LOOKS)
def test_it_is_accessible_and_silent_at_both_widths_in_both_languages(open_desk: Opening, path: str, width: int, scheme: str) -> None:
    desk = shown(open_desk, path, width=width, scheme=scheme)
    assert faults(desk.page) == []
    assert sideways(desk.page) == 0
    assert small_targets(desk.page, CONTROLS) == small_targets(desk.page, LINKS, LEAST) == []
    assert desk.complaints() == []
    desk.page.locator("[data-hy-big]").click()
    assert sideways(desk.page) == 0
