"""Where everything of the lifecycle's drawing lies: boxes of states, a lane for each step, ports and lines.

Only the places of states are data here. Which leads where, and by which step, is read from the table of the lifecycle; lanes
are given out and the drawing grows as the table does. Units are those of the drawing: pixels at its natural size.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from huiyin.core.lifecycle import OPEN, Step

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def centre(self) -> Point:
        return self.x + self.w / 2, self.y + self.h / 2

    @property
    def edges(self) -> tuple["Box", ...]:
        x, y, w, h = self.x, self.y, self.w, self.h
        return Box(x, y, w, 0), Box(x, y + h, w, 0), Box(x, y, 0, h), Box(x + w, y, 0, h)

    def touches(self, other: "Box", room: float = 0) -> bool:
        """Whether the two share any place, or come nearer than `room`."""
        aside = self.x - room >= other.right or other.x >= self.right + room
        return not aside and self.y - room < other.bottom and other.y < self.bottom + room


@dataclass(frozen=True)
class Line:
    """One way from a state (or the frame, or nowhere) to the next: the corners from its start to its arrow."""

    step: Step
    source: str
    target: str
    points: tuple[Point, ...]

    @property
    def stretches(self) -> Iterator[Box]:
        """Its straight parts, as boxes without width or height."""
        for (x1, y1), (x2, y2) in zip(self.points, self.points[1:], strict=False):
            yield Box(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))


@dataclass(frozen=True)
class Ground:
    """Everything that has a fixed place before the first line is drawn. lanes: the x of the upright part of a step."""

    boxes: Mapping[str, Box]
    lanes: Mapping[str, float]
    frame: Box
    width: float

    def box(self, state: str) -> Box:
        return self.frame if state == EVERY_OPEN else self.boxes[state]


# A step that leaves every open state is drawn once, from the frame around them.
EVERY_OPEN, NOWHERE = "open", ""
HEIGHT = 1086
_W, _H, _SIDE, _TOP, _PITCH, _LANE, _GAP = 170, 58, 132, 74, 102, 18, 22
_COLUMN = "RECEIVED REGISTERED TRIAGED INVESTIGATING PLAN_REVIEW EXECUTING VERIFYING ANSWERED CLOSED ARCHIVED".split()
# Below the frame; all before them stand in rows.
_BELOW = {"CLOSED": 910, "ARCHIVED": 1012}
_BESIDE = {"AWAITING_OWNER": 262, "TRANSFERRED": 520}
_LEFT_OUT, _RIGHT_OUT = {"DECLINED": _TOP, "WITHDRAWN": 686}, {"MERGED": _TOP + 2 * _PITCH}
_OUT = {**_LEFT_OUT, **_RIGHT_OUT}
_OUTER_LANE, _OUT_X, _FRAME_X = 14, 28, 210
# A case begins above the middle of its first state, another one aside of it: how far to the right, how far above.
_BEGINNINGS: Sequence[Point] = ((0, 38), (56, 36))
# Between the neighbours of the column: on the way forward left of the middle, back again right of it.
_APART, _EDGE = 26, 6


def ways(step: Step) -> Iterator[tuple[str, str]]:
    """From where to where a step leads, without those that lead back to the very state."""
    sources = (EVERY_OPEN,) if step.sources == OPEN else step.sources or (NOWHERE,)
    yield from ((source, target) for source in sources for target in step.targets if source != target)


def staying(state: str, table: Sequence[Step]) -> list[Step]:
    """The numbered steps after which a case is, or may be, in the very state in which it was."""
    return [step for step in table if step.row != "-" and state in step.sources and (not step.targets or state in step.targets)]


def _next_to(source: str, target: str) -> bool:
    return {source, target} <= set(_COLUMN) and abs(_COLUMN.index(source) - _COLUMN.index(target)) == 1


def straight_ways(table: Sequence[Step]) -> dict[tuple[str, str], Step]:
    """The ways between neighbours of the column, and the one step that is drawn straight there: the first of the table."""
    found: dict[tuple[str, str], Step] = {}
    for step in table:
        for way in ways(step):
            if _next_to(*way):
                found.setdefault(way, step)
    return found


def _by_lane(table: Sequence[Step]) -> dict[Step, list[tuple[str, str]]]:
    """The ways of each step that need a lane."""
    straight = straight_ways(table)
    found = {step: [way for way in ways(step) if NOWHERE not in way and straight.get(way) != step] for step in table}
    return {step: those for step, those in found.items() if those}


def ground(table: Sequence[Step]) -> Ground:
    """Boxes, frame and lanes for that table: as wide as its lanes need."""
    left, right, rest = _sorted_lanes(table)
    lanes: dict[str, float] = {}
    beside_x = _FRAME_X + 14
    near_left = beside_x + _SIDE + _GAP + _LANE * max(len(left) - 1, 0)
    spine = near_left + _GAP
    lanes |= {step.command: near_left - _LANE * place for place, step in enumerate(left)}
    near_right = spine + _W + _GAP
    lanes |= {step.command: near_right + _LANE * place for place, step in enumerate(right)}
    frame_right = near_right + _LANE * len(right)
    out_x = frame_right + _FRAME_X - _OUT_X - _SIDE
    rows = {state: _TOP + _PITCH * row for row, state in enumerate(_COLUMN)} | _BELOW
    boxes = {state: Box(spine, y, _W, _H) for state, y in rows.items()}
    boxes |= {state: Box(beside_x, y, _SIDE, _H) for state, y in _BESIDE.items()}
    boxes |= {state: Box(_OUT_X, y, _SIDE, _H) for state, y in _LEFT_OUT.items()}
    boxes |= {state: Box(out_x, y, _SIDE, _H) for state, y in _RIGHT_OUT.items()}
    routes = _by_lane(table)
    lanes |= {step.command: _own_lane({state for way in routes[step] for state in way}, boxes) for step in rest}
    frame = Box(_FRAME_X, 30, frame_right - _FRAME_X, 834)
    return Ground(boxes, lanes, frame, out_x + _SIDE + _OUTER_LANE)


def _sorted_lanes(table: Sequence[Step]) -> tuple[list[Step], list[Step], list[Step]]:
    """The steps with a lane left of the column, right of it, and with one elsewhere: those near the column first."""
    left, right, rest = [], [], []
    routes = _by_lane(table)
    for step, way in routes.items():
        joined = {state for one in way for state in one}
        out = joined & set(_OUT)
        if EVERY_OPEN in joined or out & set(_LEFT_OUT) or (out and len(joined) == 2):
            rest.append(step)
        elif joined & set(_BESIDE):
            left.append(step)
        else:
            right.append(step)
    left.sort(key=lambda step: step.row, reverse=True)
    right.sort(key=lambda step: _reach({state for way in routes[step] for state in way}))
    return left, right, rest


def _reach(joined: set[str]) -> tuple[bool, int]:
    """Whether a step leads beyond the frame, and over how many rows of the column."""
    rows = [_COLUMN.index(state) for state in joined & set(_COLUMN)]
    return bool(joined & set(_OUT)), max(rows) - min(rows)


def _own_lane(joined: set[str], boxes: Mapping[str, Box]) -> float:
    """A step to or from a state beyond the frame: straight in one row, else through the middle of that state, else outside of all."""
    out = sorted(joined & set(_OUT))
    if EVERY_OPEN in joined:
        return _FRAME_X - 8
    if len(joined) > 2:
        return _OUTER_LANE
    inside = next((state for state in joined if state not in _OUT), out[-1])
    box = boxes[out[0]]
    if box.y == boxes[inside].y:
        return box.right + _GAP if out[0] in _LEFT_OUT else box.x - _GAP / 2
    return box.centre[0]


def _side(box: Box, lane: float) -> int:
    """On which side of a box a lane runs: left -1, right 1, above or below 0."""
    return -1 if lane < box.x else 1 if lane > box.right else 0


def _ports(table: Sequence[Step], on: Ground) -> dict[tuple[str, str], float]:
    """The height at which each step meets each state that it joins, so that few lines cross.

    Of those that turn up, the nearest lane comes first; of those that turn down, the farthest; straight ones lie between.
    """
    ends: dict[tuple[str, str], set[str]] = defaultdict(set)
    for step, those in _by_lane(table).items():
        for source, target in those:
            if source != EVERY_OPEN:
                ends[source, step.command].add(target)
                ends[target, step.command].add(source)
    # Where a step joins but two states, and both of one row, the line between them is straight.
    level = {end: other for end, (other, *more) in ends.items() if end[0] in _OUT and not more and on.boxes[end[0]].y == on.boxes[other].y}
    sides: dict[tuple[str, int], list[tuple[int, float, str]]] = defaultdict(list)
    for (state, command), others in ends.items():
        box, lane = on.boxes[state], on.lanes[command]
        turn = sum(on.boxes[other].y - box.y for other in others)
        far = abs(lane - box.centre[0])
        order = (turn > 0) - (turn < 0) if (state, command) not in level else -1
        sides[state, _side(box, lane)].append((order, far if turn < 0 else -far, command))
    found: dict[tuple[str, str], float] = {}
    for (state, _), meeting in sides.items():
        box = on.boxes[state]
        room = (box.h - 2 * _EDGE) / len(meeting)
        found |= {(state, command): box.y + _EDGE + room * (n + 0.5) for n, (_, _, command) in enumerate(sorted(meeting))}
    return found | {end: found[other, end[1]] for end, other in level.items()}


def lines(table: Sequence[Step], on: Ground) -> list[Line]:
    """Every way of every step that moves a case or begins one."""
    ports = _ports(table, on)
    straight = straight_ways(table)
    beginnings = iter(_BEGINNINGS)
    found = []
    for step in table:
        for source, target in ways(step):
            if source == NOWHERE:
                right, above = next(beginnings)
                box = on.boxes[target]
                points: tuple[Point, ...] = ((box.centre[0] + right, box.y - above), (box.centre[0] + right, box.y))
            elif straight.get((source, target)) == step:
                points = _straight(on.boxes[source], on.boxes[target], apart=(target, source) in straight)
            else:
                points = _round(source, target, step.command, ports, on)
            found.append(Line(step, source, target, points))
    return found


def _straight(one: Box, two: Box, *, apart: bool) -> tuple[Point, ...]:
    """Between neighbours of the column."""
    forward = one.y < two.y
    x = one.centre[0] + (0 if not apart else -_APART if forward else _APART)
    return ((x, one.bottom), (x, two.y)) if forward else ((x, one.y), (x, two.bottom))


def _round(source: str, target: str, command: str, ports: Mapping[tuple[str, str], float], on: Ground) -> tuple[Point, ...]:
    """By the lane of the step."""
    lane = on.lanes[command]
    if lane == _OUTER_LANE and source in _RIGHT_OUT:
        # Outside of all on its own side: across the drawing it would run through the states.
        lane = on.boxes[source].right + _OUTER_LANE / 2
    end = ports.get((target, command), on.boxes[target].centre[1])
    start = ports.get((source, command), end)
    first = _leaving(on.box(source), lane, start, end)
    last = _leaving(on.box(target), lane, end, start)
    corners = [*first, *reversed(last)]
    return tuple(corner for place, corner in enumerate(corners) if place == 0 or corner != corners[place - 1])


def _leaving(box: Box, lane: float, port: float, towards: float) -> list[Point]:
    """From the edge of a box into the lane, or straight up or down where the lane runs through the box."""
    side = _side(box, lane)
    if side == 0:
        return [(lane, box.bottom if towards > box.centre[1] else box.y), (lane, towards)]
    return [(box.x if side < 0 else box.right, port), (lane, port)]
