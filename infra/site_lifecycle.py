"""The life of a case as one drawing, made from the table of the lifecycle: an SVG whose colours come from the style sheet.

Whoever does not see it finds the same in the table below it. Nothing inline that the strict CSP forbids.
"""

import re
from collections.abc import Sequence
from html import escape

from huiyin.core.lifecycle import LIFECYCLE, STATES, Step
from huiyin.policy.schema import Language, Policy
from infra.site_lifecycle_labels import labels
from infra.site_lifecycle_layout import HEIGHT, NOWHERE, Box, Ground, Line, Point, ground, lines, staying
from infra.site_table_parts import in_language
from infra.site_tables_lifecycle import step_words

# Corners are rounded, so that one sees which way a line turns into its lane; the arrow at its end.
_ROUND, _ARROW, _HALF = 7, 8, 3.5
# Widths of letters in parts of their height: full for Chinese, about half for Latin. Rough, and enough to break a line.
_FULL, _LATIN, _SIZE = 1.0, 0.54, 13


def diagram(policy: Policy, language: Language) -> str:
    """The whole drawing, in a box that scrolls sideways on a narrow screen, with what its signs mean below."""
    on = ground(LIFECYCLE)
    drawing = lines(LIFECYCLE, on)
    said = in_language(language, "投诉件的状态图，内容与下面的表相同", "States of a case and the steps between them, as in the table below")
    frame = in_language(language, "办理中", "Open")
    parts = [
        '<figure class="hy-life">',
        f'<div class="hy-life-box" role="region" tabindex="0" aria-label="{said}">',
        f'<svg viewBox="0 0 {on.width:g} {HEIGHT}" role="img" aria-label="{said}">',
        f'<rect class="hy-life-frame" {_rect(on.frame)} rx="10"/>',
        f'<text class="hy-life-open" x="{on.frame.x + 14:g}" y="{on.frame.y + 22:g}">{frame}</text>',
        *_steps(drawing, on, policy, language),
        *(_state(state, on, policy, language) for state in STATES),
        "</svg>",
        "</div>",
        f"<figcaption>{_legend(drawing, policy, language)}</figcaption>",
        "</figure>",
    ]
    return "\n".join(parts) + "\n"


def _legend(drawing: Sequence[Line], policy: Policy, language: Language) -> str:
    """What the signs of the drawing mean: only those that are in it."""
    says = [
        "屏幕窄的，左右滑动看全图。",
        "线上的编号，就是表里的编号。",
        "框里右下角的编号，办了状态不变。",
        "从外框出来的线，办理中的任何一个状态都走得到。",
    ]
    says_en = [
        "On a narrow screen the drawing scrolls sideways.",
        "A number on a line is that of the table.",
        "A number inside a box is a step after which the state stays.",
        "A line from the frame may be taken from every open state.",
    ]
    for step, mark in _marks(drawing).items():
        if step.row == "-":
            words = step_words(step, policy, language)
            says.append(f"{mark} 是“{words}”，没有编号。")
            says_en.append(f"{mark} is “{words}”, which has no number.")
    return in_language(language, "".join(says), " ".join(says_en))


def _marks(drawing: Sequence[Line]) -> dict[Step, str]:
    """How each step is marked on its line: by its number, else by a letter."""
    steps = dict.fromkeys(line.step for line in drawing)
    letters = iter("abcdefghij")
    return {step: step.row if step.row != "-" else next(letters) for step in steps}


def _steps(drawing: Sequence[Line], on: Ground, policy: Policy, language: Language) -> list[str]:
    """Each step as one group: its lines, arrows, label, and its words for whoever points at it."""
    places = labels(drawing, on)
    parts = []
    for step, mark in _marks(drawing).items():
        own = [line for line in drawing if line.step == step]
        shapes = "".join(f'<path d="{_way(line.points)}"/>' for line in own)
        shapes += "".join(f'<path class="hy-life-head" d="{head}"/>' for head in dict.fromkeys(_head(line.points) for line in own))
        shapes += "".join(_dot(line.points[0]) for line in own if line.source == NOWHERE)
        shapes += "".join(_label(place, mark, on) for of, place in places if of == step)
        title = escape(f"{'' if step.row == '-' else step.row + ' '}{step_words(step, policy, language)}")
        parts.append(f'<g class="hy-life-step" data-step="{step.command}"><title>{title}</title>{shapes}</g>')
    return parts


