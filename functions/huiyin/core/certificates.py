"""5 执行与反馈: work on lifts, power, gas and at height is done by a person whose certificate is valid on that day."""

from datetime import date, datetime

from huiyin.core.clock import local
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.policy.schema import Policy


def valid_until(code: str, kind: str, policy: Policy) -> date | None:
    """The last day of that person's certificate; None where the directory knows of none.

    Policy: 4.1
    """
    person = policy.departments.staff.get(code)
    known = person.certificates if person else ()
    return next((one.until for one in known if one.kind == kind), None)


def check_planned(code: str, kind: str | None, due: datetime, policy: Policy, *, field: str) -> None:
    """Refuse to give work to somebody whose certificate will have run out by then.

    Policy: 4.1
    Whoever has none in the directory may stand beside a contractor who shows his own.
    """
    until = valid_until(code, kind, policy) if kind else None
    if until is not None and until < local(due, policy.calendar).date():
        raise NotAllowedNow("certificate_expired", field=field)


def check_shown(code: str, kind: str, shown: str, until: datetime | None, policy: Policy, now: datetime) -> None:
    """Refuse work that was done without a valid certificate: the one of the directory, or one that was shown with its last day.

    Policy: 4.1, 5.2
    """
    if not shown.strip():
        raise NotUnderstood("field_required", field="certificate")
    today = local(now, policy.calendar).date()
    registered = valid_until(code, kind, policy)
    if registered is None:
        if until is None:
            raise NotUnderstood("field_required", field="certificate_until")
        registered = local(until, policy.calendar).date()
    if registered < today:
        raise NotAllowedNow("certificate_expired", field="certificate")
