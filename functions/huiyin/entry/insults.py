"""Insults in what an owner wrote, covered for whoever handles his case: they are no part of the matter."""

import re
from functools import lru_cache
from typing import Any

from huiyin.core.commands import Actor
from huiyin.policy.schema import Policy

Json = dict[str, Any]
# Who judges what was said reads it as it was said.
_READ_AS_SAID = frozenset({"desk", "duty", "triage", "duty_manager", "manager", "confid", "quality", "company"})
COVER = "＊＊"


def for_reader(view: Json, actor: Actor, policy: Policy) -> Json:
    """The same view, for whoever only handles the case or heads a department with every insult covered.

    Policy: 2.7
    """
    if actor.roles & _READ_AS_SAID:
        return view
    return {name: _covered(value, policy.hints.insults) for name, value in view.items()}


def _covered(value: Any, insults: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return _pattern(insults).sub(COVER, value)
    if isinstance(value, dict):
        return {name: _covered(one, insults) for name, one in value.items()}
    if isinstance(value, list):
        return [_covered(one, insults) for one in value]
    return value


@lru_cache(maxsize=2)
def _pattern(insults: tuple[str, ...]) -> re.Pattern[str]:
    """Any of them, the longest first; Latin ones as whole words, however they are written large and small."""
    longest = sorted(insults, key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(one)}\b" if one.isascii() else re.escape(one) for one in longest), re.IGNORECASE)
