"""Which deciding function answers which command on answers, bodies outside, the archive and the owner's data: closed matches."""

from datetime import datetime
from typing import assert_never

from huiyin.core import answers, archiving, feedback, hearing, on_site, orders, outside, rights, sharing, survey, triage
from huiyin.core.case import Case
from huiyin.core.commands import (
    AnswerSurvey,
    ArchiveCase,
    AskErasure,
    AskReview,
    ComplainOfHandling,
    ConcludeWithoutWork,
    ConfirmAnswer,
    DecideErasure,
    DecideReview,
    DisputeAnswer,
    FeedbackCommand,
    GiveCopy,
    HoldCase,
    LogCallBack,
    LogJointCheck,
    LogVisit,
    NoteOrder,
    OutsideCommand,
    RaiseLevel,
    RecordHearing,
    RecordOrderReply,
    RecordTransferResult,
    ReleaseAnswer,
    ReleaseHold,
    ReopenCase,
    RightsCommand,
    SendDatedAnswer,
    ShareCase,
    SurveyCommand,
    TransferCase,
    WithdrawConsent,
)
from huiyin.core.events import Event
from huiyin.core.evolution import evolve
from huiyin.core.flags import major_by_flags
from huiyin.core.lifecycle import STEPS
from huiyin.policy.schema import Policy


def carry_out_at_the_end(case: Case, ask: FeedbackCommand, policy: Policy, now: datetime) -> tuple[Event, ...]:
    """What is decided of a command on the answer, and on what its owner says to it.

    Policy: 5.2
    now: aware UTC. Returns: the events. Raises: a Refusal.
    """
    match ask:
        case ConcludeWithoutWork():
            return (answers.conclude(case, ask, policy, now),)
        case SendDatedAnswer():
            return (answers.send_dated(case, ask, policy, now),)
        case ReleaseAnswer():
            return (answers.release(case, ask, policy, now),)
        case ConfirmAnswer():
            return (feedback.confirm(case, ask, policy, now),)
        case DisputeAnswer():
            return feedback.dispute(case, ask, policy, now)
        case ReopenCase():
            return feedback.reopen(case, ask, policy, now)
        case AskReview():
            return (feedback.ask_review(case, ask, policy, now),)
        case DecideReview():
            return (feedback.decide_review(case, ask, policy, now),)
        case RecordHearing():
            return (hearing.record(case, ask, policy, now),)
        case LogVisit():
            return (on_site.log_visit(case, ask, policy, now),)
        case LogJointCheck():
            return (on_site.log_joint_check(case, ask, policy, now),)
        case _:
            assert_never(ask)


def carry_out_outside(case: Case, ask: OutsideCommand, policy: Policy, now: datetime) -> tuple[Event, ...]:
    """What is decided of a command on a body outside, or on the archive.

    Policy: 5.2
    now: aware UTC. Returns: the events. Raises: a Refusal.
    """
    match ask:
        case TransferCase():
            return (outside.transfer(case, ask, policy, now),)
        case RecordTransferResult():
            return (outside.record_result(case, ask, policy, now),)
        case ArchiveCase():
            return archiving.archive(case, ask, policy, now)
        case HoldCase():
            return (archiving.hold(case, ask, policy, now),)
        case ReleaseHold():
            return (archiving.release(case, ask, policy, now),)
        case NoteOrder():
            return _ordered(case, ask, policy, now)
        case RecordOrderReply():
            return (orders.record_reply(case, ask, policy, now),)
        case _:
            assert_never(ask)


def _ordered(case: Case, ask: NoteOrder, policy: Policy, now: datetime) -> tuple[Event, ...]:
    """The order; and of a matter that was classed already, the level that it has from its second order on. Before that, triage sees it.

    Policy: 1.2, 3.2
    """
    noted = orders.note_order(case, ask, policy, now)
    after = evolve(case, noted)
    rules = tuple(rule for rule in major_by_flags(after, policy) if rule not in case.handling.level_reasons)
    if noted.corrected or not rules or not case.handling.points or case.state not in STEPS["RaiseLevel"].sources:
        return (noted,)
    raising = RaiseLevel(by=ask.by, level="major", reasons=rules, note=ask.number)
    return noted, triage.raise_level(after, raising, policy, now)


def carry_out_survey(case: Case, ask: SurveyCommand, policy: Policy, now: datetime) -> tuple[Event, ...]:
    """What is decided of a command on the survey.

    Policy: 5.5
    now: aware UTC. Returns: the events. Raises: a Refusal.
    """
    match ask:
        case AnswerSurvey():
            return (survey.answer(case, ask, policy, now),)
        case LogCallBack():
            return survey.log_call_back(case, ask, policy, now)
        case _:
            assert_never(ask)


def carry_out_rights(case: Case, ask: RightsCommand, policy: Policy, now: datetime) -> tuple[Event, ...]:
    """What is decided of a command on the owner's own data.

    Policy: 2.5
    now: aware UTC. Returns: the events, () when nothing of it is kept here. Raises: a Refusal.
    """
    match ask:
        case GiveCopy():
            return rights.give_copy(case, ask, policy, now)
        case AskErasure():
            return (rights.ask_erasure(case, ask, policy, now),)
        case DecideErasure():
            return (rights.decide_erasure(case, ask, policy, now),)
        case WithdrawConsent():
            return (rights.withdraw_consent(case, ask, policy, now),)
        case ComplainOfHandling():
            return rights.complain_of_handling(case, ask, policy, now)
        case ShareCase():
            return (sharing.share(case, ask, policy, now),)
        case _:
            assert_never(ask)
