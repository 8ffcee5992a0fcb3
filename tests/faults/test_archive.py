"""A case is erased once and whole, whichever call of the night goes wrong, and nothing is erased of one that somebody holds meanwhile."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, staff
from huiyin.casework import perform
from huiyin.core.commands import HoldCase
from huiyin.core.errors import NotAllowedNow
from huiyin.entry import wiring
from tests.faults.canaries import found_below
from tests.faults.injector import BROKEN_AFTER, CONFLICT, DENIED, KILL_AFTER, KILL_BEFORE, RIVAL, THROTTLE, TIMEOUT_AFTER, Mode
from tests.faults.intake_flows import a_photo
from tests.faults.kept import Kept
from tests.faults.scenes import Scene
from tests.faults.world import World, a_world

NIGHT = MONDAY_9AM + timedelta(days=3 * 366)
NEXT = NIGHT + timedelta(days=1)
ERASED = ("ComplaintReceived", "EvidenceChecked", "CaseWithdrawn", "ErasureBegun", "CaseArchived")
Begin = tuple[World, Kept, dict[str, Any]]


@pytest.fixture(scope="module")
def begin() -> Iterator[Begin]:
    """A case with a photo that its owner took back, three years ago."""
    with a_world() as world:
        world.reset()
        scene = Scene(world)
        assert scene.report()
        world.arrive(wiring.evidence_store().incoming_key(scene.case_id, "1"), a_photo(), "image/jpeg")
        world.hand_over_files()
        assert scene.act("withdraw")
        world.follow_up()
        yield world, world.keep(), scene.receipts[0]


def begun_at(begin: Begin) -> World:
    world, kept, _ = begin
    world.bring_back(kept)
    return world


def calls_of(world: World) -> list[str]:
    """What one night calls that nothing disturbs."""
    world.injector.arm()
    world.tick("ArchiveCases", NIGHT)
    world.injector.disarm()
    return [call.operation for call in world.injector.calls]


def log_of(case_id: str) -> tuple[str, ...]:
    # Loading it proves its chain and that the snapshot has the same version.
    history = wiring.case_store().load(case_id)
    assert history is not None
    return tuple(type(event).__name__ for event in history.events)


def faults_of(world: World, receipt: dict[str, Any]) -> list[str]:
    """What is left of a case that should be in the archive."""
    case_id, found = receipt["number"].rsplit("-", 1)[1], []
    store = wiring.case_store()
    history = store.load(case_id)
    if history is None or history.case.state != "ARCHIVED" or log_of(case_id) != ERASED:
        return [f"the log says {log_of(case_id)}"]
    if history.data_key or history.code_hash or any(getattr(event, "matter", "") for event in store.open(history)):
        found.append("the words can be opened")
    if any(case_id in key for key in world.objects_now()):
        found.append("files are left")
    if any(set(item) != {"pk", "sk"} for item in world.items() if item["pk"]["S"] == f"PERSON#{case_id}"):
        found.append("the identity is left")
    if found_below([world.items(), world.stack.logs(), world.objects_now().keys()]):
        found.append("words lie in the open")
    said = world.post("/api/track", {"number": receipt["number"], "code": receipt["code"]}, key="a-late-look")
    if said is None or said.status != 404 or json.loads(said.body)["code"] != "case_unknown":
        found.append("the code still opens something")
    return found


def test_the_night_erases_it_and_calls_no_key(begin: Begin) -> None:
    world = begun_at(begin)
    calls = calls_of(world)
    assert faults_of(world, begin[2]) == []
    assert calls.count("TransactWriteItems") == 2
    assert calls.count("DeleteObject") == 2
    assert not {"Decrypt", "GenerateDataKey", "GetSecretValue"} & set(calls)


@pytest.mark.parametrize(
    "mode", [KILL_BEFORE, KILL_AFTER, TIMEOUT_AFTER, BROKEN_AFTER, THROTTLE, DENIED, CONFLICT], ids=lambda mode: mode.name
)
def test_broken_off_at_any_call_the_next_night_ends_it_and_it_is_recorded_once(begin: Begin, mode: Mode) -> None:
    calls = calls_of(begun_at(begin))
    struck = 0
    for k, operation in enumerate(calls, start=1):
        if mode is CONFLICT and operation != "TransactWriteItems":
            continue
        world = begun_at(begin)
        world.injector.arm(range(k, k + 1), mode)
        world.tick("ArchiveCases", NIGHT)
        world.injector.disarm()
        struck += len(world.injector.struck)
        world.tick("ArchiveCases", NEXT)
        assert faults_of(world, begin[2]) == [], (k, operation)
    assert struck == (calls.count("TransactWriteItems") if mode is CONFLICT else len(calls))


def test_nothing_works_for_a_night_and_nothing_is_half_erased_for_good(begin: Begin) -> None:
    for k in range(1, len(calls_of(begun_at(begin))) + 1):
        world = begun_at(begin)
        world.injector.arm(range(k, 10_000), THROTTLE)
        world.tick("ArchiveCases", NIGHT)
        world.injector.disarm()
        world.tick("ArchiveCases", NEXT)
        assert faults_of(world, begin[2]) == [], k


def test_of_a_case_that_is_held_before_it_began_nothing_is_erased_and_after_that_it_cannot_be_held(begin: Begin) -> None:
    case_id = begin[2]["number"].rsplit("-", 1)[1]
    calls, outcomes = calls_of(begun_at(begin)), set[bool]()
    for k in range(1, len(calls) + 1):
        world = begun_at(begin)
        refused: list[str] = []

        def hold(refused: list[str] = refused, world: World = world) -> None:
            ask = HoldCase(by=staff(world.policy, "gu.ning"), reason="法院立案")
            try:
                perform(ask, case_id, store=wiring.case_store(), policy=world.policy, now=NIGHT, key="hold-it-now")
            except NotAllowedNow as refusal:
                refused.append(refusal.code)

        world.injector.rival = hold
        world.injector.arm(range(k, k + 1), RIVAL)
        world.tick("ArchiveCases", NIGHT)
        world.injector.disarm()
        world.tick("ArchiveCases", NEXT)
        outcomes.add(bool(refused))
        if refused:
            assert faults_of(world, begin[2]) == [], (k, refused)
        else:
            assert log_of(case_id)[-1] == "CaseHeld"
            assert len([key for key in world.objects_now() if case_id in key]) == 2
            assert wiring.people_store().read(case_id) is not None
    assert outcomes == {True, False}
