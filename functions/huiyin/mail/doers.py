"""Whoever is to take a step of the work in somebody else's case: told when it is his, and when it is not his any more."""

from collections.abc import Iterable

from huiyin.core.attendance import acting_for
from huiyin.core.case import Case
from huiyin.core.events import (
    CaseAssigned,
    CaseTransferred,
    CaseWithdrawn,
    Event,
    PlanApproved,
    PlanChanged,
    TaskAdded,
    TaskFinished,
)
from huiyin.core.handling import Task
from huiyin.core.leaving import has_left
from huiyin.core.owed import Owed
from huiyin.core.steps import left_behind, open_steps
from huiyin.policy.schema import Policy

GIVEN, TAKEN = "step-given", "step-taken-back"
DOER = "doer"
# What a letter calls the clock of a step.
STEP = "step"


def given_steps(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Everybody to whom a step was given with that: by a plan that is agreed to, by another version of it, or on its own; and whoever
    gave the case itself away and still has a step of it. A step of somebody who has left is whoever's who handles the case: it stands on
    his list, and he needs no letter for it.

    Policy: 4.2, 4.3, 5.1
    """
    given: Iterable[Task] = ()
    match event:
        case PlanApproved(complete=True) | PlanChanged(reviewed=False):
            given = open_steps(case)
        case TaskAdded():
            given = (task for task in open_steps(case) if task.n == event.task.n)
        case CaseAssigned():
            given = (task for task in open_steps(case) if task.assignee == event.before)
        case _:
            pass
    return _there((task.assignee for task in given), event, case, policy)


def taken_steps(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Everybody who has no step of it any more: another plan leaves him out, it was given up, or the case itself went away.

    Policy: 4.2, 5.1
    """
    codes: Iterable[str] = ()
    match event:
        case PlanApproved(complete=True) | PlanChanged(reviewed=False):
            codes = case.handling.relieved
        case TaskFinished(outcome="cancelled"):
            codes = (task.assignee for task in case.handling.tasks if task.n == event.n)
        case CaseWithdrawn(goes_on=False) | CaseTransferred():
            codes = (task.assignee for task in left_behind(case))
        case _:
            pass
    return _there(codes, event, case, policy)


def _there(codes: Iterable[str], event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """These people once each, but for whoever handles the case, did it himself or has left."""
    role = "confid" if case.guarded else DOER
    told = (code for code in dict.fromkeys(codes) if code not in {case.handler, event.by})
    return tuple(f"{role}:{code}" for code in told if not has_left(code, policy, event.at))


def steps_behind(owed: Owed, case: Case, policy: Policy) -> tuple[Task, ...]:
    """The open steps of which that letter tells its reader, the first one due first: his own, and those of whom he stands in for.

    Policy: 4.3, 5.1
    """
    code = owed.audience.partition(":")[2]
    his = (task for task in open_steps(case) if code in {task.assignee, _acting(task.assignee, case, policy)})
    return tuple(sorted(his, key=lambda task: (task.due, task.n)))


def _acting(code: str, case: Case, policy: Policy) -> str:
    return acting_for(code, case.last_at, policy) if code in policy.departments.staff else code
