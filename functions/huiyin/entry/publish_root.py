"""PublishRoot: every night, write down how each case stood that changed, and publish one hash over all of it."""

import secrets
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from huiyin.core.clock import local
from huiyin.core.ledger import ORIGIN
from huiyin.core.roots import BookEntry, DayBook, entry_of
from huiyin.entry import journal, wiring
from huiyin.entry.journal import quietly
from huiyin.entry.moments import scheduled_at
from huiyin.policy import load_policy
from huiyin.store.histories import Broken

Json = dict[str, Any]

# As long as a dead letter waits: a clock's moment that is told late makes events of an earlier day.
_LOOK_BACK_DAYS = 15
# Kept for writing the book and publishing its root; what is left goes into the next one.
_END_MS = 60_000
_SALT_BYTES = 16


class ChainBroken(Exception):
    """A case does not hold together: somebody changed what is stored. The alarm must see it; `make verify` says where."""


@quietly
def handler(event: Json, context: Any) -> Json:
    """Write the book of yesterday once, and publish its root; what an earlier night left out comes into this one.

    Policy: 5.2
    event: {"at": moment}. Returns: {"day": which, "cases": how many}. Raises: ChainBroken, also when it is called again.
    """
    books = wiring.books()
    today = local(scheduled_at(event), load_policy().calendar).date()
    day = _text(today - timedelta(days=1))
    days = books.days()
    if days and days[-1] > day:
        # A moment that is told late: each book hangs on the one before it, so none is put in between.
        return {"day": day, "cases": 0}
    since = _text(today - timedelta(days=_LOOK_BACK_DAYS + 1))
    kept = [book for book in map(books.read, [found for found in days if found >= since] or days[-1:]) if book]
    entries, broken = _entries(list(_unbooked(kept, today)), context)
    book = kept[-1] if kept else None
    if book is None or book.day != day:
        # Sorted by what tells nothing: the order of a book is that of its tree.
        leaves = tuple(sorted(entries, key=lambda entry: entry.leaf))
        book = books.keep(DayBook(day=day, previous=book.root if book else ORIGIN, entries=leaves))
    # Those of nights before as well: a root that could not be published then would be missed for good.
    for one in {found.day: found for found in (*kept, book)}.values():
        books.publish(one)
    if broken:
        raise ChainBroken(", ".join(broken))
    return {"day": book.day, "cases": len(book.entries)}


def _unbooked(kept: list[DayBook], today: date) -> Iterator[str]:
    """Cases that changed and stand in no book as they are now, also those of this morning: the next night may find them elsewhere."""
    booked: dict[str, int] = {}
    for book in kept:
        booked |= {entry.case_id: max(entry.n, booked.get(entry.case_id, 0)) for entry in book.entries}
    days = (_text(today - timedelta(days=back)) for back in range(_LOOK_BACK_DAYS, -1, -1))
    changed = _came_in(today) | dict(found for day in days for found in wiring.books().changed(day))
    return (case_id for case_id, n in changed.items() if booked.get(case_id, 0) < n)


def _came_in(today: date) -> dict[str, int]:
    """What came in lately, each with the one event that it has at least."""
    since = datetime.combine(today - timedelta(days=_LOOK_BACK_DAYS), time(), ZoneInfo(load_policy().calendar.zone))
    months = dict.fromkeys(f"{day:%Y-%m}" for day in (since.date(), today))
    return {row.case_id: 1 for month in months for row in wiring.case_store().month(month, since)}


def _entries(cases: list[str], context: Any) -> tuple[list[BookEntry], list[str]]:
    """Those that hold, as they go into the book, while there is time; and those that do not."""
    entries: list[BookEntry] = []
    broken: list[str] = []
    for case_id in cases:
        if context.get_remaining_time_in_millis() <= _END_MS:
            break
        try:
            entries.append(entry_of(case_id, wiring.books().chain(case_id), secrets.token_hex(_SALT_BYTES)))
        except Broken as error:
            # A case that somebody touched must not keep the others out of the book.
            broken.append(case_id)
            journal.failed(error, number=case_id)
    return entries, broken


def _text(day: date) -> str:
    return day.isoformat()
