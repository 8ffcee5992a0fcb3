"""2 接收与登记: what is unusual about reading who the owners are 异常查看: so many, of others' cases, or at night."""

from datetime import datetime, timedelta

from huiyin.core.case import Case
from huiyin.core.clock import next_opening
from huiyin.core.commands import Actor, RevealIdentity
from huiyin.policy.schema import Policy

HOUR, DAY, OTHERS, NIGHT = SIGNS = ("hour", "day", "others", "night")
# How far back what somebody read still counts.
_COUNTED = timedelta(days=1)
# Whose work is any case that he may know of; and who is there at night for it.
_EVERYWHERE = frozenset({"desk", "duty", "triage", "dept_lead", "duty_manager", "confid"})
_AT_NIGHT = frozenset({"duty", "duty_manager"})


def is_of_others(case: Case, actor: Actor) -> bool:
    """Whether others have this case in hand, and his work does not lead him to it.

    Policy: 2.5
    """
    his = actor.acts_for(case.handler) or actor.code in {task.assignee for task in case.handling.tasks}
    return not his and not actor.roles & _EVERYWHERE


def unusual(case: Case, ask: RevealIdentity, policy: Policy, now: datetime) -> tuple[str, ...]:
    """What begins to be unusual with this reading: told once, not again with each that follows.

    Policy: 2.5
    """
    rules, late = policy.rights.readings, [one for one in ask.before if now - _COUNTED < one.at <= now]
    day = {one.case_id for one in late}
    hour = {one.case_id for one in late if one.at > now - timedelta(hours=1)}
    others = {one.case_id for one in late if one.others}
    counted = [(HOUR, hour, rules.hour), (DAY, day, rules.day)]
    if is_of_others(case, ask.by):
        counted.append((OTHERS, others, rules.others))
    found = [code for code, known, limit in counted if case.case_id not in known and len(known) == limit]
    if not ask.by.roles & _AT_NIGHT and _is_night(now, policy) and not any(_is_night(one.at, policy) for one in late):
        found.append(NIGHT)
    return tuple(found)


def _is_night(moment: datetime, policy: Policy) -> bool:
    window = policy.calendar.windows[policy.rights.readings.window]
    return next_opening(moment, window, policy.calendar) > moment
