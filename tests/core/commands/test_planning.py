"""What may be asked about plans: each command has its row, and a change says all that a plan says."""

from dataclasses import MISSING, fields
from typing import get_args

from huiyin.core.commands import ApprovePlan, ChangePlan, PlanningCommand, SubmitPlan
from huiyin.core.lifecycle import STEPS

CHAPTER = {kind.__name__ for kind in get_args(PlanningCommand)}


def test_every_command_of_the_chapter_has_its_row() -> None:
    assert set(STEPS) >= CHAPTER


def test_a_change_is_a_whole_plan_with_its_reason() -> None:
    more = {f.name for f in fields(ChangePlan)} - {f.name for f in fields(SubmitPlan)}
    assert more == {"change", "reason"}


def test_nobody_agrees_without_naming_what_he_read_and_declaring_no_interest() -> None:
    asked = {f.name for f in fields(ApprovePlan) if f.default is MISSING}
    assert {"digest", "no_interest"} <= asked
