"""Groups ST and TM of the bad inputs where they need a case on its course: the stream again, in disorder, torn; clocks that differ."""

import random
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from huiyin.entry import follow_up
from huiyin.store import codec
from tests.faults import canaries, course, group_flows
from tests.faults.flow import Flow, nothing
from tests.faults.harness import prepared
from tests.faults.scenes import Scene
from tests.faults.world import Json, World, a_world


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with a_world() as one:
        yield one


def at_stage(world: World, stage: Callable[[Scene], None]) -> Scene:
    """A case, or several, with all letters sent."""
    return prepared(world, Flow("a stage", stage, nothing, nothing, (), ()))


def records(world: World, since: int = 0) -> list[Json]:
    """What the stream holds, as Lambda gets it."""
    (reader,) = (one for one in world.stack.dispatcher._readers if "FollowUp" in one.name)
    shown = [reader._as_lambda_sees_it(one.record) for one in world._table().stream_shard.items[since:]]
    return [record for record in shown if reader._named_by_a_filter(record)]


def follow(world: World, given: list[Json]) -> list[int]:
    """Hand these over once. Returns: the places of those that are to come again."""
    with world.stack.at(world.now):
        answer: Json = world.stack.invoke("FollowUp", {"Records": given})
    numbers = [record["dynamodb"]["SequenceNumber"] for record in given]
    return sorted(numbers.index(one["itemIdentifier"]) for one in answer["batchItemFailures"])


def event_of(record: Json) -> str:
    return str(record["dynamodb"].get("NewImage", {}).get("type", {}).get("S", ""))


def left(world: World) -> tuple[list[Any], int]:
    """What is stored, and how many letters left."""
    return sorted(world.items(), key=str), len(world.stack.mailbox())


def tags(world: World) -> list[str]:
    return sorted(letter["headers"]["X-Huiyin-Event"] for letter in world.stack.mailbox())


@pytest.mark.parametrize("stage", [course.closed, group_flows.group_answered], ids=lambda stage: stage.__name__)
def test_st01_a_stream_that_comes_again_has_no_second_effect(world: World, stage: Callable[[Scene], None]) -> None:
    at_stage(world, stage)
    while world.owes():
        # Some wait for their hour, since one address gets so many only.
        world.rounds(1)
    before, whole = left(world), records(world)
    assert len(whole) > 8
    for later in (timedelta(), timedelta(hours=23)):
        world.now += later
        assert follow(world, [record for record in whole for _ in range(2)]) == []
        assert follow(world, whole) == []
        assert left(world) == before


@pytest.mark.parametrize("seed", range(3))
def test_st02_in_whatever_order_records_of_several_cases_come_the_end_is_the_same(world: World, seed: int) -> None:
    scene = at_stage(world, group_flows.group_worked)
    assert group_flows.releases(scene)
    kept, chance = world.keep(), random.Random(seed)
    for _ in range(3):
        # What one record sets off is in the stream at the next turn.
        assert follow(world, records(world)) == []
    in_order, sent = ended(world)
    world.bring_back(kept)
    for _ in range(3):
        disordered = records(world)
        chance.shuffle(disordered)
        # A change may be seen before what it changes was.
        assert follow(world, [*({**record, "eventName": "MODIFY"} for record in disordered), *disordered]) == []
    assert ended(world) == (in_order, sent)


def ended(world: World) -> tuple[list[tuple[str, str]], list[str]]:
    """Where the cases stand, and which letters left, once those have left that waited for their hour."""
    standing = states(world)
    while world.owes():
        world.rounds(1)
    return standing, tags(world)


def states(world: World) -> list[tuple[str, str]]:
    return sorted((item["pk"]["S"], item["st"]["S"]) for item in world.items() if item["sk"]["S"] == "META")


def poison(name: str, record: Json) -> Json:
    """A record that nobody can make anything of."""
    image = dict(record["dynamodb"]["NewImage"])
    match name:
        case "unknown entity":
            image |= {"pk": {"S": "TICKET#1"}, "sk": {"S": "NOTE"}}
        case "wrong type":
            image["owed_pk"], image["sk"] = {"N": "1"}, {"N": "7"}
        case "no facts":
            image["facts"] = {"S": "{"}
    change = {"NewImage": image, "SequenceNumber": "1"}
    return {**record, "dynamodb": record["dynamodb"] | change}


@pytest.mark.parametrize("name", ["unknown entity", "wrong type", "no facts"])
def test_st03_a_poisoned_record_is_named_again_by_its_number_and_holds_nobody_up(world: World, name: str) -> None:
    scene = at_stage(world, nothing)
    assert scene.report()
    assert scene.neighbour(1)
    first, second = (record for record in records(world) if event_of(record) == "ComplaintReceived")
    lines = len(world.stack.logs())
    # Three tries, as template.yaml has it: what fails then is put aside by its key, and the letters of its neighbours have left.
    for _ in range(3):
        assert follow(world, [first, poison(name, first), second]) == [1]
    assert len(world.stack.mailbox()) == 4
    said = [line for line in world.stack.logs()[lines:] if '"level":"ERROR"' in line]
    assert len(said) == 3
    assert all(scene.form["matter"] not in line for line in said)


