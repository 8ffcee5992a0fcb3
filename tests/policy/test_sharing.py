"""With whom something is shared: an owner shares with neighbours, who are never told under which number it is handled."""

from huiyin.core.sharing import ANSWER, PROGRESS
from huiyin.policy.schema import Policy


def test_whoever_an_owner_may_show_it_to_is_not_told_the_number(policy: Policy) -> None:
    his = [one for one in policy.sharing.recipients.values() if one.owner]
    assert his
    assert [one.number for one in his] == [False] * len(his)


def test_what_the_core_asks_about_is_there(policy: Policy) -> None:
    assert {PROGRESS, ANSWER} <= policy.sharing.parts.keys()
    assert PROGRESS in policy.sharing.purposes
    assert policy.sharing.names["neighbours"].zh == "小区邻居"
