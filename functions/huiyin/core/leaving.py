"""5 执行与反馈: who has left, and to whom his work goes: whom he named, the head of the department, who is there."""

from collections.abc import Iterator
from datetime import datetime

from huiyin.core.attendance import absence_of
from huiyin.core.case import Case
from huiyin.core.standing_in import stands_aside
from huiyin.policy.schema import Policy

_HANDLING = frozenset({"handler", "dept_lead"})


def is_gone(code: str, policy: Policy) -> bool:
    """Whether that person is not, or no longer, of the staff: he stands in the directory by name alone, or not at all.

    Policy: 2.5
    policy: as it is in force; in the directory of a day, who is away has no role either.
    """
    known = policy.departments.staff.get(code)
    return known is None or not known.roles


def has_left(code: str, policy: Policy, moment: datetime) -> bool:
    """The same by the directory of a day. Whoever is only away that day has not left.

    Policy: 2.5, 4.3
    """
    return is_gone(code, policy) and (code not in policy.departments.staff or absence_of(code, moment, policy) is None)


def fits(case: Case, code: str, policy: Policy) -> bool:
    """Whether that person is one of those who may handle it: of the department that leads, of a confidential one an officer; of its
    community.

    Policy: 5.1
    """
    person = policy.departments.staff.get(code)
    wanted = {"confid"} if case.guarded else _HANDLING
    if person is None or not person.works_in(case.community):
        return False
    return bool(wanted & set(person.roles)) and (case.guarded or person.department == case.lead)


def is_kept_from(case: Case, code: str, policy: Policy) -> bool:
    """Whether that person may not handle it for the part he has in it, or because he had it before a second dispute.

    Policy: 5.1, 5.6
    """
    return code in case.handling.former or stands_aside(case, code, policy.departments.staff[code].department)


def may_handle(case: Case, code: str, policy: Policy) -> bool:
    """Whether the case may be given to that person.

    Policy: 5.1, 5.6
    """
    return fits(case, code, policy) and not is_kept_from(case, code, policy)


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
