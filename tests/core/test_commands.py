"""The commands and the table of steps name each other."""

from typing import get_args

from huiyin.core.commands import Command, LaterCommand
from huiyin.core.lifecycle import LIFECYCLE, STEPS


def test_every_built_step_has_its_command() -> None:
    names = {kind.__name__ for kind in get_args(Command)} - {LaterCommand.__name__}
    assert {step.command for step in LIFECYCLE if step.built} <= names <= set(STEPS)
