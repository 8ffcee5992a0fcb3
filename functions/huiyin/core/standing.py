"""5 执行与反馈: where a case stands, as its owner is told by and by: the step, what is done of the work, what it waits for."""

from datetime import datetime

from huiyin.core.case import Case
from huiyin.policy.records import dataclass

# Needs that are still under way.
_EXPECTED = frozenset({"requested", "promised"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Plain facts. done, tasks: steps of the work; waits: kinds of what it waits for; body: with whom it lies outside;
    worked_at: when somebody last took it further; reminded: role of whoever was last told that nothing moves."""

    state: str
    lead: str | None
    done: int = 0
    tasks: int = 0
    waits: tuple[str, ...] = ()
    body: str = ""
    worked_at: datetime | None = None
    reminded: str = ""


def standing_of(case: Case, now: datetime) -> Standing:
    """Where that case stands now.

    Policy: 5.2
    """
    known = case.handling
    tasks = [task for task in known.tasks if task.state != "cancelled"]
    blocked = any(task.state == "blocked" for task in tasks)
    late = (one.kind for one in known.resources if one.state in _EXPECTED and (blocked or one.by <= now))
    worked = (known.evaluated_at, known.reported_at, known.plan.at if known.plan else None, case.first_contact_at, case.attempted_at)
    return Standing(
        state=case.state,
        lead=case.lead,
        done=sum(task.state == "done" for task in tasks),
        tasks=len(tasks),
        waits=tuple(dict.fromkeys(late)),
        body=known.transfer.body if known.transfer and case.state == "TRANSFERRED" else "",
        worked_at=max((moment for moment in worked if moment is not None), default=None),
        reminded=known.news.reminded if known.news else "",
    )
