"""5 执行与反馈: who has left, and to whom his work goes: whom he named, the head of the department, who is there."""

from collections.abc import Iterator
from datetime import datetime

from huiyin.core.attendance import absence_of
from huiyin.core.case import Case
from huiyin.core.standing_in import stands_aside
from huiyin.policy.schema import Policy

_HANDLING = frozenset({"handler", "dept_lead"})


def has_left(code: str, policy: Policy, moment: datetime) -> bool:
    """Whether that person is not, or no longer, of the staff. Whoever is only away that day has not left.

    Policy: 2.5, 4.3
    """
    known = policy.departments.staff.get(code)
    return known is None or (not known.roles and absence_of(code, moment, policy) is None)


def may_handle(case: Case, code: str, policy: Policy) -> bool:
    """Whether the case may be given to that person: of the department that leads, of a confidential one an officer, and with no part in it.

    Policy: 5.1, 5.6
    """
    person = policy.departments.staff.get(code)
    wanted = {"confid"} if case.guarded else _HANDLING
    if person is None or not wanted & set(person.roles) or (not case.guarded and person.department != case.lead):
        return False
    return code not in case.handling.former and not stands_aside(case, code, person.department)


def heir_of(case: Case, policy: Policy) -> str | None:
    """To whom a case goes whose handler has left: whom he named, the head of the department that leads, its deputy, whoever else may
    have it and is there; None where nobody may.

    Policy: 4.3, 5.1
    policy: with the directory of the day.
    """
    return next((code for code in _in_order(case, policy) if code != case.handler and may_handle(case, code, policy)), None)


def _in_order(case: Case, policy: Policy) -> Iterator[str]:
    directory = policy.departments
    left, department = directory.staff.get(case.handler or ""), directory.departments.get(case.lead or "")
    if left is not None and left.heir is not None:
        yield left.heir
    if department is not None:
        yield from (department.lead, department.deputy)
    yield from directory.staff
