"""5 执行与反馈: the commands of the desk on bodies outside, and on what the ladder brought to somebody."""

from typing import Any

from huiyin.core.case import Case, is_dangerous
from huiyin.core.commands import AcknowledgeStep, Actor, Command, RecordTransferResult, TransferCase
from huiyin.core.errors import NotUnderstood
from huiyin.core.handling import Called
from huiyin.core.ladder import DATED_ANSWER, to_acknowledge
from huiyin.entry import sentences
from huiyin.entry.actions.action import Action
from huiyin.entry.descriptors import check, choice, named, text
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

Json = dict[str, Any]

_BACK = ("INVESTIGATING", "VERIFYING")


def _transfer_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    fields = [
        choice("outside_body", policy, named(policy.measures.bodies)),
        text("contact", policy),
        text("document", policy, long=True, needed=False),
        choice("follow_up_d", policy, _days(policy), value=policy.measures.follow_up_d),
    ]
    if is_dangerous(case, policy) and case.handling.emergency_at is None:
        fields.append(check("called_emergency", policy))
    return fields


def _days(policy: Policy) -> list[Json]:
    return [{"value": day, "name": {"zh": str(day), "en": str(day)}} for day in _range(policy)]


def _range(policy: Policy) -> range:
    return range(1, policy.measures.follow_up_d + 1)


def _read_transfer(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return TransferCase(
        by=actor,
        body=fields.needed_code("outside_body", policy.measures.bodies),
        contact=fields.needed_text("contact", policy.limits.spot_chars),
        document=fields.text("document", policy.limits.note_chars),
        follow_up_d=fields.needed_grade("follow_up_d", _range(policy)),
        called_emergency=fields.flag("called_emergency"),
    )


def _example_transfer(case: Case, actor: Actor, policy: Policy) -> Command:
    return TransferCase(by=actor, body=next(iter(policy.measures.bodies)), contact="-", document="", follow_up_d=1)


def _result_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    fields = [text("result", policy, long=True, label=sentences.word("labels.transfer_result", policy))]
    if case.lead is not None:
        fields.append(choice("to", policy, named({state: policy.charter.states[state] for state in _BACK})))
    return fields


def _read_result(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return RecordTransferResult(
        by=actor,
        result=fields.needed_text("result", policy.limits.note_chars),
        to=fields.code("to", _BACK) or _BACK[0],
    )


def _example_result(case: Case, actor: Actor, policy: Policy) -> Command:
    return RecordTransferResult(by=actor, result="-", to=_BACK[0])


def _heard_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    """What this person was told of and has not said that he knows."""
    clocks = {f"{one.clock}.{one.step}": one for one in to_acknowledge(case, actor, policy)}
    choices = [{"value": value, "name": _step_words(one, policy)} for value, one in clocks.items()]
    return [choice("step", policy, choices, value=next(iter(clocks), None))]


def _step_words(one: Called, policy: Policy) -> sentences.Words:
    clock = sentences.word(f"letters.clock.{one.clock}", policy)
    dated = one.step == DATED_ANSWER
    role = sentences.word("labels.dated_answer", policy) if dated else sentences.both(policy.charter.roles[one.step])
    return {"zh": f"{clock['zh']}（{role['zh']}）", "en": f"{clock['en']} ({role['en']})"}


def _read_heard(fields: Fields, actor: Actor, policy: Policy) -> Command:
    clock, dot, step = fields.needed_text("step", policy.limits.spot_chars).partition(".")
    if not dot:
        raise NotUnderstood("unknown_word", field="step")
    return AcknowledgeStep(by=actor, clock=clock, step=step)


def _example_heard(case: Case, actor: Actor, policy: Policy) -> Command:
    """The first of those that are his; else any, so that the refusal tells why there is none."""
    values = [one["value"] for one in _heard_fields(case, actor, policy)[0]["choices"]]
    clock, _, step = (values or ["."])[0].partition(".")
    return AcknowledgeStep(by=actor, clock=clock, step=step)


OUTSIDE = (
    Action(command="transfer-case", name="labels.transfer_case", fields=_transfer_fields, read=_read_transfer, example=_example_transfer),
    Action(
        command="record-transfer-result",
        name="labels.record_transfer_result",
        fields=_result_fields,
        read=_read_result,
        example=_example_result,
    ),
    Action(command="acknowledge-step", name="labels.acknowledge_step", fields=_heard_fields, read=_read_heard, example=_example_heard),
)
