"""Commands on groups belong to their chapter and have a row of the lifecycle."""

from typing import get_args

from huiyin.core.commands import GroupCommand, JoinGroup, OpenGroupCase
from huiyin.core.commands.asking import SYSTEM
from huiyin.core.lifecycle import STEPS


def test_each_command_is_a_row_of_the_lifecycle() -> None:
    rows = {STEPS[kind.__name__].row for kind in get_args(GroupCommand)}
    assert rows == {"T21", "T22", "T26", "-"}


def test_nothing_is_somebodys_alone_and_no_group_is_of_the_whole_estate_unless_it_is_said() -> None:
    assert (JoinGroup(by=SYSTEM, group="HY-2026-20000006").own, JoinGroup(by=SYSTEM, group="x").seen) == ("", None)
    assert OpenGroupCase(by=SYSTEM, cause="x").whole is False
