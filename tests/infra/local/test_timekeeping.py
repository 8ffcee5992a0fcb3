"""Left to itself, the stack fires its schedules by the real clock."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from infra.local import schedules
from infra.local.stack import Stack

SAMPLE = Path(__file__).parent / "sample" / "template.yaml"


def test_a_schedule_fires_by_itself_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(schedules._UNITS, "minute", 0.01)
    fired, twice = [], Event()
    with Stack.start(template=SAMPLE, schedules=True) as stack:
        sweep = stack.functions.find("Sweep")

        def note(event: dict[str, str], context: object) -> None:
            fired.append(event["at"])
            if len(fired) >= 2:
                twice.set()

        object.__setattr__(sweep, "handler", note)
        assert twice.wait(30)
    assert all(moment.endswith("Z") for moment in fired)
