"""One mailbox gets a few acknowledgements, however it is spelt; everybody together leaves room for letters to staff."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from builders import MONDAY_9AM
from huiyin.mail.postage import Postage, mailbox_of
from huiyin.policy.schema import Policy

HOUR = timedelta(hours=1)


class Counters:
    """Counters in memory."""

    def __init__(self) -> None:
        self.used: Counter[tuple[str, str]] = Counter()

    def take(self, key_hash: str, slot: str, limit: int, expires: datetime) -> bool:
        free = self.used[key_hash, slot] < limit
        self.used[key_hash, slot] += free
        return free

    def give_back(self, key_hash: str, slot: str) -> None:
        self.used[key_hash, slot] -= 1


@pytest.fixture
def postage() -> Postage:
    return Postage(Counters(), str)


def test_one_an_hour_and_three_a_day_and_then_again_tomorrow(postage: Postage, policy: Policy) -> None:
    assert (policy.postage.an_hour, policy.postage.a_day) == (1, 3)
    asked = [postage.take("a@example.org", policy, MONDAY_9AM + timedelta(minutes=20 * i)) for i in range(10)]
    midnight = datetime(2026, 11, 23, 16, tzinfo=MONDAY_9AM.tzinfo)
    assert asked == [
        None, MONDAY_9AM + HOUR, MONDAY_9AM + HOUR,
        None, MONDAY_9AM + 2 * HOUR, MONDAY_9AM + 2 * HOUR,
        None, MONDAY_9AM + 3 * HOUR, MONDAY_9AM + 3 * HOUR,
        midnight,
    ]  # fmt: skip
    assert postage.take("a@example.org", policy, midnight) is None


def test_another_mailbox_has_postage_of_its_own(postage: Postage, policy: Policy) -> None:
    assert postage.take("a@example.org", policy, MONDAY_9AM) is None
    assert postage.take("b@example.org", policy, MONDAY_9AM) is None


@pytest.mark.parametrize("spelt", ["A@Example.org", "a+1@example.org", "a+x.y@example.org", ".a@example.org"])
def test_another_spelling_is_no_other_mailbox(spelt: str) -> None:
    """AB01."""
    assert mailbox_of(spelt) == mailbox_of("a@example.org")
    assert mailbox_of(spelt) != mailbox_of("a@example.com")


def test_all_owners_together_leave_room_for_staff(postage: Postage, policy: Policy) -> None:
    small = replace(policy, postage=replace(policy.postage, estate_a_day=2))
    assert [postage.take(f"{name}@example.org", small, MONDAY_9AM) is None for name in "abc"] == [True, True, False]
    assert postage.take("c@example.org", policy, MONDAY_9AM) is None, "who had to wait for all others has lost nothing of his own"


def test_what_did_not_leave_costs_nothing(postage: Postage, policy: Policy) -> None:
    for _ in range(5):
        assert postage.take("a@example.org", policy, MONDAY_9AM) is None
        postage.give_back("a@example.org", policy, MONDAY_9AM)
