"""The ledger at the desk: what is asked for, a bar while it is made, and an old one that is looked through before it is taken over."""

from typing import Any

import pytest

from tests.accessibility import faults, sideways
from tests.site.desk_answers import ME, refusal
from tests.site.desk_door import Desk, Door, Opening

ID = "a" * 40


def job(phase: str, **more: Any) -> dict[str, Any]:
    said = {"zh": f"到了 {phase}", "en": f"At {phase}"}
    plain = {"id": ID, "kind": "export", "phase": phase, "phase_words": said, "done": 0, "total": 0, "left_s": None, "rows": 0, "known": 0}
    return {**plain, "wrong": 0, "message": None, "url": None, **more}


def prepared(*jobs: dict[str, Any], may: tuple[str, ...] = ("ledger",), **answers: Any) -> Any:
    """A door that answers, one after the other, how far it is."""
    left = list(jobs)

    def prepare(door: Door) -> None:
        door.answers["me"] = (200, {**ME, "may": list(may)})
        door.answers["ledger"] = (202, job("waiting"))
        door.answers[f"jobs/{ID}"] = lambda request: (200, left.pop(0) if len(left) > 1 else left[0])
        door.answers |= answers

    return prepare


def asked(desk: Desk) -> Any:
    return desk.door.asked("POST", "ledger")[-1][0]


def test_the_list_leads_to_its_ledger_and_the_ledger_back(open_desk: Opening) -> None:
    desk = open_desk("/desk/#view=mine&state=TRIAGED", prepare=prepared(job("ready")))
    desk.page.locator("#desk-take").click()
    desk.page.locator("#ledger-form").wait_for()
    assert "我的" in desk.page.locator("#ledger-form").inner_text()
    desk.page.locator(".desk-back a").click()
    desk.page.locator('[data-view="mine"][aria-current=page]').wait_for()
    assert "state=TRIAGED" in desk.page.url


def test_whoever_may_not_take_one_is_not_offered_it(open_desk: Opening) -> None:
    page = open_desk("/desk/", prepare=prepared(job("ready"), may=())).page
    assert page.locator("#desk-take").count() == 0


def test_what_is_asked_for_is_the_list_with_its_filters(open_desk: Opening) -> None:
    desk = open_desk(
        "/desk/#ledger=1&view=mine&department=repairs",
        prepare=prepared(job("writing", done=50, total=200, left_s=3), job("ready", rows=200)),
    )
    desk.page.locator("#ledger-form [type=submit]").click()
    desk.page.locator("text=50 / 200").wait_for()
    assert asked(desk) == {"format": "xlsx", "department": "repairs", "view": "mine"}
    assert desk.page.locator("#ledger-result progress").evaluate("(e) => e.value") == pytest.approx(0.25)
    desk.page.locator("#ledger-fetch").wait_for()
    assert "200" in desk.page.locator("#ledger-fetch").inner_text()
    assert desk.page.evaluate("document.activeElement.id") == "ledger-fetch"
    assert desk.complaints() == []


def test_months_are_asked_for_where_they_are_chosen(open_desk: Opening) -> None:
    desk = open_desk("/desk/#ledger=1&view=all", prepare=prepared(job("ready", rows=1)))
    desk.page.locator('input[value="months"]').check()
    desk.page.locator("#ledger-form [type=submit]").click()
    assert "2026-11" in desk.page.locator("#ledger-result .desk-note").inner_text()
    desk.page.locator("#ledger-from").fill("2026-10")
    desk.page.locator('input[value="csv"]').check()
    desk.page.locator("#ledger-form [type=submit]").click()
    desk.page.locator("#ledger-fetch").wait_for()
    assert asked(desk) == {"format": "csv", "from_month": "2026-10", "to_month": "2026-10"}


def test_what_was_not_done_says_why(open_desk: Opening) -> None:
    failed = job("failed", message={"zh": "服务器出了问题。", "en": "Something broke."})
    desk = open_desk("/desk/#ledger=1", prepare=prepared(failed))
    desk.page.locator("#ledger-form [type=submit]").click()
    desk.page.locator("#ledger-result >> text=服务器出了问题").wait_for()
    desk.door.answers["ledger"] = (400, refusal("date_invalid", "日期不对。", "No date."))
    desk.page.locator("#ledger-form [type=submit]").click()
    desk.page.locator("#ledger-result >> text=日期不对").wait_for()


def test_an_old_ledger_is_sent_looked_through_and_then_taken_over(open_desk: Opening) -> None:
    sent: list[str] = []
    prepare = prepared(
        job("checking", total=3), job("checked", rows=2, known=1, wrong=1), job("kept", rows=2, done=2, total=2), may=("ledger", "import")
    )
    desk = open_desk("/desk/#ledger=1", prepare=prepare)
    upload = {"url": f"{desk.door.origin}/_local/s3/files", "fields": {"key": "k", "policy": "p"}}
    desk.door.answers["ledger/imports"] = (201, {**job("waiting"), "upload": upload})
    desk.door.answers[f"jobs/{ID}/keep"] = (202, job("keeping"))
    desk.page.route("**/_local/s3/**", lambda route: (sent.append(route.request.method), route.fulfill(status=201, body=""))[1])
    desk.page.locator("#import-form [type=submit]").click()
    desk.page.locator("#import-result >> text=请先选择文件").wait_for()
    desk.page.locator("#import-file").set_input_files([{"name": "old.csv", "mimeType": "text/csv", "buffer": b"x"}])
    desk.page.locator("#import-form [type=submit]").click()
    desk.page.locator("#import-keep").wait_for()
    assert sent == ["POST"]
    said = desk.page.locator("#import-result").inner_text()
    assert "可以导入 2 行，已经导入过 1 行，有错误 1 行" in said
    desk.page.locator("#import-keep").click()
    desk.page.locator("#import-result >> text=已导入 2 行").wait_for()


@pytest.mark.parametrize(("path", "width"), [("/desk/#ledger=1&view=all", 390), ("/en/desk/#ledger=1&view=all", 1280)])
def test_the_page_is_sound_and_fits(open_desk: Opening, path: str, width: int) -> None:
    desk = open_desk(path, width=width, prepare=prepared(job("ready"), may=("ledger", "import")))
    desk.page.locator("#import-form").wait_for()
    assert faults(desk.page) == []
    assert sideways(desk.page) == 0
