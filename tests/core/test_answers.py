"""Answers are drafted by whoever handles the case and released by other hands: more of them the heavier the matter."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, accept, contact, register, someone, staff, triage
from core.working import TOMORROW, a_plan, agreed, conclude, dated, done, finish, lamp, major, release, went, working
from huiyin.core.answers import checking_role
from huiyin.core.case import Case
from huiyin.core.clock import is_working_day, local
from huiyin.core.commands import Actor, Command, ReturnWork
from huiyin.core.decide import decide
from huiyin.core.errors import NotYours, Refusal
from huiyin.core.events import AnswerReleased, DatedAnswerDrafted, DatedAnswerSent
from huiyin.policy.schema import Policy


def refused(case: Case, ask: Command, policy: Policy) -> Refusal:
    """The refusal that this meets."""
    with pytest.raises(Refusal) as caught:
        decide(case, ask, policy, MONDAY_9AM)
    return caught.value


def one(role: str, code: str = "another", department: str = "repairs") -> Actor:
    """Somebody who holds only that role."""
    return Actor(code=code, roles=frozenset({role}), department=department)


def test_an_answer_says_each_point_and_until_when_the_owner_may_speak(policy: Policy) -> None:
    (answer,) = decide(done(policy), release(policy), policy, MONDAY_9AM)
    assert isinstance(answer, AnswerReleased)
    assert (answer.findings, answer.wishes, answer.role) == (("upheld",), ("met",), "triage")
    days = (local(MONDAY_9AM, policy.calendar).date() + timedelta(days=n) for n in range(1, 30))
    working_days = [day for day in days if is_working_day(day, policy.calendar)]
    assert local(answer.reply_due, policy.calendar).date() == working_days[policy.measures.reply_wd - 1]
    case = went(done(policy), policy, release(policy))
    assert (case.state, case.handling.verifiers) == ("ANSWERED", (answer.by,))
    assert case.handling.answer is not None
    assert case.handling.answer.reply_due == answer.reply_due


def test_an_answer_is_whole(policy: Policy) -> None:
    case = done(policy)
    assert refused(case, release(policy, findings=()), policy).field == "finding_1"
    assert refused(case, release(policy, wishes=("none",)), policy).field == "wish_1"
    assert refused(case, release(policy, text=" "), policy).field == "text"
    assert (refused(case, release(policy, no_interest=False), policy).code) == "recused"


@pytest.mark.parametrize(
    ("changes", "fitting"),
    [
        ({}, {"quality", "triage", "dept_lead"}),
        ({"level": "major"}, {"quality"}),
        ({"level": "group"}, {"quality"}),
        ({"guarded": True}, {"confid", "company"}),
        ({"guarded": True, "level": "major"}, {"confid", "company"}),
    ],
)
def test_who_may_check_depends_on_how_heavy_the_matter_is(policy: Policy, changes: dict[str, object], fitting: set[str]) -> None:
    case = replace(done(policy), **changes)
    assert {role for role in policy.charter.roles if checking_role(case, one(role))} == fitting


@pytest.mark.parametrize("part", ["drafters", "executors", "approvers"])
def test_whoever_took_a_part_checks_nothing_of_it(policy: Policy, part: str) -> None:
    checker = one("triage")
    case = done(policy).handled(**{part: (checker.code,)})
    assert refused(case, release(policy, by=checker), policy).code == "four_eyes_checked"
    assert refused(case, ReturnWork(by=checker, defects="灯还是暗的。"), policy).code == "four_eyes_checked"


def test_the_handler_checks_nothing_even_as_head_of_department(policy: Policy) -> None:
    case = replace(done(policy), handler="zhao.gang")
    assert refused(case, release(policy, by=staff(policy, "zhao.gang")), policy).code == "four_eyes_checked"
    assert decide(case, release(policy, by=staff(policy, "gu.ning")), policy, MONDAY_9AM)


def test_a_head_of_department_who_did_not_work_may_check_an_ordinary_matter(policy: Policy) -> None:
    (answer,) = decide(done(policy), release(policy, by=staff(policy, "zhao.gang")), policy, MONDAY_9AM)
    assert answer.role == "dept_lead"


def test_a_major_matter_goes_through_four_people_and_quality(policy: Policy) -> None:
    case = major(policy)
    assert isinstance(refused(case, release(policy), policy), NotYours)
    assert refused(case, release(policy, by=staff(policy, "gu.ning")), policy).code == "four_eyes_checked"
    assert decide(case, release(policy, by=staff(policy, "shen.yu")), policy, MONDAY_9AM)
    few = case.handled(approvers=("jiang.bo",), executors=(), drafters=("li.wei",))
    assert refused(few, release(policy, by=staff(policy, "shen.yu")), policy).code == "few_hands"


def test_the_fourth_person_counts_once_however_many_parts_he_took(policy: Policy) -> None:
    handler = someone(policy, "handler", "repairs").code
    case = major(policy)
    assert handler in case.handling.drafters
    assert handler in case.handling.executors
    took = {*case.handling.drafters, *case.handling.executors, *case.handling.approvers, "shen.yu"}
    assert len(took) >= policy.measures.major_people


def test_defects_send_it_back_to_the_work_or_to_the_investigation(policy: Policy) -> None:
    by = someone(policy, "triage")
    back = went(done(policy), policy, ReturnWork(by=by, defects="灯还是暗的。"))
    assert (back.state, back.handling.reported_at) == ("EXECUTING", None)
    unworked = went(lamp(policy), policy, conclude(policy), ReturnWork(by=by, defects="没有到现场。"))
    assert unworked.state == "INVESTIGATING"
    planned = a_case(policy, register(policy), triage(policy), accept(policy), a_plan(policy))
    planned = agreed(policy, planned, "jiang.bo")
    reported = replace(planned, state="VERIFYING")
    assert went(reported, policy, ReturnWork(by=by, defects="门仍异响。")).state == "EXECUTING"
    assert refused(done(policy), ReturnWork(by=by, defects=" "), policy).field == "defects"


def test_where_no_work_was_agreed_to_it_goes_back_to_the_investigation(policy: Policy) -> None:
    passed_on = replace(a_case(policy, register(policy), triage(policy), accept(policy)), state="VERIFYING")
    assert went(passed_on, policy, ReturnWork(by=someone(policy, "triage"), defects="回函不全。")).state == "INVESTIGATING"


def test_nothing_has_to_be_done_is_said_with_grounds_and_checked_like_work(policy: Policy) -> None:
    case = went(lamp(policy), policy, conclude(policy))
    assert (case.state, case.handling.without_work) == ("VERIFYING", True)
    assert [point.finding for point in case.handling.points] == ["not_upheld"]
    assert refused(lamp(policy), conclude(policy, grounds=""), policy).field == "grounds"
    assert refused(lamp(policy), conclude(policy, answer=" "), policy).field == "answer"
    assert refused(lamp(policy), conclude(policy, findings=("met",)), policy).field == "finding_1"
    assert isinstance(refused(lamp(policy), conclude(policy, by=staff(policy, "wu.lei")), policy), NotYours)
    assert went(case, policy, release(policy, findings=("not_upheld",), wishes=("not_met",))).state == "ANSWERED"


def test_a_danger_is_not_concluded_without_work(policy: Policy) -> None:
    assert refused(replace(lamp(policy), danger=True), conclude(policy), policy).code == "danger_open"
    hinted = a_case(policy, register(policy), triage(policy), accept(policy), complaint=a_complaint(matter="电梯困人了，快来！"))
    assert refused(hinted, conclude(policy), policy).code == "danger_open"
    asked = went(hinted, policy, contact(policy))
    assert went(asked, policy, conclude(policy)).state == "VERIFYING", "the owner was asked, and there is none"


def test_a_major_matter_is_not_concluded_by_two(policy: Policy) -> None:
    assert refused(replace(lamp(policy), level="major"), conclude(policy), policy).code == "major_needs_plan"


def test_before_triage_there_are_no_points_to_judge(policy: Policy) -> None:
    assert refused(lamp(policy).handled(points=()), conclude(policy), policy).code == "triage_first"


def test_an_answer_with_a_date_is_drafted_by_one_and_sent_by_another_and_the_state_stays(policy: Policy) -> None:
    case = working(policy)
    (draft,) = decide(case, dated(policy), policy, MONDAY_9AM)
    assert isinstance(draft, DatedAnswerDrafted)
    drafted = went(case, policy, dated(policy))
    assert drafted.handling.dated is not None
    assert drafted.handling.dated.sent_at is None
    (sent,) = decide(drafted, dated(policy, by=someone(policy, "triage")), policy, MONDAY_9AM)
    assert isinstance(sent, DatedAnswerSent)
    assert (sent.drafter, sent.role) == (draft.by, "triage")
    after = went(drafted, policy, dated(policy, by=someone(policy, "triage")))
    assert after.state == "EXECUTING"
    assert after.handling.dated is not None
    assert after.handling.dated.sent_at == MONDAY_9AM
    assert [point.finding for point in after.handling.points] == ["upheld"]


def test_the_drafter_writes_it_anew_and_never_sends_it(policy: Policy) -> None:
    drafted = went(working(policy), policy, dated(policy))
    (again,) = decide(drafted, dated(policy, until=TOMORROW), policy, MONDAY_9AM)
    assert isinstance(again, DatedAnswerDrafted)


def test_the_manager_may_send_it_but_not_draft_it(policy: Policy) -> None:
    case, by = working(policy), staff(policy, "jiang.bo")
    assert refused(case, dated(policy, by=one("manager")), policy).code == "nothing_drafted"
    (sent,) = decide(went(case, policy, dated(policy)), dated(policy, by=by), policy, MONDAY_9AM)
    assert (type(sent), sent.role) == (DatedAnswerSent, "dept_lead")
    (sent,) = decide(went(case, policy, dated(policy)), dated(policy, by=one("manager")), policy, MONDAY_9AM)
    assert sent.role == "manager"


def test_a_colleague_who_neither_handles_nor_checks_sends_nothing(policy: Policy) -> None:
    case = working(policy)
    assert isinstance(refused(case, dated(policy, by=staff(policy, "wu.lei")), policy), NotYours)
    assert isinstance(refused(went(case, policy, dated(policy)), dated(policy, by=staff(policy, "wu.lei")), policy), NotYours)


def test_an_answer_with_a_date_has_one_in_the_future_and_says_each_point(policy: Policy) -> None:
    case = working(policy)
    assert refused(case, dated(policy, until=MONDAY_9AM), policy).code == "date_passed"
    assert refused(case, dated(policy, findings=()), policy).field == "finding_1"
    assert refused(case, dated(policy, text=""), policy).field == "text"


def test_when_it_was_sent_the_next_one_is_drafted_again(policy: Policy) -> None:
    sent = went(working(policy), policy, dated(policy), dated(policy, by=someone(policy, "triage")))
    (draft,) = decide(sent, dated(policy), policy, MONDAY_9AM)
    assert isinstance(draft, DatedAnswerDrafted)
    assert refused(sent, dated(policy, by=someone(policy, "triage")), policy).code == "nothing_drafted"


def test_an_answer_goes_out_only_after_the_work_was_reported(policy: Policy) -> None:
    assert refused(went(working(policy), policy, finish(policy, 1)), release(policy), policy).code == "not_allowed_now"
