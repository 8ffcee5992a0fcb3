"""The stack's time is the real time unless someone asks for a moment."""

from __future__ import annotations

import datetime as dt

import pytest

from infra.local.clock import Clock

FRIDAY = dt.datetime(2026, 11, 27, 18, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def test_a_moment_holds_within_its_context_and_no_longer() -> None:
    clock = Clock()
    with clock.at(FRIDAY):
        assert clock.now() == FRIDAY
        with clock.at(FRIDAY + dt.timedelta(days=1)):
            assert clock.now() == FRIDAY + dt.timedelta(days=1)
        assert clock.now() == FRIDAY
        assert clock.now().tzinfo is dt.UTC
    assert clock.now() != FRIDAY


def test_no_moment_changes_nothing() -> None:
    with Clock().at(None):
        assert Clock().now().tzinfo is dt.UTC


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), Clock().at(dt.datetime(2026, 1, 1)):
        pass
