"""What ties a case to another one of its household, and its owner to one of us. Plain facts only."""

from datetime import datetime

from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """Of a report that is handled in the case which its household has open. to: key of that case; before: the state it came from."""

    to: str
    at: datetime
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLimit:
    """One person alone speaks with the owner. by, agreed_by: who set it; until: None while only one of them has asked for it."""

    by: str
    person: str
    until: datetime | None = None
    agreed_by: str = ""
    objected: bool = False
