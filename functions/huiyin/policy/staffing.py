"""The shape of chapter 4: departments, the people of the directory and the duty roster."""

from collections.abc import Mapping
from datetime import time
from typing import Annotated

from huiyin.policy.records import dataclass
from huiyin.policy.terms import Phrase, Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department with its lead and deputy (staff codes) and the mailbox for letters to all of it."""

    name: Phrase
    lead: str
    deputy: str
    mailbox: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One person of the directory. roles: role codes of the charter."""

    name: Phrase
    email: str
    roles: tuple[str, ...]
    department: str
    deputy: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyTurn:
    """One turn of the duty roster by weekday (0 = Monday) and hour; a turn may pass midnight."""

    weekday: Annotated[int, Range(0, 6)]
    opens: time
    closes: time
    staff: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Departments:
    """Chapter 4: who works here."""

    departments: Mapping[str, Department]
    staff: Mapping[str, StaffMember]
    roster: tuple[DutyTurn, ...]
    desk_mailbox: str
