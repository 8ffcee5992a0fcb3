"""The only door to the rules: a command on a case becomes events or a refusal."""

from datetime import datetime

from huiyin.core import clocks, intake, triage, work
from huiyin.core.case import Case
from huiyin.core.commands import (
    AcceptCase,
    AddFact,
    CheckEvidence,
    Command,
    FeedbackCommand,
    IntakeCommand,
    LaterCommand,
    LogContact,
    PlanningCommand,
    ReceiveComplaint,
    RegisterCase,
    ReturnLetter,
    RevealIdentity,
    TriageCase,
    TriageCommand,
    WatchClocks,
    WorkCommand,
)
from huiyin.core.errors import NotAllowedNow, NotThere, NotYet, NotYours, Refusal
from huiyin.core.events import Event
from huiyin.core.lifecycle import ENDED, STATES, STEPS, Step, must_be_phoned
from huiyin.core.privacy import may_see
from huiyin.policy.schema import Policy


def decide(case: Case | None, ask: Command, policy: Policy, now: datetime) -> tuple[Event, ...]:
    """What happens when this is asked of that case at this moment.

    Policy: 5.2
    now: aware UTC. Returns: the events, () when there is nothing to say. Raises: a Refusal.
    """
    if isinstance(ask, ReceiveComplaint):
        return (intake.receive(ask, policy, now),)
    if case is None or not may_see(case, ask.by):
        raise NotThere
    check_step(case, ask, STEPS[ask.name if isinstance(ask, LaterCommand) else type(ask).__name__])
    return _carried_out(case, ask, policy, now)


def _carried_out(case: Case, ask: Command, policy: Policy, now: datetime) -> tuple[Event, ...]:
    if isinstance(ask, IntakeCommand):
        return _intake(case, ask, policy, now)
    if isinstance(ask, TriageCommand):
        return _triage(case, ask, policy, now)
    if isinstance(ask, PlanningCommand):
        return _planning(case, ask, policy, now)
    if isinstance(ask, WorkCommand):
        return _work(case, ask, policy, now)
    if isinstance(ask, FeedbackCommand):
        return _feedback(case, ask, policy, now)
    raise NotYet


def _intake(case: Case, ask: IntakeCommand, policy: Policy, now: datetime) -> tuple[Event, ...]:
    match ask:
        case RegisterCase():
            return (intake.register(case, ask, policy, now),)
        case AddFact():
            return (intake.add_fact(case, ask, policy, now),)
        case CheckEvidence():
            return intake.check_evidence(case, ask, policy, now)
        case RevealIdentity():
            return (intake.reveal_identity(case, ask, policy, now),)
        case _:
            raise NotYet


def _triage(case: Case, ask: TriageCommand, policy: Policy, now: datetime) -> tuple[Event, ...]:
    match ask:
        case TriageCase():
            return (triage.triage(case, ask, policy, now),)
        case _:
            raise NotYet


def _planning(case: Case, ask: PlanningCommand, policy: Policy, now: datetime) -> tuple[Event, ...]:
    raise NotYet


def _work(case: Case, ask: WorkCommand, policy: Policy, now: datetime) -> tuple[Event, ...]:
    match ask:
        case AcceptCase():
            return (work.accept(case, ask, policy, now),)
        case LogContact():
            return (work.log_contact(case, ask, policy, now),)
        case WatchClocks():
            return clocks.watch_clocks(case, ask, policy, now)
        case ReturnLetter():
            return work.return_letter(case, ask, policy, now)
        case _:
            raise NotYet


def _feedback(case: Case, ask: FeedbackCommand, policy: Policy, now: datetime) -> tuple[Event, ...]:
    raise NotYet


def check_step(case: Case, ask: Command, step: Step) -> None:
    """Refuse a step by its row of the lifecycle: not built, not this role, not from this state.

    Policy: 5.2
    """
    if not step.built:
        raise NotYet
    if not ask.by.roles & set(step.roles):
        raise NotYours
    if case.state not in step.sources and not (step.calls and must_be_phoned(case)):
        taken = bool(step.targets) and case.state not in ENDED and STATES.index(case.state) >= STATES.index(step.targets[0])
        raise NotAllowedNow(_ALREADY.get(step.command, "not_allowed_now") if taken else "not_allowed_now")


_ALREADY = {"RegisterCase": "already_registered", "TriageCase": "already_triaged", "AcceptCase": "already_accepted"}


def why_not(case: Case, ask: Command, policy: Policy, now: datetime) -> Refusal | None:
    """The refusal that this would meet, or None: what the desk shows beside a closed action.

    Policy: 5.1
    """
    try:
        decide(case, ask, policy, now)
    except Refusal as refusal:
        return refusal
    return None
