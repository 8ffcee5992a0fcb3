"""5 执行与反馈: the case after work, contacts and clocks."""

from dataclasses import replace
from typing import assert_never

from huiyin.core.case import FINAL, Case, returned_key
from huiyin.core.events import (
    CaseAccepted,
    ContactLogged,
    DeadlineMissed,
    DeadlineNeared,
    LetterReturned,
    PlanEvaluated,
    ResourceMoved,
    TaskAdded,
    TaskFinished,
    WorkEvent,
    WorkReported,
    WorkReturned,
    WorkStarted,
)
from huiyin.core.evolution.planning import judged, task_of


def after(case: Case, event: WorkEvent) -> Case:
    """The case after that event."""
    match event:
        case CaseAccepted():
            return replace(case, state="INVESTIGATING", handler=event.by)
        case ContactLogged():
            return _contacted(case, event)
        case DeadlineNeared():
            return replace(case, warned=(*case.warned, f"{event.clock}:neared"))
        case DeadlineMissed():
            return replace(case, warned=(*case.warned, f"{event.clock}:missed"))
        case LetterReturned():
            key = returned_key(event.letter, event.event)
            lost = case.unreachable or event.why in FINAL
            return replace(case, returned=(*case.returned, key), untold=(*case.untold, key), unreachable=lost)
        case _:
            return _worked(case, event)


def _worked(
    case: Case, event: WorkStarted | TaskAdded | TaskFinished | ResourceMoved | PlanEvaluated | WorkReported | WorkReturned
) -> Case:
    known = case.handling
    match event:
        case WorkStarted():
            began = event.at if event.emergency else None
            return case.handled(
                state="EXECUTING", emergency_at=began, playbook=event.playbook, executors=known.with_part("executors", event.by)
            )
        case TaskAdded():
            return case.handled(tasks=(*known.tasks, task_of(event.task)))
        case TaskFinished():
            tasks = tuple(replace(task, state=event.outcome) if task.n == event.n else task for task in known.tasks)
            doers = known.with_part("executors", event.by) if event.outcome == "done" else known.executors
            return case.with_files(event.files).handled(tasks=tasks, executors=doers)
        case ResourceMoved():
            return case.handled(resources=tuple(replace(one, state=event.state) if one.n == event.n else one for one in known.resources))
        case PlanEvaluated():
            return case.handled(evaluated_at=event.at)
        case WorkReported():
            return case.with_files(event.files).handled(
                state="VERIFYING",
                reported_at=event.at,
                without_work=False,
                points=judged(known.points, event.findings, event.wishes),
                executors=known.with_part("executors", event.by),
            )
        case WorkReturned():
            return case.handled(state=event.to, reported_at=None)
        case _:
            assert_never(event)


def _contacted(case: Case, event: ContactLogged) -> Case:
    answer = case.handling.answer
    if case.state == "ANSWERED" and answer is not None:
        case = case.handled(answer=replace(answer, tries=(*answer.tries, event.at)))
    if event.reached:
        return replace(case, first_contact_at=case.first_contact_at or event.at, untold=())
    attempted = event.at if event.first else case.attempted_at
    return replace(case, attempted_at=attempted, tried_at=(*case.tried_at, event.at))
