"""What must be true of ledgers, old ledgers, an estate and the books of days, whatever went wrong on the way."""

import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from openpyxl import load_workbook

from huiyin.core.ledger import ORIGIN
from huiyin.core.roots import DayBook, leaf_of
from huiyin.entry import wiring
from huiyin.store.books import published
from huiyin.store.jobs import KEPT, READY, Job, Taken
from tests.faults import canaries
from tests.faults.invariants import DOUBLED, GAP, LEAK, LOST, Finding
from tests.faults.scenes import Json, Scene

_MONTH, _OLD_MONTH = "2026-11", "2025-11"


def _jobs(scene: Scene) -> list[Job]:
    found = (wiring.jobs().read(pk.removeprefix("JOB#")) for pk, _ in scene.world.stored() if pk.startswith("JOB#"))
    return [job for job in found if job is not None]


def _once_on_record(job: Job, rows: int, digest: str) -> Iterator[Finding]:
    """Who took it, and what: written down once, and true."""
    taken: list[Taken] = [one for one in wiring.jobs().taken(_MONTH) if one.job_id == job.job_id]
    if not taken:
        yield Finding(LEAK, "a ledger that nobody wrote down")
    if len(taken) > 1:
        yield Finding(DOUBLED, f"{len(taken)} records of one ledger")
    for one in taken:
        if (one.rows, one.digest, one.by) != (rows, digest, job.by):
            yield Finding(LOST, f"the record tells {one.rows} rows, there are {rows}; of another file: {one.digest != digest}")


def ledger_holds(scene: Scene) -> Iterator[Finding]:
    """It is ready, holds the case once and no word of anybody, and is on record as it is."""
    jobs, files = _jobs(scene), scene.world.objects_now()
    if [job.phase for job in jobs] != [READY]:
        yield Finding(LOST, f"ledgers that were asked for: {[job.phase for job in jobs]}")
    for job in jobs:
        file = files.get(f"ledger/made/{job.job_id}")
        if file is None:
            yield Finding(LOST, "a ledger without its file")
            continue
        raw = bytes(file.value)
        rows = [[str(cell.value) for cell in row] for row in load_workbook(io.BytesIO(raw)).worksheets[0].iter_rows()][1:]
        if [row[0] for row in rows] != [scene.number]:
            yield Finding(LOST, f"the ledger holds {[row[0] for row in rows]}")
        yield from (Finding(LEAK, f"{name} in the ledger") for name in sorted(canaries.found_below(rows)))
        digest = hashlib.sha256(raw).hexdigest()
        if (job.rows, job.digest) != (1, digest):
            yield Finding(LOST, "the job tells of another file")
        yield from _once_on_record(job, 1, digest)


def import_holds(scene: Scene, ledger: tuple[tuple[str, ...], ...]) -> Iterator[Finding]:
    """Each right row is there once, as it was written, and in its month; the wrong one is not."""
    right = {row[0]: row for row in ledger[1:] if row[2] == "elevator"}
    there = wiring.past().known([row[0] for row in ledger[1:]])
    if there.keys() != right.keys():
        yield Finding(LOST, f"rows that were taken over: {sorted(there)}")
    wrong = [number for number, told in there.items() if number in right and told["sub_issue"] != right[number][3]]
    yield from (Finding(LOST, f"row {number} says something else") for number in wrong)
    listed = [told["number"] for told in wiring.past().month(_OLD_MONTH)]
    if listed != sorted(right):
        yield Finding(DOUBLED if len(listed) > len(right) else LOST, f"rows of that month: {listed}")
    jobs = _jobs(scene)
    if [(job.phase, job.rows, job.wrong) for job in jobs] != [(KEPT, len(right), len(ledger) - 1 - len(right))]:
        yield Finding(LOST, f"imports: {[(job.phase, job.rows, job.known, job.wrong) for job in jobs]}")
    for job in jobs:
        sent = hashlib.sha256(bytes(scene.world.objects_now()[f"ledger/ask/{job.job_id}/check"].value)).hexdigest()
        yield from _once_on_record(job, len(right), sent)


def estate_holds(scene: Scene) -> Iterator[Finding]:
    """Who was brought lives there, each edition was written down once, and no file twice."""
    store, items = wiring.estate_store(), scene.world.items()
    people = [one["person"] for building in ("b3", "b5") for one in store.households("yunjin", building) or ()]
    wanted = [canaries.NAME, "赵敏", *(["孙丽"] if scene.rivalled else [])]
    if sorted(people) != sorted(wanted):
        yield Finding(LOST, f"{len(people)} of {len(wanted)} households")
    log = [item for item in items if item["pk"]["S"] == "ESTATE#LOG"]
    if len(log) != store.now(consistent=True).version:
        yield Finding(GAP, f"edition {store.now(consistent=True).version}, {len(log)} written down")
    yield from (
        Finding(DOUBLED, f"one file, written down {n} times") for n in Counter(item["digest"]["S"] for item in log).values() if n > 1
    )


def books_hold(scene: Scene) -> Iterator[Finding]:
    """After one more night: the line of books, their roots on the site, and every case in the book of when it changed last."""
    scene.world.tick("PublishRoot", scene.world.now + timedelta(days=1))
    books, site = wiring.books(), scene.world.objects_now("SiteBucket")
    kept = [book for book in map(books.read, books.days()) if book is not None]
    previous = ORIGIN
    for book in kept:
        if book.previous != previous:
            yield Finding(GAP, f"the book of {book.day} hangs on another one")
        previous = book.root
        root = site.pop(f"roots/{book.day.replace('-', '/')}.json", None)
        if root is None or bytes(root.value).decode() != published(book):
            yield Finding(LOST, f"the root of {book.day} {'is another one' if root else 'was never published'}")
    yield from (Finding(GAP, f"{key} without a book") for key in site if key.startswith("roots/"))
    yield from _all_in(scene.world.items(), kept)


def _all_in(items: list[Json], kept: list[DayBook]) -> Iterator[Finding]:
    entries: list[Any] = [entry for book in kept for entry in book.entries]
    yield from (Finding(DOUBLED, f"event {n} of a case in two books") for (_, n), times in _times(entries).items() if times > 1)
    for meta in (item for item in items if item["sk"]["S"] == "META"):
        case_id = meta["pk"]["S"].removeprefix("CASE#")
        chain = wiring.books().chain(case_id)
        own = [entry for entry in entries if entry.case_id == case_id]
        if max((entry.n for entry in own), default=0) != len(chain):
            yield Finding(LOST, f"a case of {len(chain)} events stands in no book as it is")
        if any(entry.leaf != leaf_of(entry.salt, chain[: entry.n]) for entry in own):
            yield Finding(GAP, "a book tells another chain than the case")


def _times(entries: list[Any]) -> Counter[tuple[str, int]]:
    return Counter((entry.case_id, entry.n) for entry in entries)
