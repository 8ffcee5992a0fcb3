"""Commands on bodies outside and on the end of a case belong to their chapter and have a row of the lifecycle."""

from typing import get_args

from huiyin.core.commands import SYSTEM, ArchiveCase, HoldCase, NoteOrder, OutsideCommand, RecordOrderReply, ReleaseHold, TransferCase
from huiyin.core.commands.asking import OWNER
from huiyin.core.lifecycle import STEPS


def test_each_command_is_a_row_of_the_lifecycle() -> None:
    rows = {kind: STEPS[kind.__name__].row for kind in get_args(OutsideCommand)}
    assert set(rows.values()) == {"T23", "T24", "T25", "-"}
    assert {kind for kind, row in rows.items() if row == "-"} == {HoldCase, ReleaseHold, NoteOrder, RecordOrderReply}


def test_nothing_is_taken_to_be_erased_unless_it_is_said_how_much() -> None:
    assert ArchiveCase(by=SYSTEM).files is None


def test_nobody_is_taken_to_have_called_for_help_unless_he_says_so() -> None:
    assert TransferCase(by=OWNER, body="police", document="", contact="", follow_up_d=1).called_emergency is False
