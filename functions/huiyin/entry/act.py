"""The shape of an act of an owner: the fields it takes, the command that it becomes, and what a page says of it."""

from collections.abc import Callable, Sequence
from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import Command
from huiyin.entry.fields import Fields
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. read: a body becomes a command, its files still named by their keys; example: a complete one.

    words: the field for his words, needed or not; title, asks, send: labels of what a page says above it, of it and on its button;
    more: what a page asks before his words, when there is something to choose. It is given the case, where there is one, and
    the points of the answer.
    """

    command: str
    read: Callable[[Fields, Policy], Command]
    example: Command
    words: str
    needed: bool
    title: str
    asks: str
    send: str = "labels.send"
    more: Callable[[Case | None, Sequence[Json], Policy], list[Json]] = lambda case, points, policy: []
