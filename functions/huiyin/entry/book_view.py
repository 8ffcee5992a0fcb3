"""What an owner gets to check his case by: the hashes of its events, and how they lead to a root that everybody can read."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from huiyin.core.clock import local
from huiyin.core.roots import BookEntry, DayBook, path_to
from huiyin.entry import wiring
from huiyin.policy import load_policy
from huiyin.store.histories import History

Json = dict[str, Any]

# On so many of its last days of change a case is looked for; on each, the night before and those after may have it.
_DAYS, _BOOKS = 4, 3


def book_view(history: History) -> Json:
    """The hashes of all events, and where the case stands in a book; `book` is None until the first night is over.

    Policy: 5.2
    Nothing in it is secret to its owner: hashes tell no word, and the neighbours on the path are hashes of cases nobody can name.
    """
    case = history.case
    hashes = wiring.books().chain(case.case_id)
    view: Json = {"number": case.number, "hashes": list(hashes), "book": None}
    for book, entry in _found(history):
        if entry.n <= len(hashes):
            path = path_to(book.leaves, book.leaves.index(entry.leaf))
            view["book"] = {
                "day": book.day,
                "events": entry.n,
                "salt": entry.salt,
                "path": [{"side": side, "hash": beside} for side, beside in path],
                "previous": book.previous,
                "root": book.root,
            }
            break
    return view


def _found(history: History) -> Iterator[tuple[DayBook, BookEntry]]:
    """Books that hold the case, the latest that can first."""
    books, calendar = wiring.books(), load_policy().calendar
    kept = books.days()
    changed = dict.fromkeys(local(event.at, calendar).date() for event in reversed(history.events))
    for day in list(changed)[:_DAYS]:
        # The book of the evening before was written in the night in which the case changed, perhaps after it had.
        since = (day - timedelta(days=1)).isoformat()
        for name in reversed([one for one in kept if one >= since][:_BOOKS]):
            book = books.read(name)
            found = [entry for entry in book.entries if entry.case_id == history.case.case_id] if book else []
            if book and found:
                yield book, found[0]
