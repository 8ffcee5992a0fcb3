"""How far the invented year of a folder was played: a run that was cut short goes on there, and no half of it comes twice."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from infra.local.state_file import BOOKMARK

_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


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
        bookmark = cls(folder, Place(count, end.isoformat(), _NEVER.isoformat()))
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

    @classmethod
    def forget(cls, folder: Path) -> None:
        """Nothing is to go on in this folder."""
        (folder / BOOKMARK).unlink(missing_ok=True)

    def in_words(self, asked: int | None) -> str:
        """What becomes of a year that was cut short. asked: how many cases this start asks for."""
        began = self.reached > _NEVER
        place = (
            f"goes on where it was cut short, after {self.reached:%Y-%m-%d}" if began else "was cut short and is played from its first day"
        )
        other = f"; for a year of {asked}, choose another folder" if asked not in (None, self.count) else ""
        return f"the year of {self.count} cases {place}: no case of it comes twice{other}"

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
