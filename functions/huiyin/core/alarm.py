"""5 执行与反馈: the alarm of an emergency: it goes higher by the minute until somebody takes the case up."""

from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.clock import due_after
from huiyin.core.commands import Actor
from huiyin.core.handling import Called
from huiyin.core.lifecycle import ENDED
from huiyin.core.limits import Clock
from huiyin.policy.schema import Policy

ALARM = "alarm"


def alarm(case: Case, policy: Policy) -> Clock | None:
    """The alarm of an emergency to which nobody has done anything yet: since it came in, or became one. Due when the first rung hears.

    Policy: 5.3
    """
    known = case.handling
    if case.priority not in policy.promises.wakes_duty or known.taken_up_at is not None or case.state in ENDED:
        return None
    opened = known.group.opened_at if known.group else case.received_at
    start = known.priority_at or opened
    return Clock(ALARM, start, min(alarm_steps(start, policy).values()))


def alarm_steps(start: datetime, policy: Policy) -> dict[str, datetime]:
    """When each role hears that nobody has taken an emergency up.

    Policy: 5.3
    """
    return {role: due_after(start, limit, policy.calendar) for role, limit in policy.promises.ladder.alarm.items()}


def is_alarmed_by(case: Case, at: datetime, policy: Policy) -> bool:
    """Whether what happened then has made an emergency of a case that was none.

    Policy: 5.3
    """
    return case.handling.priority_at == at and alarm(case, policy) is not None


def answers_alarm(case: Case, actor: Actor, policy: Policy) -> tuple[Called, ...]:
    """What somebody who was alarmed at once may say that he has heard, while nobody has taken the case up.

    Policy: 5.3
    """
    if alarm(case, policy) is None:
        return ()
    role = next((role for role in policy.promises.ladder.alarmed if role in actor.roles), None)
    return (Called(clock=ALARM, step=role, role=role, to=actor.code),) if role else ()
