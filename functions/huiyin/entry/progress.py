"""How far long work is: written down about once a second, so that whoever waits sees a bar and not a wheel."""

from dataclasses import replace
from time import perf_counter

from huiyin.store.jobs import Job, Jobs

# Whoever waits asks once a second.
_EVERY_S = 1.0


class Bar:
    """The bar of one job."""

    def __init__(self, jobs: Jobs, job: Job) -> None:
        self._jobs = jobs
        self.job = job
        self._began = self._told = perf_counter()

    def enter(self, phase: str, total: int = 0) -> None:
        """The next phase begins. total: how much there is to do in it, 0 while nobody knows."""
        self._began = perf_counter()
        self._tell(phase=phase, done=0, total=total, left_s=None)

    def at(self, done: int) -> None:
        """So much is done."""
        now = perf_counter()
        if now - self._told >= _EVERY_S:
            left = (now - self._began) / done * max(self.job.total - done, 0) if done else None
            self._tell(done=done, left_s=None if left is None else round(left))

    def end(self, phase: str, **facts: int | str) -> None:
        """It is over, one way or the other."""
        self._tell(phase=phase, done=self.job.total, left_s=0, **facts)

    def _tell(self, **facts: int | str | None) -> None:
        self._told = perf_counter()
        self.job = replace(self.job, **facts)  # type: ignore[arg-type]
        self._jobs.move(self.job)
