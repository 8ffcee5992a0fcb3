"""5 执行与反馈: the commands of the desk on the work and on contacts."""

from datetime import timedelta
from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import (
    AcceptCase,
    Actor,
    AgreeAppointment,
    Command,
    LiftLimit,
    LimitContact,
    LogArrival,
    LogContact,
    ReportMadeSafe,
)
from huiyin.entry.actions.action import Action
from huiyin.entry.descriptors import check, choice, moment, named, person_choice, text
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Phrase, Policy

Json = dict[str, Any]

# A time to come, as far as an example goes: whether it may be agreed is told at its field.
_FAR = timedelta(days=1)
_CONTACT_LABELS = {"reached": "labels.contact_reached", "tried": "labels.contact_tried"}


def _accept_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [check("no_interest", policy)]


def _read_accept(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return AcceptCase(by=actor, no_interest=fields.flag("no_interest"))


def _contact_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    outcomes = {code: Phrase(zh=policy.word(label, "zh"), en=policy.word(label, "en")) for code, label in _CONTACT_LABELS.items()}
    return [
        choice("way", policy, named(policy.contact_ways)),
        choice("outcome", policy, named(outcomes)),
        text("note", policy, long=True),
        text("wish", policy, long=True, needed=False),
        text("convenient", policy, needed=False),
    ]


def _read_contact(fields: Fields, actor: Actor, policy: Policy) -> Command:
    limits = policy.limits
    return LogContact(
        by=actor,
        way=fields.needed_code("way", policy.contact_ways),
        reached=fields.needed_code("outcome", _CONTACT_LABELS) == "reached",
        note=fields.needed_text("note", limits.note_chars),
        wish=fields.text("wish", limits.wish_chars),
        convenient=fields.line("convenient", limits.spot_chars),
    )


def _example_contact(case: Case, actor: Actor, policy: Policy) -> Command:
    return LogContact(by=actor, way=next(iter(policy.contact_ways)), reached=True, note="-")


def _there_fields(name: str, case: Case, policy: Policy) -> list[Json]:
    """Since when; whoever sends it at once leaves that out. What made it safe has to be said."""
    return [moment(name, policy, needed=False), text("note", policy, long=True, needed=name == "safe_at")]


def _read_arrival(fields: Fields, actor: Actor, policy: Policy) -> Command:
    at, note = fields.moment("arrived_at", policy.calendar.zone), fields.text("note", policy.limits.note_chars)
    return LogArrival(by=actor, arrived_at=at, note=note)


def _read_safe(fields: Fields, actor: Actor, policy: Policy) -> Command:
    at, note = fields.moment("safe_at", policy.calendar.zone), fields.needed_text("note", policy.limits.note_chars)
    return ReportMadeSafe(by=actor, safe_at=at, note=note)


def _visit_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    """When somebody comes; why it is another time, where one was agreed before."""
    moved = case.handling.visit_at is not None
    why = [choice("why_moved", policy, named(policy.measures.appointment_reasons))] if moved else []
    return [moment("visit_at", policy), *why, text("note", policy, long=True, needed=moved)]


def _read_visit(fields: Fields, actor: Actor, policy: Policy) -> Command:
    at = fields.needed_moment("visit_at", policy.calendar.zone)
    why = fields.code("why_moved", policy.measures.appointment_reasons) or ""
    return AgreeAppointment(by=actor, visit_at=at, why=why, note=fields.text("note", policy.limits.note_chars))


def _example_visit(case: Case, actor: Actor, policy: Policy) -> Command:
    """At a time to come: which one is the person's to say."""
    return AgreeAppointment(by=actor, visit_at=case.received_at + _FAR, why=next(iter(policy.measures.appointment_reasons)), note="-")


def _limit_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    """Who speaks with him, and what happened."""
    people = [person_choice(code, one, policy) for code, one in policy.departments.staff.items() if code not in case.accused]
    return [choice("contact_person", policy, people, kind="person"), text("reason", policy, long=True)]


def _read_limit(fields: Fields, actor: Actor, policy: Policy) -> Command:
    person = fields.needed_code("contact_person", policy.departments.staff, refusal="assignee_unknown")
    return LimitContact(by=actor, person=person, reason=fields.needed_text("reason", policy.limits.note_chars))


WORK = (
    Action(
        command="limit-contact",
        name="labels.step_limit_contact",
        fields=_limit_fields,
        read=_read_limit,
        example=lambda case, actor, policy: LimitContact(by=actor, person=actor.code, reason="-"),
    ),
    Action(
        command="lift-limit",
        name="labels.step_lift_limit",
        fields=lambda case, actor, policy: [text("reason", policy, long=True)],
        read=lambda fields, actor, policy: LiftLimit(by=actor, reason=fields.needed_text("reason", policy.limits.note_chars)),
        example=lambda case, actor, policy: LiftLimit(by=actor, reason="-"),
    ),
    Action(
        command="accept-case",
        name="labels.accept",
        fields=_accept_fields,
        read=_read_accept,
        example=lambda case, actor, policy: AcceptCase(by=actor, no_interest=True),
    ),
    Action(command="log-contact", name="labels.contact_log", fields=_contact_fields, read=_read_contact, example=_example_contact),
    Action(
        command="agree-appointment",
        name="labels.step_agree_appointment",
        fields=_visit_fields,
        read=_read_visit,
        example=_example_visit,
    ),
    Action(
        command="log-arrival",
        name="labels.step_log_arrival",
        fields=lambda case, actor, policy: _there_fields("arrived_at", case, policy),
        read=_read_arrival,
        example=lambda case, actor, policy: LogArrival(by=actor),
    ),
    Action(
        command="report-made-safe",
        name="labels.step_report_made_safe",
        fields=lambda case, actor, policy: _there_fields("safe_at", case, policy),
        read=_read_safe,
        example=lambda case, actor, policy: ReportMadeSafe(by=actor, note="-"),
    ),
)
