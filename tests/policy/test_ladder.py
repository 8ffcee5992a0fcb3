"""The ladder of the policy: known roles, in rising order, and a department for what nobody has."""

from collections.abc import Callable

import pytest

from huiyin.policy import PolicyError
from huiyin.policy.schema import Policy

Spoil = Callable[[str, str, str], PolicyError]


def test_the_answer_is_heard_of_no_later_than_other_clocks(policy: Policy) -> None:
    ladder = policy.promises.ladder
    assert list(ladder.answer) == list(ladder.others) == ["dept_lead", "manager", "company"]
    assert all(ladder.answer[role].share <= ladder.others[role].share for role in ladder.answer)


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ('unassigned = "desk"', 'unassigned = "moon"', "ladder.unassigned", "no known department"),
        ("company = { share = 2.0 }", "owner = { share = 2.0 }", "ladder.others.owner", "no known role of staff"),
        ("company = { share = 2.0 }", "company = { share = 1.2 }", "ladder.others.company.share", "must be more than that of manager"),
        ("before_cap_d = 3", "before_cap_d = 40", "ladder.answer.manager.before_cap_d", "Allowed: 1 to 30"),
    ],
)
def test_a_ladder_that_nobody_could_climb_is_refused(spoil: Spoil, old: str, new: str, key: str, said: str) -> None:
    error = spoil("promises.toml", old, new)
    assert error.key == key
    assert said in error.wrong
