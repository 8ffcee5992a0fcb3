"""Who is meant: the staff behind an audience, and whom an event concerns, each as audiences of `core.owed.Owed`."""

from collections.abc import Callable

from huiyin.core.attendance import on_duty
from huiyin.core.call_backs import CALL_OF_BAD, CALLS
from huiyin.core.case import Case
from huiyin.core.events import (
    CaseRegistered,
    DeadlineMissed,
    DeadlineNeared,
    Event,
    GroupProposed,
    IdentityRevealed,
    PlanApproved,
    PlanChanged,
    PlanSubmitted,
    ProgressTold,
    ReviewDecided,
    StepEscalated,
    SurveyAnswered,
    TriageReturned,
)
from huiyin.core.group_clocks import PROPOSAL, UPDATE, before_triage
from huiyin.core.ladder import hearer
from huiyin.core.pending import ERASURE
from huiyin.core.standing_in import nobody_left
from huiyin.mail.deciders import approvers, callers, checkers, countersigners, erasers, free, judges, reviewers
from huiyin.policy.schema import Policy

# What is kept by going there.
ON_SITE = frozenset({"on_site", "made_safe"})
Readers = Callable[[Event, Case, Policy], tuple[str, ...]]
# Who decides on a proposal, who speaks of an incident: the first of these roles that is free.
_OF_MANY = {PROPOSAL: ("triage",), UPDATE: ("duty_manager", "manager")}


def staff_behind(audience: str, case: Case, policy: Policy) -> str | None:
    """The staff code that an audience means now, or None for the owner, a mailbox or an unknown department."""
    role, _, code = audience.partition(":")
    if role == "handler":
        return case.handler
    if role == "lead":
        department = policy.departments.departments.get(code)
        return department.lead if department else None
    return code or None


def is_accused(code: str, case: Case, policy: Policy) -> bool:
    """Whether that person, or the department he works in, is accused.

    Policy: 2.6
    """
    person = policy.departments.staff.get(code)
    return bool({code, person.department if person else None} & set(case.accused))


