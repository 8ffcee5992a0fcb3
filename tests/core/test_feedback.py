"""The owner's verdict: confirmed, lapsed after tries, disputed with growing weight, taken up again, reviewed from outside."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM, a_case, accept, contact, register, someone, staff, then, triage
from core.working import answered, closed, conclude, confirm, dispute, disputed, joint_check, release, visit, went
from huiyin.core.case import Case
from huiyin.core.commands import (
    OWNER,
    SYSTEM,
    Actor,
    AskReview,
    AssignCase,
    Command,
    DecideReview,
    ExtendDate,
    ReopenCase,
)
from huiyin.core.decide import decide
from huiyin.core.errors import NotAllowedNow, NotYours, Refusal
from huiyin.core.events import AnswerConfirmed, AnswerDisputed, AnswerLapsed, CaseReopened, ReviewAsked, ReviewDecided
from huiyin.core.feedback import REPLACED, SOLVED, more_urgent, tries_since
from huiyin.policy.schema import PRIORITIES, Policy

REVIEWER = "wei.lan"


def refused(case: Case, ask: Command, policy: Policy, at: datetime = MONDAY_9AM) -> Refusal:
    """The refusal that this meets."""
    with pytest.raises(Refusal) as caught:
        decide(case, ask, policy, at)
    return caught.value


def reopen(**changes: object) -> ReopenCase:
    return replace(ReopenCase(by=OWNER, grounds="灯又不亮了。"), **changes)


def ask_review() -> AskReview:
    return AskReview(by=OWNER, grounds="答复没有回应我的问题。")


def decide_review(policy: Policy, **changes: object) -> DecideReview:
    return replace(DecideReview(by=staff(policy, REVIEWER), outcome="upheld", text="经复核，维持原答复。"), **changes)


def test_the_owner_closes_it_by_his_word(policy: Policy) -> None:
    (said,) = decide(answered(policy), confirm(note="谢谢！"), policy, MONDAY_9AM)
    assert isinstance(said, AnswerConfirmed)
    case = closed(policy)
    assert (case.state, case.handling.closed_at) == ("CLOSED", MONDAY_9AM)


def tried(case: Case, policy: Policy, *days: int) -> Case:
    for day in days:
        case = went(case, policy, contact(policy, reached=False), at=MONDAY_9AM + timedelta(days=day))
    return case


def test_a_silent_owner_is_asked_twice_before_the_rules_close_it(policy: Policy) -> None:
    case = answered(policy)
    assert case.handling.answer is not None
    late = case.handling.answer.reply_due
    lapse = confirm(by=SYSTEM)
    assert refused(case, lapse, policy, late).code == "reply_awaited"
    assert refused(tried(case, policy, 1), lapse, policy, late).code == "reply_awaited"
    assert refused(tried(case, policy, 1, 2), lapse, policy, late).code == "reply_awaited", "too close together"
    enough = tried(case, policy, 1, 1 + policy.measures.reply_apart_d)
    assert refused(enough, lapse, policy, late - timedelta(seconds=1)).code == "reply_awaited"
    (lapsed,) = decide(enough, lapse, policy, late)
    assert isinstance(lapsed, AnswerLapsed)
    assert lapsed.tries == policy.measures.reply_tries
    assert went(enough, policy, lapse, at=late).state == "CLOSED"


def test_what_was_tried_before_the_answer_does_not_count(policy: Policy) -> None:
    case = answered(policy)
    assert tries_since(case, policy) == 0
    assert tries_since(replace(case, tried_at=(MONDAY_9AM, MONDAY_9AM + timedelta(days=3))), policy) == 0


@given(hours=st.lists(st.integers(0, 400), max_size=8))
def test_tries_count_when_they_lie_far_enough_apart_and_more_never_count_less(policy: Policy, hours: list[int]) -> None:
    case = answered(policy)
    assert case.handling.answer is not None
    moments = tuple(MONDAY_9AM + timedelta(hours=hour) for hour in hours)

    def counted(tries: tuple[datetime, ...]) -> int:
        assert case.handling.answer is not None
        return tries_since(case.handled(answer=replace(case.handling.answer, tries=tries)), policy)

    span = (max(hours) - min(hours)) // 24 if hours else 0
    assert counted(moments) <= span // policy.measures.reply_apart_d + 1
    assert counted(moments) >= min(len(hours), 1)
    assert counted(moments[:-1]) <= counted(moments)


def test_no_case_lapses_while_somebody_outside_looks_at_it(policy: Policy) -> None:
    case = went(tried(answered(policy), policy, 1, 4), policy, ask_review(), at=MONDAY_9AM + timedelta(days=4))
    assert refused(case, confirm(by=SYSTEM), policy, MONDAY_9AM + timedelta(days=30)).code == "review_open"


def test_a_first_dispute_opens_a_round_with_dates_of_its_own(policy: Policy) -> None:
    before = answered(policy)
    late = MONDAY_9AM + timedelta(days=20)
    (said,) = decide(before, dispute(), policy, late)
    assert isinstance(said, AnswerDisputed)
    assert (said.count, said.points, said.other_handler, said.priority) == (1, (1,), False, before.priority)
    assert said.answer_due == late + timedelta(days=min(policy.measures.dispute_d, policy.charter.statutory_answer_d))
    assert late < said.plan_due <= late + (said.answer_due - late) * policy.promises.caps["plan_submitted"]
    assert said.resolve_due > late
    case = went(before, policy, dispute(), at=late)
    assert (case.state, case.handler, case.answer_due, case.plan_due) == ("INVESTIGATING", before.handler, said.answer_due, said.plan_due)
    assert (case.handling.answer, case.handling.playbook, case.handling.plan) == (None, None, None)
    assert case.handling.verifiers == before.handling.verifiers, "who took which part is not forgotten"


def test_a_dispute_says_what_is_not_solved(policy: Policy) -> None:
    case = answered(policy)
    assert refused(case, dispute(solved=SOLVED), policy).field == "solved"
    assert refused(case, dispute(solved="hm"), policy).field == "solved"
    assert refused(case, dispute(points=(2,)), policy).field == "points"
    assert refused(case, dispute(words=" "), policy).field == "words"
    assert refused(closed(policy), dispute(), policy).code == "not_allowed_now"


def test_the_second_dispute_brings_another_handler_and_more_urgency(policy: Policy) -> None:
    case = disputed(policy, 2)
    old = someone(policy, "handler", "repairs").code
    assert (case.handler, case.handling.former, case.priority, case.handling.disputes) == (None, (old,), "P2", 2)
    lead = someone(policy, "dept_lead", "repairs")
    assert refused(case, AssignCase(by=lead, handler=old), policy).code == "recused"
    named = went(case, policy, AssignCase(by=lead, handler="wu.lei"))
    assert named.handler == "wu.lei"
    assert went(named, policy, conclude(policy, by=staff(policy, "wu.lei"))).state == "VERIFYING"
    assert isinstance(refused(named, conclude(policy), policy), NotYours), "it is not his any more"


@pytest.mark.parametrize("priority", PRIORITIES)
def test_complaining_makes_it_more_urgent_but_never_a_danger(policy: Policy, priority: str) -> None:
    up = more_urgent(priority, policy)  # type: ignore[arg-type]
    assert PRIORITIES.index(up) <= PRIORITIES.index(priority)  # type: ignore[arg-type]
    assert up != policy.promises.danger or priority == policy.promises.danger


def test_the_third_dispute_brings_somebody_from_outside_by_itself(policy: Policy) -> None:
    case = disputed(policy, 2)
    case = went(case, policy, conclude(policy, by=someone(policy, "dept_lead", "repairs")), visit(policy), release(policy))
    said, review = decide(case, dispute(), policy, MONDAY_9AM)
    assert isinstance(said, AnswerDisputed)
    assert said.other_handler is False
    assert isinstance(review, ReviewAsked)
    assert (review.by, review.due) == ("system", MONDAY_9AM + timedelta(days=policy.measures.review_d))
    assert disputed(policy, 3).handling.review_due == review.due


def test_after_the_third_time_new_facts_are_needed(policy: Policy) -> None:
    last = disputed(policy, 3)
    concluded = conclude(policy, by=someone(policy, "dept_lead", "repairs"))
    last = went(last, policy, joint_check(policy), decide_review(policy), concluded, release(policy))
    assert refused(last, dispute(), policy).code == "disputes_spent"
    assert refused(last, ask_review(), policy).code == "disputes_spent"
    ended = went(last, policy, confirm())
    assert refused(ended, reopen(), policy).code == "disputes_spent"
    assert went(ended, policy, reopen(by=someone(policy, "quality"))).state == "INVESTIGATING"


def test_a_closed_case_is_taken_up_again_within_its_days_and_that_counts_as_a_dispute(policy: Policy) -> None:
    case = closed(policy)
    last = MONDAY_9AM + timedelta(days=policy.measures.reopen_d)
    assert refused(case, reopen(), policy, last + timedelta(seconds=1)).code == "reopen_late"
    assert refused(case, reopen(grounds=" "), policy).field == "grounds"
    (again,) = decide(case, reopen(), policy, last)
    assert isinstance(again, CaseReopened)
    assert (again.count, again.disputes, again.answer_due) == (1, 1, last + timedelta(days=policy.measures.dispute_d))
    open_again = went(case, policy, reopen(), at=last)
    assert (open_again.state, open_again.handling.reopened, open_again.handling.disputes) == ("INVESTIGATING", 1, 1)
    assert open_again.number == case.number


def test_the_staff_take_it_up_with_new_facts_at_any_time_and_that_is_no_dispute(policy: Policy) -> None:
    late = MONDAY_9AM + timedelta(days=200)
    (again,) = decide(closed(policy), reopen(by=someone(policy, "quality")), policy, late)
    assert isinstance(again, CaseReopened)
    assert (again.disputes, again.role, again.other_handler) == (0, "quality", False)


def test_a_reopening_that_is_the_second_dispute_weighs_as_one(policy: Policy) -> None:
    case = went(disputed(policy, 1), policy, conclude(policy), release(policy), confirm(), reopen())
    assert (case.handler, case.priority, case.handling.disputes) == (None, "P2", 2)


def test_the_owner_asks_for_a_review_once_at_a_time_and_in_time(policy: Policy) -> None:
    case = went(answered(policy), policy, ask_review())
    assert case.state == "ANSWERED"
    assert case.handling.review_due == MONDAY_9AM + timedelta(days=policy.measures.review_d)
    assert refused(case, ask_review(), policy).code == "review_open"
    assert refused(answered(policy), replace(ask_review(), grounds=""), policy).field == "grounds"
    late = MONDAY_9AM + timedelta(days=policy.measures.reopen_d, seconds=1)
    assert refused(closed(policy), ask_review(), policy, late).code == "reopen_late"
    assert went(closed(policy), policy, ask_review()).handling.review_due is not None


def test_a_reviewer_took_no_part(policy: Policy) -> None:
    case = went(answered(policy), policy, ask_review())
    for part in ("drafters", "executors", "approvers", "verifiers", "former"):
        assert refused(case.handled(**{part: (REVIEWER,)}), decide_review(policy), policy).code == "reviewer_took_part"
    assert refused(replace(case, handler=REVIEWER), decide_review(policy), policy).code == "reviewer_took_part"
    assert refused(answered(policy), decide_review(policy), policy).code == "no_review"
    assert refused(case, decide_review(policy, outcome="hm"), policy).field == "outcome"
    assert refused(case, decide_review(policy, text=" "), policy).field == "text"
    other = Actor(code="somebody", roles=frozenset({"quality"}))
    assert isinstance(refused(case, decide_review(policy, by=other), policy), NotYours)


@pytest.mark.parametrize("outcome", ["upheld", "corrected", REPLACED])
@pytest.mark.parametrize("state", ["ANSWERED", "CLOSED"])
def test_an_answer_that_does_not_stand_is_handled_again(policy: Policy, outcome: str, state: str) -> None:
    case = went(answered(policy) if state == "ANSWERED" else closed(policy), policy, ask_review())
    (said,) = decide(case, decide_review(policy, outcome=outcome), policy, MONDAY_9AM)
    assert isinstance(said, ReviewDecided)
    after = went(case, policy, decide_review(policy, outcome=outcome))
    assert after.state == ("INVESTIGATING" if outcome == REPLACED else state)
    assert (after.handling.review_due, after.handling.reviewed) == (None, 1)
    assert (after.answer_due == MONDAY_9AM + timedelta(days=policy.measures.dispute_d)) is said.reopens


def test_a_review_beside_the_work_leaves_the_work_where_it_is(policy: Policy) -> None:
    case = disputed(policy, 3)
    after = went(case, policy, joint_check(policy), decide_review(policy, outcome=REPLACED))
    assert (after.state, after.answer_due, after.plan_due) == ("INVESTIGATING", case.answer_due, case.plan_due)
    assert after.handling.reviewed == 1


def test_reviews_and_verdicts_are_words_of_the_policy(policy: Policy) -> None:
    assert REPLACED in policy.measures.review_outcomes
    assert SOLVED in policy.measures.solved


def a_moved_date(policy: Policy) -> Case:
    """A case whose work was put off by two days."""
    case = a_case(policy, register(policy), triage(policy), accept(policy))
    assert case.resolve_due is not None
    ask = ExtendDate(by=staff(policy, "zhao.gang"), until=case.resolve_due + timedelta(days=2), reason="配件晚到")
    return then(case, ask, policy)


def test_a_date_that_was_moved_may_be_reviewed_once_while_the_work_goes_on(policy: Policy) -> None:
    moved = a_moved_date(policy)
    objected = then(moved, AskReview(by=OWNER, grounds="等不起"), policy)
    assert (objected.state, objected.handling.review_due is not None, objected.handling.date_objected) == (moved.state, True, True)
    with pytest.raises(NotAllowedNow, match="review_open"):
        decide(objected, AskReview(by=OWNER, grounds="等不起"), policy, MONDAY_9AM)
    decided = then(objected, DecideReview(by=staff(policy, "wei.lan"), outcome="upheld", text="配件确实要等。"), policy)
    assert (decided.state, decided.resolve_due) == (moved.state, moved.resolve_due)
    with pytest.raises(NotAllowedNow, match="no_date_moved"):
        decide(decided, AskReview(by=OWNER, grounds="等不起"), policy, MONDAY_9AM)


def test_while_no_date_was_moved_there_is_nothing_to_review_before_the_answer(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy), accept(policy))
    with pytest.raises(NotAllowedNow, match="no_date_moved"):
        decide(case, AskReview(by=OWNER, grounds="太慢"), policy, MONDAY_9AM)
