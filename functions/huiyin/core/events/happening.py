"""What all events share: when, by whom, as what; and how words of people are kept."""

from dataclasses import field
from datetime import datetime

from huiyin.policy.records import dataclass


def sealed() -> str:
    """A field for people's words: stored encrypted, "" until opened."""
    words: str = field(default="", metadata={"sealed": True})
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened to a case. at: aware UTC; by: staff code, "owner" or "system"; role: acted as."""

    at: datetime
    by: str
    role: str
