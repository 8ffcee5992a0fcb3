"""A case of each level from the form to its end, through the doors of the whole stack: ordinary, major, emergency, and a suggestion."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from infra.local.stack import Stack
from journeys.course import NOTHING, POINT, Course

LAMP = {"category": "facility_repair", "sub_issue": "roads_lights", "matter": "三栋门口的路灯不亮。"}
# Two in the morning of the National Day, a Thursday.
HOLIDAY_2AM = datetime(2026, 9, 30, 18, 0, tzinfo=UTC)
ON_DUTY = "xu.ming"
NOT_AGREED = "紧急处置的补批"


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """The whole stack, without a site."""
    with Stack.start() as running:
        yield running


def test_an_ordinary_case_is_planned_agreed_to_done_checked_answered_and_closed(stack: Stack) -> None:
    case = Course(stack)
    case.reports(**LAMP)
    case.handed_to("li.wei", "repairs", "facility_repair.roads_lights")
    case.later(hours=1).does("li.wei", "log-contact", "INVESTIGATING", way="phone", outcome="reached", note="约好明早查看。")
    case.later(hours=3).does("li.wei", "submit-plan", "PLAN_REVIEW", **case.plan())
    case.refuses("li.wei", "approve-plan", "not_yours", digest="x", no_interest=True)
    case.refuses("jiang.bo", "approve-plan", "agreement_not_yours", digest="x", no_interest=True)
    case.agrees("zhao.gang", "EXECUTING")
    case.refuses("li.wei", "report-done", "tasks_open", **POINT, result="已更换。", answer="已修好。")
    case.later(days=1).does("wu.lei", "finish-task", "EXECUTING", n=1, outcome="done", note="")
    case.does("li.wei", "report-done", "VERIFYING", **POINT, result="已更换。", answer="已修好。")
    case.refuses("zhao.gang", "release-answer", "four_eyes_checked", **POINT, text="已修好。", no_interest=True)
    case.later(hours=1).does("he.min", "release-answer", "ANSWERED", **POINT, text="路灯已更换，请您确认。", no_interest=True)
    told = case.tracked()
    assert (told["state"], told["answer"]["words"], told["answer"]["final"]) == ("ANSWERED", "路灯已更换，请您确认。", True)
    assert told["answer"]["points"][0]["finding_words"]["zh"] == "成立"
    assert "12345" in told["answer"]["rights_words"]["zh"]
    assert set(told["can"]) >= {"confirm", "dispute", "review"}
    assert case.acts("confirm", "CLOSED", note="谢谢")["due"]["reopen"]
    moments = [row["at"] for row in case.seen_by("he.min").json["timeline"]]
    assert all(earlier <= later for earlier, later in pairwise(moments))


def test_a_major_case_is_agreed_to_and_checked_by_quality_and_goes_through_four_hands(stack: Stack) -> None:
    case = Course(stack)
    case.reports()
    case.handed_to("li.wei", "repairs", "elevator.out_of_service", severity=3, urgency=3, level="major")
    case.refuses("li.wei", "conclude-without-work", "major_needs_plan", **NOTHING)
    case.does("li.wei", "submit-plan", "PLAN_REVIEW", **case.plan())
    case.refuses("zhao.gang", "approve-plan", "agreement_not_yours", digest="x", no_interest=True)
    case.agrees("jiang.bo", "PLAN_REVIEW")
    case.agrees("gu.ning", "EXECUTING")
    case.does("wu.lei", "finish-task", "EXECUTING", n=1, outcome="done", note="")
    case.does("li.wei", "report-done", "VERIFYING", **POINT, result="已更换。", answer="已修好。")
    answer = {**POINT, "text": "电梯已修复。", "no_interest": True}
    case.refuses("he.min", "release-answer", "not_yours", **answer)
    case.refuses("gu.ning", "release-answer", "four_eyes_checked", **answer)
    case.refuses("shen.yu", "release-answer", "recused", **answer | {"no_interest": False})
    shown = case.does("shen.yu", "release-answer", "ANSWERED", **answer)
    took = {row["by"] for row in shown["timeline"] if row["type"] in {"PlanSubmitted", "PlanApproved", "WorkReported", "AnswerReleased"}}
    assert len(took) >= 4
    case.acts("confirm", "CLOSED")


def missed(case: Course) -> str:
    """What was called late so far."""
    return "\n".join(row["title"]["zh"] for row in case.seen_by("ye.qing").json["timeline"] if row["type"] == "DeadlineMissed")


def trapped(stack: Stack) -> Course:
    """Somebody is trapped in a lift, at two in the morning of a holiday; whoever is on duty goes there at once."""
    case = Course(stack, HOLIDAY_2AM)
    case.reports(danger=True, sub_issue="entrapment", matter="二号梯困住了一位老人和一个孩子。")
    with stack.at(case.now):
        stack.drain()
    assert any("P1" in one["subject"] for one in case.letters_to(ON_DUTY))
    case.later(minutes=5).does(ON_DUTY, "start-work", "EXECUTING", emergency=True, note="已到场，正在解救。")
    case.later(minutes=15).does(ON_DUTY, "log-contact", "EXECUTING", way="phone", outcome="reached", note="人已救出，平安。")
    return case


def test_somebody_trapped_at_night_on_a_holiday_is_helped_first_and_agreed_to_within_a_day(stack: Stack) -> None:
    case = trapped(stack)
    assert case.tracked()["first_contact_at"] == "2026-10-01T02:20:00+08:00"
    handed = {"category": "elevator", "sub_issue": "entrapment", "severity": 4, "urgency": 4, "level": "general", "lead": "repairs"}
    shown = case.later(hours=3).does("he.min", "triage-case", "EXECUTING", **handed, handler="li.wei")
    assert (shown["level"], shown["priority"]) == ("major", "P1")
    case.refuses("li.wei", "report-done", "plan_first", **POINT, result="已修复。", answer="已修复。")
    case.sweeps()
    case.later(hours=4).does("li.wei", "change-plan", "PLAN_REVIEW", **case.plan(), change="scope", reason="先处置，补方案。")
    case.agrees("luo.han", "PLAN_REVIEW")
    case.agrees("jiang.bo", "PLAN_REVIEW")
    case.agrees("gu.ning", "EXECUTING")
    case.later(hours=14).sweeps()
    assert NOT_AGREED not in missed(case)
    case.does("wu.lei", "finish-task", "EXECUTING", n=1, outcome="done", note="")
    case.does("li.wei", "report-done", "VERIFYING", **POINT, result="门锁已更换。", answer="已修复。")
    case.does("shen.yu", "release-answer", "ANSWERED", **POINT, text="门锁已更换，已观察运行。", no_interest=True)
    case.acts("confirm", "CLOSED")


def test_what_was_done_in_an_emergency_and_nobody_agreed_to_within_a_day_is_called_late(stack: Stack) -> None:
    case = trapped(stack)
    case.later(hours=23).sweeps()
    assert NOT_AGREED not in missed(case)
    case.later(hours=1).sweeps()
    assert NOT_AGREED in missed(case)
    assert "StepEscalated" in case.titles()
    assert case.seen_by("ye.qing").json["state"] == "EXECUTING"


def test_a_suggestion_is_answered_with_what_becomes_of_it_and_why(stack: Stack) -> None:
    case = Course(stack)
    case.reports(kind="suggestion", category="other", sub_issue="suggestion", matter="建议在北门增设一处自行车棚。", wish="")
    shown = case.handed_to("cao.jie", "finance", "other.suggestion", severity=1, urgency=1)
    assert (shown["priority"], shown["kind"]) == ("P4", "suggestion")
    codes = {"finding_1": "owners_decision", "wish_1": "partly"}
    case.does("cao.jie", "conclude-without-work", "VERIFYING", **codes, grounds="须由业主共同决定。", answer="部分采纳。")
    text = "部分采纳：先划出临时停放区；建棚须由业主共同决定，我们将提请业主委员会。"
    case.does("he.min", "release-answer", "ANSWERED", **codes, text=text, no_interest=True)
    told = case.tracked()
    assert (told["answer"]["words"], told["answer"]["points"][0]["finding_words"]["zh"]) == (text, "属业主共同决定")
    case.acts("confirm", "CLOSED")
