"""What may be asked about class and level: each command has its row."""

from typing import get_args

from huiyin.core.commands import TriageCommand
from huiyin.core.lifecycle import STAFF, STEPS

CHAPTER = {kind.__name__ for kind in get_args(TriageCommand)}


def test_every_command_of_the_chapter_has_its_row() -> None:
    assert {"TriageCase", "ReturnToTriage", "RaiseLevel", "LowerLevel", "NoteFlags", "NotePending", "NameAsset"} == CHAPTER
    assert set(STEPS) >= CHAPTER


def test_all_of_staff_raise_a_level_and_few_lower_it() -> None:
    # And the system, of a matter of many households.
    assert set(STEPS["RaiseLevel"].roles) == {*STAFF, "system"}
    # The company where it stands in for one of them.
    assert set(STEPS["LowerLevel"].roles) == {"manager", "quality", "confid", "company"}
