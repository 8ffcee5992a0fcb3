"""A counted case for tests of figures."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """A counted case."""

    category: str | None = "elevator"
    building: str | None = "b3"
    channel: str = "web"
    priority: str = "P3"
    kind: str = "complaint"
    guarded: bool = False
    received_at: datetime = START
    first_contact_at: datetime | None = None
    attempted_at: datetime | None = None
    first_contact_due: datetime = START + timedelta(hours=24)
