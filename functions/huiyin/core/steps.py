"""5 执行与反馈: whose the open steps of the work are, while it is under way."""

from huiyin.core.case import Case
from huiyin.core.handling import Task

# A step that is over stays over; what went wrong with it is another step.
OVER = frozenset({"done", "cancelled"})


def open_steps(case: Case) -> tuple[Task, ...]:
    """The steps that somebody is to take now. A plan that nobody agreed to yet gives nobody a step; while a change of it waits, or the
    owner is asked something, those that were agreed to go on.

    Policy: 4.2, 5.1
    """
    known = case.handling
    changing = case.state == "PLAN_REVIEW" and bool(known.coming)
    asking = case.state == "AWAITING_OWNER" and known.pause is not None and known.pause.before == "EXECUTING"
    return _left(case) if case.state == "EXECUTING" or changing or asking else ()


def left_behind(case: Case) -> tuple[Task, ...]:
    """The steps that were under way when the case itself went away.

    Policy: 5.1
    """
    known = case.handling
    agreed = known.plan is not None and known.plan.agreed_yuan is not None
    return _left(case) if agreed or known.playbook or known.emergency_at else ()


def _left(case: Case) -> tuple[Task, ...]:
    return tuple(task for task in case.handling.tasks if task.state not in OVER)
