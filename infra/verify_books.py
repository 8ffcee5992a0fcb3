"""The books of days against the cases as they lie now, against each other, and against the roots on the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from huiyin.core.ledger import ORIGIN
from huiyin.core.roots import BookEntry, DayBook, leaf_of
from huiyin.store.books import as_json, book_from, published
from infra.verify_findings import Finding

Chains = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBook:
    """One day as it is kept. text: the first version of its book; versions: how many there are; root: what the site says, or None."""

    day: str
    text: str
    versions: int
    root: str | None


def kept_books(s3: Any, bucket: str, site: str, step: Callable[[int], None] = lambda _: None) -> Iterator[KeptBook]:
    """Every book with the root that is published of it, the first day first. step: called after each."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix="books/"):
        for version in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
            found.setdefault(version["Key"], []).append(version)
    for key, versions in sorted(found.items()):
        # A locked version can be hidden by a newer one or by a marker, never removed: the first one counts. S3 lists the newest first.
        first = min((one for one in reversed(versions) if "Size" in one), key=lambda one: one["LastModified"])
        text = s3.get_object(Bucket=bucket, Key=key, VersionId=first["VersionId"])["Body"].read().decode("utf-8")
        day = key.removeprefix("books/").removesuffix(".json").replace("/", "-")
        yield KeptBook(day=day, text=text, versions=len(versions), root=_published(s3, site, key.replace("books/", "roots/", 1)))
        step(1)


def compare(books: Sequence[KeptBook], chains: Chains) -> Iterator[Finding]:
    """What does not hold: of a case, that it is gone, has become shorter or has been made anew; of a day, its book or its root."""
    previous, told = ORIGIN, set[str]()
    for kept in books:
        try:
            book = book_from(kept.text)
        except (ValueError, KeyError, TypeError):
            yield Finding("", None, f"the book of {kept.day} cannot be read")
            continue
        yield from _of_the_day(kept, book, previous)
        previous = book.root
        for entry in book.entries:
            words = _of_the_case(entry, book, chains.get(entry.case_id))
            if words and entry.case_id not in told:
                told.add(entry.case_id)
                yield Finding(entry.case_id, None, words)


def _of_the_day(kept: KeptBook, book: DayBook, previous: str) -> Iterator[Finding]:
    if kept.versions > 1:
        yield Finding("", None, f"somebody wrote over the book of {kept.day}, or hid it; the first one counts")
    if kept.text != as_json(book) or book.day != kept.day:
        yield Finding("", None, f"the book of {kept.day} does not have the root that it says")
    if book.previous != previous:
        yield Finding("", None, f"the book of {kept.day} does not follow the one before it")
    if kept.root != published(book):
        yield Finding("", None, f"the site has {'no root' if kept.root is None else 'another root'} of {kept.day}")


def _of_the_case(entry: BookEntry, book: DayBook, chain: Sequence[str] | None) -> str:
    if chain is None:
        return f"gone: the book of {book.day} has it with {entry.n} events"
    if len(chain) < entry.n:
        return f"shortened: {len(chain)} events, {entry.n} in the book of {book.day}"
    if leaf_of(entry.salt, chain[: entry.n]) != entry.leaf:
        return f"made anew: its first {entry.n} events are not those in the book of {book.day}"
    return ""


def _published(s3: Any, site: str, key: str) -> str | None:
    try:
        text: str = s3.get_object(Bucket=site, Key=key)["Body"].read().decode("utf-8")
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in ("NoSuchKey", "404"):
            return None
        raise
    return text