def reminded(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Who hears that nothing moves, if nothing does."""
    return (f"{event.to_role}:{event.to}",) if isinstance(event, ProgressTold) and event.to else ()


def desk(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The desk, and in an emergency whoever is on duty."""
    return ("desk", *duty(event, case, policy))


def desk_if_released(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The desk, when confid opened a guarded case to ordinary staff."""
    released = isinstance(event, CaseRegistered) and event.released
    return desk(event, case, policy) if released else ()


def duty(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Whoever is on duty, in an emergency."""
    return tuple(f"duty:{code}" for code in on_duty(event.at, policy)) if case.priority in policy.promises.wakes_duty else ()


def confid(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """All confidential officers."""
    return with_role("confid", policy)


def confid_in_charge(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The confidential officer who has the case; all of them while nobody has."""
    return (f"confid:{case.handler}",) if case.handler else confid(event, case, policy)


def assigned(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Whoever handles the case."""
    return ("handler",)


def confid_assigned(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The confidential officer to whom the case was given."""
    return (f"confid:{case.handler}",) if case.handler else ()


def in_charge(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Whoever handles the case; while nobody does, the head of its department."""
    return ("handler",) if case.handler else lead(event, case, policy)


def auditors(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The auditors, when even the company is accused and nobody within is left to judge it.

    Policy: 2.6
    """
    return with_role("auditor", policy) if isinstance(event, CaseRegistered) and nobody_left(case, policy) else ()


def asker(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Who waits for what the owner says: whoever handles the case; before anybody does, the desk. Not whoever wrote it down himself."""
    if case.handler == event.by:
        return ()
    return ("handler",) if case.handler else desk(event, case, policy)


def both_in_charge(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Whoever handles the case, if anybody does, and the head of its department."""
    return (*(("handler",) if case.handler else ()), *lead(event, case, policy))


def both_if_replaced(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Both, when a review has the matter handled again."""
    return both_in_charge(event, case, policy) if isinstance(event, ReviewDecided) and event.reopens else ()


def drafter(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Whoever drew the plan, and whoever handles the case by now."""
    plan = case.handling.plan
    return (*in_charge(event, case, policy), *((f"drafter:{plan.by}",) if plan else ()))


def lead(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The head of the department that leads; of a case that has none yet, the desk's supervisors."""
    return (f"lead:{case.lead}",) if case.lead else with_role("triage", policy)


def watchers(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Who can still keep the promise, and who answers for him. An unassigned case is the desk's and its lead's.

    Policy: 5.3
    """
    if isinstance(event, DeadlineNeared | DeadlineMissed) and event.clock in _OF_MANY:
        return free(case, policy, *_OF_MANY[event.clock])
    if isinstance(event, DeadlineNeared | DeadlineMissed) and event.clock in CALLS:
        # Whoever handled the case is the last to be told that somebody is not satisfied.
        return callers(case, policy) if event.clock == CALL_OF_BAD else ("desk",)
    if isinstance(event, DeadlineNeared | DeadlineMissed) and event.clock == ERASURE:
        return erasers(case, policy)
    whose = {"countersigned": countersigners, "plan_decided": approvers, "verified": checkers, "review": reviewers}
    theirs = whose.get(event.clock) if isinstance(event, DeadlineNeared | DeadlineMissed) else None
    if theirs is not None:
        return (*theirs(case, policy), *lead(event, case, policy))
    if isinstance(event, DeadlineNeared | DeadlineMissed) and event.clock in ON_SITE and case.handler is not None:
        # Whoever is on duty may go there as well.
        return ("handler", *duty(event, case, policy), *lead(event, case, policy))
    if case.handler is None or case.lead is None:
        return (*desk(event, case, policy), *with_role("triage", policy))
    return ("handler", f"lead:{case.lead}")


def late_watchers(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The watchers of a missed promise, without him who hears of it at this moment by the ladder: one letter is enough.

    Policy: 5.3
    """
    rung = policy.promises.ladder.others.get("dept_lead")
    if isinstance(event, DeadlineMissed) and event.clock in CALLS | {ERASURE}:
        return watchers(event, case, policy)
    if rung is None or rung.share > 1 or (isinstance(event, DeadlineMissed) and event.clock == "answer"):
        return watchers(event, case, policy)
    clock = event.clock if isinstance(event, DeadlineMissed) else ""
    _, told = hearer(before_triage(case, clock), "dept_lead", policy)
    return tuple(audience for audience in watchers(event, case, policy) if staff_behind(audience, case, policy) != told)


def sorters(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Who assigns what a department gave back: the desk's supervisors; given back too often, the estate manager or who stands in.

    Policy: 5.1
    """
    often = isinstance(event, TriageReturned) and event.count >= policy.measures.triage_returns
    return free(case, policy, *(("manager", "company") if often else ("triage",)))


def to_judge(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Who decides on an objection.

    Policy: 5.6
    """
    return judges(case, policy)


def called(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Who hears of a promise by the ladder: nobody when nobody is left."""
    return (f"{event.to_role}:{event.to}",) if isinstance(event, StepEscalated) and event.to else ()


def to_approve(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Everybody who may agree to the plan now. A change that nobody has to look at asks nobody.

    Policy: 4.2
    """
    asks = isinstance(event, PlanSubmitted) and not (isinstance(event, PlanChanged) and not event.reviewed)
    return approvers(case, policy) if asks else ()


def drafter_if_agreed(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Whoever drew the plan, once everybody has agreed to it.

    Policy: 4.2
    """
    return drafter(event, case, policy) if isinstance(event, PlanApproved) and event.complete else ()


def company_if_not_asked(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The company, of a plan for many households that was agreed to without it.

    Policy: 4.2
    """
    plan = case.handling.plan
    agreed = isinstance(event, PlanApproved) and event.complete and case.handling.group is not None and plan is not None
    asked = plan is not None and "company" in {role for role, _ in plan.approvals}
    return free(case, policy, "company") if agreed and not asked else ()


def confid_if_agreed(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """The same of a guarded case."""
    return confid_in_charge(event, case, policy) if isinstance(event, PlanApproved) and event.complete else ()


def to_check(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Whoever is there to check the result.

    Policy: 5.4
    """
    return checkers(case, policy)


def who_watches(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Who hears of an unusual reading: the confidential officers, and of an ordinary case the company; never whoever read.

    Policy: 2.5
    """
    if not isinstance(event, IdentityRevealed) or not event.unusual:
        return ()
    roles = ("confid",) if case.guarded else ("confid", "company")
    return tuple(one for role in roles for one in with_role(role, policy) if one != f"{role}:{event.by}")


def to_erase(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Whoever decides whether something is erased before its time.

    Policy: 2.5
    """
    return erasers(case, policy)


def to_call_back(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Whoever is to call back an owner who is not satisfied.

    Policy: 5.5
    """
    return callers(case, policy) if isinstance(event, SurveyAnswered) and event.bad else ()


def to_review(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Whoever of the company took no part.

    Policy: 5.6
    """
    return reviewers(case, policy)


def heard(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Whoever is accused and was heard.

    Policy: 2.6
    """
    return tuple(f"accused:{code}" for code in case.handling.heard if code in case.accused)


def with_role(role: str, policy: Policy) -> tuple[str, ...]:
    """Everybody of the directory who has that role."""
    return tuple(f"{role}:{code}" for code, person in policy.departments.staff.items() if role in person.roles)


def to_group(event: Event, case: Case, policy: Policy) -> tuple[str, ...]:
    """Who decides whether several reports are one matter: the desk's supervisors; of what happens to many now, the duty manager.

    Policy: 1.2
    """
    now = isinstance(event, GroupProposed) and event.step == "incident"
    return free(case, policy, *(("duty_manager", "triage") if now else ("triage",)))
