"""The tree of refusals.

Refusal                 something that people asked for and do not get; code -> sentence in policy/words.*.toml
├── NotUnderstood       the request itself is wrong; names the field
├── NotYours            the person may not do this
├── NotThere            no such case for this person; looks the same whether hidden or missing
└── NotAllowedNow       right request, wrong moment
    ├── NotYet          an act of the owner that is not built yet
    └── Overtaken       somebody else changed the case first; facts say who and what
"""

from collections.abc import Mapping
from typing import ClassVar


class Refusal(Exception):
    """A refusal by code. facts hold ids and codes only, never a value that was sent."""

    default_code: ClassVar[str] = "internal"

    def __init__(self, code: str | None = None, *, field: str | None = None, **facts: str | int) -> None:
        self.code = code or self.default_code
        self.field = field
        self.facts: Mapping[str, str | int] = facts
        super().__init__(self.code)


class NotUnderstood(Refusal):
    """The request is malformed or names something that the policy does not know."""

    default_code = "wrong_type"


class NotYours(Refusal):
    """The person's role or relation to the case does not allow it."""

    default_code = "not_yours"


class NotThere(Refusal):
    """There is no such case for this person."""

    default_code = "not_found"


class NotAllowedNow(Refusal):
    """The state of the case does not allow it."""

    default_code = "not_allowed_now"


class NotYet(NotAllowedNow):
    """An act of the owner that this release does not carry out."""

    default_code = "not_yet"


class Overtaken(NotAllowedNow):
    """The case has moved on since the person looked at it."""

    default_code = "stale_version"
