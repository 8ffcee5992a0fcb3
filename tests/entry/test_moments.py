"""The moment of an event comes from the event."""

from datetime import UTC, datetime

from huiyin.entry.moments import notified_at, queued_at, recorded_at, scheduled_at

MOMENT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def test_each_kind_of_event_tells_its_own_moment() -> None:
    assert scheduled_at({"at": "2026-11-24T01:00:00Z"}) == MOMENT
    assert scheduled_at({"at": "2026-11-24T09:00:00+08:00"}) == MOMENT
    assert recorded_at({"dynamodb": {"ApproximateCreationDateTime": MOMENT.timestamp()}}) == MOMENT
    assert queued_at({"attributes": {"SentTimestamp": str(int(MOMENT.timestamp() * 1000))}}) == MOMENT
    assert notified_at({"eventTime": "2026-11-24T01:00:00.000Z"}) == MOMENT
