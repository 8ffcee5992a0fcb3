"""5 执行与反馈: the commands of the desk on what must come before an answer: whoever is accused is heard, a disputed matter is seen."""

from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import Actor, Command, LogJointCheck, LogVisit, RecordHearing
from huiyin.core.hearing import people_accused
from huiyin.entry.actions.action import Action
from huiyin.entry.descriptors import choice, named, person_choice, text
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

Json = dict[str, Any]


def _hearing_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    people = policy.departments.staff
    return [
        choice("heard_person", policy, [person_choice(code, people[code], policy) for code in people_accused(case, policy)], kind="person"),
        choice("hearing", policy, named(policy.measures.hearings)),
        text("statement", policy, long=True),
    ]


def _read_hearing(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return RecordHearing(
        by=actor,
        person=fields.needed_code("heard_person", policy.departments.staff),
        outcome=fields.needed_code("hearing", policy.measures.hearings),
        statement=fields.needed_text("statement", policy.limits.note_chars),
    )


def _example_hearing(case: Case, actor: Actor, policy: Policy) -> Command:
    first = next(iter(people_accused(case, policy)), "")
    return RecordHearing(by=actor, person=first, outcome=next(iter(policy.measures.hearings)), statement="-")


def _visit_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [choice("visit", policy, named(policy.measures.visits)), text("note", policy, long=True)]


def _read_visit(fields: Fields, actor: Actor, policy: Policy) -> Command:
    outcome = fields.needed_code("visit", policy.measures.visits)
    return LogVisit(by=actor, outcome=outcome, note=fields.needed_text("note", policy.limits.note_chars))


def _read_check(fields: Fields, actor: Actor, policy: Policy) -> Command:
    limits = policy.limits
    witness = fields.needed_text("witness", limits.spot_chars)
    return LogJointCheck(by=actor, witness=witness, note=fields.needed_text("note", limits.note_chars))


CHECKS = (
    Action(command="record-hearing", name="labels.record_hearing", fields=_hearing_fields, read=_read_hearing, example=_example_hearing),
    Action(
        command="log-visit",
        name="labels.log_visit",
        fields=_visit_fields,
        read=_read_visit,
        example=lambda case, actor, policy: LogVisit(by=actor, outcome=next(iter(policy.measures.visits)), note="-"),
    ),
    Action(
        command="log-joint-check",
        name="labels.log_joint_check",
        fields=lambda case, actor, policy: [text("witness", policy), text("note", policy, long=True)],
        read=_read_check,
        example=lambda case, actor, policy: LogJointCheck(by=actor, witness="-", note="-"),
    ),
)
