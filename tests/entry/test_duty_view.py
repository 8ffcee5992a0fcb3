"""The duty page: who is on duty by the hour, what rings, and only to whom it may ring."""

from datetime import timedelta

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import event
from entry.people import CONFID, DESK, do, get, receipt
from entry.tokens import bearer
from huiyin.casework import look_at_clocks
from huiyin.core.case import case_id_of
from huiyin.entry import wiring
from huiyin.policy import load_policy

DUTY, DUTY_MANAGER, MANAGER = "huang.kai", "luo.han", "jiang.bo"


def test_everybody_who_handles_cases_sees_the_roster_and_whoever_is_on_duty_now(desk: Ask) -> None:
    for who in (DESK, DUTY, MANAGER, CONFID):
        turns = get(desk, who, "duty").json["turns"]
        assert [one["staff"] for one in turns if one["now"]] == ["huang.kai"]
        assert turns[0]["staff_words"] == {"zh": "黄凯", "en": "Huang Kai"}
        assert turns[0]["since"].endswith("08:00:00+08:00")
        assert len(turns) >= 14
    assert desk(event("GET", "/api/desk/duty")).status == 401
    assert desk(event("GET", "/api/desk/duty", headers=bearer("yan.zheng"))).status == 404


def test_an_emergency_rings_here_until_somebody_acknowledges_it(owners: Ask, desk: Ask) -> None:
    number = receipt(owners, danger=True)["number"]
    (ringing,) = get(desk, DUTY, "duty").json["ringing"]
    assert ringing["case"]["number"] == number
    assert ringing["step"] == "alarm.duty"
    assert [one["zh"] for one in ringing["told_words"]] == ["值班", "值班经理"]
    assert (ringing["next_words"]["zh"], ringing["next_at"][11:16]) == ("项目经理", "09:05")
    said = do(desk, DUTY, number, "acknowledge-step", {"version": ringing["case"]["version"], "step": ringing["step"]})
    assert said.status == 200, said.text
    assert get(desk, DUTY, "duty").json["ringing"] == []


def test_what_has_climbed_says_whom_it_has_reached_and_they_may_acknowledge_it(owners: Ask, desk: Ask) -> None:
    number = receipt(owners, danger=True)["number"]
    later = MONDAY_9AM + timedelta(minutes=5)
    look_at_clocks(case_id_of(number), store=wiring.case_store(), policy=load_policy(), now=later)
    (ringing,) = get(desk, MANAGER, "duty").json["ringing"]
    assert [one["zh"] for one in ringing["told_words"]] == ["值班", "值班经理", "项目经理"]
    assert ringing["next_words"]["zh"] == "公司"
    assert ringing["step"] == "alarm.manager"
    assert get(desk, DESK, "duty").json["ringing"][0]["step"] is None


def test_an_ordinary_case_and_one_that_is_worked_on_do_not_ring(owners: Ask, desk: Ask) -> None:
    receipt(owners)
    assert get(desk, DUTY_MANAGER, "duty").json["ringing"] == []


def test_a_guarded_emergency_is_shown_to_those_alone_who_may_know_of_it(owners: Ask, desk: Ask) -> None:
    receipt(owners, danger=True, sensitive=True)
    assert len(get(desk, CONFID, "duty").json["ringing"]) == 1
    for who in (DUTY, DUTY_MANAGER, DESK):
        assert get(desk, who, "duty").json["ringing"] == []


def test_the_page_holds_no_word_of_an_owner(owners: Ask, desk: Ask) -> None:
    receipt(owners, danger=True, name="欧阳金丝雀", matter="金丝雀困在电梯里", spot="金丝雀门口")
    assert "金丝雀" not in get(desk, DUTY, "duty").text
