"""The policy in memory: words by code, and nothing that can be changed."""

from dataclasses import FrozenInstanceError

import pytest

from huiyin.policy import load_policy
from huiyin.policy.schema import LANGUAGES, PRIORITIES


def test_the_words_of_a_code_come_in_both_languages_or_not_at_all() -> None:
    policy = load_policy()
    assert [policy.word("refusals.slow_down", language)[0] for language in LANGUAGES] == ["操", "T"]
    with pytest.raises(KeyError):
        policy.word("refusals.no_such_code", "zh")


def test_nobody_changes_the_policy_while_it_runs() -> None:
    policy = load_policy()
    with pytest.raises(FrozenInstanceError):
        policy.promises.amber = 0.1  # type: ignore[misc]
    with pytest.raises(TypeError):
        policy.promises.clocks["P1"] = policy.promises.clocks["P4"]  # type: ignore[index]
    assert tuple(policy.promises.clocks) == PRIORITIES
