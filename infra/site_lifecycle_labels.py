"""Where the numbers of the steps stand in the lifecycle's drawing: on their own line, clear of everything else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from huiyin.core.lifecycle import Step
from infra.site_lifecycle_layout import Box, Ground, Line

_W, _H, _ROOM = 25, 15, 2


def labels(drawing: Sequence[Line], on: Ground) -> list[tuple[Step, Box]]:
    """A place for the label of each step, once on its lane and once on each straight way: on its own line, free of all else.

    Raises: LookupError naming the step for which there is none.
    """
    found: list[tuple[Step, Box]] = []
    for group in _groups(drawing):
        step = group[0].step
        lines_of_others = [part for line in drawing if line.step != step for part in line.stretches]
        solid = [*on.boxes.values(), *on.frame.edges, *(box for _, box in found)]
        # A line of another step may run behind a label, if there is no better place; a state or a label never.
        for taken in ([*solid, *lines_of_others], solid):
            place = next((box for box in _along(group) if not any(box.touches(other, _ROOM) for other in taken)), None)
            if place is not None:
                break
        else:
            raise LookupError(f"no free place for the label of {step.command}")
        found.append((step, place))
    return found


def _groups(drawing: Sequence[Line]) -> list[list[Line]]:
    """Each straight way by itself, all ways of a step that share a lane together; the shortest first, for they have least room."""
    groups: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    for line in drawing:
        alone = len(line.points) == 2
        groups[(line.step.command, line.source, line.target) if alone else (line.step.command,)].append(line)
    return sorted(groups.values(), key=lambda group: max(part.w + part.h for line in group for part in line.stretches))


def _along(group: Iterable[Line]) -> Iterator[Box]:
    """Places for a label on those lines: the longest straight part first, from its middle outwards."""
    parts = {part for line in group for part in line.stretches}
    for part in sorted(parts, key=lambda one: (-(one.w + one.h), one.x, one.y)):
        x, y = part.centre
        for away in range(0, max(1, int((part.w + part.h) / 2) - 6), 2):
            for off in (away, -away):
                right, down = (off, 0) if part.w else (0, off)
                yield Box(x + right - _W / 2, y + down - _H / 2, _W, _H)
