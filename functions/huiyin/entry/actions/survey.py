"""5 执行与反馈: the command of the desk on the call back after a case was closed."""

from typing import Any

from huiyin.core.call_backs import CALL, owed
from huiyin.core.case import Case
from huiyin.core.commands import Actor, Command, LogCallBack
from huiyin.core.survey import REFUSED
from huiyin.entry import sentences
from huiyin.entry.actions.action import Action
from huiyin.entry.descriptors import choice, named, text
from huiyin.entry.fields import Fields
from huiyin.entry.survey_form import read_survey, survey_fields
from huiyin.policy.schema import Policy

Json = dict[str, Any]


def _call_back_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    """What came of the call; and unless it is known already, what he thinks, as he says it."""
    called = [choice("outcome", policy, named(policy.survey.call_backs)), choice("line", policy, named(policy.survey.lines))]
    words = text("words", policy, long=True, needed=False, label=sentences.word("labels.call_back_said", policy))
    asked = [*survey_fields(policy, needed=False), words] if owed(case) == CALL else []
    return [*called, *asked, text("note", policy, long=True, needed=False)]


def _read_call_back(fields: Fields, actor: Actor, policy: Policy) -> Command:
    outcome, line = fields.needed_code("outcome", policy.survey.call_backs), fields.needed_code("line", policy.survey.lines)
    note, said = fields.text("note", policy.limits.note_chars), read_survey(fields, actor, policy, needed=False)
    return LogCallBack(by=actor, outcome=outcome, line=line, note=note, said=said)


def _example_call_back(case: Case, actor: Actor, policy: Policy) -> Command:
    return LogCallBack(by=actor, outcome=REFUSED, line=next(iter(policy.survey.lines)), note="")


SURVEY = (
    Action(command="log-call-back", name="labels.call_back", fields=_call_back_fields, read=_read_call_back, example=_example_call_back),
)
