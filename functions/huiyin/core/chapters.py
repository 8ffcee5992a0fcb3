"""Which deciding function answers which command, chapter by chapter: closed matches, so that none can be forgotten."""

from datetime import datetime
from functools import reduce
from typing import assert_never

from huiyin.core import (
    answers,
    appointments,
    arrival,
    assets,
    callers,
    clocks,
    confiding,
    contact_limits,
    declining,
    elsewhere,
    evaluation,
    filing,
    flags,
    intake,
    ladder,
    owner_turn,
    planning,
    progress,
    recusal,
    survey,
    tasks,
    triage,
    verdict,
    work,
)
from huiyin.core.at_the_end import carry_out_at_the_end, carry_out_outside, carry_out_rights, carry_out_survey
from huiyin.core.case import Case
from huiyin.core.commands import (
    AcceptCase,
    AcceptObjection,
    AcknowledgeStep,
    AddFact,
    AddFiles,
    AddTask,
    AgreeAppointment,
    ApprovePlan,
    AskOwner,
    AssignCase,
    ChangePlan,
    CheckEvidence,
    Command,
    ConfideCase,
    DecideRecusal,
    DeclineCase,
    EvaluatePlan,
    ExtendDate,
    FeedbackCommand,
    FinishTask,
    IntakeCommand,
    LiftLimit,
    LimitContact,
    LogArrival,
    LogContact,
    LowerLevel,
    MoveResource,
    NameAsset,
    NoteFlags,
    NotePending,
    ObjectToDecline,
    ObjectToLimit,
    OutsideCommand,
    PlanningCommand,
    RaiseGrievance,
    RaiseLevel,
    ReceiveComplaint,
    RegisterCase,
    ReleaseCase,
    ReplyToQuestion,
    ReportDone,
    ReportMadeSafe,
    ReturnLetter,
    ReturnPlan,
    ReturnToTriage,
    ReturnWork,
    RevealIdentity,
    RightsCommand,
    SignEvaluation,
    StartWork,
    SubmitPlan,
    SurveyCommand,
    TakeCall,
    TriageCase,
    TriageCommand,
    UrgeCase,
    WatchClocks,
    WithdrawCase,
    WorkCommand,
)
from huiyin.core.errors import NotAllowedNow
from huiyin.core.events import Event
from huiyin.core.evolution import evolve
from huiyin.core.of_many import carry_out_of_many
from huiyin.core.repairs import turned
from huiyin.policy.schema import Policy


def carry_out(case: Case, ask: Command, policy: Policy, now: datetime) -> tuple[Event, ...]:
    """What its chapter decides of a command whose step is open.

    Policy: 5.2
    now: aware UTC. Returns: the events, () when there is nothing to say. Raises: a Refusal.
    """
    events = _by_chapter(case, ask, policy, now)
    return (*events, *turned(case, events, now))


def _by_chapter(case: Case, ask: Command, policy: Policy, now: datetime) -> tuple[Event, ...]:
    if isinstance(ask, IntakeCommand):
        return _intake(case, ask, policy, now)
    if isinstance(ask, TriageCommand):
        return _triage(case, ask, policy, now)
    if isinstance(ask, PlanningCommand):
        return _planning(case, ask, policy, now)
    if isinstance(ask, WorkCommand):
        return _work(case, ask, policy, now)
    if isinstance(ask, FeedbackCommand):
        return carry_out_at_the_end(case, ask, policy, now)
    if isinstance(ask, SurveyCommand):
        return carry_out_survey(case, ask, policy, now)
    if isinstance(ask, RightsCommand):
        return carry_out_rights(case, ask, policy, now)
    if isinstance(ask, OutsideCommand):
        return carry_out_outside(case, ask, policy, now)
    return carry_out_of_many(case, ask, policy, now)


def _intake(case: Case, ask: IntakeCommand, policy: Policy, now: datetime) -> tuple[Event, ...]:
    match ask:
        case RegisterCase():
            return (intake.register(case, ask, policy, now), *flags.noted_at_once(case, ask, policy, now))
        case AddFact():
            return owner_turn.add_fact(case, ask, policy, now)
        case CheckEvidence():
            return intake.check_evidence(case, ask, policy, now)
        case RevealIdentity():
            return (intake.reveal_identity(case, ask, policy, now),)
        case TakeCall():
            return (callers.take_call(case, ask, policy, now),)
        case DeclineCase() | ObjectToDecline() | AcceptObjection():
            return (_declining(case, ask, policy, now),)
        case AskOwner():
            return (owner_turn.ask_owner(case, ask, policy, now),)
        case ReplyToQuestion():
            return owner_turn.reply(case, ask, policy, now)
        case RaiseGrievance() | DecideRecusal():
            return _recusing(case, ask, policy, now)
        case UrgeCase():
            return (owner_turn.urge(case, ask, policy, now),)
        case WithdrawCase():
            return (owner_turn.withdraw(case, ask, policy, now),)
        case ConfideCase() | ReleaseCase():
            return (_guarding(case, ask, policy, now),)
        case ReceiveComplaint():
            raise NotAllowedNow
        case _:
            assert_never(ask)


def _recusing(case: Case, ask: RaiseGrievance | DecideRecusal, policy: Policy, now: datetime) -> tuple[Event, ...]:
    if isinstance(ask, RaiseGrievance):
        return recusal.raise_grievance(case, ask, policy, now)
    return (recusal.decide_recusal(case, ask, policy, now),)