def _way(points: Sequence[Point]) -> str:
    """A line through its corners, each of them rounded."""
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        room = min(_ROUND, _far(before, corner) / 2, _far(corner, after) / 2)
        (x1, y1), (x2, y2) = _towards(corner, before, room), _towards(corner, after, room)
        path += f"L{x1:g} {y1:g}Q{corner[0]:g} {corner[1]:g} {x2:g} {y2:g}"
    return f"{path}L{points[-1][0]:g} {points[-1][1]:g}"


def _far(one: Point, two: Point) -> float:
    return abs(one[0] - two[0]) + abs(one[1] - two[1])


def _towards(start: Point, end: Point, by: float) -> Point:
    far = _far(start, end) or 1
    return start[0] + (end[0] - start[0]) / far * by, start[1] + (end[1] - start[1]) / far * by


def _head(points: Sequence[Point]) -> str:
    tip = points[-1]
    x, y = _towards(tip, points[-2], _ARROW)
    across, along = (_HALF, 0.0) if x == tip[0] else (0.0, _HALF)
    return f"M{tip[0]:g} {tip[1]:g}L{x - across:g} {y - along:g}L{x + across:g} {y + along:g}Z"


def _dot(at: Point) -> str:
    return f'<circle class="hy-life-head" cx="{at[0]:g}" cy="{at[1]:g}" r="4.5"/>'


def _label(place: Box, mark: str, on: Ground) -> str:
    x, y = place.centre
    kind = "hy-life-pill hy-life-in" if place.touches(on.frame) else "hy-life-pill"
    return f'<rect class="{kind}" {_rect(place)} rx="4"/><text class="hy-life-t" x="{x:g}" y="{y + 4:g}">{mark}</text>'


def _rect(box: Box) -> str:
    return f'x="{box.x:g}" y="{box.y:g}" width="{box.w:g}" height="{box.h:g}"'


def _state(state: str, on: Ground, policy: Policy, language: Language) -> str:
    """A box with the name that the owner reads, the name in the code, and the steps after which it stays."""
    box = on.boxes[state]
    x, _ = box.centre
    names = broken(policy.charter.states[state].of(language), box.w - 10)
    first = box.y + (24 if len(names) == 1 else 18)
    rows = "".join(f'<text class="hy-life-name" x="{x:g}" y="{first + 15 * n:g}">{escape(name)}</text>' for n, name in enumerate(names))
    stay = " ".join(dict.fromkeys(step.row for step in staying(state, LIFECYCLE)))
    below = f'<text class="hy-life-code" x="{box.x + 8:g}" y="{box.bottom - 8:g}">{state}</text>'
    if stay:
        below += f'<text class="hy-life-stay" x="{box.right - 8:g}" y="{box.bottom - 8:g}">{stay}</text>'
    return f'<g class="hy-life-state" data-state="{state}"><rect {_rect(box)} rx="6"/>{rows}{below}</g>'


def broken(name: str, room: float) -> list[str]:
    """A name on as many lines as it needs: between words, never inside a bracket."""
    rows: list[str] = []
    for part in re.findall(r"（[^）]*）|\([^)]*\)|[^（(\s]+\s?", name):
        if rows and _wide(rows[-1] + part.rstrip()) <= room:
            rows[-1] += part
        else:
            rows.append(part)
    return [row.strip() for row in rows]


def _wide(text: str) -> float:
    return sum(_LATIN if letter.isascii() else _FULL for letter in text) * _SIZE
