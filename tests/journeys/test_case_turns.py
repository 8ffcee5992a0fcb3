"""Cases that take a turn, through the doors of the whole stack: no access, not ours, the manager accused, not solved for the third time."""

from collections.abc import Iterator

import pytest

from infra.local.stack import Stack
from journeys.course import NOTHING, POINT, Course

LEAK = {"category": "facility_repair", "sub_issue": "leak_from_above", "matter": "楼上漏水，客厅天花板一直在滴。"}
LAMP = {"category": "facility_repair", "sub_issue": "roads_lights", "matter": "三栋门口的路灯不亮。"}


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """The whole stack, without a site."""
    with Stack.start() as running:
        yield running


def test_a_neighbour_lets_nobody_in_so_the_answer_names_a_date_and_closes_when_nobody_objects(stack: Stack) -> None:
    case = Course(stack)
    case.reports(**LEAK)
    case.handed_to("li.wei", "repairs", "facility_repair.leak_from_above")
    access = {"words": "楼上住户同意入户", "kind": "access", "by": case.after(hours=30)}
    case.does("li.wei", "submit-plan", "PLAN_REVIEW", **case.plan(resources=[access]))
    case.agrees("zhao.gang", "EXECUTING")
    case.later(days=1).does("wu.lei", "finish-task", "EXECUTING", n=1, outcome="blocked", note="楼上住户拒绝入户。")
    until = {"finding_1": "upheld", "until": "2026-12-08T18:00", "text": "楼上住户暂不同意入户，已约 12 月 8 日由居委会到场协调后施工。"}
    case.refuses("he.min", "send-dated-answer", "nothing_drafted", **until)
    case.does("li.wei", "send-dated-answer", "EXECUTING", **until)
    assert case.tracked()["answer"] is None
    case.refuses("zhou.tao", "send-dated-answer", "not_found", **until)
    case.does("he.min", "send-dated-answer", "EXECUTING", **until)
    told = case.tracked()["answer"]
    assert (told["final"], told["until"], told["words"]) == (False, "2026-12-08T18:00:00+08:00", until["text"])
    case.later(days=13).does("wu.lei", "finish-task", "EXECUTING", n=1, outcome="done", note="")
    case.does("li.wei", "report-done", "VERIFYING", **POINT, result="已更换楼上支管。", answer="已修好。")
    case.does("he.min", "release-answer", "ANSWERED", **POINT, text="楼上支管已更换，请您确认。", no_interest=True)
    for days in (1, 3):
        case.later(days=days).does("li.wei", "log-contact", "ANSWERED", way="phone", outcome="tried", note="无人接听。")
    case.sweeps()
    assert case.tracked()["state"] == "ANSWERED"
    case.later(days=5).sweeps()
    told = case.tracked()
    assert (told["state"], told["timeline"][-1]["type"]) == ("CLOSED", "AnswerLapsed")


def test_a_matter_that_is_not_ours_is_declined_by_two_objected_to_and_taken_up(stack: Stack) -> None:
    case = Course(stack)
    case.reports(**LAMP)
    why = {"reason": "not_ours", "text": "这一段路灯由市政部门管理，请拨打 12345。"}
    case.does("lin.jing", "decline-case", "RECEIVED", **why)
    assert case.tracked()["decline"] is None
    case.refuses("lin.jing", "decline-case", "four_eyes", agree="agreed")
    case.refuses("he.min", "decline-case", "not_yours", agree="agreed")
    case.later(days=1).does("jiang.bo", "decline-case", "DECLINED", agree="agreed")
    told = case.tracked()
    assert (told["decline"]["words"], told["decline"]["reason_words"]["zh"]) == (why["text"], "不属于物业服务范围")
    case.refuses("wei.lan", "accept-objection", "nothing_objected", grounds="再看看")
    case.later(days=9).acts("object", "DECLINED", grounds="这盏灯在小区围墙以内。")
    assert "object" not in case.tracked()["can"]
    case.later(days=1).does("wei.lan", "accept-objection", "REGISTERED", grounds="确在红线以内。")
    assert case.tracked()["due"]["answer"] > "2026-12-04"
    handed = {"category": "facility_repair", "sub_issue": "roads_lights", "severity": 2, "urgency": 2, "level": "general"}
    case.does("he.min", "triage-case", "TRIAGED", **handed, lead="repairs", handler="li.wei")


