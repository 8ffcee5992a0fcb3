"""What ties a case to another one of its household, its owner to one of us, and us to an authority. Plain facts only."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order of an authority 转办单. body: a code of measures.toml; due: until when it wants its reply; noted_at: since when that is
    known here; replied_at: None while the reply is owed."""

    n: int
    body: str
    due: datetime
    noted_at: datetime
    replied_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """With whom it lies. body: a code of measures.toml; follow_up_due: when we ask what became of it."""

    body: str
    at: datetime
    follow_up_due: datetime
