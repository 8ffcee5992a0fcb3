"""Rings of an emergency under every fault: one too many rather than none, and the ladder rings where the queue was away."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from huiyin.mail import robots
from huiyin.mail.robots import Call
from tests.entry.doors import complaint
from tests.faults.injector import DENIED, FAULTS, KILL_AFTER, KILL_BEFORE, THROTTLE, TIMEOUT_AFTER, Killed, Mode
from tests.faults.world import Json, World, a_world

# As template.yaml has it: five times, two minutes apart.
ATTEMPTS, APART = 5, timedelta(minutes=2)
# A message that comes again after an effect that was taken for none is one too many; more than that is a fault.
MOST = 2
# Long enough that neither the tally of a minute nor the ladder of the case before is met.
NEXT = timedelta(hours=1)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with a_world() as world:
        world.reset()
        yield world


@pytest.fixture
def emergency(world: World) -> Iterator[str]:
    """The id of a case in danger, an hour after all others; nobody has heard of it."""
    world.reset()
    world.stack.robots.told.clear()
    answer = world.post("/api/complaints", complaint(danger=True), key="a-key-of-an-emergency-01")
    assert answer is not None
    yield str(json.loads(answer.body)["number"]).rsplit("-", 1)[1]
    world.injector.disarm()
    world.settle()
    world.stack.drain()


def heard(world: World) -> list[str]:
    return [one["text"] for one in world.stack.robots.told if one["maker"] == "wecom"]


def ring(world: World, case_id: str) -> int:
    """What the queue does with one message. Returns: how often it handed it over; ATTEMPTS + 1 where it became a dead letter."""
    for attempt in range(1, ATTEMPTS + 1):
        sent = str(int(world.now.timestamp() * 1000))
        message = {"messageId": "one", "body": json.dumps({"case": case_id, "event": 1}), "attributes": {"SentTimestamp": sent}}
        answer: Json | None = world._invoke("RingAlarm", {"Records": [message]}, world.now)
        if answer == {"batchItemFailures": []}:
            return attempt
        world.now += APART
    return ATTEMPTS + 1


def scenarios(world: World, work: Callable[[], Any], modes: tuple[Mode, ...]) -> Iterator[tuple[Mode, int]]:
    """Each of these faults on every call of that work, each an hour after the one before."""
    world.new_containers()
    world.injector.arm()
    work()
    calls = len(world.injector.calls)
    world.injector.disarm()
    assert calls > 2
    for mode in modes:
        for n in range(1, calls + 1):
            world.now += NEXT
            world.stack.robots.told.clear()
            world.new_containers()
            world.injector.arm({n}, mode)
            yield mode, n
            world.injector.disarm()


def test_whatever_happens_to_one_call_the_robots_ring(world: World, emergency: str) -> None:
    seen = 0
    for mode, n in scenarios(world, lambda: ring(world, emergency), FAULTS):
        assert ring(world, emergency) <= MOST, (mode.name, n)
        assert 1 <= len(heard(world)) <= MOST, (mode.name, n, heard(world))
        seen += 1
    assert seen >= 3 * len(FAULTS)


@pytest.mark.parametrize(("after", "times"), [(False, 1), (True, 2)])
def test_killed_around_the_message_it_rings_again(
    world: World, emergency: str, monkeypatch: pytest.MonkeyPatch, after: bool, times: int
) -> None:
    real, killed = robots.post, []

    def post(call: Call) -> bytes:
        answer = real(call) if after or killed else b""
        if not killed:
            killed.append(call)
            raise Killed
        return answer

    monkeypatch.setattr(robots, "post", post)
    world.new_containers()
    assert ring(world, emergency) == 2
    assert len(heard(world)) == times
    world.new_containers()


def test_whatever_happens_to_one_call_of_follow_up_the_alarm_is_in_the_queue(world: World, emergency: str) -> None:
    kept = world.keep()
    for mode, n in scenarios(world, world.follow_up, (KILL_BEFORE, KILL_AFTER, TIMEOUT_AFTER, THROTTLE)):
        world.injector.disarm()
        world.bring_back(kept)
        world.injector.arm({n}, mode)
        world.stack.robots.told.clear()
        world.follow_up()
        world.injector.disarm()
        world.stack.drain()
        assert 1 <= len(heard(world)) <= MOST, (mode.name, n)
        assert emergency in heard(world)[0]


def test_while_no_call_works_nobody_hears_and_the_next_rung_of_the_ladder_rings(world: World, emergency: str) -> None:
    world.injector.arm(range(1, 10_000), DENIED)
    world.settle()
    world.injector.disarm()
    world.stack.drain()
    assert heard(world) == []
    world.sweep(world.now + timedelta(minutes=5))
    world.settle()
    world.stack.drain()
    assert [one.partition("】")[0] for one in heard(world)] == ["【无人响应"]


def test_a_message_that_failed_for_good_is_handed_back_and_rings_while_nobody_has_answered(world: World, emergency: str) -> None:
    world.stack.robots.broken |= {"wecom", "dingtalk", "feishu"}
    try:
        assert ring(world, emergency) == ATTEMPTS + 1
    finally:
        world.stack.robots.broken.clear()
    assert ring(world, emergency) == 1
    assert len(heard(world)) == 1
