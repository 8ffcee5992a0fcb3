"""5 执行与反馈: the commands of the desk on the work and on contacts."""

from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import AcceptCase, Actor, Command, LogArrival, LogContact, ReportMadeSafe
from huiyin.entry.actions.action import Action
from huiyin.entry.descriptors import check, choice, moment, named, text
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Phrase, Policy

Json = dict[str, Any]

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


WORK = (
    Action(
        command="accept-case",
        name="labels.accept",
        fields=_accept_fields,
        read=_read_accept,
        example=lambda case, actor, policy: AcceptCase(by=actor, no_interest=True),
    ),
    Action(command="log-contact", name="labels.contact_log", fields=_contact_fields, read=_read_contact, example=_example_contact),
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
