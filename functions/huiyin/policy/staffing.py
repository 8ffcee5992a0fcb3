"""The shape of chapter 4: departments, the people of the directory and the duty roster."""

from collections.abc import Mapping
from datetime import date, time
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
class Certificate:
    """What somebody may work on, until that day. kind: a code of measures.toml."""

    kind: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One person of the directory. roles: role codes of the charter; certificates: those that the company has seen; heir: who gets the
    work of somebody who has left, None for the head of the department; communities: where he works, none named for all of them."""

    name: Phrase
    email: str
    roles: tuple[str, ...]
    department: str
    deputy: str | None
    certificates: tuple[Certificate, ...] = ()
    heir: str | None = None
    communities: tuple[str, ...] = ()

    def works_in(self, community: str) -> bool:
        """Whether cases of that community may be his.

        Policy: 2.6
        """
        return not self.communities or community in self.communities

    def covers(self, other: "StaffMember") -> bool:
        """Whether he works wherever that person does.

        Policy: 2.6, 4.3
        """
        return not self.communities or (bool(other.communities) and set(other.communities) <= set(self.communities))


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyTurn:
    """One turn of the duty roster by weekday (0 = Monday) and hour; a turn may pass midnight."""

    weekday: Annotated[int, Range(0, 6)]
    opens: time
    closes: time
    staff: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Somebody is away from that day to that day, both included. stand_in: who acts for him, if not his deputy."""

    staff: str
    since: date
    until: date
    stand_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Departments:
    """Chapter 4: who works here."""

    departments: Mapping[str, Department]
    staff: Mapping[str, StaffMember]
    roster: tuple[DutyTurn, ...]
    desk_mailbox: str
    absences: tuple[Absence, ...] = ()
