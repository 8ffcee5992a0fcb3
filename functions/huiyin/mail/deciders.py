"""Who may take the next step of a case that several have to agree to: asked of the core, so that no letter asks in vain."""

from collections.abc import Iterator

from huiyin.core.answers import check_checker
from huiyin.core.approval import missing_row
from huiyin.core.call_backs import CALL_OF_BAD, owed
from huiyin.core.case import Case
from huiyin.core.commands import Actor, member
from huiyin.core.errors import Refusal
from huiyin.core.hands import chain
from huiyin.core.pending import deciding_rows, is_erasure_pending
from huiyin.core.privacy import may_open
from huiyin.core.standing_in import LEAD_OF, stands_aside
from huiyin.core.survey import HEARS_BAD
from huiyin.policy.schema import Policy


def approvers(case: Case, policy: Policy) -> tuple[str, ...]:
    """Everybody who may sign the plan as it stands, as audiences (role:code).

    Policy: 4.2
    """
    plan = case.handling.plan
    if case.state != "PLAN_REVIEW" or plan is None:
        return ()
    signing = ((actor, missing_row(case, plan, actor, policy)) for actor in _who_may_open(case, policy))
    return tuple(f"{actor.role('dept_lead' if row.startswith('lead:') else row)}:{actor.code}" for actor, row in signing if row)


def countersigners(case: Case, policy: Policy) -> tuple[str, ...]:
    """Who may sign for a department that takes part in the plan and has not signed yet, as audiences (role:code).

    Policy: 4.2, 4.3
    """
    plan = case.handling.plan
    if case.state != "PLAN_REVIEW" or plan is None:
        return ()
    rows = ((actor, missing_row(case, plan, actor, policy)) for actor in _who_may_open(case, policy))
    return tuple(f"{actor.role('dept_lead')}:{actor.code}" for actor, row in rows if row and row.startswith(LEAD_OF))


def checkers(case: Case, policy: Policy) -> tuple[str, ...]:
    """Who is to check the result and release the answer, as audiences (role:code).

    Policy: 5.4
    Of an ordinary matter that is the desk's supervisor, of a guarded one another confidential officer; only where none of them is
    free, everybody else who may.
    """
    if case.state != "VERIFYING":
        return ()
    may = tuple((role, actor) for actor in _who_may_open(case, policy) if (role := _checks_as(case, actor)))
    first = "confid" if case.guarded else "triage"
    there_for_it = tuple((first, actor) for _, actor in may if first in actor.roles)
    return tuple(f"{role}:{actor.code}" for role, actor in there_for_it or may)


def reviewers(case: Case, policy: Policy) -> tuple[str, ...]:
    """Whoever of the company took no part in the case, while a review of it is open, as audiences (role:code).

    Policy: 5.6
    """
    if case.handling.review_due is None:
        return ()
    took_part = chain(case)
    outside = (actor for actor in _who_may_open(case, policy) if "company" in actor.roles and actor.code not in took_part)
    return tuple(f"company:{actor.code}" for actor in outside)


def callers(case: Case, policy: Policy) -> tuple[str, ...]:
    """Who is to call back an owner who is not satisfied: quality, of a guarded matter confid; only where none of them is free, everybody
    else who may.

    Policy: 5.5
    """
    if owed(case) != CALL_OF_BAD:
        return ()
    may = tuple(actor for actor in _who_may_open(case, policy) if actor.roles & HEARS_BAD and actor.code not in chain(case))
    first = "confid" if case.guarded else "quality"
    there_for_it = tuple(f"{first}:{actor.code}" for actor in may if first in actor.roles)
    return there_for_it or tuple(f"{actor.role('manager')}:{actor.code}" for actor in may)


def erasers(case: Case, policy: Policy) -> tuple[str, ...]:
    """Who decides whether its data is erased before its time, while its owner waits for that, as audiences (role:code).

    Policy: 2.5
    """
    return free(case, policy, *deciding_rows(case)) if is_erasure_pending(case) else ()


def free(case: Case, policy: Policy, *roles: str) -> tuple[str, ...]:
    """Everybody who holds the first of these roles that anybody holds who may know of the case, as audiences (role:code).

    Policy: 2.6, 5.1
    """
    may = tuple(_who_may_open(case, policy))
    held = (tuple(f"{role}:{actor.code}" for actor in may if role in actor.roles) for role in roles)
    return next((audiences for audiences in held if audiences), ())


def judges(case: Case, policy: Policy) -> tuple[str, ...]:
    """Who decides on the objection to a decline, while it is open: the estate manager; of a guarded matter, or where none is free,
    the company.

    Policy: 5.6
    """
    if case.state != "DECLINED" or case.handling.objected_at is None:
        return ()
    return free(case, policy, "manager", "company")


def _who_may_open(case: Case, policy: Policy) -> Iterator[Actor]:
    for code, person in policy.departments.staff.items():
        actor = member(code, person)
        if may_open(case, actor) and not stands_aside(case, code, person.department):
            yield actor


def _checks_as(case: Case, actor: Actor) -> str | None:
    try:
        return check_checker(case, actor)
    except Refusal:
        return None
