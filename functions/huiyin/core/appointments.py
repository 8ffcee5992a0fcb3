"""5 执行与反馈: an appointment on site 上门预约: agreed with the owner, moved, kept or missed."""

from collections.abc import Iterator
from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.commands import AgreeAppointment
from huiyin.core.errors import NotAllowedNow, NotUnderstood, NotYours
from huiyin.core.events import AppointmentAgreed
from huiyin.core.hands import check_said, is_in_charge, role_in_charge
from huiyin.core.limits import Clock
from huiyin.policy.schema import Policy

# The clock that watches it: the limit of a matter that is not urgent is the moment agreed with its owner.
APPOINTMENT = "appointment"


def agree_appointment(case: Case, ask: AgreeAppointment, policy: Policy, now: datetime) -> AppointmentAgreed:
    """Agree with the owner when somebody comes, or on another time, with the reason. It moves no other limit.

    Policy: 3.3, 5.2
    Raises: NotUnderstood naming the field; NotAllowedNow "appointment_stands" for the time that is agreed already.
    """
    role = _role(case, ask)
    if ask.visit_at <= now:
        raise NotUnderstood("date_passed", field="visit_at")
    known = case.handling.visit_at
    if known == ask.visit_at:
        raise NotAllowedNow("appointment_stands", field="visit_at")
    if known is not None:
        if ask.why not in policy.measures.appointment_reasons:
            raise NotUnderstood("unknown_word" if ask.why else "field_required", field="why_moved")
        check_said(note=ask.note)
    return AppointmentAgreed(
        at=now,
        by=ask.by.code,
        role=role,
        visit_at=ask.visit_at,
        moved_from=known,
        why=ask.why if known else "",
        note=ask.note,
    )


def appointment_clock(case: Case) -> Iterator[Clock]:
    """The clock of an appointment that nobody has kept yet: it began when it was agreed, and ends at that moment.

    Policy: 3.3
    """
    known = case.handling
    if known.visit_at is not None:
        yield Clock(APPOINTMENT, known.visit_agreed_at or known.visit_at, known.visit_at)


def _role(case: Case, ask: AgreeAppointment) -> str:
    """Whoever has the case; before anybody has it, and beside him, those who speak with owners."""
    if is_in_charge(case, ask.by):
        return role_in_charge(case, ask.by)
    role = next((one for one in ("desk", "duty", "steward") if one in ask.by.roles), None)
    if role is None or case.guarded:
        raise NotYours
    return role
