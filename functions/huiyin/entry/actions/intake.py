"""2 接收与登记: the commands of the desk on what came in."""

from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import (
    AcceptObjection,
    Actor,
    AddFact,
    AskOwner,
    Command,
    ConfideCase,
    DecideRecusal,
    DeclineCase,
    RegisterCase,
    ReleaseCase,
    ReplyToQuestion,
)
from huiyin.entry import sentences
from huiyin.entry.actions.action import Action, flag_field, read_flags, worded_choices
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
    fields = [choice("identity_check", policy, named(_checks(policy)), value=given), flag_field(policy)]
    if case.guarded and "confid" in actor.roles:
        if not case.handling.confided:
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
        flags=read_flags(fields, policy),
    )


def _example_register(case: Case, actor: Actor, policy: Policy) -> Command:
    return RegisterCase(by=actor, identity_check=next(iter(_checks(policy))))


def _note_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [text("note", policy, long=True)]


def _read_note(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return AddFact(by=actor, note=fields.needed_text("note", policy.limits.note_chars))


# What somebody else says to a proposal not to take a case up.
_AGREEING = {"agreed": "labels.decline_agreed", "refused": "labels.decline_refused"}


def _decline_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    """To propose: the reason and what the owner is told. To decide: yes, with other words if need be, or no and why."""
    if case.handling.declining is None:
        return [choice("reason", policy, named(policy.measures.decline_reasons)), text("text", policy, long=True)]
    return [choice("agree", policy, worded_choices(_AGREEING, policy)), text("text", policy, long=True, needed=False)]


def _read_decline(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return DeclineCase(
        by=actor,
        reason=fields.code("reason", policy.measures.decline_reasons) or "",
        text=fields.text("text", policy.limits.note_chars),
        agree=fields.code("agree", _AGREEING) != "refused",
    )


def _example_decline(case: Case, actor: Actor, policy: Policy) -> Command:
    proposed = case.handling.declining
    return DeclineCase(by=actor, reason=proposed[1] if proposed else next(iter(policy.measures.decline_reasons)), text="-")


# What is said to somebody's taking no part.
_RECUSAL = {"accepted": "labels.recusal_accepted", "refused": "labels.recusal_refused"}


def _recusal_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    people = [person_choice(code, person, policy) for code, person in policy.departments.staff.items() if code != actor.code]
    return [
        choice("people", policy, people, kind="person"),
        choice("recusal", policy, worded_choices(_RECUSAL, policy)),
        text("text", policy, long=True),
    ]


def _read_recusal(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return DecideRecusal(
        by=actor,
        accepted=fields.needed_code("recusal", _RECUSAL) == "accepted",
        people=fields.codes("people", policy.departments.staff),
        text=fields.needed_text("text", policy.limits.note_chars),
    )


def _example_recusal(case: Case, actor: Actor, policy: Policy) -> Command:
    others = (code for code in policy.departments.staff if code not in {actor.code, *case.handling.recused})
    return DecideRecusal(by=actor, accepted=True, people=(next(others, ""),), text="-")


def _grounds_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [text("grounds", policy, long=True)]


def _read_objection(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return AcceptObjection(by=actor, grounds=fields.needed_text("grounds", policy.limits.note_chars))


def _question_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    days = [{"value": day, "name": sentences.word("labels.so_many_days", policy, days=day)} for day in _days(policy)]
    return [text("question", policy, long=True), choice("days", policy, days)]


def _days(policy: Policy) -> range:
    return range(1, policy.measures.question_d + 1)


def _read_question(fields: Fields, actor: Actor, policy: Policy) -> Command:
    question = fields.needed_text("question", policy.limits.note_chars)
    return AskOwner(by=actor, question=question, days=fields.needed_grade("days", _days(policy)))


def _reply_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [text("answer", policy, long=True)]


def _read_reply(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return ReplyToQuestion(by=actor, answer=fields.needed_text("answer", policy.limits.note_chars))


def _reason_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [text("reason", policy, long=True)]


def _reason(fields: Fields, policy: Policy) -> str:
    return fields.needed_text("reason", policy.limits.note_chars)


INTAKE = (
    Action(command="register-case", name="labels.register", fields=_register_fields, read=_read_register, example=_example_register),
    Action(
        command="ask-owner",
        name="labels.ask_owner",
        fields=_question_fields,
        read=_read_question,
        example=lambda case, actor, policy: AskOwner(by=actor, question="-", days=1),
    ),
    Action(
        command="reply-to-question",
        name="labels.reply_written_down",
        fields=_reply_fields,
        read=_read_reply,
        example=lambda case, actor, policy: ReplyToQuestion(by=actor, answer="-"),
    ),
    Action(command="decline-case", name="labels.decline", fields=_decline_fields, read=_read_decline, example=_example_decline),
    Action(
        command="accept-objection",
        name="labels.accept_objection",
        fields=_grounds_fields,
        read=_read_objection,
        example=lambda case, actor, policy: AcceptObjection(by=actor, grounds="-"),
    ),
    Action(
        command="decide-recusal",
        name="labels.recusal_decide",
        fields=_recusal_fields,
        read=_read_recusal,
        example=_example_recusal,
    ),
    Action(
        command="confide-case",
        name="labels.confide",
        fields=_reason_fields,
        read=lambda fields, actor, policy: ConfideCase(by=actor, reason=_reason(fields, policy)),
        example=lambda case, actor, policy: ConfideCase(by=actor, reason="-"),
    ),
    Action(
        command="release-case",
        name="labels.release_case",
        fields=_reason_fields,
        read=lambda fields, actor, policy: ReleaseCase(by=actor, reason=_reason(fields, policy)),
        example=lambda case, actor, policy: ReleaseCase(by=actor, reason="-"),
    ),
    Action(
        command="add-fact",
        name="labels.add_note",
        fields=_note_fields,
        read=_read_note,
        example=lambda case, actor, policy: AddFact(by=actor, note="-"),
    ),
)
