"""What an owner is asked and told: from whole histories, as the page reads them."""

from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_complaint, a_history, agree_to_decline, ask_owner, propose_decline
from huiyin.core.commands import OWNER, Command, ObjectToDecline, ReplyToQuestion
from huiyin.core.events import AnswerDisputed, AnswerReleased, CaseDeclined, DatedAnswerSent, Event
from huiyin.core.evolution import fold
from huiyin.core.handling import GivenAnswer, Point
from huiyin.entry.owner_told import asked_now, given_answer, his_dates, open_question, text_of_decline, why_declined
from huiyin.policy.schema import Policy

PLAIN = a_complaint(category="cleaning", sub_issue=None)
BY_QUALITY = {"at": MONDAY_9AM, "by": "x.y", "role": "quality"}
DAY = timedelta(days=1)


def disputed_by_owner(policy: Policy, count: int) -> AnswerDisputed:
    """The owner does not hold it solved, for the how-manieth time."""
    due = {"answer_due": MONDAY_9AM + 7 * DAY, "plan_due": MONDAY_9AM + DAY, "resolve_due": MONDAY_9AM + 7 * DAY}
    facts = {"solved": "unsolved", "points": (1,), "priority": "P3", "other_handler": False, "words": "还在响。"}
    return AnswerDisputed(at=MONDAY_9AM, by="owner", role="owner", count=count, **due, **facts)  # type: ignore[arg-type]


def told(policy: Policy, *asks: Command) -> tuple[Event, ...]:
    return a_history(policy, *asks, complaint=PLAIN)


def test_an_open_question_stands_with_its_end_and_a_reply_takes_it_away(policy: Policy) -> None:
    events = told(policy, ask_owner(policy))
    case = fold(events)
    assert open_question(case, events, policy) == {
        "words": "请问是哪一部电梯？",
        "at": "2026-11-23T09:00:00+08:00",
        "until": "2026-11-25T09:00:00+08:00",
    }
    asked = asked_now(case, policy, MONDAY_9AM)
    assert asked is not None
    assert "11 月 25 日（周三）09:00 前" in asked["zh"]
    assert "by 09:00 on Wednesday 25 November" in asked["en"]
    answered = told(policy, ask_owner(policy), ReplyToQuestion(by=OWNER, answer="二号梯"))
    assert open_question(fold(answered), answered, policy) is None
    assert asked_now(fold(answered), policy, MONDAY_9AM) is None


def test_of_two_questions_the_last_one_is_open(policy: Policy) -> None:
    events = told(policy, ask_owner(policy), ReplyToQuestion(by=OWNER, answer="二号梯"), ask_owner(policy, question="几点？"))
    question = open_question(fold(events), events, policy)
    assert question is not None
    assert question["words"] == "几点？"


def test_a_question_whose_time_is_over_asks_for_nothing(policy: Policy) -> None:
    case = fold(told(policy, ask_owner(policy)))
    assert asked_now(case, policy, MONDAY_9AM + 3 * DAY) is None


def test_a_decline_says_why_and_until_when_he_may_object(policy: Policy) -> None:
    events = told(policy, propose_decline(policy), agree_to_decline(policy))
    case = fold(events)
    declined = why_declined(case, events, policy)
    assert declined is not None
    assert declined["reason_words"]["zh"] == "不属于物业服务范围"
    assert declined["words"] == "这件事由供电公司负责，请拨打 95598。"
    assert declined["objected_at"] is None
    assert his_dates(case, policy)["objection"] == MONDAY_9AM + policy.measures.objection_d * DAY
    assert asked_now(case, policy, MONDAY_9AM) is not None
    objected = told(policy, propose_decline(policy), agree_to_decline(policy), ObjectToDecline(by=OWNER, grounds="不对"))
    again = why_declined(fold(objected), objected, policy)
    assert again is not None
    assert again["objected_at"] == "2026-11-23T09:00:00+08:00"
    assert asked_now(fold(objected), policy, MONDAY_9AM) is None


def test_words_of_whoever_agreed_come_before_those_that_were_proposed(policy: Policy) -> None:
    events = told(policy, propose_decline(policy), agree_to_decline(policy, text="改过的话。"))
    declined = events[-1]
    assert isinstance(declined, CaseDeclined)
    assert text_of_decline(declined, events) == "改过的话。"
    assert text_of_decline(declined, ()) == "改过的话。"


