"""PublishRoot: each case that changed stands in the book of its day, once; a case that somebody touched is told and keeps nobody out."""

import json
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

import account
from entry.conftest import Ask
from entry.doors import BOOKS, KEY, SITE, TABLE, complaint, post_json
from huiyin.core.case import case_id_of
from huiyin.core.clock import local
from huiyin.core.ledger import ORIGIN
from huiyin.core.roots import DayBook, leaf_of
from huiyin.entry import publish_root, wiring
from huiyin.entry.journal import Unexpected
from huiyin.entry.publish_root import ChainBroken
from huiyin.policy import load_policy

TIME = SimpleNamespace(get_remaining_time_in_millis=lambda: 600_000)
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def no_books(cloud: None) -> None:
    """Each test begins without a book."""
    s3 = account.client("s3")
    for bucket in (BOOKS, SITE):
        for found in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
            s3.delete_object(Bucket=bucket, Key=found["Key"])


def night(days: int, context: Any = TIME) -> dict[str, Any]:
    """What is answered that many nights from now: 1 is the night after today."""
    answer: dict[str, Any] = publish_root.handler({"at": (NOW + timedelta(days=days)).isoformat()}, context)
    return answer


def day_of(days: int) -> str:
    """The day whose book is written in that night."""
    today: date = local(NOW, load_policy().calendar).date()
    return (today + timedelta(days=days - 1)).isoformat()


def book_of(days: int) -> DayBook:
    book = wiring.books().read(day_of(days))
    assert book is not None
    return book


def reported(owners: Ask, key: str = KEY) -> dict[str, Any]:
    """A report: number and code."""
    told = owners(post_json("/api/complaints", complaint(), key=key)).json
    return {"number": told["number"], "code": told["code"]}


def test_every_case_of_a_day_stands_in_its_book_and_the_root_on_the_site(owners: Ask) -> None:
    keys = [reported(owners, f"a-key-of-this-day-000{n}") for n in range(3)]
    assert night(1) == {"day": day_of(1), "cases": 3}
    book = book_of(1)
    assert {entry.case_id for entry in book.entries} == {case_id_of(one["number"]) for one in keys}
    assert book.previous == ORIGIN
    for entry in book.entries:
        assert entry.leaf == leaf_of(entry.salt, wiring.books().chain(entry.case_id))
    body = account.client("s3").get_object(Bucket=SITE, Key=f"roots/{day_of(1).replace('-', '/')}.json")["Body"].read()
    assert json.loads(body)["root"] == book.root


def test_a_case_stands_in_the_next_book_only_when_it_changed(owners: Ask) -> None:
    keys = reported(owners)
    reported(owners, "another-key-of-this-day")
    night(1)
    assert night(2)["cases"] == 0
    assert book_of(2).previous == book_of(1).root
    owners(post_json("/api/owner/add", keys | {"note": "又停了一次。"}, key="a-key-for-more-words"))
    assert night(3)["cases"] == 1
    (entry,) = book_of(3).entries
    assert (entry.case_id, entry.n) == (case_id_of(keys["number"]), 2)


def test_a_night_told_twice_writes_one_book_and_publishes_its_root_again(owners: Ask) -> None:
    reported(owners)
    night(1)
    first = book_of(1)
    account.client("s3").delete_object(Bucket=SITE, Key=f"roots/{day_of(1).replace('-', '/')}.json")
    assert night(1) == {"day": day_of(1), "cases": 1}
    assert book_of(1) == first
    assert account.client("s3").list_objects_v2(Bucket=SITE)["KeyCount"] == 1


def test_a_night_that_was_missed_is_made_up_for_by_the_next_one(owners: Ask) -> None:
    reported(owners)
    assert night(5) == {"day": day_of(5), "cases": 1}
    assert night(2) == {"day": day_of(2), "cases": 0}, "told late, when there is a later book"
    assert wiring.books().days() == (day_of(5),)


def test_a_long_silence_does_not_break_the_line_of_books(owners: Ask) -> None:
    reported(owners)
    night(1)
    night(90)
    assert book_of(90).previous == book_of(1).root


def test_what_there_is_no_time_for_goes_into_the_next_book(owners: Ask) -> None:
    for n in range(3):
        reported(owners, f"a-key-of-this-day-000{n}")
    left = iter([600_000, 600_000, 1_000])
    assert night(1, SimpleNamespace(get_remaining_time_in_millis=lambda: next(left)))["cases"] == 2
    assert night(2)["cases"] == 1


def test_a_case_that_somebody_touched_is_told_every_night_and_keeps_nobody_out(owners: Ask) -> None:
    touched, other = reported(owners), reported(owners, "another-key-of-this-day")
    table = account.client("dynamodb")
    at = {"pk": {"S": f"CASE#{case_id_of(touched['number'])}"}, "sk": {"S": "EV#000001"}}
    event = table.get_item(TableName=TABLE, Key=at)["Item"]
    table.put_item(TableName=TABLE, Item=event | {"facts": {"S": event["facts"]["S"] + " "}})
    for days in (1, 1, 2):
        with pytest.raises(ChainBroken, match=case_id_of(touched["number"])):
            night(days)
    assert [entry.case_id for entry in book_of(1).entries] == [case_id_of(other["number"])]
    table.put_item(TableName=TABLE, Item=event)
    assert night(3)["cases"] == 1


class Shut(Exception):
    """Stands for a site that takes nothing."""


def test_a_root_that_could_not_be_published_is_published_in_the_next_night(owners: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    reported(owners)

    def shut(*_: object) -> None:
        raise Shut

    with monkeypatch.context() as patch:
        patch.setattr(type(wiring.books()), "publish", shut)
        for _ in range(2):
            with pytest.raises(Unexpected, match="Shut"):
                night(1)
    night(2)
    found = account.client("s3").list_objects_v2(Bucket=SITE, Prefix="roots/")["Contents"]
    assert [one["Key"] for one in found] == [f"roots/{day_of(days).replace('-', '/')}.json" for days in (1, 2)]
