"""5 执行与反馈: the case after work, contacts and clocks."""

from dataclasses import replace
from typing import assert_never

from huiyin.core.case import FINAL, Case, returned_key
from huiyin.core.events import (
    AppointmentAgreed,
    ArrivalLogged,
    CaseAccepted,
    CaseAssigned,
    ContactLimitAsked,
    ContactLimited,
    ContactLogged,
    DeadlineMissed,
    DeadlineNeared,
    EvaluationSigned,
    FilesAdded,
    LetterReturned,
    LimitLifted,
    LimitObjected,
    NeededResource,
    OwnerReminded,
    PlaceMadeSafe,
    PlanEvaluated,
    ProgressTold,
    ResourceMoved,
    StepAcknowledged,
    StepEscalated,
    TaskAdded,
    TaskFinished,
    WorkEvent,
    WorkReported,
    WorkReturned,
    WorkStarted,
)
from huiyin.core.evolution import news
from huiyin.core.evolution.planning import judged, task_of
from huiyin.core.handling import Called, Resource, Task
from huiyin.core.ties import ContactLimit


def after(case: Case, event: WorkEvent) -> Case:
    """The case after that event."""
    match event:
        case CaseAccepted():
            return replace(case, state="INVESTIGATING", handler=event.by)
        case ContactLogged():
            return _contacted(case, event)
        case CaseAssigned():
            return replace(case, handler=event.handler)
        case ArrivalLogged():
            # The first arrival counts for the limit of the round; whoever comes later keeps the appointment.
            return case.handled(arrived_at=case.handling.arrived_at or event.arrived_at, visit_at=None, visit_agreed_at=None)
        case AppointmentAgreed():
            return case.handled(visit_at=event.visit_at, visit_agreed_at=event.at)
        case PlaceMadeSafe():
            return case.handled(safe_at=event.safe_at)
        case DeadlineNeared():
            return replace(case, warned=(*case.warned, f"{event.clock}:neared"))
        case DeadlineMissed():
            return replace(case, warned=(*case.warned, f"{event.clock}:missed"))
        case StepEscalated():
            heard = Called(clock=event.clock, step=event.step, role=event.to_role, to=event.to)
            return case.handled(called=(*case.handling.called, heard))
        case StepAcknowledged():
            told = case.handling.called
            here = (event.clock, event.step)
            return case.handled(called=tuple(replace(one, seen=True) if (one.clock, one.step) == here else one for one in told))
        case LetterReturned():
            key = returned_key(event.letter, event.event)
            lost = case.unreachable or event.why in FINAL
            return _without_try(replace(case, returned=(*case.returned, key), untold=(*case.untold, key), unreachable=lost), event)
        case ContactLimitAsked() | ContactLimited() | LimitObjected() | LimitLifted():
            return _spoken_with(case, event)
        case ProgressTold() | OwnerReminded():
            return news.told(case, event)
        case FilesAdded():
            return _filed(case, event)
        case _:
            return _worked(case, event)


def _spoken_with(case: Case, event: ContactLimitAsked | ContactLimited | LimitObjected | LimitLifted) -> Case:
    """Who speaks with the owner from now on."""
    known = case.handling.contact_limit
    match event:
        case ContactLimitAsked():
            return case.handled(contact_limit=ContactLimit(by=event.by, person=event.person))
        case ContactLimited():
            limit = ContactLimit(by=event.asked_by, person=event.person, until=event.until, agreed_by=event.by)
            return case.handled(contact_limit=limit)
        case LimitObjected():
            return case.handled(contact_limit=replace(known, objected=True) if known else None)
        case LimitLifted():
            return case.handled(contact_limit=None)
        case _:
            assert_never(event)


def _worked(
    case: Case,
    event: WorkStarted | TaskAdded | TaskFinished | ResourceMoved | PlanEvaluated | EvaluationSigned | WorkReported | WorkReturned,
) -> Case:
    known = case.handling
    match event:
        case WorkStarted():
            return _started(case, event)
        case TaskAdded():
            return case.handled(tasks=(*known.tasks, task_of(event.task)))
        case TaskFinished():
            tasks = tuple(
                replace(task, state=event.outcome, files=_with(task, event.files)) if task.n == event.n else task for task in known.tasks
            )
            assigned = (task.assignee for task in known.tasks if task.n == event.n)
            doers = known.with_part("executors", *assigned, event.by) if event.outcome == "done" else known.executors
            return case.handled(tasks=tasks, executors=doers)
        case ResourceMoved():
            return case.handled(resources=tuple(replace(one, state=event.state) if one.n == event.n else one for one in known.resources))
        case PlanEvaluated():
            return case.handled(evaluated_at=event.at, evaluated_by=event.by, evaluation_signed_at=None)
        case EvaluationSigned():
            return case.handled(evaluation_signed_at=event.at)
        case WorkReported():
            return case.handled(
                state="VERIFYING",
                reported_at=event.at,
                without_work=False,
                signed_by_owner=event.signed_by_owner,
                points=judged(known.points, event.findings, event.wishes),
                drafters=known.with_part("drafters", event.by),
                executors=known.with_part("executors", event.by),
            )
        case WorkReturned():
            begun = event.at if event.to == "EXECUTING" else None
            return case.handled(state=event.to, reported_at=None, signed_by_owner=False, begun_at=begun)
        case _:
            assert_never(event)


def _started(case: Case, event: WorkStarted) -> Case:
    known = case.handling
    return case.handled(
        state="EXECUTING",
        emergency_at=event.at if event.emergency else None,
        begun_at=event.at,
        playbook=event.playbook,
        tasks=(*known.tasks, *(task_of(one) for one in event.tasks)),
        resources=(*known.resources, *(_wanted(one) for one in event.resources)),
        executors=known.with_part("executors", event.by),
    )


def _filed(case: Case, event: FilesAdded) -> Case:
    slots = tuple(file.slot for file in event.files)
    known = case.handling
    return case.with_files(slots).handled(
        filed=(*known.filed, *((file.slot, file.purpose) for file in event.files)),
        tasks=tuple(replace(task, files=_with(task, slots)) if task.n == event.task else task for task in known.tasks),
    )


def _with(task: Task, files: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*task.files, *files)))


def _wanted(needed: NeededResource) -> Resource:
    return Resource(n=needed.n, kind=needed.kind, by=needed.by, state="requested", cost_yuan=needed.cost_yuan)


def _without_try(case: Case, event: LetterReturned) -> Case:
    """A letter that asked for his verdict and did not arrive was no try."""
    answer = case.handling.answer
    if event.letter != "verdict-asked" or answer is None:
        return case
    return case.handled(answer=replace(answer, tries=answer.tries[:-1]))


def _contacted(case: Case, event: ContactLogged) -> Case:
    answer = case.handling.answer
    if case.state == "ANSWERED" and answer is not None:
        case = case.handled(answer=replace(answer, tries=(*answer.tries, event.at)))
    if event.reached:
        return replace(case, first_contact_at=case.first_contact_at or event.at, untold=())
    attempted = event.at if event.first else case.attempted_at
    return replace(case, attempted_at=attempted, tried_at=(*case.tried_at, event.at))