def test_nothing_is_told_of_a_proposal(policy: Policy) -> None:
    events = told(policy, propose_decline(policy))
    assert why_declined(fold(events), events, policy) is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_answer_is_told_by_points_with_the_rights(policy: Policy, language: str) -> None:
    points = (Point(category="elevator", sub_issue="out_of_service"), Point(category="elevator", sub_issue="cabin"))
    case = fold(told(policy)).handled(points=points)
    released = AnswerReleased(
        **BY_QUALITY, findings=("upheld", "not_ours"), wishes=("met", "not_met"), reply_due=MONDAY_9AM + 5 * DAY, text="门锁装置已更换。"
    )
    answer = given_answer(case, (released,), policy)
    assert answer is not None
    assert (answer["words"], answer["final"], answer["until"]) == ("门锁装置已更换。", True, None)
    assert [one["finding_words"][language] for one in answer["points"]] == [
        policy.charter.outcomes[code].of(language)
        for code in released.findings  # type: ignore[arg-type]
    ]
    assert answer["points"][0]["wish_words"][language] == policy.measures.wishes["met"].of(language)  # type: ignore[arg-type]
    assert "12345" in answer["rights_words"][language]


def test_a_dated_answer_says_until_when_and_the_last_answer_holds(policy: Policy) -> None:
    case = fold(told(policy)).handled(points=(Point(category="elevator", sub_issue="out_of_service"),))
    dated = DatedAnswerSent(**BY_QUALITY, findings=("upheld",), until=MONDAY_9AM + 9 * DAY, drafter="li.wei", text="配件周三到。")
    answer = given_answer(case, (dated,), policy)
    assert answer is not None
    assert (answer["final"], answer["until"], answer["points"][0]["wish_words"]) == (False, "2026-12-02T09:00:00+08:00", None)
    final = AnswerReleased(**BY_QUALITY, findings=("upheld",), wishes=("met",), reply_due=MONDAY_9AM, text="已修好。")
    last = given_answer(case, (dated, final), policy)
    assert last is not None
    assert last["words"] == "已修好。"
    assert "不必等到那个日子" in answer["rights_words"]["zh"]
    assert "申请由没有参与的人复核" in last["rights_words"]["zh"]


@pytest.mark.parametrize(
    ("disputes", "words"), [(0, "也可以申请由没有参与的人复核"), (1, "也可以申请"), (2, "10 天内给出最终答复"), (3, "这是公司复核")]
)
def test_each_answer_keeps_the_rights_that_it_told_and_the_final_one_leads_outside(policy: Policy, disputes: int, words: str) -> None:
    case = fold(told(policy)).handled(points=(Point(category="elevator", sub_issue="out_of_service"),))
    again = [disputed_by_owner(policy, count) for count in range(1, disputes + 1)]
    released = AnswerReleased(**BY_QUALITY, findings=("upheld",), wishes=("met",), reply_due=MONDAY_9AM, text="已修好。")
    given = given_answer(case, (*again, released), policy)
    since = given_answer(case, (*again, released, disputed_by_owner(policy, disputes + 1)), policy)
    assert given is not None
    assert words in given["rights_words"]["zh"]
    assert "诉讼" in given["rights_words"]["zh"]
    assert since == given
    assert given_answer(case, (), policy) is None


def test_he_is_asked_for_his_verdict_and_told_until_when_it_may_be_opened_again(policy: Policy) -> None:
    case = fold(told(policy))
    due = MONDAY_9AM + 5 * DAY
    answered = case.handled(state="ANSWERED", answer=GivenAnswer(at=MONDAY_9AM, by="x.y", reply_due=due))
    assert his_dates(answered, policy)["reply"] == due
    assert asked_now(answered, policy, MONDAY_9AM) is not None
    closed = case.handled(state="CLOSED", closed_at=MONDAY_9AM)
    assert his_dates(closed, policy)["reopen"] == MONDAY_9AM + policy.measures.reopen_d * DAY
    assert asked_now(closed, policy, MONDAY_9AM) is not None
    assert asked_now(closed, policy, MONDAY_9AM + (policy.measures.reopen_d + 1) * DAY) is None
    assert set(his_dates(case, policy).values()) == {None}
