"""A ledger that somebody takes away: written row by row, marked with his name, and written down before he can fetch it."""

import heapq
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from huiyin.core.clock import local
from huiyin.core.ledger import row_of
from huiyin.entry import sentences, wiring
from huiyin.entry.ledger_scope import ids_of, past_of, seen, words_of
from huiyin.entry.progress import Bar
from huiyin.insight.ledger import Wording
from huiyin.insight.sheets import Line, write_csv, write_xlsx
from huiyin.policy import load_policy
from huiyin.policy.schema import Language, Policy
from huiyin.store.jobs import COLLECTING, FAILED, READY, WRITING, Job, Taken
from huiyin.store.past import Told

_WRITERS = {"xlsx": write_xlsx, "csv": write_csv}


def export(job: Job, now: datetime) -> Job:
    """Make the ledger that was asked for. Returns: the job once it is ready, or failed where it would be longer than a ledger may be.

    Policy: 5.2
    """
    policy, bar = load_policy(), Bar(wiring.jobs(), job)
    bar.enter(COLLECTING)
    case_ids = ids_of(job, wiring.case_store(), wiring.case_table(), policy)
    past = past_of(job, wiring.past())
    if len(case_ids) + len(past) > policy.ledger.most_rows:
        # Nothing was made, so nothing is on record; whoever asked is told how to ask for less.
        bar.end(FAILED, code="ledger_large")
        return bar.job
    bar.enter(WRITING, total=len(case_ids) + len(past))
    language = cast("Language", job.language)
    words = Wording(policy, language)
    sheet = words.sheet(marks=marks_of(job, policy, language), author=sentences.who(job.by, policy)[language], at=job.at)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "ledger"
        rows = _WRITERS[job.form](file, sheet, _lines(case_ids, past, words, bar, now))
        with file.open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
        # Written down before it can be fetched, as a look at an identity is.
        asked = words_of(job, policy, "zh")
        taken = Taken(job_id=job.job_id, by=job.by, at=job.at, form=job.form, asked=asked, rows=rows, digest=digest)
        wiring.jobs().note_taken(taken, f"{local(job.at, policy.calendar):%Y-%m}")
        wiring.jobs().keep_file(job.job_id, file, job.form)
    bar.end(READY, rows=rows, digest=digest)
    return bar.job


def marks_of(job: Job, policy: Policy, language: Language) -> tuple[str, ...]:
    """Who took it and when, what is in it and what is not: on every printed page and on a page of its own.

    Policy: 2.5
    """
    who = sentences.who(job.by, policy)[language]
    at = f"{local(job.at, policy.calendar):%Y-%m-%d %H:%M}"
    return (
        policy.word("labels.ledger_by", language).format(who=who, code=job.by, at=at),
        policy.word("labels.ledger_scope", language).format(what=words_of(job, policy, language)),
        policy.word("labels.ledger_without", language),
        policy.word("labels.ledger_mark", language).format(mark=job.job_id[:12]),
    )


def _lines(case_ids: list[str], past: Sequence[Told], words: Wording, bar: Bar, now: datetime) -> Iterator[Line]:
    """Every line of the ledger; of months, with the rows of old ledgers where they belong by their receipt."""
    cases = (
        (case.received_at, words.line(row_of(case), now)) if case else None
        for case in seen(case_ids, bar.job, wiring.case_store(), words.policy)
    )
    old = ((datetime.fromisoformat(told["received_at"]), words.past_line(told)) for told in past)
    # A list has no old rows, and an order of its own.
    rows = heapq.merge(_counted(cases, bar), old, key=lambda row: row[0]) if past else _counted(cases, bar)
    for _, line in rows:
        yield line


def _counted(cases: Iterator[tuple[datetime, Line] | None], bar: Bar) -> Iterator[tuple[datetime, Line]]:
    for done, found in enumerate(cases, start=1):
        if found is not None:
            yield found
        bar.at(done)
