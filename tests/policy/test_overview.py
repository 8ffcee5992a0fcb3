"""The overview of the desk: its ages rise, and what presses comes before what does not."""

from dataclasses import replace

import pytest

from huiyin.policy.order import check_order
from huiyin.policy.schema import PRIORITIES, Policy
from huiyin.policy.spots import PolicyError


@pytest.mark.parametrize("ages_d", [(), (3, 1), (1, 1, 3)], ids=["none", "falling", "twice"])
def test_ages_that_do_not_rise_are_refused(policy: Policy, ages_d: tuple[int, ...]) -> None:
    with pytest.raises(PolicyError, match="ages_d"):
        check_order(replace(policy, overview=replace(policy.overview, ages_d=ages_d)))


def test_what_presses_is_the_most_urgent_part_of_the_priorities(policy: Policy) -> None:
    pressing = policy.overview.pressing
    assert pressing == PRIORITIES[: len(pressing)]
    assert set(policy.promises.wakes_duty) <= set(pressing)
