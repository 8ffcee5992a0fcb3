"""An old ledger that comes in: looked through first, row by row, and taken over only once somebody has seen what would come of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from huiyin.core.clock import local
from huiyin.entry import sentences, wiring
from huiyin.entry.progress import Bar
from huiyin.insight.old_ledger import Fault, OldLedger, OldRow, Told, read_ledger, sentence_of
from huiyin.insight.sheet_reader import Unreadable, rows_of
from huiyin.insight.sheets import Column, Line, Sheet, write_xlsx
from huiyin.policy import load_policy
from huiyin.policy.schema import Language, Policy
from huiyin.store.jobs import CHECKED, CHECKING, FAILED, KEEPING, KEPT, Job, Taken

# Of what came in, the record says so in place of the kind of file.
TAKEN_IN = "import"
_MEGABYTE = 1024 * 1024
_WIDTH, _FAULT_WIDTH = 16, 60


def check(job: Job, now: datetime) -> Job:
    """Look through the file that was sent, and write it back with a column of faults. Nothing is taken over.

    Policy: 5.2
    Returns: the job with how many rows are new, known and wrong.
    """
    policy, bar = load_policy(), Bar(wiring.jobs(), job)
    bar.enter(CHECKING)
    try:
        raw = wiring.jobs().sent(job.job_id)
        ledger = _read(raw, policy, now)
    except Unreadable as refused:
        bar.end(FAILED, code=refused.code)
        return bar.job
    bar.enter(CHECKING, total=len(ledger.rows))
    judged = list(_judged(ledger.rows, bar))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "report"
        write_xlsx(file, _report(job, ledger, policy), _lines(judged, ledger, policy, job.language))
        wiring.jobs().keep_file(job.job_id, file, "xlsx")
    bar.end(CHECKED, digest=sha256(raw).hexdigest(), **_counted(judged))
    return bar.job


def keep(job: Job, now: datetime) -> Job:
    """Take over the rows that are right and not there yet. Whoever is interrupted goes on where he was; twice is once.

    Policy: 5.2
    """
    policy, past, bar = load_policy(), wiring.past(), Bar(wiring.jobs(), job)
    raw = wiring.jobs().sent(job.job_id)
    if sha256(raw).hexdigest() != job.digest:
        # Another file was sent since somebody saw what would come of it.
        bar.end(FAILED, code="sheet_changed")
        return bar.job
    # As it was looked through: what was right then is right now.
    ledger = _read(raw, policy, job.at)
    judged = list(_judged(ledger.rows, bar))
    new = [row for row, faults, known in judged if not faults and not known]
    bar.enter(KEEPING, total=len(new))
    key = past.new_key(job.job_id)
    for done, row in enumerate(new, start=1):
        received = datetime.fromisoformat(row.told["received_at"])
        past.keep(row.told, key, batch=job.job_id, at=now, month=f"{local(received, policy.calendar):%Y-%m}")
        bar.at(done)
    # By all tries together: whoever was interrupted has taken over some already.
    rows = past.brought_by(job.job_id, [row.key for row, faults, _ in judged if not faults])
    taken = Taken(job_id=job.job_id, by=job.by, at=job.at, form=TAKEN_IN, asked="", rows=rows, digest=job.digest)
    wiring.jobs().note_taken(taken, f"{local(job.at, policy.calendar):%Y-%m}")
    bar.end(KEPT, **(_counted(judged) | {"rows": rows}))
    return bar.job


def _read(raw: bytes, policy: Policy, now: datetime) -> OldLedger:
    if len(raw) > policy.ledger.file_mb * _MEGABYTE:
        raise Unreadable("sheet_too_large")
    return read_ledger(rows_of(raw), policy, now)


Judged = tuple[OldRow, tuple[Fault, ...], bool]


def _judged(rows: Sequence[OldRow], bar: Bar) -> Iterator[Judged]:
    """Each row, what is wrong with it, and whether it is there already: as it stands, or otherwise, which is a fault."""
    known = wiring.past().known([row.key for row in rows if row.key and not row.faults])
    for done, row in enumerate(rows, start=1):
        there = known.get(row.key) if not row.faults else None
        differs = there is not None and _plain(there) != _plain(row.told)
        faults = (Fault(code="row_differs", column="number", facts={}),) if differs else row.faults
        yield row, faults, there is not None and not differs
        bar.at(done)


def _plain(told: Told) -> dict[str, str]:
    return {column: said for column, said in told.items() if said}


def _counted(judged: Sequence[Judged]) -> dict[str, int]:
    wrong = sum(bool(faults) for _, faults, _ in judged)
    known = sum(there for _, _, there in judged)
    return {"rows": len(judged) - wrong - known, "known": known, "wrong": wrong}


def _report(job: Job, ledger: OldLedger, policy: Policy) -> Sheet:
    """The table as it came, with one more column."""
    language = cast("Language", job.language)
    who = sentences.who(job.by, policy)[language]
    at = f"{local(job.at, policy.calendar):%Y-%m-%d %H:%M}"
    left = "、".join(ledger.left) or "-"
    columns = [Column(heading=heading or f"({n})", width=_WIDTH) for n, heading in enumerate(ledger.headings, start=1)]
    return Sheet(
        title=policy.word("labels.ledger_checked", language),
        columns=(*columns, Column(heading=policy.word("labels.ledger_fault", language), width=_FAULT_WIDTH)),
        at=job.at,
        marks=(
            policy.word("labels.ledger_checked_by", language).format(who=who, code=job.by, at=at),
            policy.word("labels.ledger_left", language).format(left=left),
        ),
        signed="",
        about=policy.word("labels.ledger_about", language),
        choices=policy.word("labels.ledger_choices", language),
        author=who,
    )


def _lines(judged: Sequence[Judged], ledger: OldLedger, policy: Policy, language: str) -> Iterator[Line]:
    spoken = cast("Language", language)
    wide = len(ledger.headings)
    for row, faults, there in judged:
        said = ("；" if spoken == "zh" else " ").join(sentence_of(fault, policy, spoken) for fault in faults)
        known = policy.word("labels.ledger_known", spoken) if there else None
        cells = (*row.cells[:wide], *[None] * (wide - len(row.cells)))
        yield Line(cells=(*cells, said or known), late=(wide,) if faults else ())
