"""2 接收与登记: the command of the desk on what an owner asked about his own data."""

from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import Actor, Command, DecideErasure
from huiyin.entry.actions.action import Action, worded_choices
from huiyin.entry.descriptors import choice, named, text
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

Json = dict[str, Any]
_DECIDED = {"granted": "labels.erasure_granted", "refused": "labels.erasure_refused"}


def _fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    """Yes or no; of a no, which law has it kept, and what the owner is told."""
    return [
        choice("erasure", policy, worded_choices(_DECIDED, policy)),
        choice("reason", policy, named(policy.rights.refusals), needed=False),
        text("text", policy, long=True, needed=False),
    ]


def _read(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return DecideErasure(
        by=actor,
        granted=fields.needed_code("erasure", _DECIDED) == "granted",
        reason=fields.code("reason", policy.rights.refusals) or "",
        text=fields.text("text", policy.limits.note_chars),
    )


RIGHTS = (
    Action(
        command="decide-erasure",
        name="labels.decide_erasure",
        fields=_fields,
        read=_read,
        example=lambda case, actor, policy: DecideErasure(by=actor, granted=True, reason="", text=""),
    ),
)
