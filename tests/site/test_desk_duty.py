"""The duty page: who is on duty, what rings, and one press that says "I know"."""

from typing import Any

from tests.site.desk_answers import ROWS, refusal
from tests.site.desk_door import Door, Opening

TURNS = [
    {
        "since": "2026-11-23T08:00:00+08:00",
        "until": "2026-11-23T20:00:00+08:00",
        "staff": "huang.kai",
        "staff_words": {"zh": "黄凯", "en": "Huang Kai"},
        "now": True,
    },
    {
        "since": "2026-11-23T20:00:00+08:00",
        "until": "2026-11-24T08:00:00+08:00",
        "staff": "du.peng",
        "staff_words": {"zh": "杜鹏", "en": "Du Peng"},
        "now": False,
    },
]
RINGS = {
    "case": {**ROWS[0], "number": "HY-2026-30415926", "version": 3},
    "since": "2026-11-23T09:00:00+08:00",
    "told_words": [{"zh": "值班", "en": "Duty"}, {"zh": "值班经理", "en": "Duty manager"}],
    "next_words": {"zh": "项目经理", "en": "Estate manager"},
    "next_at": "2026-11-23T09:05:00+08:00",
    "step": "alarm.duty",
}


def ringing(*alarms: dict[str, Any]) -> Any:
    return lambda door: door.answers.update({"duty": (200, {"turns": TURNS, "ringing": list(alarms)})})


def test_the_list_leads_to_who_is_on_duty_now_and_by_the_hour(open_desk: Opening) -> None:
    page = open_desk("/desk/", prepare=ringing()).page
    page.locator("#desk-duty-link").click()
    page.locator("#desk-on-duty", has_text="黄凯").wait_for()
    assert page.locator("h1").inner_text() == "值班"
    assert page.locator("tr[data-now]").count() == 1
    assert "杜鹏" in page.locator("#desk-duty table").inner_text()
    assert "现在没有" in page.locator("#desk-ringing").inner_text()


def test_an_alarm_says_whom_it_has_reached_and_who_hears_next(open_desk: Opening) -> None:
    page = open_desk("/en/desk/#duty=1", prepare=ringing(RINGS)).page
    said = page.locator("#desk-ringing article").inner_text()
    assert "Duty, Duty manager" in said
    assert "Estate manager" in said
    assert page.locator("#desk-ringing a").get_attribute("href") == "#case=HY-2026-30415926"


def test_one_press_acknowledges_and_the_alarm_is_gone(open_desk: Opening) -> None:
    command = "cases/HY-2026-30415926/acknowledge-step"

    def prepare(door: Door) -> None:
        ringing(RINGS)(door)
        door.answers[command] = lambda request: (ringing()(door), (200, {"number": "HY-2026-30415926"}))[1]

    desk = open_desk("/desk/#duty=1", prepare=prepare)
    desk.page.locator("[data-acknowledge]").click()
    desk.page.locator("#desk-ringing .desk-empty").wait_for()
    ((body, headers),) = desk.door.asked("POST", command)
    assert body == {"version": 3, "step": "alarm.duty"}
    assert headers["idempotency-key"]


def test_whoever_was_slower_is_told_and_sees_how_it_stands(open_desk: Opening) -> None:
    command = "cases/HY-2026-30415926/acknowledge-step"

    def prepare(door: Door) -> None:
        ringing(RINGS)(door)
        door.answers[command] = (409, refusal("nothing_to_acknowledge", "已经有人确认了。", "Somebody has."))

    page = open_desk("/desk/#duty=1", prepare=prepare).page
    page.locator("[data-acknowledge]").click()
    page.locator("[role=alert]", has_text="已经有人确认了").wait_for()


def test_whoever_may_not_acknowledge_it_gets_no_button(open_desk: Opening) -> None:
    page = open_desk("/desk/#duty=1", prepare=ringing({**RINGS, "step": None, "next_words": None, "next_at": None})).page
    page.locator("#desk-ringing article").wait_for()
    assert page.locator("[data-acknowledge]").count() == 0
    assert "最高一级" in page.locator("#desk-ringing").inner_text()


def test_its_script_is_asked_for_only_when_somebody_looks(open_desk: Opening) -> None:
    desk = open_desk("/desk/", prepare=ringing())
    names = "() => performance.getEntriesByType('resource').map((one) => one.name)"
    assert not any("desk-duty" in name for name in desk.page.evaluate(names))
    desk.page.locator("#desk-duty-link").click()
    desk.page.locator("#desk-on-duty").wait_for()
    assert any("desk-duty" in name for name in desk.page.evaluate(names))
