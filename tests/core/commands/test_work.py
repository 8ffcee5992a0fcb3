"""What may be asked about the work: each command has its row, and says what is left out."""

from typing import get_args

from builders import MONDAY_9AM
from huiyin.core.commands import SYSTEM, FinishTask, MoveResource, StartWork, TaskWanted, WorkCommand
from huiyin.core.lifecycle import STEPS

CHAPTER = {kind.__name__ for kind in get_args(WorkCommand)}


def test_every_command_of_the_chapter_has_its_row_and_is_built() -> None:
    assert set(STEPS) >= CHAPTER


def test_what_is_not_said_is_nothing() -> None:
    assert FinishTask(by=SYSTEM, n=1, outcome="done", note="").files == ()
    assert MoveResource(by=SYSTEM, n=1, state="used").note == ""
    began = StartWork(by=SYSTEM, emergency=True, playbook=None, note="")
    assert (began.cost_yuan, began.no_interest) == (0, False), "nobody declares by keeping silent"


def test_a_task_is_plain_work_unless_it_says_more() -> None:
    wanted = TaskWanted(words="复查", department="repairs", assignee="wu.lei", due=MONDAY_9AM)
    assert (wanted.physical, wanted.certificate, wanted.after) == (False, None, ())
