"""5 执行与反馈: when we meet the owner, and who speaks with him."""

from datetime import datetime

from huiyin.core.events.happening import Happening, sealed
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLimitAsked(Happening):
    """Somebody asks that one person alone speaks with the owner, after abuse. person: a staff code; a colleague has to agree."""

    person: str
    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLimited(Happening):
    """One person alone speaks with the owner until then. asked_by: staff code of whoever asked for it first."""

    person: str
    asked_by: str
    until: datetime
    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitObjected(Happening):
    """The owner objects to speaking with one person alone."""

    grounds: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitLifted(Happening):
    """Anybody speaks with the owner again."""

    reason: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentAgreed(Happening):
    """Agreed with the owner: somebody comes at visit_at. moved_from, why: the time that stood before, and a code of why it moved."""

    visit_at: datetime
    moved_from: datetime | None = None
    why: str = ""
    note: str = sealed()


MeetingEvent = ContactLimitAsked | ContactLimited | LimitObjected | LimitLifted | AppointmentAgreed
