"""How far the invented year of a folder was played: a run that was cut short goes on there, and no half of it comes twice."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from infra.local.state_file import BOOKMARK


@dataclass(frozen=True)
class Place:
    """How many cases the year has, when it ends, and up to which moment all has happened; is_over: up to its end."""

    count: int
    end: str
    reached: str
    is_over: bool = False


class Bookmark:
    """The place in one year; kept in the folder of the state, or for as long as the process lives."""

    def __init__(self, folder: Path | None, place: Place) -> None:
        self._folder = folder
        self._place = place

    @classmethod
    def begin(cls, folder: Path | None, count: int, end: dt.datetime) -> Bookmark:
        """A year of which nothing was played yet. end: aware."""
        bookmark = cls(folder, Place(count, end.isoformat(), dt.datetime.min.replace(tzinfo=dt.UTC).isoformat()))
        bookmark._keep()
        return bookmark

    @classmethod
    def unfinished(cls, folder: Path) -> Bookmark | None:
        """The year that was cut short in this folder; None when there is none."""
        path = folder / BOOKMARK
        if not path.exists():
            return None
        place = Place(**json.loads(path.read_text("utf-8")))
        return None if place.is_over else cls(folder, place)

    @property
    def count(self) -> int:
        return self._place.count

    @property
    def end(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self._place.end)

    @property
    def reached(self) -> dt.datetime:
        """Everything before this moment has happened and is kept."""
        return dt.datetime.fromisoformat(self._place.reached)

    def move(self, reached: dt.datetime, *, is_over: bool = False) -> None:
        """All before this moment has happened, and the state is on the disk."""
        self._place = replace(self._place, reached=reached.isoformat(), is_over=is_over)
        self._keep()

    def _keep(self) -> None:
        if self._folder is None:
            return
        # A new file in place of the old one: whoever is killed in between leaves one of the two, whole.
        path = self._folder / f"{BOOKMARK}.next"
        path.write_text(json.dumps(asdict(self._place)), "utf-8")
        path.rename(self._folder / BOOKMARK)
