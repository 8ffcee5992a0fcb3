"""How much a robot is given in a minute."""

from datetime import timedelta

from builders import MONDAY_9AM
from huiyin.mail.tally import Tally
from huiyin.policy.schema import Policy
from mail.counters import Counters


def test_ten_in_a_minute_go_alone_and_the_next_minute_has_ten_again(policy: Policy) -> None:
    tally = Tally(Counters())
    moments = [MONDAY_9AM + timedelta(seconds=4 * place) for place in range(15)]
    assert sum(tally.alone(policy, at) for at in moments) == policy.robots.alone_a_min == 10
    assert tally.alone(policy, MONDAY_9AM + timedelta(minutes=1))


def test_messages_for_many_have_a_measure_of_their_own(policy: Policy) -> None:
    tally = Tally(Counters())
    assert sum(tally.together(policy, MONDAY_9AM) for _ in range(20)) == policy.robots.together_a_min
    assert tally.alone(policy, MONDAY_9AM)


def test_no_maker_is_given_more_than_twenty_a_minute(policy: Policy) -> None:
    assert policy.robots.alone_a_min + policy.robots.together_a_min <= 20
