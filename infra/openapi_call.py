"""One call of the API as it is described, and the refusals that many of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.openapi_fields import Json, Reader

REFUSED = (400, 500, 503)
OF_A_BODY = (413, 415)
OF_STAFF = (401, 404)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call. path: as documented; route: as the door has it, None for a file among the pages; key: the sentence about its header."""

    name: str
    method: str
    path: str
    group: str
    route: str | None = ""
    answer: str = ""
    status: int = 200
    refusals: tuple[int, ...] = REFUSED
    read: Reader | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    rules: tuple[Json, ...] = ()
    form: bool = False
    page: bool = False
    query: Reader | None = None
    at: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    key: str | None = None
    key_needed: bool = False

    @property
    def routed(self) -> str | None:
        """The path as the door has it."""
        return self.path if self.route == "" else self.route
