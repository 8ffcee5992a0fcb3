"""5 执行与反馈: the commands of the desk on how long a case is kept."""

from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import Actor, Command, HoldCase, ReleaseHold
from huiyin.entry.actions.action import Action
from huiyin.entry.descriptors import text
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

Json = dict[str, Any]


def _fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    return [text("reason", policy, long=True)]


def _read_hold(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return HoldCase(by=actor, reason=fields.needed_text("reason", policy.limits.note_chars))


def _example_hold(case: Case, actor: Actor, policy: Policy) -> Command:
    return HoldCase(by=actor, reason="-")


def _read_release(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return ReleaseHold(by=actor, reason=fields.needed_text("reason", policy.limits.note_chars))


def _example_release(case: Case, actor: Actor, policy: Policy) -> Command:
    return ReleaseHold(by=actor, reason="-")


ARCHIVING = (
    Action(command="hold-case", name="labels.hold_case", fields=_fields, read=_read_hold, example=_example_hold),
    Action(command="release-hold", name="labels.release_hold", fields=_fields, read=_read_release, example=_example_release),
)
