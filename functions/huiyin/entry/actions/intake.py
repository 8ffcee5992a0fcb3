"""2 接收与登记: the commands of the desk on what came in."""

from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import Actor, AddFact, Command, RegisterCase
from huiyin.entry import sentences
from huiyin.entry.actions.action import Action
from huiyin.entry.descriptors import check, choice, named, person_choice, text
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Phrase, Policy

Json = dict[str, Any]


def _checks(policy: Policy) -> dict[str, Phrase]:
    prefix = "identity_checks."
    codes = (code for code in policy.words["zh"] if code.startswith(prefix))
    return {code.removeprefix(prefix): Phrase(zh=policy.word(code, "zh"), en=policy.word(code, "en")) for code in codes}


def _register_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    given = "anonymous" if case.anonymous else None
    fields = [choice("identity_check", policy, named(_checks(policy)), value=given)]
    if case.guarded and "confid" in actor.roles:
        fields.append(check("release", policy, needed=False))
        fields.append(choice("accused", policy, _accusable(policy), kind="person", needed=False))
    return fields


def _accusable(policy: Policy) -> list[Json]:
    """Every person and every department: whom the owner's words accuse, as the confidential officer reads them.

    Policy: 2.6
    """
    whole = [
        {"value": code, "name": sentences.both(one.name), "group": code, "group_words": sentences.both(one.name)}
        for code, one in policy.departments.departments.items()
    ]
    return whole + [person_choice(code, person, policy) for code, person in policy.departments.staff.items()]


def _read_register(fields: Fields, actor: Actor, policy: Policy) -> Command:
    known = policy.departments.staff.keys() | policy.departments.departments.keys()
    return RegisterCase(
        by=actor,
        identity_check=fields.needed_code("identity_check", _checks(policy)),
        release=fields.flag("release"),
        accused=fields.codes("accused", known),
    )


def _example_register(case: Case, actor: Actor, policy: Policy) -> Command:
    return RegisterCase(by=actor, identity_check=next(iter(_checks(policy))))


def _note_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [text("note", policy, long=True)]


def _read_note(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return AddFact(by=actor, note=fields.needed_text("note", policy.limits.note_chars))


INTAKE = (
    Action(command="register-case", name="labels.register", fields=_register_fields, read=_read_register, example=_example_register),
    Action(
        command="add-fact",
        name="labels.add_note",
        fields=_note_fields,
        read=_read_note,
        example=lambda case, actor, policy: AddFact(by=actor, note="-"),
    ),
)
