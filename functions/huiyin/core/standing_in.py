"""5 执行与反馈: who acts where the one whose turn it is may not: the next one up, the company, a second one of the company."""

from typing import Protocol

from huiyin.core.case import Case
from huiyin.core.commands import Actor
from huiyin.policy.schema import Policy

# Where nobody is free to act, the next one up does; two of the company are the end of it.
_NEXT_UP = {"duty_manager": "manager", "dept_lead": "manager", "manager": "company", "quality": "company", "confid": "company"}
LEAD_OF = "lead:"


class Placed(Protocol):
    """What must be known of a case to say who acts on it: a case has it, and so has a row of a list."""

    @property
    def community(self) -> str: ...
    @property
    def accused(self) -> tuple[str, ...]: ...
    @property
    def lead(self) -> str | None: ...
    @property
    def recused(self) -> tuple[str, ...]: ...


def stands_aside(case: Placed, code: str, department: str | None) -> bool:
    """Whether this person takes no part in it: accused, of an accused department, or with an interest in it.

    Policy: 2.6, 5.1
    """
    return bool({code, department} & set(case.accused)) or code in case.recused


def holds(row: str, roles: frozenset[str], department: str | None, case: Placed) -> bool:
    """Whether these roles are that row: a role of the charter, the head of the lead department, or "lead:" and a department."""
    if row.startswith(LEAD_OF):
        return "dept_lead" in roles and department == row.removeprefix(LEAD_OF)
    return row in roles and (row != "dept_lead" or department == case.lead)


def is_free(row: str, case: Placed, policy: Policy, barred: frozenset[str] = frozenset()) -> bool:
    """Whether anybody who holds that row may act on it. barred: staff codes that may not for another reason.

    Policy: 2.6, 5.1
    """
    return any(
        holds(row, frozenset(one.roles), one.department, case)
        for code, one in policy.departments.staff.items()
        if code not in barred and one.works_in(case.community) and not stands_aside(case, code, one.department)
    )


def standing_in(row: str, case: Placed, policy: Policy, barred: frozenset[str] = frozenset()) -> str:
    """The row that acts for this one: itself, or the next one up where nobody who holds it is free; the company in the end.

    Policy: 2.6, 5.1
    """
    while not is_free(row, case, policy, barred):
        above = _NEXT_UP.get("dept_lead" if row.startswith(LEAD_OF) else row)
        if above is None:
            return row
        row = above
    return row


def acting_as(row: str, actor: Actor, case: Placed, policy: Policy, barred: frozenset[str] = frozenset()) -> str | None:
    """As what this person may act in that row: as who holds it, or as who stands in for it; None when it is not his.

    Policy: 2.6, 5.1
    """
    if actor.code in barred or stands_aside(case, actor.code, actor.department):
        return None
    for one in (row, standing_in(row, case, policy, barred)):
        if holds(one, actor.roles, actor.department, case):
            return "dept_lead" if one.startswith(LEAD_OF) else one
    return None


def nobody_left(case: Case, policy: Policy) -> bool:
    """Whether even the company may not judge it, since it is accused itself: then only somebody outside can.

    Policy: 2.6
    """
    return bool(case.accused) and not is_free("company", case, policy)
