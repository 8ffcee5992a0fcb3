"""What may be asked of what came in: each command has its row, and says what is left out."""

from typing import get_args

from huiyin.core.commands import OWNER, SYSTEM, DeclineCase, IntakeCommand, ReplyToQuestion, RightsCommand, UrgeCase, WithdrawCase
from huiyin.core.lifecycle import STEPS

RIGHTS = {kind.__name__ for kind in get_args(RightsCommand)} - {"DecideErasure", "ShareCase"}
CHAPTER = {kind.__name__ for kind in get_args(IntakeCommand)}


def test_every_command_of_the_chapter_has_its_row() -> None:
    assert set(STEPS) >= CHAPTER


def test_what_an_owner_may_do_is_all_in_one_chapter_but_his_verdict_and_his_rights() -> None:
    his = {step.command for step in STEPS.values() if step.roles == ("owner",)}
    assert his - CHAPTER == {"DisputeAnswer", "AskReview", "AnswerSurvey", "AgreeToBeNamed", "ObjectToLimit"} | RIGHTS


def test_a_clock_ends_a_wait_without_words() -> None:
    assert (ReplyToQuestion(by=SYSTEM).answer, ReplyToQuestion(by=SYSTEM).files) == ("", ())


def test_an_owner_need_not_say_why() -> None:
    assert (UrgeCase(by=OWNER).note, WithdrawCase(by=OWNER).grounds) == ("", "")


def test_whoever_declines_means_yes_unless_he_says_no() -> None:
    assert DeclineCase(by=OWNER, reason="", text="").agree is True
