"""Kinds of attribute that pynamodb does not have: exact moments, and small tuples that are not written when empty."""

import json
from datetime import datetime

from pynamodb.attributes import Attribute
from pynamodb.constants import STRING

from huiyin.core.handling import Handling
from huiyin.core.turns import Turn
from huiyin.store.codec import canonical, moment_text, plain, shaped


class MomentAttribute(Attribute[datetime]):
    """A moment, exactly, in UTC."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        """Raises: ValueError for a time without a zone."""
        return moment_text(value)

    def deserialize(self, value: str) -> datetime:
        """Aware UTC."""
        return datetime.fromisoformat(value)


class CodesAttribute(Attribute[tuple[str, ...]]):
    """A few codes in order; not written when there are none."""

    attr_type = STRING

    def serialize(self, value: tuple[str, ...]) -> str | None:
        """JSON, or nothing."""
        return canonical(list(value)) if value else None

    def deserialize(self, value: str) -> tuple[str, ...]:
        """The codes in their order."""
        return tuple(json.loads(value))


class FlagAttribute(Attribute[bool]):
    """What is so of few cases; not written where it is not so."""

    attr_type = STRING

    def serialize(self, value: bool) -> str | None:
        """A mark, or nothing."""
        return "y" if value else None

    def deserialize(self, value: str) -> bool:
        """Whether the mark is there."""
        return value == "y"


class PairsAttribute(Attribute[tuple[tuple[str, str], ...]]):
    """Codes by code, in order; not written when there are none."""

    attr_type = STRING

    def serialize(self, value: tuple[tuple[str, str], ...]) -> str | None:
        """JSON, or nothing."""
        return canonical([list(pair) for pair in value]) if value else None

    def deserialize(self, value: str) -> tuple[tuple[str, str], ...]:
        """The pairs in their order."""
        return tuple((left, right) for left, right in json.loads(value))


class MomentsAttribute(Attribute[tuple[datetime, ...]]):
    """A few moments in order; not written when there are none."""

    attr_type = STRING

    def serialize(self, value: tuple[datetime, ...]) -> str | None:
        """JSON, or nothing."""
        return canonical([moment_text(moment) for moment in value]) if value else None

    def deserialize(self, value: str) -> tuple[datetime, ...]:
        """The moments in their order."""
        return tuple(datetime.fromisoformat(text) for text in json.loads(value))


class HandlingAttribute(Attribute[Handling]):
    """The course of a case; not written before it has one."""

    attr_type = STRING

    def serialize(self, value: Handling) -> str | None:
        """JSON without what is as usual, or nothing."""
        told = plain(value)
        return canonical(told) if told else None

    def deserialize(self, value: str) -> Handling:
        """The course as it was."""
        handling: Handling = shaped(json.loads(value), Handling)
        return handling


class TurnsAttribute(Attribute[tuple[Turn, ...]]):
    """For whose word a case waits; not written when for nobody's."""

    attr_type = STRING

    def serialize(self, value: tuple[Turn, ...]) -> str | None:
        """JSON without what is as usual, or nothing."""
        return canonical([plain(turn) for turn in value]) if value else None

    def deserialize(self, value: str) -> tuple[Turn, ...]:
        """The turns as they were."""
        return tuple(shaped(told, Turn) for told in json.loads(value))
