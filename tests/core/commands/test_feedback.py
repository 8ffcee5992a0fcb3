"""What may be asked about answers: each command has its row, and nobody declares by keeping silent."""

from dataclasses import MISSING, fields
from typing import get_args

from huiyin.core.commands import OWNER, ConfirmAnswer, FeedbackCommand, ReleaseAnswer
from huiyin.core.lifecycle import STEPS

CHAPTER = {kind.__name__ for kind in get_args(FeedbackCommand)}


def test_every_command_of_the_chapter_has_its_row() -> None:
    assert set(STEPS) >= CHAPTER


def test_whoever_releases_an_answer_declares_by_himself() -> None:
    (declared,) = [f for f in fields(ReleaseAnswer) if f.name == "no_interest"]
    assert declared.default is MISSING


def test_an_owner_confirms_without_a_word() -> None:
    assert ConfirmAnswer(by=OWNER).note == ""


def test_the_owners_verdict_is_his_alone_and_the_clocks() -> None:
    his = {name for name in CHAPTER if "owner" in STEPS[name].roles}
    assert his == {"ConfirmAnswer", "DisputeAnswer", "ReopenCase", "AskReview"}
    assert STEPS["DisputeAnswer"].roles == ("owner",)
    assert set(STEPS["ConfirmAnswer"].roles) == {"owner", "system"}
