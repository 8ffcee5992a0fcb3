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
    HearingRecorded,
    JointCheckLogged,
    ReviewAsked,
    ReviewDecided,
    VerdictAsked,
    VisitLogged,
)
from huiyin.core.evolution.planning import judged
from huiyin.core.handling import DatedAnswer, GivenAnswer
from huiyin.core.surveyed import Survey


def after(case: Case, event: FeedbackEvent) -> Case:
    """The case after that event."""
    known = case.handling
    match event:
        case ConcludedWithoutWork():
            points = judged(known.points, event.findings, event.wishes)
            drafters = known.with_part("drafters", event.by)
            return case.handled(
                state="VERIFYING", reported_at=event.at, without_work=True, signed_by_owner=False, points=points, drafters=drafters
            )
        case DatedAnswerDrafted():
            dated = DatedAnswer(drafter=event.by, until=event.until)
            return case.handled(dated=dated, drafters=known.with_part("drafters", event.by))
        case DatedAnswerSent():
            dated = DatedAnswer(drafter=event.drafter, until=event.until, sent_at=event.at)
            points = tuple(replace(point, finding=finding) for point, finding in zip(known.points, event.findings, strict=True))
            # What a group answers for now, each of its members is answered.
            group = replace(known.group, settled=False) if known.group else None
            return case.handled(dated=dated, points=points, verifiers=known.with_part("verifiers", event.by), group=group)
        case AnswerReleased():
            points = judged(known.points, event.findings, event.wishes)
            answer = GivenAnswer(at=event.at, by=event.by, reply_due=event.reply_due)
            verifiers = known.with_part("verifiers", event.by)
            # A group begins to hear anew what its members think of it.
            group = replace(known.group, disputed=(), settled=False) if known.group else None
            return case.handled(state="ANSWERED", points=points, answer=answer, verifiers=verifiers, group=group)
        case AnswerConfirmed():
            return case.handled(state="CLOSED", closed_at=event.at, verdict="solved", survey=Survey())
        case AnswerLapsed():
            return case.handled(state="CLOSED", closed_at=event.at, verdict="silent", survey=Survey())
        case VerdictAsked():
            asked = replace(known.answer, tries=(*known.answer.tries, event.at)) if known.answer else None
            return case.handled(answer=asked)
        case HearingRecorded():
            return case.handled(heard=known.with_part("heard", event.person))
        case VisitLogged():
            return case.handled(visited_at=event.at)
        case JointCheckLogged():
            return case.handled(joint_check_at=event.at)
        case _:
            return _opened_again(case, event)


def _opened_again(case: Case, event: AnswerDisputed | CaseReopened | ReviewAsked | ReviewDecided) -> Case:
    known = case.handling
    match event:
        case AnswerDisputed():
            return _another_round(case, event).handled(disputes=event.count, verdict=event.solved)
        case CaseReopened():
            return _another_round(case, event).handled(reopened=event.count, disputes=event.disputes)
        case ReviewAsked():
            of_date = event.by == "owner" and case.state not in {"ANSWERED", "CLOSED"}
            return case.handled(review_due=event.due, date_objected=known.date_objected or of_date)
        case ReviewDecided():
            reviewed = case.handled(review_due=None, reviewed=case.handling.reviewed + 1)
            return _again(_dated(reviewed, event)) if event.reopens else reviewed
        case _:
            assert_never(event)


def _another_round(case: Case, event: AnswerDisputed | CaseReopened) -> Case:
    case = replace(_dated(case, event), priority=event.priority)
    if event.other_handler and case.handler is not None:
        case = replace(case.handled(former=case.handling.with_part("former", case.handler)), handler=None)
    return _again(case)


def _dated(case: Case, event: AnswerDisputed | CaseReopened | ReviewDecided) -> Case:
    return replace(case, answer_due=event.answer_due, plan_due=event.plan_due, resolve_due=event.resolve_due)


def _again(case: Case) -> Case:
    """Back to the investigation; who took which part before is not forgotten."""
    group = case.handling.group
    return case.handled(
        state="INVESTIGATING",
        group=replace(group, settled=False) if group else None,
        # What its owner does not hold solved is his own matter again, until it joins again.
        membership=None,
        plan=None,
        playbook=None,
        emergency_at=None,
        dated=None,
        answer=None,
        reported_at=None,
        closed_at=None,
        survey=None,
        without_work=False,
        extended=False,
        date_objected=False,
        visited_at=None,
        signed_by_owner=False,
        joint_check_at=None,
        verdict="",
    )
