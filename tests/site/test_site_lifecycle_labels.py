"""The numbers in the lifecycle's drawing can be read: each on its own line, none on a state, a line or another number."""

from dataclasses import replace

from huiyin.core.lifecycle import LIFECYCLE
from infra.site_lifecycle_labels import labels
from infra.site_lifecycle_layout import ground, lines

ON = ground(LIFECYCLE)
DRAWING = lines(LIFECYCLE, ON)
PLACES = labels(DRAWING, ON)


def test_every_step_of_the_drawing_has_its_label_on_its_own_line() -> None:
    assert {step for step, _ in PLACES} == {line.step for line in DRAWING}
    for step, place in PLACES:
        own = [part for line in DRAWING if line.step == step for part in line.stretches]
        assert any(part.touches(place) for part in own), step.command


def test_each_straight_way_has_a_label_of_its_own() -> None:
    straight = sum(len(line.points) == 2 for line in DRAWING)
    round_about = len({line.step for line in DRAWING if len(line.points) > 2})
    assert straight >= 10
    assert len(PLACES) >= straight
    assert len(PLACES) <= straight + round_about


def test_no_label_lies_on_a_state_or_on_another_label() -> None:
    boxes = [place for _, place in PLACES]
    assert [(step.command, state) for step, place in PLACES for state, box in ON.boxes.items() if place.touches(box)] == []
    assert [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if a.touches(b)] == []


def test_no_label_lies_on_the_line_of_another_step() -> None:
    hidden = [
        (step.command, line.step.command)
        for step, place in PLACES
        for line in DRAWING
        if line.step != step and any(part.touches(place) for part in line.stretches)
    ]
    assert hidden == []


def test_where_the_table_grows_labels_give_way() -> None:
    (merging,) = [step for step in LIFECYCLE if step.command == "JoinGroup"]
    table = (*LIFECYCLE, *(replace(merging, command=f"Join{n}") for n in range(4)))
    on = ground(table)
    places = [place for _, place in labels(lines(table, on), on)]
    assert [(a, b) for n, a in enumerate(places) for b in places[n + 1 :] if a.touches(b)] == []
