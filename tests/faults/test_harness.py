"""The harness itself: it strikes where it says, and it finds what is known to be wrong."""

import json
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from tests.faults.canaries import MATTER, PHONE, found_below, found_in
from tests.faults.defects import DEFECTS, hunt
from tests.faults.harness import Report, play, run, scenarios
from tests.faults.injector import (
    BROKEN_AFTER,
    DENIED,
    KILL_AFTER,
    KILL_BEFORE,
    THROTTLE,
    TIMEOUT_AFTER,
    TIMEOUT_BEFORE,
    Killed,
    Mode,
)
from tests.faults.naive import NAIVE
from tests.faults.world import World, a_world


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with a_world() as one:
        yield one


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        (KILL_BEFORE, Killed),
        (KILL_AFTER, Killed),
        (TIMEOUT_BEFORE, ConnectTimeoutError),
        (TIMEOUT_AFTER, ReadTimeoutError),
        (THROTTLE, ClientError),
        (BROKEN_AFTER, ClientError),
        (DENIED, ClientError),
    ],
)
def test_a_mode_strikes_the_call_it_is_meant_for_and_has_its_effect_or_not(world: World, mode: Mode, error: type[BaseException]) -> None:
    world.reset()
    bucket, s3 = world.stack.name("EvidenceBucket"), world.clients().of("s3")
    world.injector.arm(range(2, 3), mode)
    s3.put_object(Bucket=bucket, Key="first", Body=b"1")
    with pytest.raises(error):
        s3.put_object(Bucket=bucket, Key="second", Body=b"2")
    s3.put_object(Bucket=bucket, Key="third", Body=b"3")
    world.injector.disarm()
    assert world.injector.struck == [2]
    assert set(world.objects_now()) == {"first", "third"} | ({"second"} if mode.effect else set())


def test_a_word_is_recognised_in_every_spelling() -> None:
    assert found_in(f"..{MATTER}..") == {"matter"}
    assert found_in(json.dumps({"phone": PHONE})) == {"phone"}
    assert found_in("\\u4e8c\\u53f7\\u68af") == set()
    assert found_below({"a": [b"", {"b": MATTER.encode("gb18030")}]}) == {"matter"}


def test_a_naive_handler_is_found_guilty_of_all_that_it_does(world: World) -> None:
    scene, findings = run(world, NAIVE)
    assert findings == []
    assert "TransactWriteItems" not in {call.operation for call in scene.calls}
    report = play(world, scenarios(world, NAIVE, (KILL_AFTER, THROTTLE), strict=False), Report())
    assert report.kinds["duplicate_cases"] > 0
    assert report.kinds["lost"] > 0
    assert report.kinds["log_gaps"] > 0
    assert not report.clean


@pytest.mark.parametrize("name", ["the number follows from chance", "a lease outlives its function"])
def test_a_seeded_defect_is_found(world: World, name: str) -> None:
    (defect,) = (one for one in DEFECTS if one.name == name)
    assert hunt(world, defect) is not None


def test_every_seeded_defect_is_another_one() -> None:
    assert len({one.name for one in DEFECTS}) == len({one.change for one in DEFECTS}) == len(DEFECTS) >= 8
