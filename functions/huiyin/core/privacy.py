"""2 接收与登记: who may see which case and who may ask for an identity. One table, deny by default."""

from collections.abc import Collection
from typing import Protocol

from huiyin.core.case import Case
from huiyin.core.commands import Actor

# Roles that see every ordinary case of the community; the rest of the staff see the cases of their department.
_SEE_ALL = frozenset({"desk", "duty", "triage", "duty_manager", "manager", "quality", "confid", "company"})
_SEE_DEPARTMENT = frozenset({"handler", "dept_lead", "steward"})
_NEVER_CONTENT = frozenset({"analyst", "auditor", "admin"})


class Known(Protocol):
    """What must be known of a case to say who may know of it: a case has it, and so has a row of a list."""

    @property
    def community(self) -> str: ...
    @property
    def accused(self) -> tuple[str, ...]: ...
    @property
    def guarded(self) -> bool: ...
    @property
    def handler(self) -> str | None: ...
    @property
    def lead(self) -> str | None: ...


def may_open(case: Case, actor: Actor) -> bool:
    """As `may_see`, of a case that is known whole: departments that take part in it, and who has to agree to its plan.

    Policy: 2.5, 2.6, 4.2
    """
    return may_see(case, actor, departments=case.departments, asked=case.asked)


def may_see_past(lead: str | None, actor: Actor) -> bool:
    """Whether this person may know of a row of an old ledger: as of an ordinary case of that department. Such a row names no community,
    so that whoever works in some of them only sees none.

    Policy: 2.6
    """
    roles = frozenset() if actor.communities else actor.roles - _NEVER_CONTENT
    return bool(roles & _SEE_ALL) or (bool(roles & _SEE_DEPARTMENT) and lead is not None and lead == actor.department)


def may_see(case: Known, actor: Actor, *, departments: Collection[str] = (), asked: Collection[str] = ()) -> bool:
    """Whether this person may know of the case at all. Accusation beats every role; whoever works in some communities only knows of
    no case of another; a guarded case is for confid alone.

    Policy: 2.5, 2.6
    departments: that take part beside the lead; asked: roles that a guarded case waits for.
    """
    if not actor.is_staff:
        return True
    if {actor.code, actor.department} & set(case.accused) or (actor.communities and case.community not in actor.communities):
        return False
    roles = actor.roles - _NEVER_CONTENT
    if case.guarded:
        return bool({"confid", *asked} & roles)
    # Whoever handled it before he came to watch over others is no exception.
    if roles and (actor.acts_for(case.handler) or roles & _SEE_ALL):
        return True
    return bool(roles & _SEE_DEPARTMENT) and case.lead is not None and actor.department in {case.lead, *departments}
