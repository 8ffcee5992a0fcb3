"""The commands and the table of steps name each other."""

from typing import get_args

from huiyin.core.commands import Command
from huiyin.core.lifecycle import STEPS


def test_every_step_has_its_command_and_every_command_its_step() -> None:
    assert {kind.__name__ for kind in get_args(Command)} == set(STEPS)