def test_st03_what_cannot_be_opened_stays_owed_and_holds_nobody_up(world: World) -> None:
    scene = at_stage(world, course.worked)
    assert course.releases(scene)
    (answer,) = (record for record in records(world) if event_of(record) == "AnswerReleased")
    key = {name: answer["dynamodb"]["Keys"][name] for name in ("pk", "sk")}
    sealed = next(item for item in world.items() if item["pk"] == key["pk"] and item["sk"] == key["sk"])["sealed"]
    put = {"TableName": world.stack.name("CaseTable"), "Key": key, "UpdateExpression": "SET sealed = :s"}
    world.stack.boto("dynamodb").update_item(**put, ExpressionAttributeValues={":s": {"B": sealed["B"][:-1] + b"\x00"}})
    assert scene.neighbour(1)
    other = records(world)[-1]
    assert event_of(other) == "ComplaintReceived"
    letters = len(world.stack.mailbox())
    assert follow(world, [answer, other]) == [0]
    assert (len(world.stack.mailbox()), answers(world)) == (letters + 2, 0)
    assert world.owes()
    world.stack.boto("dynamodb").update_item(**put, ExpressionAttributeValues={":s": sealed})
    world.rounds(2)
    assert not world.owes()
    assert answers(world) == 1


def answers(world: World) -> int:
    """How many letters with an answer left."""
    return sum("答复" in letter["subject"] and canaries.EMAIL in letter["to"] for letter in world.stack.mailbox())


def changed(record: Json, **news: Any) -> Json:
    """The record of a later change of the same item."""
    return {**record, "eventName": "MODIFY", "dynamodb": record["dynamodb"] | {"OldImage": record["dynamodb"]["NewImage"]} | news}


def expired(record: Json) -> Json:
    """The record of its end, by itself."""
    facts = {name: value for name, value in changed(record)["dynamodb"].items() if name != "NewImage"}
    by_itself = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
    return {**record, "eventName": "REMOVE", "userIdentity": by_itself, "dynamodb": facts}


def test_st04_st11_what_expires_and_what_changes_nothing_is_no_news(world: World) -> None:
    at_stage(world, course.answered)
    before, whole = left(world), records(world)
    ticking = [changed(one, NewImage=one["dynamodb"]["NewImage"] | {"expires": {"N": "1"}}) for one in whole]
    assert follow(world, [*map(expired, whole), *map(changed, whole), *ticking]) == []
    assert left(world) == before


def test_st05_an_event_of_a_newer_release_waits_and_is_not_lost(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = at_stage(world, course.worked)
    assert course.releases(scene)
    assert scene.neighbour(1)
    fresh = records(world, world.handed_over)
    letters = len(world.stack.mailbox())
    real = codec.decode

    def older(kind: str, *facts: Any, **more: Any) -> Any:
        if kind == "AnswerReleased":
            raise codec.UnknownEvent(kind)
        return real(kind, *facts, **more)

    with monkeypatch.context() as release:
        for module in modules_with(codec.decode):
            release.setattr(module, "decode", older)
        failed = follow(world, fresh)
        assert [event_of(fresh[place]) for place in failed] == ["AnswerReleased"]
        assert (len(world.stack.mailbox()), answers(world)) == (letters + 2, 0)
        assert world.owes()
    world.rounds(2)
    assert not world.owes()
    assert answers(world) == 1


def modules_with(function: Any) -> list[Any]:
    """Where the product holds that function under the name of decode."""
    return [module for name, module in sys.modules.items() if name.startswith("huiyin.") and getattr(module, "decode", None) is function]


def crowd(world: World, count: int) -> list[Json]:
    """So many records of the stream: six cases that came in, each of them over and over, and what owes nothing in between."""
    scene = at_stage(world, nothing)
    assert scene.report()
    assert all(scene.neighbour(n) for n in range(1, 6))
    fresh = records(world)
    return [
        {**record, "dynamodb": record["dynamodb"] | {"SequenceNumber": str(10_000 + place)}}
        for place in range(count)
        for record in [fresh[place % len(fresh)]]
    ]


@pytest.mark.long
def test_st06_of_a_thousand_records_only_those_from_the_failed_one_on_come_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = crowd(world, 1_000)
    real, failing = follow_up.follow, whole[499]["dynamodb"]["SequenceNumber"]
    seen: list[str] = []

    def fails_once(record: Json) -> None:
        number = record["dynamodb"]["SequenceNumber"]
        seen.append(number)
        if number == failing and seen.count(number) == 1:
            raise LookupError
        real(record)

    monkeypatch.setattr(follow_up, "follow", fails_once)
    assert follow(world, whole) == [499]
    once, stored = tags(world), left(world)
    assert len(once) == len(set(once)) == 12
    assert follow(world, whole[499:]) == []
    assert (tags(world), left(world)) == (once, stored)
    assert len(seen) == 1_501


def test_st07_a_batch_that_fails_as_a_whole_comes_again_and_has_one_effect(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = crowd(world, 60)

    def nothing_works(record: Json) -> None:
        follow_up.owed_ref(record)
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(follow_up, "follow", nothing_works)
        # No exception leaves it: Lambda would cut the batch in half, again and again, for the same end.
        assert follow(world, whole) == list(range(60))
        assert world.stack.mailbox() == []
    assert follow(world, whole) == []
    once = tags(world)
    assert len(once) == len(set(once)) == 12
    assert follow(world, whole) == []
    assert tags(world) == once
