"""Every fault that the design names: played, proved elsewhere, or open; none is forgotten."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.canaries import found_below
from tests.faults.flows import BY_NAME
from tests.faults.harness import Report, play, prepared, run, survey
from tests.faults.injector import DENIED, KILL_AFTER, THROTTLE, TIMEOUT_AFTER, Mode
from tests.faults.named import IDS, NAMED, PLAYED, Open, Proved
from tests.faults.scenes import FORM, KEY
from tests.faults.world import World, a_world

TESTS = Path(__file__).parents[1]
RECEIVE = BY_NAME["receive"]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with a_world() as one:
        yield one


def test_every_fault_of_the_design_is_named_once_and_what_proves_it_is_there() -> None:
    assert tuple(NAMED) == IDS
    for case, how in NAMED.items():
        for test in how.tests if isinstance(how, Proved) else ():
            file, name = test.split("::")
            assert name in {node.name for node in ast.parse((TESTS / file).read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}, (
                case
            )
        assert not isinstance(how, Open) or how.missing


@pytest.mark.long
@pytest.mark.parametrize("case", PLAYED)
def test_a_named_fault_breaks_no_promise(world: World, case: str) -> None:
    planned = list(PLAYED[case].scenarios(world))
    assert planned
    report = play(world, planned, Report())
    assert report.unlawful == []
    assert report.scenarios == len(planned)


@pytest.mark.long
@pytest.mark.parametrize("mode", [KILL_AFTER, TIMEOUT_AFTER, THROTTLE], ids=lambda mode: mode.name)
def test_fa07_two_faults_in_one_flow_lose_nothing_either(world: World, mode: Mode) -> None:
    calls = len(survey(world, RECEIVE).calls)
    # The second one strikes in the same try, or in the one that the client makes after the first.
    for pair in ((first, first + later) for first in range(1, calls + 1) for later in range(1, calls + 1)):
        scene, findings = run(world, RECEIVE, pair, mode)
        assert [finding for finding in findings if not finding.lawful] == [], pair
        assert scene.struck[0] == pair[0]


@pytest.mark.parametrize(("mode", "status"), [(THROTTLE, 503), (DENIED, 500)], ids=["throttled", "denied"])
def test_fa14_without_a_key_nothing_is_taken_and_nothing_is_kept_in_clear(world: World, mode: Mode, status: int) -> None:
    operations = [call.operation for call in survey(world, RECEIVE).calls]
    prepared(world, RECEIVE)
    world.injector.arm(range(operations.index("GenerateDataKey") + 1, 10_000), mode)
    answer = world.post("/api/complaints", FORM, key=KEY)
    world.injector.disarm()
    assert answer is not None
    said, headers = json.loads(answer.body), dict(answer.headers)
    assert answer.status == status
    assert "急事请打值班电话" in said["message"]["zh"]
    # A denial lasts until somebody repairs it: no client is told to come back in a minute, and an alarm rings.
    assert headers.get("retry-after") == ("60" if status == 503 else None)
    assert world.stored() == frozenset()
    assert world.stack.mailbox() == []
    assert found_below([world.stack.logs(), answer.body]) == set()
