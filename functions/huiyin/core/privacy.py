"""2 接收与登记: who may see which case and who may ask for an identity. One table, deny by default."""

from huiyin.core.case import Case
from huiyin.core.commands import Actor

# Roles that see every ordinary case of the community; the rest of the staff see the cases of their department.
_SEE_ALL = frozenset({"desk", "duty", "triage", "duty_manager", "manager", "quality", "confid", "company"})
_SEE_DEPARTMENT = frozenset({"handler", "dept_lead", "steward"})
_NEVER_CONTENT = frozenset({"analyst", "auditor", "admin"})


def may_see(case: Case, actor: Actor) -> bool:
    """Whether this person may know of the case at all. Accusation beats every role; a guarded case is for confid alone.

    Policy: 2.5, 2.6
    """
    if actor.code in case.accused:
        return False
    if not actor.is_staff:
        return True
    roles = actor.roles - _NEVER_CONTENT
    if case.guarded:
        return "confid" in roles
    if actor.code == case.handler or roles & _SEE_ALL:
        return True
    return bool(roles & _SEE_DEPARTMENT) and case.lead is not None and case.lead == actor.department


def masked_name(name: str) -> str:
    """A name as staff see it before they ask: the first character, the rest hidden.

    Policy: 2.5
    """
    return f"{name[0]}**" if name else ""


def masked_phone(phone: str) -> str:
    """A phone number as staff see it before they ask: the last two digits at most.

    Policy: 2.5
    """
    return f"*********{phone[-2:]}" if len(phone) > 4 else ""
