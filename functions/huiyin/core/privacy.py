"""2 接收与登记: who may see which case and who may ask for an identity. One table, deny by default."""

from typing import Protocol

from huiyin.core.commands import Actor

# Roles that see every ordinary case of the community; the rest of the staff see the cases of their department.
_SEE_ALL = frozenset({"desk", "duty", "triage", "duty_manager", "manager", "quality", "confid", "company"})
_SEE_DEPARTMENT = frozenset({"handler", "dept_lead", "steward"})
_NEVER_CONTENT = frozenset({"analyst", "auditor", "admin"})


class Known(Protocol):
    """What must be known of a case to say who may know of it: a case has it, and so has a row of a list."""

    @property
    def accused(self) -> tuple[str, ...]: ...
    @property
    def guarded(self) -> bool: ...
    @property
    def handler(self) -> str | None: ...
    @property
    def lead(self) -> str | None: ...


def may_see(case: Known, actor: Actor) -> bool:
    """Whether this person may know of the case at all. Accusation beats every role; a guarded case is for confid alone.

    Policy: 2.5, 2.6
    """
    if not actor.is_staff:
        return True
    if {actor.code, actor.department} & set(case.accused):
        return False
    roles = actor.roles - _NEVER_CONTENT
    if case.guarded:
        return "confid" in roles
    if actor.code == case.handler or roles & _SEE_ALL:
        return True
    return bool(roles & _SEE_DEPARTMENT) and case.lead is not None and case.lead == actor.department
