"""After the closing, through the doors of the whole stack: asked by letter, not content, called back by somebody who took no part."""

from collections.abc import Iterator

import pytest

from infra.local.stack import Stack
from journeys.course import NOTHING, POINT, Course

LAMP = {"category": "facility_repair", "sub_issue": "roads_lights", "matter": "三栋门口的路灯不亮。"}
WORDS = "等了两个星期，没有人说一声。"


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """The whole stack, without a site."""
    with Stack.start() as running:
        yield running


def closed(stack: Stack, **changes: object) -> Course:
    case = Course(stack)
    case.reports(**LAMP, **changes)
    case.handed_to("li.wei", "repairs", "facility_repair.roads_lights")
    case.later(hours=1).does("li.wei", "log-contact", "INVESTIGATING", way="phone", outcome="reached", note="已联系")
    case.does("li.wei", "conclude-without-work", "VERIFYING", **NOTHING)
    case.does("he.min", "release-answer", "ANSWERED", **{**POINT, "finding_1": "not_upheld"}, text="经核实运行正常。", no_interest=True)
    case.acts("confirm", "CLOSED")
    return case


def test_whoever_is_not_content_is_called_and_what_he_thinks_stays_from_whoever_handled_it(stack: Stack) -> None:
    case = closed(stack)
    case.later(days=1).sweeps()
    case.later(days=1).sweeps()
    assert "SurveyInvited" in case.titles("gu.ning")
    assert any("办得怎么样" in one["subject"] and case.owner.number in one["subject"] for one in stack.mailbox())
    asked = next(act for act in case.tracked()["acts"] if act["name"] == "survey")
    assert [field["name"] for field in asked["fields"]][:2] == ["solved", "rate_result"]
    said = case.acts("survey", "CLOSED", solved="unsolved", rate_result="1", improve=["news"], also=["hidden"], words=WORDS)
    assert said["timeline"][-1]["words"] == WORDS
    stack.drain()
    assert case.letters_to("gu.ning")
    assert not any("不满意" in one["subject"] for one in case.letters_to("li.wei"))
    his, hers = case.seen_by("li.wei").json, case.seen_by("gu.ning").json
    assert his["survey"] is None
    assert WORDS not in str(his)
    assert (hers["survey"]["words"], hers["survey"]["grades"][0]["grade"]) == (WORDS, 1)
    case.refuses("li.wei", "log-call-back", "not_yours", outcome="refused", line="mobile", note="")
    case.does("gu.ning", "log-call-back", "CLOSED", outcome="answered", line="mobile", note="约好周三再看一次")
    case.refuses("gu.ning", "log-call-back", "no_call_back", outcome="refused", line="mobile", note="")
    assert "CallBackLogged" not in [row["type"] for row in case.seen_by("li.wei").json["timeline"]]


def test_a_poor_answer_that_nobody_hears_is_late_and_goes_up_past_the_department(stack: Stack) -> None:
    case = closed(stack)
    case.acts("survey", "CLOSED", solved="partly", rate_result="2")
    for _ in range(12):
        case.later(days=1).sweeps()
    rows = case.seen_by("gu.ning").json["timeline"]
    assert any(row["type"] == "DeadlineMissed" and "不满意回访" in row["title"]["zh"] for row in rows)
    assert any("督办" in one["subject"] for one in case.letters_to("jiang.bo"))
    assert not any("不满意回访" in one["subject"] for one in case.letters_to("zhao.gang"))


def test_whoever_left_a_phone_alone_is_on_the_list_of_calls_until_somebody_calls(stack: Stack) -> None:
    case = closed(stack, email="")
    case.later(days=1).sweeps()
    listed = [row["number"] for row in case.listed("lin.jing", "to-call")]
    assert case.owner.number in listed
    case.does(
        "lin.jing", "log-call-back", "CLOSED", outcome="answered", line="mobile", solved="solved", rate_result="5", words="很好", note=""
    )
    assert case.seen_by("gu.ning").json["survey"]["by_phone"] is True
    assert case.owner.number not in [row["number"] for row in case.listed("lin.jing", "to-call")]
    assert not any("办得怎么样" in one["subject"] and case.owner.number in one["subject"] for one in stack.mailbox())