def _guarding(case: Case, ask: ConfideCase | ReleaseCase, policy: Policy, now: datetime) -> Event:
    if isinstance(ask, ConfideCase):
        return confiding.confide(case, ask, policy, now)
    return confiding.release(case, ask, policy, now)


def _declining(case: Case, ask: DeclineCase | ObjectToDecline | AcceptObjection, policy: Policy, now: datetime) -> Event:
    match ask:
        case DeclineCase():
            return declining.decline(case, ask, policy, now)
        case ObjectToDecline():
            return declining.object_to_decline(case, ask, policy, now)
        case AcceptObjection():
            return declining.accept_objection(case, ask, policy, now)


def _triage(case: Case, ask: TriageCommand, policy: Policy, now: datetime) -> tuple[Event, ...]:
    match ask:
        case TriageCase():
            return (triage.triage(case, ask, policy, now),)
        case ReturnToTriage():
            return (triage.give_back(case, ask, policy, now),)
        case RaiseLevel():
            return (triage.raise_level(case, ask, policy, now),)
        case NoteFlags():
            return (flags.note_flags(case, ask, policy, now),)
        case NameAsset():
            return (assets.name_asset(case, ask, policy, now),)
        case NotePending():
            return (elsewhere.note_pending(case, ask, policy, now),)
        case LowerLevel():
            return (triage.lower_level(case, ask, policy, now),)
        case _:
            assert_never(ask)


def _planning(case: Case, ask: PlanningCommand, policy: Policy, now: datetime) -> tuple[Event, ...]:
    match ask:
        case ChangePlan():
            return (planning.change(case, ask, policy, now),)
        case SubmitPlan():
            return (planning.submit(case, ask, policy, now),)
        case ApprovePlan():
            return (planning.approve(case, ask, policy, now),)
        case ReturnPlan():
            return (planning.send_back(case, ask, policy, now),)
        case ExtendDate():
            return (planning.extend(case, ask, policy, now),)
        case _:
            assert_never(ask)


def _work(case: Case, ask: WorkCommand, policy: Policy, now: datetime) -> tuple[Event, ...]:
    match ask:
        case AcceptCase():
            return (work.accept(case, ask, policy, now),)
        case LogContact():
            return (work.log_contact(case, ask, policy, now),)
        case WatchClocks() | AcknowledgeStep() | ReturnLetter():
            return _reminders(case, ask, policy, now)
        case StartWork():
            return (tasks.start_work(case, ask, policy, now),)
        case AddTask():
            return (tasks.add_task(case, ask, policy, now),)
        case FinishTask():
            return (tasks.finish_task(case, ask, policy, now),)
        case AddFiles():
            return filing.add_files(case, ask, policy, now)
        case MoveResource():
            return (tasks.move_resource(case, ask, policy, now),)
        case EvaluatePlan() | SignEvaluation():
            return _looked_at(case, ask, policy, now)
        case ReportDone():
            return (tasks.report_done(case, ask, policy, now),)
        case ReturnWork():
            return (answers.return_work(case, ask, policy, now),)
        case LimitContact() | ObjectToLimit() | LiftLimit():
            return (_speaking(case, ask, policy, now),)
        case LogArrival() | ReportMadeSafe() | AgreeAppointment():
            return _on_site(case, ask, policy, now)
        case AssignCase():
            return (work.assign(case, ask, policy, now),)
        case _:
            assert_never(ask)


def _speaking(case: Case, ask: LimitContact | ObjectToLimit | LiftLimit, policy: Policy, now: datetime) -> Event:
    match ask:
        case LimitContact():
            return contact_limits.limit_contact(case, ask, policy, now)
        case ObjectToLimit():
            return contact_limits.object_to_limit(case, ask, policy, now)
        case LiftLimit():
            return contact_limits.lift_limit(case, ask, policy, now)


def _on_site(case: Case, ask: LogArrival | ReportMadeSafe | AgreeAppointment, policy: Policy, now: datetime) -> tuple[Event, ...]:
    if isinstance(ask, AgreeAppointment):
        return (appointments.agree_appointment(case, ask, policy, now),)
    if isinstance(ask, LogArrival):
        return (arrival.log_arrival(case, ask, policy, now),)
    return (arrival.report_made_safe(case, ask, policy, now),)


def _looked_at(case: Case, ask: EvaluatePlan | SignEvaluation, policy: Policy, now: datetime) -> tuple[Event, ...]:
    if isinstance(ask, EvaluatePlan):
        return (evaluation.evaluate(case, ask, policy, now),)
    return (evaluation.sign(case, ask, policy, now),)


def _reminders(case: Case, ask: WatchClocks | AcknowledgeStep | ReturnLetter, policy: Policy, now: datetime) -> tuple[Event, ...]:
    match ask:
        case WatchClocks():
            said = clocks.watch_clocks(case, ask, policy, now)
            told = progress.tell(reduce(evolve, said, case), ask, policy, now)  # an apology is a word, too
            return (*said, *told, *verdict.ask_again(case, ask, policy, now), *survey.invite(case, ask, policy, now))
        case AcknowledgeStep():
            return (ladder.acknowledge(case, ask, policy, now),)
        case ReturnLetter():
            return work.return_letter(case, ask, policy, now)
        case _:
            assert_never(ask)
