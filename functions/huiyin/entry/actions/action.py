"""What a command of the desk is: its fields, how a body becomes it, and a complete one to ask whether it is open."""

from collections.abc import Callable, Mapping
from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import Actor, Command
from huiyin.entry.descriptors import named
from huiyin.entry.fields import Fields
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Phrase, Policy

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One command of the desk. example: a complete one, for asking whether it is open; None: nobody could be named."""

    command: str
    name: str
    fields: Callable[[Case, Actor, Policy], list[Json]]
    read: Callable[[Fields, Actor, Policy], Command]
    example: Callable[[Case, Actor, Policy], Command]


def worded(codes: Mapping[str, str], policy: Policy) -> dict[str, Phrase]:
    """Codes of ours with the words of a label each. codes: code -> label."""
    return {code: Phrase(zh=policy.word(label, "zh"), en=policy.word(label, "en")) for code, label in codes.items()}


def worded_choices(codes: Mapping[str, str], policy: Policy) -> list[Json]:
    """As choices of a field."""
    return named(worded(codes, policy))
