"""What somebody brought is in force everywhere within half a minute, and nobody asks for it more often."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM
from core.test_estate import brought
from estate import book
from huiyin.entry.estate_watch import EstateWatch
from huiyin.policy import load_policy, put_in_force, released_policy
from huiyin.policy.schema import Policy
from huiyin.store.estate import Edition


class Kept:
    """A store with one edition, which counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.edition = Edition(version=0, tables={})

    def now(self, *, consistent: bool = False) -> Edition:
        self.asked += 1
        return self.edition


@pytest.fixture(autouse=True)
def released_again() -> Iterator[None]:
    yield
    put_in_force(None)


def test_it_looks_again_after_half_a_minute_of_the_events_and_not_before(policy: Policy) -> None:
    kept: Any = Kept()
    forgotten: list[int] = []
    watch = EstateWatch(kept, (lambda: forgotten.append(1),))
    for seconds in (0, 10, 29):
        watch.look(MONDAY_9AM + timedelta(seconds=seconds))
    assert (kept.asked, load_policy()) == (1, released_policy())
    made = book()
    del made["households"]
    kept.edition = Edition(version=1, tables=brought(policy, made).tables)
    watch.look(MONDAY_9AM + timedelta(seconds=29))
    assert "binjiang" not in load_policy().communities
    watch.look(MONDAY_9AM + timedelta(seconds=30))
    assert "binjiang" in load_policy().communities
    watch.look(MONDAY_9AM - timedelta(days=1))
    # What was made of the policy before is made anew: at the start, and once for the new edition.
    assert (kept.asked, len(forgotten)) == (3, 2)


def test_an_installation_without_workbooks_goes_back_to_the_release(policy: Policy) -> None:
    made = book()
    del made["households"]
    kept: Any = Kept()
    EstateWatch(kept, ()).take(Edition(version=1, tables=brought(policy, made).tables))
    assert "binjiang" in load_policy().communities
    EstateWatch(kept, ()).look(MONDAY_9AM)
    assert load_policy() is released_policy()
