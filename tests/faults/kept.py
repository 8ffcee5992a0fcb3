"""All that has happened in a world so far, put aside so that many scenarios can begin there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Kept:
    """The state of a world. items: of the table; records: of its stream; files: of the bucket; objects: notifications.

    handed_over: how many records the stream hands over no more.
    """

    items: Any
    records: list[Any]
    letters: list[Any]
    files: dict[str, bytes]
    objects: list[dict[str, Any]]
    committed_at_send: dict[str, frozenset[tuple[str, str]]]
    now: datetime
    handed_over: int
