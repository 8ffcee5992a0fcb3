"""The commands of the desk: which fields each asks for, how its body becomes a command, and whether it is open now."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import AcceptCase, Actor, AddFact, Command, LaterCommand, LogContact, RegisterCase, TriageCase
from huiyin.core.decide import why_not
from huiyin.core.errors import NotThere, Refusal
from huiyin.core.lifecycle import SLUGS
from huiyin.entry import sentences
from huiyin.entry.descriptors import check, choice, named, person_choice, text
from huiyin.entry.fields import Fields
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Phrase, Policy

Json = dict[str, Any]
_HANDLING = frozenset({"handler", "dept_lead", "confid"})
_CONTACT_LABELS = {"reached": "labels.contact_reached", "tried": "labels.contact_tried"}
# Commands with an address of their own, and those of other doors: not posted under their name at the desk.
ELSEWHERE = frozenset({"ReceiveComplaint", "RevealIdentity", "CheckEvidence", "WatchClocks", "ReturnLetter"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One command of the desk. example: a complete one, for asking whether it is open; None: nobody could be named."""

    command: str
    name: str
    fields: Callable[[Case, Actor, Policy], list[Json]]
    read: Callable[[Fields, Actor, Policy], Command]
    example: Callable[[Case, Actor, Policy], Command]


def actions(case: Case, actor: Actor, policy: Policy, now: datetime) -> list[Json]:
    """The commands of this person's roles on this case: open, or why not.

    Policy: 5.1
    """
    return [_described(one, case, actor, policy, now) for one in ACTIONS if actor.roles & set(SLUGS[one.command].roles)]


def _described(one: Action, case: Case, actor: Actor, policy: Policy, now: datetime) -> Json:
    closed = why_not(case, one.example(case, actor, policy), policy, now)
    if closed is not None and closed.field is not None:
        # About a field that is still to be filled in: that closes nothing.
        closed = None
    return {
        "command": one.command,
        "name": sentences.word(one.name, policy),
        "open": closed is None,
        "why": _why(closed, policy),
        "fields": one.fields(case, actor, policy) if closed is None else [],
    }


def _why(closed: Refusal | None, policy: Policy) -> Json | None:
    return {"code": closed.code, "message": sentences.refusal(closed, policy)} if closed is not None else None


def command_of(slug: str, fields: Fields, actor: Actor, policy: Policy) -> Command:
    """The command of an address, read from its body. Raises: NotThere for a name that is no command; NotUnderstood."""
    for one in ACTIONS:
        if one.command == slug:
            ask = one.read(fields, actor, policy)
            fields.nothing_else()
            return ask
    step = SLUGS.get(slug)
    if step is None or step.command in ELSEWHERE:
        raise NotThere
    return LaterCommand(by=actor, name=step.command)


# ---- register-case ---------------------------------------------------------------------------------------------------


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


# ---- triage-case -----------------------------------------------------------------------------------------------------


def _triage_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    known = policy.categories.get(case.category or "")
    issue = known.sub_issues.get(case.sub_issue or "") if known else None
    lead = issue.department if issue else known.department if known else None
    grades = policy.promises
    return [
        choice("category", policy, named({code: one.name for code, one in policy.categories.items()}), value=case.category),
        choice("sub_issue", policy, _sub_issues(policy), value=case.sub_issue, follows="category"),
        choice("severity", policy, named(grades.severities), value=case.severity),
        choice("urgency", policy, named(grades.urgencies), value=case.urgency),
        choice("level", policy, named({code: policy.charter.levels[code] for code in _LEVELS}), value="general"),
        choice("lead", policy, named({code: one.name for code, one in policy.departments.departments.items()}), value=lead),
        choice("handler", policy, _handlers(case, policy), follows=None if case.guarded else "lead", kind="person"),
    ]


# A group is declared by its own command.
_LEVELS = ("general", "major")


def _sub_issues(policy: Policy) -> list[Json]:
    return [
        {"value": sub, "name": sentences.both(issue.name), "group": code, "group_words": sentences.both(one.name)}
        for code, one in policy.categories.items()
        for sub, issue in one.sub_issues.items()
    ]


def _handlers(case: Case, policy: Policy) -> list[Json]:
    """Who may be given the case: people who handle; for a guarded case the confidential officers; never the accused.

    Policy: 2.6, 5.1
    """
    wanted = {"confid"} if case.guarded else _HANDLING - {"confid"}
    return [
        person_choice(code, person, policy)
        for code, person in policy.departments.staff.items()
        if wanted & set(person.roles) and code not in case.accused
    ]


def _read_triage(fields: Fields, actor: Actor, policy: Policy) -> Command:
    category = fields.needed_code("category", policy.categories, refusal="unknown_category")
    return TriageCase(
        by=actor,
        category=category,
        sub_issue=fields.needed_code("sub_issue", policy.categories[category].sub_issues, refusal="unknown_sub_issue"),
        severity=fields.needed_grade("severity", policy.promises.severities),
        urgency=fields.needed_grade("urgency", policy.promises.urgencies),
        level=fields.needed_code("level", _LEVELS),
        lead=fields.needed_code("lead", policy.departments.departments),
        handler=fields.needed_code("handler", policy.departments.staff, refusal="assignee_unknown"),
        co_departments=fields.codes("co_departments", policy.departments.departments),
    )


def _example_triage(case: Case, actor: Actor, policy: Policy) -> Command:
    code, category = next(iter(policy.categories.items()))
    handler = next(iter(_handlers(case, policy)), {"value": "", "group": ""})
    return TriageCase(
        by=actor,
        category=code,
        sub_issue=next(iter(category.sub_issues)),
        severity=1,
        urgency=1,
        level="general",
        lead=handler["group"],
        handler=handler["value"],
    )


# ---- accept-case, log-contact, add-fact ------------------------------------------------------------------------------


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


def _note_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [text("note", policy, long=True)]


def _read_note(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return AddFact(by=actor, note=fields.needed_text("note", policy.limits.note_chars))


ACTIONS = (
    Action(command="register-case", name="labels.register", fields=_register_fields, read=_read_register, example=_example_register),
    Action(command="triage-case", name="labels.triage", fields=_triage_fields, read=_read_triage, example=_example_triage),
    Action(
        command="accept-case",
        name="labels.accept",
        fields=_accept_fields,
        read=_read_accept,
        example=lambda case, actor, policy: AcceptCase(by=actor, no_interest=True),
    ),
    Action(command="log-contact", name="labels.contact_log", fields=_contact_fields, read=_read_contact, example=_example_contact),
    Action(
        command="add-fact",
        name="labels.add_note",
        fields=_note_fields,
        read=_read_note,
        example=lambda case, actor, policy: AddFact(by=actor, note="-"),
    ),
)
