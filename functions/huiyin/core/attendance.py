"""4 方案制定: who is there: of whoever is away his stand-in 代理人 acts, else the duty manager, else the company."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from huiyin.core.clock import local
from huiyin.core.commands import Actor
from huiyin.core.errors import NotAllowedNow
from huiyin.policy.schema import Policy
from huiyin.policy.staffing import Absence, Departments, StaffMember

# Who is asked where nobody stands in for somebody.
_LAST = ("duty_manager", "company")
# What is confided to a person is not passed on with his work; a stand-in who holds it himself needs nothing passed on.
_PERSONAL = frozenset({"confid", "analyst", "auditor", "admin"})


def absence_of(code: str, moment: datetime, policy: Policy) -> Absence | None:
    """The absence of that person which that day falls into.

    Policy: 4.3
    moment: aware; the day is the community's.
    """
    today = local(moment, policy.calendar).date()
    return next((one for one in policy.departments.absences if one.staff == code and one.since <= today <= one.until), None)


def stand_in_of(code: str, moment: datetime, policy: Policy) -> str | None:
    """Who acts for somebody who is away: whoever was named for it, his deputy, the deputy of the department that he heads; the first
    of them who is there himself and works in all of his communities. None where nobody is away, or nobody there.

    Policy: 4.3
    """
    absence, directory = absence_of(code, moment, policy), policy.departments
    if absence is None:
        return None
    headed = (one.deputy for one in directory.departments.values() if one.lead == code)
    named = (absence.stand_in, directory.staff[code].deputy, *headed)
    others = (one for one in named if one is not None and one != code and directory.staff[one].covers(directory.staff[code]))
    return next((one for one in others if absence_of(one, moment, policy) is None), None)


def acting_for(code: str, moment: datetime, policy: Policy) -> str:
    """Who acts for that person on that day: himself, his stand-in, the duty manager, the company; himself again where nobody is there.

    Policy: 4.3
    """
    if absence_of(code, moment, policy) is None:
        return code
    staff = policy.departments.staff
    last = (other for role in _LAST for other, one in staff.items() if role in one.roles and absence_of(other, moment, policy) is None)
    return stand_in_of(code, moment, policy) or next(last, code)


def acting(actor: Actor, moment: datetime, policy: Policy) -> Actor:
    """That person with the roles and the cases of those for whom he stands in on that day.

    Policy: 4.3
    """
    stands_in = frozenset(away for away, other in _stand_ins(moment, policy) if other == actor.code)
    roles = {role for code in stands_in for role in policy.departments.staff[code].roles} - _PERSONAL
    return replace(actor, roles=actor.roles | roles, stands_in=stands_in) if stands_in else actor


def directory_of_the_day(policy: Policy, moment: datetime) -> Policy:
    """The policy with its directory as it is on that day: who is away holds no role and has no turn, who stands in for him has his.

    Policy: 4.3
    """
    away = dict(_stand_ins(moment, policy))
    if not away:
        return policy
    directory = policy.departments
    departments = {
        code: replace(one, lead=away[one.lead] or one.lead) if one.lead in away else one for code, one in directory.departments.items()
    }
    roster = tuple(replace(turn, staff=acting_for(turn.staff, moment, policy)) for turn in directory.roster)
    staff = _staff_of_the_day(directory, away)
    return replace(policy, departments=replace(directory, departments=departments, roster=roster, staff=staff))


def _stand_ins(moment: datetime, policy: Policy) -> Iterator[tuple[str, str | None]]:
    """Everybody who is away on that day, with his stand-in."""
    for absence in policy.departments.absences:
        if absence_of(absence.staff, moment, policy) is absence:
            yield absence.staff, stand_in_of(absence.staff, moment, policy)


def _staff_of_the_day(directory: Departments, away: Mapping[str, str | None]) -> dict[str, StaffMember]:
    staff = dict(directory.staff)
    for code, other in away.items():
        if other is not None:
            passed = (role for role in directory.staff[code].roles if role not in _PERSONAL)
            staff[other] = replace(staff[other], roles=tuple(dict.fromkeys((*staff[other].roles, *passed))))
    return {code: replace(one, roles=()) if code in away else one for code, one in staff.items()}


def check_there(code: str, field: str, moment: datetime, policy: Policy) -> None:
    """Refuse to give a case to somebody who is away; the refusal names as what his stand-in works.

    Policy: 4.3, 5.1
    Raises: NotAllowedNow "assignee_away".
    """
    if absence_of(code, moment, policy) is None:
        return
    other = policy.departments.staff[acting_for(code, moment, policy)]
    raise NotAllowedNow("assignee_away", field=field, role=next(iter(other.roles), ""))


def on_duty(moment: datetime, policy: Policy) -> tuple[str, ...]:
    """The staff codes whose turn it is, or who stand in for them. A turn that passes midnight belongs to the weekday on which it begins.

    Policy: 4.3
    """
    here = local(moment, policy.calendar)
    today, clock = here.weekday(), here.time()
    yesterday = (today - 1) % 7
    found = []
    for turn in policy.departments.roster:
        if turn.closes > turn.opens:
            now_on = turn.weekday == today and turn.opens <= clock < turn.closes
        else:
            now_on = (turn.weekday == today and turn.opens <= clock) or (turn.weekday == yesterday and clock < turn.closes)
        if now_on:
            found.append(acting_for(turn.staff, moment, policy))
    return tuple(dict.fromkeys(found))