def test_who_accuses_the_manager_without_a_name_is_heard_and_answered_and_the_manager_learns_nothing(stack: Stack) -> None:
    case = Course(stack)
    nobody = dict.fromkeys(("name", "phone", "email", "unit"))
    matter = "项目经理江某要求业主私下付款才给安排车位。"
    case.reports(anonymous=True, **nobody, category="staff_attitude", sub_issue=None, matter=matter, accused="项目经理江某")
    stack.drain()
    missing = case.seen_by("jiang.bo")
    assert (missing.status, missing.json["code"]) == (404, "not_found")
    case.does("ye.qing", "register-case", "REGISTERED", identity_check="anonymous", accused=["jiang.bo"])
    graded = {"severity": 3, "urgency": 3, "level": "major", "lead": "quality"}
    issue = {"category": "staff_attitude", "sub_issue": "attitude"}
    case.does("ye.qing", "triage-case", "TRIAGED", **issue, **graded, handler="ye.qing")
    case.does("ye.qing", "accept-case", "INVESTIGATING", no_interest=True)
    said = "来件已由保密专员办理，请放心。如有付款记录，请在这里补充。"
    case.does("ye.qing", "log-contact", "INVESTIGATING", way="mailbox", outcome="reached", note=said)
    assert said in [row["words"] for row in case.tracked()["timeline"]]
    task = {"words": "核对收款记录", "department": "quality", "assignee": "ye.qing", "due": case.after(days=1)}
    plan = case.plan(tasks=[task], cost_yuan=0, source=None)
    case.refuses("ye.qing", "submit-plan", "hearing_missing", **plan)
    case.does("ye.qing", "record-hearing", "INVESTIGATING", heard_person="jiang.bo", hearing="stated", statement="没有收过任何款项。")
    case.does("ye.qing", "submit-plan", "PLAN_REVIEW", **plan)
    case.refuses("gu.ning", "approve-plan", "not_found", digest="x", no_interest=True)
    case.agrees("qin.yue", "PLAN_REVIEW")
    case.agrees("wei.lan", "EXECUTING")
    assert case.seen_by("wei.lan").status == 404
    case.does("ye.qing", "finish-task", "EXECUTING", n=1, outcome="done", note="")
    case.does("ye.qing", "report-done", "VERIFYING", **POINT, result="已核实。", answer="已核实并处理。")
    case.refuses("qin.yue", "release-answer", "four_eyes_checked", **POINT, text="x", no_interest=True)
    case.does("ren.jun", "release-answer", "ANSWERED", **POINT, text="反映属实，已由公司处理。", no_interest=True)
    assert case.tracked()["answer"]["words"] == "反映属实，已由公司处理。"
    case.later(days=20).sweeps()
    assert case.seen_by("jiang.bo").body == missing.body
    assert case.letters_to("jiang.bo") == []
    case.acts("confirm", "CLOSED")
    assert case.seen_by("jiang.bo").body == missing.body


def answered(case: Course, handler: str) -> None:
    """Looked into, and answered."""
    case.later(days=1).does(handler, "conclude-without-work", "VERIFYING", **NOTHING)
    case.does("he.min", "release-answer", "ANSWERED", **{**POINT, "finding_1": "not_upheld"}, text="路灯正常。", no_interest=True)


def test_not_solved_for_the_third_time_is_looked_at_by_somebody_outside_without_being_asked(stack: Stack) -> None:
    case = Course(stack)
    case.reports(**LAMP)
    case.handed_to("li.wei", "repairs", "facility_repair.roads_lights")
    answered(case, "li.wei")
    first = case.acts("dispute", "INVESTIGATING", solved="unsolved", words="昨晚又灭了。")
    assert first["due"]["review"] is None
    answered(case, "li.wei")
    case.acts("dispute", "INVESTIGATING", solved="partly", words="只亮了一半。")
    shown = case.seen_by("zhao.gang").json
    assert shown["priority"] == "P2"
    case.refuses("li.wei", "conclude-without-work", "not_yours", **NOTHING)
    case.refuses("zhao.gang", "assign-case", "recused", handler="li.wei")
    case.does("zhao.gang", "assign-case", "INVESTIGATING", handler="wu.lei")
    case.does("jiang.bo", "log-visit", "INVESTIGATING", visit="met", note="上门看过，一半的灯不亮。")
    answered(case, "wu.lei")
    third = case.acts("dispute", "INVESTIGATING", solved="unsolved", words="还是不亮。")
    assert third["due"]["review"] is not None
    assert case.titles()[-2:] == ["AnswerDisputed", "ReviewAsked"]
    case.refuses("jiang.bo", "decide-review", "not_yours", outcome="upheld", text="x")
    case.does("gu.ning", "log-joint-check", "INVESTIGATING", witness="业主请来的邻居", note="一同到现场测光。")
    answered(case, "wu.lei")
    case.does("wei.lan", "decide-review", "ANSWERED", outcome="corrected", text="已请第三方测光；不服可向住建部门或 12345 反映。")
    assert case.tracked()["due"]["review"] is None
    with stack.at(case.now):
        spent = case.owner.act("dispute", solved="unsolved", words="再来一次。")
    assert (spent.status, spent.json["code"]) == (409, "disputes_spent")
    assert "dispute" not in case.tracked()["can"]
