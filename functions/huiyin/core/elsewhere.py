"""3 分析与评估: points of a case that a court, an arbitrator or a petition office is judging: left to them, and nothing else is."""

from dataclasses import replace
from datetime import datetime

from huiyin.core.case import Case
from huiyin.core.commands import NotePending
from huiyin.core.errors import NotAllowedNow, NotUnderstood
from huiyin.core.events import PointsPending
from huiyin.core.handling import Point
from huiyin.core.hands import check_said
from huiyin.policy.schema import Policy


def note_pending(case: Case, ask: NotePending, policy: Policy, now: datetime) -> PointsPending:
    """Say anew which points are before somebody else, all of them; none: all are judged here again. The others go on as they were.

    Policy: 2.2, 4.1
    Raises: NotAllowedNow "triage_first", "pending_stands" when nothing changes; NotUnderstood naming the field.
    """
    points = case.handling.points
    if not points:
        raise NotAllowedNow("triage_first")
    if not set(ask.points) <= set(range(1, len(points) + 1)):
        raise NotUnderstood("unknown_word", field="points")
    if ask.points and ask.body not in policy.measures.elsewhere:
        raise NotUnderstood("unknown_word" if ask.body else "field_required", field="elsewhere")
    check_said(note=ask.note)
    body = ask.body if ask.points else ""
    numbers = tuple(sorted(set(ask.points)))
    if with_pending(points, numbers, body) == points:
        raise NotAllowedNow("pending_stands", field="points")
    role = ask.by.role("confid" if case.guarded else "triage")
    return PointsPending(at=now, by=ask.by.code, role=role, points=numbers, body=body, note=ask.note)


def with_pending(points: tuple[Point, ...], numbers: tuple[int, ...], body: str) -> tuple[Point, ...]:
    """The points, those of these numbers before that body. What moves to another judge has no finding any more."""
    moved = (replace(point, elsewhere=body if n in numbers else "") for n, point in enumerate(points, start=1))
    pairs = zip(points, moved, strict=True)
    return tuple(new if bool(new.elsewhere) == bool(old.elsewhere) else replace(new, finding=None, wish=None) for old, new in pairs)
