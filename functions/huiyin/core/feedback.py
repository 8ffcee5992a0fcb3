"""5 执行与反馈: what the owner says to the answer: solved, not solved, again, or somebody outside shall look."""

from datetime import datetime, timedelta
from typing import NamedTuple

from huiyin.core.case import Case
from huiyin.core.clock import capped_due, due_after
from huiyin.core.commands import AskReview, ConfirmAnswer, DecideReview, DisputeAnswer, ReopenCase
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import (
    AnswerConfirmed,
    AnswerDisputed,
    AnswerLapsed,
    CaseReopened,
    ReviewAsked,
    ReviewDecided,
)
from huiyin.core.hands import chain, check_said, days_after, far_apart
from huiyin.core.on_site import check_seen
from huiyin.core.standing_in import stands_aside
from huiyin.policy.schema import PRIORITIES, Policy, Priority

# The answer is wrong: the matter is handled again.
REPLACED = "replaced"
SOLVED = "solved"


def confirm(case: Case, ask: ConfirmAnswer, policy: Policy, now: datetime) -> AnswerConfirmed | AnswerLapsed:
    """Solved, says the owner; or nobody heard from him in time, after tries enough, and the rules close it.

    Policy: 5.4
    Raises: NotAllowedNow "reply_awaited" before that, "review_open" while somebody outside looks at the answer.
    """
    if ask.by.is_staff:
        raise NotYours
    if ask.by.code == "owner":
        return AnswerConfirmed(at=now, by=ask.by.code, role="owner", note=ask.note)
    if case.handling.review_due is not None:
        raise NotAllowedNow("review_open")
    tries = tries_since(case, policy)
    answer = case.handling.answer
    if answer is None or now < answer.reply_due or tries < policy.measures.reply_tries:
        raise NotAllowedNow("reply_awaited")
    return AnswerLapsed(at=now, by=ask.by.code, role="system", tries=tries)


def tries_since(case: Case, policy: Policy) -> int:
    """How many tries since the answer count: each lies some days after the one before.

    Policy: 5.4
    """
    answer = case.handling.answer
    apart = timedelta(days=policy.measures.reply_apart_d)
    return len(list(far_apart(answer.tries, apart))) if answer is not None else 0


def dispute(case: Case, ask: DisputeAnswer, policy: Policy, now: datetime) -> tuple[AnswerDisputed | ReviewAsked, ...]:
    """Not or only partly solved: looked into again, with dates of its own. points: () means all of them.

    Policy: 5.6
    The second time somebody else handles it and it gets more urgent; the third time somebody outside looks at it as well.
    Raises: NotAllowedNow "disputes_spent" after that: then new facts only.
    """
    points = ask.points or tuple(range(1, len(case.handling.points) + 1))
    if ask.solved not in policy.measures.solved or ask.solved == SOLVED:
        raise NotUnderstood("unknown_word", field="solved")
    if not set(points) <= set(range(1, len(case.handling.points) + 1)):
        raise NotUnderstood("unknown_word", field="points")
    check_said(words=ask.words)
    again = _again(case, policy, now)
    disputed = AnswerDisputed(
        at=now,
        by=ask.by.code,
        role="owner",
        count=again.disputes,
        solved=ask.solved,
        points=points,
        priority=again.priority,
        answer_due=again.answer_due,
        plan_due=again.plan_due,
        resolve_due=again.resolve_due,
        other_handler=again.other_handler,
        words=ask.words,
    )
    return (disputed, *_review_by_itself(case, again, policy, now))


def reopen(case: Case, ask: ReopenCase, policy: Policy, now: datetime) -> tuple[CaseReopened | ReviewAsked, ...]:
    """Take a closed case up again: for the owner within some days, as a dispute; for the staff with new facts.

    Policy: 5.6
    Raises: NotAllowedNow "reopen_late", "disputes_spent" for the owner.
    """
    check_said(grounds=ask.grounds)
    by_owner = not ask.by.is_staff
    if by_owner:
        _check_recent(case, policy, now)
    again = _again(case, policy, now) if by_owner else another_round(case, case.priority, policy, now)
    reopened = CaseReopened(
        at=now,
        by=ask.by.code,
        role="owner" if by_owner else ask.by.role("quality"),
        count=case.handling.reopened + 1,
        disputes=again.disputes,
        priority=again.priority,
        answer_due=again.answer_due,
        plan_due=again.plan_due,
        resolve_due=again.resolve_due,
        other_handler=again.other_handler,
        grounds=ask.grounds,
    )
    return (reopened, *(_review_by_itself(case, again, policy, now) if by_owner else ()))


def _check_recent(case: Case, policy: Policy, now: datetime) -> None:
    closed_at, days = case.handling.closed_at, policy.measures.reopen_d
    if closed_at is None or now > days_after(closed_at, days, policy):
        raise NotAllowedNow("reopen_late", limit=days)


class Round(NamedTuple):
    """Another round of a case: the how-manieth dispute it follows from, and what is promised for it."""

    disputes: int
    priority: Priority
    answer_due: datetime
    plan_due: datetime
    resolve_due: datetime
    other_handler: bool


