"""The budgets of one registration that are the same on every machine: what it asks of AWS. No test measures time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.stack import Stack
from tests.bench.counters import AWS_CALLS, WRITE_UNITS, aws_calls, calls_of_request, counter_lines, write_units
from tests.bench.lines import Line, counted
from tests.bench.recording import COLD, MATTER, record_all
from tests.bench.rounds import interleaved
from tests.bench.run import status
from tests.bench.tape import ESTATE, Tape


@pytest.fixture(scope="module")
def tapes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    with Stack.start(stream=False) as stack:
        yield record_all(tmp_path_factory.mktemp("tapes"), stack)


def test_a_registration_asks_aws_three_times(tapes: dict[str, Path]) -> None:
    tape = Tape.read(tapes["OwnerApi"])
    assert calls_of_request(tape) == ["GenerateDataKey", "GenerateDataKey", "TransactWriteItems"]
    # What a container asks of the places and people in force, once in half a minute.
    assert [key for key, _ in tape.calls if key.endswith(ESTATE)] == [f"DynamoDB_20120810.Query {ESTATE}"]
    assert aws_calls(tape) <= AWS_CALLS


def test_a_registration_of_three_hundred_characters_fits_twelve_write_units_at_the_door(tapes: dict[str, Path]) -> None:
    assert len(MATTER) == 300
    assert write_units(Tape.read(tapes["OwnerApi"])) <= WRITE_UNITS
    assert not any(line.is_broken for line in counter_lines(Tape.read(tapes["OwnerApi"])))


def test_the_owner_looks_at_a_case_with_two_calls_and_two_more_while_it_may_join_a_group(tapes: dict[str, Path]) -> None:
    calls = calls_of_request(Tape.read(tapes["Tracking"]))
    # The case and its key; then the group cases of its place, and of the whole estate.
    assert (len(calls), calls.count("Query")) == (4, 3)


def test_every_function_that_is_deployed_has_its_tape(tapes: dict[str, Path]) -> None:
    recorded = {Tape.read(tapes[name]).handler for name in COLD}
    entries = Path(__file__).parents[2].joinpath("functions/huiyin/entry").glob("*.py")
    handlers = {f"huiyin.entry.{file.stem}.handler" for file in entries if "\ndef handler(" in file.read_text(encoding="utf-8")}
    assert recorded == handlers


def test_a_line_over_its_budget_is_broken_and_one_that_is_only_watched_never() -> None:
    assert counted("calls", 4, "calls", 3).is_broken
    assert not counted("calls", 3, "calls", 3).is_broken
    assert not Line(name="x", value=9, unit="ms", baseline=1, against="nothing").is_broken
    assert str(counted("calls", 3, "calls", 3)) == '{"name": "calls", "value": 3, "unit": "calls", "baseline": 3, "ratio": 1.0}'


def test_a_time_over_its_budget_is_said_and_does_not_fail_the_run() -> None:
    slow = Line(name="cold_start", value=3, unit="ms", baseline=1, against="the floor", most=1.4)
    assert slow.verdict == "cold_start: 3.00 x the floor, at most 1.4: MISSED"
    assert status([slow, counted("calls", 3, "calls", 3)]) == 0
    assert status([slow, counted("calls", 4, "calls", 3)]) == 1


def test_two_measures_take_turns_and_the_middle_counts() -> None:
    order: list[str] = []

    def measure(name: str, values: list[float]) -> float:
        order.append(name)
        return values.pop()

    ours, theirs = [9.0, 1.0, 1.0, 1.0], [2.0, 2.0, 2.0, 50.0]
    assert interleaved(lambda: measure("a", ours), lambda: measure("b", theirs), rounds=2) == (1.0, 2.0)
    assert "".join(order) == "abbaabba"
