"""A sample of the flows of the desk: the strikes that once found something, each for its own reason."""

from collections.abc import Iterator

import pytest

from tests.faults.flows import BY_NAME
from tests.faults.harness import Report, Scenario, play, survey
from tests.faults.injector import DENIED, KILL_AFTER, RIVAL, TIMEOUT_AFTER, Mode
from tests.faults.world import World, a_world

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with a_world() as one:
        yield one


def struck(world: World, name: str, operation: str, *modes: Mode, lasting: bool = False) -> Report:
    """The flow with every call of that operation struck in those modes."""
    flow = BY_NAME[name]
    calls = [k for k, call in enumerate(survey(world, flow).calls, start=1) if call.operation == operation]
    assert calls, operation
    return play(world, (Scenario(flow, k, mode, operation, lasting) for k in calls for mode in modes), Report())


def test_two_containers_that_write_one_ledger_write_the_same_file(world: World) -> None:
    assert struck(world, "ledger", "PutObject", RIVAL).unlawful == []


def test_a_ledger_is_on_record_before_it_lies_ready_whatever_is_cut_off(world: World) -> None:
    assert struck(world, "ledger", "PutItem", KILL_AFTER).unlawful == []


def test_an_old_ledger_is_taken_over_whole_and_the_record_counts_all_tries(world: World) -> None:
    assert struck(world, "old-ledger", "PutItem", KILL_AFTER, RIVAL).unlawful == []


def test_a_workbook_whose_answer_was_lost_is_written_down_once(world: World) -> None:
    assert struck(world, "estate", "TransactWriteItems", TIMEOUT_AFTER, KILL_AFTER).unlawful == []


def test_a_root_that_a_whole_night_could_not_publish_is_published_later(world: World) -> None:
    assert struck(world, "book-of-a-day", "PutObject", DENIED, lasting=True).unlawful == []
