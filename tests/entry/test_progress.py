"""The bar: written down when a phase begins and ends, and about once a second between."""

from typing import Any

import pytest

from builders import MONDAY_9AM
from huiyin.entry import progress
from huiyin.store.jobs import Job

JOB = Job(job_id="0" * 40, kind="export", by="lin.jing", roles=(), department=None, stands_in=(), language="zh", at=MONDAY_9AM)


class Clock:
    """A clock that is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bar_tells_how_far_it_is_and_how_long_it_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(progress, "perf_counter", clock)
    told: list[Job] = []
    jobs: Any = type("Told", (), {"move": lambda self, job: told.append(job)})()
    bar = progress.Bar(jobs, JOB)
    bar.enter("writing", total=1000)
    for done in range(1, 1001):
        clock.now += 1 / 128
        bar.at(done)
    bar.end("ready", rows=990)
    assert [(job.phase, job.done) for job in told][:2] == [("writing", 0), ("writing", 128)]
    assert [job.left_s for job in told[1:5]] == [7, 6, 5, 4]
    assert len(told) == 9
    assert (told[-1].phase, told[-1].done, told[-1].total, told[-1].left_s, told[-1].rows) == ("ready", 1000, 1000, 0, 990)


def test_nobody_is_told_a_time_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(progress, "perf_counter", clock)
    told: list[Job] = []
    jobs: Any = type("Told", (), {"move": lambda self, job: told.append(job)})()
    bar = progress.Bar(jobs, JOB)
    clock.now = 5.0
    bar.at(0)
    assert [job.left_s for job in told] == [None]
