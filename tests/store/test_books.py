"""A book of a day is kept once and for good; its root is for everybody and tells of nobody."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from builders import MONDAY_9AM
from huiyin.core.ledger import ORIGIN
from huiyin.core.roots import DayBook, entry_of
from huiyin.store.books import as_json, book_from, change_keys, published
from huiyin.store.histories import Broken
from store.clouds import Stack
from store.test_histories import STEPS, a_worked_case, items_of, replace_by

DAY = f"{MONDAY_9AM:%Y-%m-%d}"
ENTRY = entry_of("18720043", ["ab" * 32, "cd" * 32], "5a" * 16)
BOOK = DayBook(day=DAY, previous=ORIGIN, entries=(ENTRY,))


def test_a_case_is_listed_under_the_day_of_its_last_change_with_its_version(stack: Stack) -> None:
    quiet, worked = stack.register("a-quiet-case").case.case_id, a_worked_case(stack, "a-worked-case")
    assert dict(stack.books.changed(DAY)) == {worked: STEPS}
    assert {row.case_id for row in stack.store.month(DAY[:7])} == {quiet, worked}
    assert dict(stack.books.changed("2026-11-22")) == {}


def test_what_changed_is_no_letter_that_is_owed(stack: Stack) -> None:
    stack.register("a-case-without-letters", owed=())
    assert stack.store.owed(MONDAY_9AM.replace(year=2030), 10) == ()


def test_what_came_in_stands_among_its_month_and_what_was_written_down_later_among_the_changes(stack: Stack) -> None:
    case = stack.register("a-case-of-this-moment").case
    assert change_keys(case, DAY) == {}
    late = replace(case, received_at=MONDAY_9AM - timedelta(days=40))
    assert change_keys(late, DAY)["change_pk"].startswith(f"BOOK#{DAY}#")
    assert change_keys(replace(case, version=2), DAY)["change_sk"] == f"{case.case_id}#000002"


def test_the_chain_of_a_case_is_made_again_and_a_broken_one_is_refused(stack: Stack) -> None:
    case_id = a_worked_case(stack, "a-worked-case")
    assert stack.books.chain(case_id)[-1] == stack.loaded(case_id).head
    replace_by(stack, case_id, items_of(stack, case_id)[1:])
    with pytest.raises(Broken):
        stack.books.chain(case_id)


def test_a_book_is_kept_as_it_was_and_made_again_from_what_it_holds(stack: Stack) -> None:
    assert stack.books.read(DAY) is None
    assert stack.books.keep(BOOK) == stack.books.read(DAY) == BOOK
    assert stack.books.days() == (DAY,)
    lying = json.loads(as_json(BOOK)) | {"root": "00" * 32, "tree": "00" * 32}
    assert book_from(json.dumps(lying)).root == BOOK.root


def test_a_second_book_of_the_same_day_changes_nothing(stack: Stack) -> None:
    stack.books.keep(BOOK)
    other = DayBook(day=DAY, previous="11" * 32, entries=())
    assert stack.books.keep(other) == BOOK
    versions = stack.client("s3").list_object_versions(Bucket=stack.books_bucket)["Versions"]
    assert len(versions) == 1


def test_the_published_root_names_no_case(stack: Stack) -> None:
    stack.books.publish(BOOK)
    key = f"roots/{DAY.replace('-', '/')}.json"
    found = stack.client("s3").get_object(Bucket=stack.site_bucket, Key=key)
    text = found["Body"].read().decode()
    assert text == published(BOOK)
    assert json.loads(text) == {"day": DAY, "previous": ORIGIN, "tree": BOOK.tree, "root": BOOK.root, "cases": 1}
    assert ENTRY.case_id not in text
    assert found["CacheControl"] == "public, max-age=300"


def test_books_that_cannot_be_read_or_kept_are_said_and_not_passed_over(stack: Stack) -> None:
    nowhere = type(stack.books)(stack.table, "no-such-bucket", "no-such-site", stack.client("s3"))
    for asked in (nowhere.days, lambda: nowhere.read(DAY), lambda: nowhere.keep(BOOK), lambda: nowhere.publish(BOOK)):
        with pytest.raises(ClientError, match="NoSuchBucket"):
            asked()
