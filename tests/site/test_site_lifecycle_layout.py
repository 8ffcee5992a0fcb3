"""The lifecycle's drawing is laid out whatever the table says: boxes apart, lines from edge to edge, through no state."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.lifecycle import LIFECYCLE, OPEN, STATES, Step
from infra.site_lifecycle_layout import EVERY_OPEN, HEIGHT, NOWHERE, Box, Ground, Line, ground, lines, staying, straight_ways, ways

ON = ground(LIFECYCLE)
DRAWING = lines(LIFECYCLE, ON)
PICTURE = Box(0, 0, ON.width, HEIGHT)


def on_edge(box: Box, x: float, y: float) -> bool:
    """Whether a point lies on the edge of a box, not merely near it."""
    across, down = box.x <= x <= box.right, box.y <= y <= box.bottom
    return across and down and (x in (box.x, box.right) or y in (box.y, box.bottom))


def inside(box: Box) -> Box:
    """A box without its edge: where a line that only touches it does not lie."""
    return Box(box.x + 1, box.y + 1, box.w - 2, box.h - 2)


def through_states(drawing: list[Line], on: Ground) -> list[tuple[str, str]]:
    return [
        (line.step.command, state)
        for line in drawing
        for part in line.stretches
        for state, box in on.boxes.items()
        if part.touches(inside(box))
    ]


def test_every_state_has_a_place_of_its_own_in_the_picture() -> None:
    assert set(ON.boxes) == set(STATES)
    boxes = list(ON.boxes.values())
    assert [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if a.touches(b, 10)] == []
    assert all(PICTURE.x < box.x and box.right < PICTURE.right and box.bottom < PICTURE.bottom for box in boxes)


def test_the_frame_holds_the_open_states_and_no_other() -> None:
    within = {state for state, box in ON.boxes.items() if box.touches(ON.frame)}
    assert within == set(OPEN)


def test_every_step_that_moves_a_case_is_drawn_from_each_source_to_each_target() -> None:
    drawn = {(line.step.command, line.source, line.target) for line in DRAWING}
    for step in LIFECYCLE:
        sources = [EVERY_OPEN] if step.sources == OPEN else step.sources or [NOWHERE]
        told = {(step.command, source, target) for source in sources for target in step.targets if source != target}
        assert told <= drawn
        drawn -= told
    assert drawn == set()


@pytest.mark.parametrize("line", DRAWING, ids=lambda line: f"{line.step.command}-{line.source}-{line.target}")
def test_a_line_runs_upright_and_level_from_the_edge_of_its_source_to_the_edge_of_its_target(line: Line) -> None:
    assert all(part.w == 0 or part.h == 0 for part in line.stretches)
    if line.source != NOWHERE:
        assert on_edge(ON.box(line.source), *line.points[0])
    assert on_edge(ON.boxes[line.target], *line.points[-1])
    assert all(part.touches(PICTURE) for part in line.stretches)


def test_no_line_runs_through_a_state() -> None:
    assert through_states(DRAWING, ON) == []


def test_two_steps_share_no_lane_and_no_port() -> None:
    upright = {(line.step.command, line.points[1][0]) for line in DRAWING if len(line.points) > 2}
    assert len({x for _, x in upright}) == len(upright)
    # A step that leaves states beyond the frame on both sides has a lane outside of all on each.
    assert {command for command, times in Counter(command for command, _ in upright).items() if times > 1} == {"ArchiveCase"}
    ends = {(line.step.command, point) for line in DRAWING for point in (line.points[0], line.points[-1])}
    assert len({point for _, point in ends}) == len(ends)


def test_of_two_steps_between_the_same_neighbours_one_takes_a_lane() -> None:
    again = replace(LIFECYCLE[1], command="RegisterAgain")
    table = (*LIFECYCLE, again)
    assert straight_ways(table)["RECEIVED", "REGISTERED"].command == "RegisterCase"
    (line,) = [line for line in lines(table, ground(table)) if line.step == again]
    assert len(line.points) > 2


def test_a_step_that_leads_back_to_the_very_state_is_written_into_the_box() -> None:
    step = Step(row="T99", command="Stay", sources=("TRIAGED", "EXECUTING"), targets=("EXECUTING",), roles=("handler",))
    assert list(ways(step)) == [("TRIAGED", "EXECUTING")]
    assert staying("EXECUTING", [step]) == [step]
    assert staying("TRIAGED", [step]) == []


INNER = st.sampled_from([state for state in OPEN if state not in ("AWAITING_OWNER", "TRANSFERRED")])
ASIDE = st.sampled_from(["AWAITING_OWNER", "TRANSFERRED", "MERGED"])


@given(sources=st.sets(INNER, min_size=1), target=st.one_of(INNER, ASIDE))
def test_a_step_that_is_added_to_the_table_finds_its_place(sources: set[str], target: str) -> None:
    step = Step(row="T99", command="NewStep", sources=tuple(sorted(sources)), targets=(target,), roles=("handler",))
    table = (*LIFECYCLE, step)
    on = ground(table)
    drawing = lines(table, on)
    assert {(line.source, line.target) for line in drawing if line.step == step} == {(one, target) for one in sources if one != target}
    assert [crossing for crossing in through_states(drawing, on) if crossing[0] == "NewStep"] == []
