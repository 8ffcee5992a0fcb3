"""Two lanes behind the doors: what is asked of a guarded case is answered where its words can be opened, and nowhere else."""

from collections.abc import Mapping
from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import Command, ConfideCase
from huiyin.entry import wiring
from huiyin.entry.requests import Request

Json = dict[str, Any]


class Confided(Exception):
    """A guarded case was asked for at a door that may seal its words and never open them. Never a refusal: it is answered elsewhere."""


def keep_to_lane(request: Request, case: Case) -> None:
    """Go no further with a guarded case where its words cannot be opened.

    Policy: 2.6
    Raises: Confided.
    """
    if case.guarded and not request.confided:
        raise Confided


def enter_by_lane(request: Request, ask: Command) -> None:
    """Let a case come under guard where its data key can be wrapped for the lane: no door may wrap one.

    Policy: 2.6
    Raises: Confided.
    """
    if isinstance(ask, ConfideCase) and not request.confided:
        raise Confided


def hand_over(event: Mapping[str, Any]) -> Json:
    """What ConfidentialLane answers to the same request; it asks anew who it is that wants to know.

    Policy: 2.6
    """
    return wiring.lane().answer(event)
