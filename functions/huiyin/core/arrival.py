"""5 执行与反馈: somebody is on site 到场, and the place is safe 排除危险: each noted once in a round, at the moment it was so."""

from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.commands import Actor, LogArrival, ReportMadeSafe
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import ArrivalLogged, PlaceMadeSafe
from huiyin.core.hands import check_said, is_in_charge, role_in_charge
from huiyin.policy.schema import Policy


def log_arrival(case: Case, ask: LogArrival, policy: Policy, now: datetime) -> ArrivalLogged:
    """Whoever has the case, or is on duty, is there; or was at that moment, if he writes it down later.

    Policy: 3.3, 5.2
    Raises: NotAllowedNow "arrived_before"; NotUnderstood "date_in_future", "date_before_receipt".
    """
    role = _role(case, ask.by)
    if case.handling.arrived_at is not None and case.handling.visit_at is None:
        raise NotAllowedNow("arrived_before")
    at = _moment(case, ask.arrived_at, "arrived_at", now)
    return ArrivalLogged(at=now, by=ask.by.code, role=role, arrived_at=at, note=ask.note)


def report_made_safe(case: Case, ask: ReportMadeSafe, policy: Policy, now: datetime) -> PlaceMadeSafe:
    """Nobody comes to harm any more, and what made it so. Whoever did it from afar need not have been there.

    Policy: 3.3, 5.2
    Raises: NotAllowedNow "safe_before"; NotUnderstood "date_in_future", "date_before_receipt".
    """
    role = _role(case, ask.by)
    if case.handling.safe_at is not None:
        raise NotAllowedNow("safe_before")
    at = _moment(case, ask.safe_at, "safe_at", now)
    check_said(note=ask.note)
    return PlaceMadeSafe(at=now, by=ask.by.code, role=role, safe_at=at, note=ask.note)


def _role(case: Case, actor: Actor) -> str:
    if is_in_charge(case, actor):
        return role_in_charge(case, actor)
    if "duty" in actor.roles and not case.guarded:
        return "duty"
    raise NotYours


def _moment(case: Case, said: datetime | None, field: str, now: datetime) -> datetime:
    moment = said or now
    if moment > now:
        raise NotUnderstood("date_in_future", field=field)
    if moment < case.counted_from:
        raise NotUnderstood("date_before_receipt", field=field)
    return moment
