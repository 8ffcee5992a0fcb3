"""The books of days: which cases changed, how each stood in the evening, and the root of it that everybody may keep."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from botocore.exceptions import ClientError

from huiyin.core.case import Case
from huiyin.core.roots import BookEntry, DayBook
from huiyin.store.chains import chain_of
from huiyin.store.items import SHARDS, CaseTable, case_key, shard_of

_GONE = frozenset({"NoSuchKey", "404"})
# Somebody kept the book of that day before us, or is doing it just now.
_KEPT_ALREADY = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
_JSON = "application/json; charset=utf-8"
_BOOKS, _ROOTS = "books", "roots"


def change_keys(case: Case, day: str) -> dict[str, str]:
    """Where a case stands among those that changed on a day. day: of its last event, as the community reads its calendar.

    Policy: 5.2
    A report that has just come in stands among those of its month, which tells the same: it costs nothing twice.
    """
    if case.version == 1 and case.handling.group is None and case.received_at == case.last_at:
        return {}
    return {"change_pk": f"BOOK#{day}#{shard_of(case.case_id)}", "change_sk": f"{case.case_id}#{case.version:06d}"}


class Books:
    """Books in a bucket in which nothing can be overwritten or removed, roots on the site. s3: a botocore client."""

    def __init__(self, table: CaseTable, bucket: str, site: str, s3: Any) -> None:
        self._table = table
        self._bucket = bucket
        self._site = site
        self._s3 = s3

    def changed(self, day: str) -> Iterator[tuple[str, int]]:
        """(case, number of its last event) of every case whose last change was on that day, but for what came in and rests since.

        Policy: 5.2
        """
        for shard in range(SHARDS):
            for item in self._table.events.query(f"BOOK#{day}#{shard}", index_name="owed"):
                case_id, _, n = str(item.owed_sk).partition("#")
                yield case_id, int(n)

    def chain(self, case_id: str) -> tuple[str, ...]:
        """The hashes of all events of a case, made again. Raises: Broken.

        Policy: 5.2
        """
        return chain_of(case_id, self._table.partition(case_key(case_id)))

    def days(self) -> tuple[str, ...]:
        """The days that have a book, the first one first.

        Policy: 5.2
        """
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=f"{_BOOKS}/")
        return tuple(_day(str(one["Key"])) for page in pages for one in page.get("Contents", []))

    def read(self, day: str) -> DayBook | None:
        """The book of a day; None when there is none.

        Policy: 5.2
        """
        try:
            answer = self._s3.get_object(Bucket=self._bucket, Key=_key(_BOOKS, day))
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _GONE:
                return None
            raise
        with answer["Body"] as stream:
            return book_from(bytes(stream.read()).decode("utf-8"))

    def keep(self, book: DayBook) -> DayBook:
        """Keep the book of a day for good. Returns: the one that stands, which is another when somebody was faster.

        Policy: 5.2
        """
        try:
            self._s3.put_object(
                Bucket=self._bucket, Key=_key(_BOOKS, book.day), Body=as_json(book).encode("utf-8"), ContentType=_JSON, IfNoneMatch="*"
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") not in _KEPT_ALREADY:
                raise
        return self.read(book.day) or book

    def publish(self, book: DayBook) -> None:
        """Put the root of a day where everybody can read it. Nothing in it tells which cases changed.

        Policy: 5.2
        """
        self._s3.put_object(
            Bucket=self._site,
            Key=_key(_ROOTS, book.day),
            Body=published(book).encode("utf-8"),
            ContentType=_JSON,
            CacheControl="public, max-age=300",
        )


def as_json(book: DayBook) -> str:
    """A book as it is kept."""
    entries = [[entry.case_id, entry.n, entry.salt, entry.leaf] for entry in book.entries]
    return json.dumps(_head(book) | {"entries": entries}, separators=(",", ":"))


def published(book: DayBook) -> str:
    """What everybody may know of a book."""
    return json.dumps(_head(book) | {"cases": len(book.entries)}, separators=(",", ":"))


def book_from(text: str) -> DayBook:
    """A book as it was kept. Its tree and its root are made again, whatever it says of them."""
    kept = json.loads(text)
    entries: Sequence[Any] = kept["entries"]
    return DayBook(
        day=kept["day"],
        previous=kept["previous"],
        entries=tuple(BookEntry(case_id=case_id, n=n, salt=salt, leaf=leaf) for case_id, n, salt, leaf in entries),
    )


def _head(book: DayBook) -> dict[str, object]:
    return {"day": book.day, "previous": book.previous, "tree": book.tree, "root": book.root}


def _key(folder: str, day: str) -> str:
    return f"{folder}/{day.replace('-', '/')}.json"


def _day(key: str) -> str:
    return key.removeprefix(f"{_BOOKS}/").removesuffix(".json").replace("/", "-")
