"""Groups ST and TM of the bad inputs where clocks differ, fire twice, or were off."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.store import codec
from tests.faults import course
from tests.faults.flows import BY_NAME
from tests.faults.harness import run
from tests.faults.scenes import Scene
from tests.faults.test_streams import at_stage, world
from tests.faults.world import World

__all__ = ["world"]


@pytest.mark.parametrize("minutes", [10, -10])
@pytest.mark.parametrize("name", ["accept", "reply", "dispute", "no-reply", "members"])
def test_tm05_clocks_ten_minutes_apart_change_neither_the_order_nor_the_end(world: World, name: str, minutes: int) -> None:
    world.prepared.clear()
    world.ahead = timedelta(minutes=minutes)
    try:
        scene, findings = run(world, BY_NAME[name])
    finally:
        world.ahead = timedelta()
        world.prepared.clear()
    assert findings == []
    moments = [codec.decode(item["type"]["S"], item["facts"]["S"]).at for item in events_of(world, scene.case_id)]
    # By the clock, some of what was said last was said first; by its number it was not.
    assert minutes < 0 or name == "no-reply" or moments != sorted(moments)


def events_of(world: World, case_id: str) -> list[Any]:
    own = [item for item in world.items() if item["pk"]["S"] == f"CASE#{case_id}" and item["sk"]["S"].startswith("EV#")]
    return sorted(own, key=lambda item: str(item["sk"]["S"]))


def test_st10_a_clock_that_fires_twice_or_was_off_for_two_days_says_each_thing_once(world: World) -> None:
    scene = at_stage(world, course.taken_up)
    kept = world.keep()
    for half_hours in range(97):
        world.sweep(kept.now + timedelta(minutes=30) * half_hours)
        if half_hours % 10 == 0:
            world.sweep(world.now)
    often = lasting(world, scene)
    world.bring_back(kept)
    world.sweep(kept.now + timedelta(days=2))
    once = lasting(world, scene)
    assert often == once
    assert len(once) == len(set(once)) > 1
    world.sweep(world.now)
    assert lasting(world, scene) == once


def lasting(world: World, scene: Scene) -> list[tuple[str, str, str]]:
    """What clocks said that stays true: all but what was only near, or told of how far the work is."""
    said = [codec.decode(item["type"]["S"], item["facts"]["S"]) for item in events_of(world, scene.case_id)]
    return sorted(
        (type(one).__name__, str(getattr(one, "clock", "")), str(getattr(one, "step", "")))
        for one in said
        if type(one).__name__ in {"DeadlineMissed", "StepEscalated"}
    )
