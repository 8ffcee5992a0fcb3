"""What may be asked about the survey: it is the owner's alone, and a call is logged by whoever may have made it."""

from typing import get_args

from huiyin.core.commands import OWNER, AnswerSurvey, SurveyCommand
from huiyin.core.lifecycle import OF_AN_OWNER, STEPS

CHAPTER = {kind.__name__ for kind in get_args(SurveyCommand)}


def test_every_command_of_the_chapter_has_its_row_and_needs_an_owner() -> None:
    assert set(STEPS) >= CHAPTER
    assert CHAPTER <= OF_AN_OWNER


def test_staff_do_not_fill_it_in() -> None:
    assert STEPS["AnswerSurvey"].roles == ("owner",)
    assert "handler" not in STEPS["LogCallBack"].roles


def test_one_word_is_enough() -> None:
    said = AnswerSurvey(by=OWNER, solved="solved")
    assert (said.grades, said.improve, said.hidden, said.publish, said.words) == ((), (), False, False, "")