def _again(case: Case, policy: Policy, now: datetime) -> Round:
    """The round after one more dispute of the owner."""
    measures, count = policy.measures, case.handling.disputes + 1
    if count > measures.dispute_review:
        raise NotAllowedNow("disputes_spent")
    second = count == measures.dispute_other_handler
    new = another_round(case, more_urgent(case.priority, policy) if second else case.priority, policy, now)
    return new._replace(disputes=count, other_handler=second)


def another_round(case: Case, priority: Priority, policy: Policy, now: datetime) -> Round:
    """A round with dates of its own, none after the statutory day of this round.

    Policy: 5.6
    """
    promise = policy.promises.clocks[priority]
    cap = days_after(now, policy.charter.statutory_answer_d, policy)
    outside = case.handling.authority_due
    # The day of an authority that still waits for its reply holds for the owner as well, unless it has passed.
    answer_due = min(days_after(now, policy.measures.dispute_d, policy), cap, outside if outside and outside > now else cap)
    share = policy.promises.caps["plan_submitted"]
    return Round(
        disputes=case.handling.disputes,
        priority=priority,
        answer_due=answer_due,
        plan_due=capped_due(now, promise.plan_submitted, policy.calendar, share=share, served_due=answer_due),
        resolve_due=due_after(now, promise.resolve, policy.calendar),
        other_handler=False,
    )


def more_urgent(priority: Priority, policy: Policy) -> Priority:
    """One priority up; the one of a danger to people is not reached by complaining.

    Policy: 3.2, 5.6
    """
    up = PRIORITIES[max(PRIORITIES.index(priority) - 1, 0)]
    return priority if up == policy.promises.danger else up


def _review_by_itself(case: Case, again: Round, policy: Policy, now: datetime) -> tuple[ReviewAsked, ...]:
    if again.disputes < policy.measures.dispute_review or case.handling.review_due is not None:
        return ()
    return (ReviewAsked(at=now, by="system", role="system", due=days_after(now, policy.measures.review_d, policy)),)


def rights_told(disputes: int, policy: Policy, *, dated: bool) -> str:
    """Which rights of the owner an answer tells, after so many disputes: the label of their sentence. Those of a dated answer are told
    before its day; the last but one says what follows when it is disputed; the final one leads outside.

    Policy: 5.4, 5.6
    """
    if dated:
        return "labels.rights_dated"
    review = policy.measures.dispute_review
    return {review - 1: "labels.rights_again"}.get(disputes, "labels.rights_final" if disputes >= review else "labels.rights")


def ask_review(case: Case, ask: AskReview, policy: Policy, now: datetime) -> ReviewAsked:
    """The owner wants somebody outside to look at the answer; while the work goes on, at a date that was moved, once.

    Policy: 3.3, 5.6
    Raises: NotAllowedNow "review_open", "reopen_late"; "no_date_moved"; "disputes_spent" after the last review.
    """
    known = case.handling
    if known.review_due is not None:
        raise NotAllowedNow("review_open")
    if case.state not in {"ANSWERED", "CLOSED"} and (not known.extended or known.date_objected):
        raise NotAllowedNow("no_date_moved")
    if known.reviewed and known.disputes >= policy.measures.dispute_review:
        raise NotAllowedNow("disputes_spent")
    if case.state == "CLOSED":
        _check_recent(case, policy, now)
    check_said(grounds=ask.grounds)
    due = days_after(now, policy.measures.review_d, policy)
    return ReviewAsked(at=now, by=ask.by.code, role="owner", due=due, grounds=ask.grounds)


def decide_review(case: Case, ask: DecideReview, policy: Policy, now: datetime) -> ReviewDecided:
    """Somebody of the company who took no part says whether the answer stands. Replaced: it is handled again.

    Policy: 5.6
    Raises: NotAllowedNow "no_review", "reviewer_took_part"; "joint_check_missing" after the last dispute.
    """
    if case.handling.review_due is None:
        raise NotAllowedNow("no_review")
    if ask.by.code in chain(case):
        raise NotAllowedNow("reviewer_took_part")
    if stands_aside(case, ask.by.code, ask.by.department):
        raise NotAllowedNow("recused")
    if ask.outcome not in policy.measures.review_outcomes:
        raise NotUnderstood("unknown_word", field="outcome")
    if case.handling.disputes >= policy.measures.dispute_review:
        check_seen(case, policy)
    check_said(text=ask.text)
    reopens = ask.outcome == REPLACED and case.state in {"ANSWERED", "CLOSED"}
    new = another_round(case, case.priority, policy, now)
    return ReviewDecided(
        at=now,
        by=ask.by.code,
        role=ask.by.role("company"),
        outcome=ask.outcome,
        reopens=reopens,
        answer_due=new.answer_due if reopens else case.answer_due,
        plan_due=new.plan_due if reopens else case.plan_due,
        resolve_due=new.resolve_due if reopens else case.resolve_due,
        text=ask.text,
    )
