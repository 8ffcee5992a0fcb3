"""One mailbox gets a few acknowledgements, however it is spelt; everybody together leaves room for letters to staff."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from builders import MONDAY_9AM
from huiyin.mail.postage import Postage, mailbox_of
from huiyin.policy.schema import Policy
from mail.counters import Counters

HOUR = timedelta(hours=1)
LETTER = "the same letter"


@pytest.fixture
def postage() -> Postage:
    return Postage(Counters(), str)


def test_one_an_hour_and_three_a_day_and_then_again_tomorrow(postage: Postage, policy: Policy) -> None:
    assert (policy.postage.an_hour, policy.postage.a_day) == (1, 3)
    asked = [postage.take("a@example.org", f"letter {i}", policy, MONDAY_9AM + timedelta(minutes=20 * i)) for i in range(10)]
    midnight = datetime(2026, 11, 23, 16, tzinfo=MONDAY_9AM.tzinfo)
    assert asked == [
        None, MONDAY_9AM + HOUR, MONDAY_9AM + HOUR,
        None, MONDAY_9AM + 2 * HOUR, MONDAY_9AM + 2 * HOUR,
        None, MONDAY_9AM + 3 * HOUR, MONDAY_9AM + 3 * HOUR,
        midnight,
    ]  # fmt: skip
    assert postage.take("a@example.org", "of the next day", policy, midnight) is None


def test_another_mailbox_has_postage_of_its_own(postage: Postage, policy: Policy) -> None:
    assert postage.take("a@example.org", LETTER, policy, MONDAY_9AM) is None
    assert postage.take("b@example.org", LETTER, policy, MONDAY_9AM) is None


@pytest.mark.parametrize("spelt", ["A@Example.org", "a+1@example.org", "a+x.y@example.org", ".a@example.org"])
def test_another_spelling_is_no_other_mailbox(spelt: str) -> None:
    """AB01."""
    assert mailbox_of(spelt) == mailbox_of("a@example.org")
    assert mailbox_of(spelt) != mailbox_of("a@example.com")


def test_all_owners_together_leave_room_for_staff(postage: Postage, policy: Policy) -> None:
    small = replace(policy, postage=replace(policy.postage, estate_a_day=2))
    assert [postage.take(f"{name}@example.org", LETTER, small, MONDAY_9AM) is None for name in "abc"] == [True, True, False]
    assert postage.take("c@example.org", LETTER, policy, MONDAY_9AM) is None, "who had to wait for all others has lost nothing of his own"


def test_what_did_not_leave_costs_nothing(postage: Postage, policy: Policy) -> None:
    for n in range(5):
        assert postage.take("a@example.org", f"letter {n}", policy, MONDAY_9AM) is None
        postage.give_back("a@example.org", f"letter {n}", policy, MONDAY_9AM)


def test_whoever_was_killed_with_a_letter_in_hand_has_its_postage_still(postage: Postage, policy: Policy) -> None:
    for minutes in (0, 16, 32):
        assert postage.take("a@example.org", LETTER, policy, MONDAY_9AM + timedelta(minutes=minutes)) is None
    assert postage.take("a@example.org", "another letter", policy, MONDAY_9AM + timedelta(minutes=40)) == MONDAY_9AM + HOUR
