"""A sample of `make faults` for every run of the tests: what strikes after an effect, on the way in and on the way out."""

from collections.abc import Iterator

import pytest

from tests.faults.flows import BY_NAME
from tests.faults.harness import Report, play, scenarios
from tests.faults.injector import CONFLICT, KILL_AFTER, RIVAL, TIMEOUT_AFTER, Mode
from tests.faults.world import World, a_world


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with a_world() as one:
        yield one


def played(world: World, flow: str, *modes: Mode) -> Report:
    return play(world, scenarios(world, BY_NAME[flow], modes), Report())


@pytest.mark.asvs("V2.3.3", "V16.5.3")
def test_a_complaint_is_taken_in_once_whatever_call_of_aws_goes_wrong(world: World) -> None:  # FA02, FA06, FA09, FA13
    report = played(world, "receive", KILL_AFTER, TIMEOUT_AFTER, CONFLICT, RIVAL)
    assert report.unlawful == []
    assert report.scenarios >= 13


@pytest.mark.long
def test_every_letter_leaves_and_a_second_copy_only_when_nobody_could_know(world: World) -> None:  # FA24, FA29
    report = played(world, "letter", KILL_AFTER, TIMEOUT_AFTER)
    assert report.unlawful == []
    # Two letters: killed or without an answer right after SES took one, or before that was written down.
    assert 0 < report.kinds["extra_letters"] <= 8


@pytest.mark.long
def test_a_contact_is_logged_once_though_the_answer_was_lost_or_somebody_came_in_between(world: World) -> None:  # FA20, FA23
    report = played(world, "contact", TIMEOUT_AFTER, RIVAL)
    assert report.unlawful == []
