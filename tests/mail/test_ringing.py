"""Ringing: every robot says it, one that is silent keeps nobody from hearing, and a flood goes together."""

import json
from collections.abc import Callable

import pytest

from builders import MONDAY_9AM, a_case, a_complaint
from huiyin.mail.ringing import Belfry, Bells, NobodyHears, TooMany
from huiyin.mail.rings import Ring
from huiyin.mail.robots import Call, Robot, Silent
from huiyin.mail.tally import Tally
from huiyin.policy.schema import Policy
from mail.counters import Counters

WECOM = Robot(maker="wecom", url="https://qyapi.weixin.qq.com/send?key=k")
FEISHU = Robot(maker="feishu", url="https://open.feishu.cn/hook/h", secret="s", language="en")


class Group:
    """A chat group with two robots. broken: the hosts of those that take nothing."""

    def __init__(self, policy: Policy) -> None:
        self.heard: list[str] = []
        self.tried: list[str] = []
        self.silent: list[tuple[str, str]] = []
        self.broken: tuple[str, ...] = ()
        self.belfry = Belfry(
            robots=(WECOM, FEISHU),
            tally=Tally(Counters()),
            post=self.post,
            policy=policy,
            site_url="https://huiyin.example",
            silent=lambda maker, code: self.silent.append((maker, code)),
        )

    def post(self, call: Call) -> bytes:
        self.tried.append(call.url)
        if any(host in call.url for host in self.broken):
            raise Silent("TimeoutError")
        body = json.loads(call.body)
        self.heard.append((body.get("text") or {"content": body.get("content", {}).get("text")})["content"])
        return b'{"errcode": 0}'


@pytest.fixture
def group(policy: Policy) -> Group:
    return Group(policy)


@pytest.fixture
def ring(policy: Policy) -> Ring:
    return Ring(case=a_case(policy, complaint=a_complaint(danger=True)), about="rung")


def test_every_robot_says_it_in_its_language(group: Group, ring: Ring) -> None:
    assert Bells(group.belfry, MONDAY_9AM).alone(ring)
    assert [said[:4] for said in group.heard] == ["【特急】", "[Eme"]


def test_one_silent_robot_is_told_of_and_keeps_nobody_from_hearing(group: Group, ring: Ring) -> None:
    group.broken = ("weixin",)
    bells = Bells(group.belfry, MONDAY_9AM)
    assert bells.alone(ring)
    assert bells.alone(ring)
    assert (len(group.heard), group.silent) == (2, [("wecom", "TimeoutError")])
    # The one that hangs costs its time once in a round.
    assert sum("weixin" in url for url in group.tried) == 1


def test_where_no_robot_takes_it_it_has_to_ring_again(group: Group, ring: Ring) -> None:
    group.broken = ("weixin", "feishu")
    bells = Bells(group.belfry, MONDAY_9AM)
    calls: tuple[Callable[[], object], ...] = (lambda: bells.alone(ring), lambda: bells.together([ring]))
    for call in calls:
        with pytest.raises(NobodyHears):
            call()
    group.broken = ()
    assert Bells(group.belfry, MONDAY_9AM).alone(ring)


def test_the_eleventh_of_a_minute_waits_to_go_together(group: Group, ring: Ring, policy: Policy) -> None:
    bells = Bells(group.belfry, MONDAY_9AM)
    assert [bells.alone(ring) for _ in range(11)] == [True] * 10 + [False]
    assert len(group.heard) == 20
    bells.together([ring] * 40)
    assert len(group.heard) == 22
    for _ in range(policy.robots.together_a_min - 1):
        bells.together([ring])
    with pytest.raises(TooMany):
        bells.together([ring])
