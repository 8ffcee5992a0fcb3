"""The survey asks what it says, in grades from the best to the worst, and a poor answer is one that was asked for."""

from collections.abc import Callable

import pytest

from huiyin.policy.schema import Policy
from huiyin.policy.spots import PolicyError

Spoil = Callable[[str, str, str], PolicyError]


def test_every_question_goes_from_the_best_grade_to_the_worst(policy: Policy) -> None:
    for question in policy.survey.questions.values():
        assert list(question.grades) == [5, 4, 3, 2, 1]
        assert len({words.zh for words in question.grades.values()}) == len({words.en for words in question.grades.values()}) == 5


def test_what_is_poor_is_asked_about(policy: Policy) -> None:
    assert set(policy.survey.bad_questions) <= set(policy.survey.questions)
    assert policy.survey.bad_grade < 3


def test_it_may_be_changed_while_it_may_be_answered(policy: Policy) -> None:
    assert policy.survey.change_d <= policy.survey.open_d <= policy.measures.reopen_d


def test_a_poor_question_that_nobody_asks_is_refused(spoil: Spoil) -> None:
    error = spoil("survey.toml", 'bad_questions = ["result", "process"]', 'bad_questions = ["result", "price"]')
    assert (error.file, error.key) == ("survey.toml", "bad_questions.1")


@pytest.mark.parametrize(("old", "new"), [("bad_grade = 2", "bad_grade = 6"), ("call_wd = 2", "call_wd = 0")])
def test_a_number_that_makes_no_sense_is_refused(spoil: Spoil, old: str, new: str) -> None:
    assert spoil("survey.toml", old, new).file == "survey.toml"
