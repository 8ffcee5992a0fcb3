"""5 执行与反馈: the case after answers, the owner's verdict, reopening and review."""

from dataclasses import replace
from typing import assert_never

from huiyin.core.case import Case
from huiyin.core.events import (
    AnswerConfirmed,
    AnswerDisputed,
    AnswerLapsed,
    AnswerReleased,
    CaseReopened,
    ConcludedWithoutWork,
    DatedAnswerDrafted,
    DatedAnswerSent,
    FeedbackEvent,
    ReviewAsked,
    ReviewDecided,
)
from huiyin.core.evolution.planning import judged
from huiyin.core.handling import DatedAnswer, GivenAnswer


def after(case: Case, event: FeedbackEvent) -> Case:
    """The case after that event."""
    known = case.handling
    match event:
        case ConcludedWithoutWork():
            points = judged(known.points, event.findings, event.wishes)
            drafters = known.with_part("drafters", event.by)
            return case.handled(state="VERIFYING", reported_at=event.at, without_work=True, points=points, drafters=drafters)
        case DatedAnswerDrafted():
            dated = DatedAnswer(drafter=event.by, until=event.until)
            return case.handled(dated=dated, drafters=known.with_part("drafters", event.by))
        case DatedAnswerSent():
            dated = DatedAnswer(drafter=event.drafter, until=event.until, sent_at=event.at)
            return case.handled(dated=dated, verifiers=known.with_part("verifiers", event.by))
        case AnswerReleased():
            points = judged(known.points, event.findings, event.wishes)
            answer = GivenAnswer(at=event.at, by=event.by, reply_due=event.reply_due)
            return case.handled(state="ANSWERED", points=points, answer=answer, verifiers=known.with_part("verifiers", event.by))
        case AnswerConfirmed() | AnswerLapsed():
            return case.handled(state="CLOSED", closed_at=event.at)
        case _:
            return _opened_again(case, event)


def _opened_again(case: Case, event: AnswerDisputed | CaseReopened | ReviewAsked | ReviewDecided) -> Case:
    match event:
        case AnswerDisputed():
            case = replace(case, answer_due=event.answer_due, priority=event.priority)
            return _again(case).handled(disputes=event.count)
        case CaseReopened():
            return _again(replace(case, answer_due=event.answer_due)).handled(reopened=event.count)
        case ReviewAsked():
            return case.handled(review_due=event.due)
        case ReviewDecided():
            reviewed = case.handled(review_due=None, reviewed=case.handling.reviewed + 1)
            return _again(replace(reviewed, answer_due=event.answer_due)) if event.reopens else reviewed
        case _:
            assert_never(event)


def _again(case: Case) -> Case:
    """Back to the investigation; who took which part before is not forgotten."""
    return case.handled(state="INVESTIGATING", plan=None, dated=None, answer=None, reported_at=None, closed_at=None, without_work=False)
