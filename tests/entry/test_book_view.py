"""What an owner checks his case by: it leads to the published root, also while there is something newer, and tells nothing to others."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import account
from entry.conftest import Ask
from entry.doors import BOOKS, KEY, SITE, complaint, post_json
from huiyin.core.roots import climbed, leaf_of, root_of
from huiyin.entry import publish_root

TIME = SimpleNamespace(get_remaining_time_in_millis=lambda: 600_000)


def night(days: int = 1) -> None:
    publish_root.handler({"at": (datetime.now(UTC) + timedelta(days=days)).isoformat()}, TIME)


def emptied() -> None:
    s3 = account.client("s3")
    for bucket in (BOOKS, SITE):
        for found in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
            s3.delete_object(Bucket=bucket, Key=found["Key"])


def reported(owners: Ask, key: str = KEY) -> dict[str, Any]:
    told = owners(post_json("/api/complaints", complaint(), key=key)).json
    return {"number": told["number"], "code": told["code"]}


def leads_to_the_site(said: dict[str, Any]) -> bool:
    """What the page in the browser does."""
    book = said["book"]
    leaf = leaf_of(book["salt"], said["hashes"][: book["events"]])
    tree = climbed(leaf, [(step["side"], step["hash"]) for step in book["path"]])
    body = account.client("s3").get_object(Bucket=SITE, Key=f"roots/{book['day'].replace('-', '/')}.json")["Body"].read()
    root = json.loads(body)["root"]
    return bool(root_of(book["previous"], book["day"], tree) == root == book["root"])


def test_before_the_first_night_there_are_hashes_and_no_book(owners: Ask) -> None:
    emptied()
    said = owners(post_json("/api/track/books", reported(owners))).json
    assert (len(said["hashes"]), said["book"]) == (1, None)


def test_each_case_of_a_day_leads_to_the_root_on_the_site(owners: Ask) -> None:
    emptied()
    keys = [reported(owners, f"a-key-of-this-day-000{n}") for n in range(5)]
    night()
    for one in keys:
        said = owners(post_json("/api/track/books", one)).json
        assert said["book"]["events"] == 1
        assert leads_to_the_site(said)
        others = {other["number"].replace("-", "")[-8:] for other in keys if other != one}
        assert not any(number in json.dumps(said) for number in others)


def test_what_happened_after_the_last_book_waits_for_the_next_one(owners: Ask) -> None:
    emptied()
    keys = reported(owners)
    night()
    owners(post_json("/api/owner/add", keys | {"note": "又停了一次。"}, key="a-key-for-more-words"))
    said = owners(post_json("/api/track/books", keys)).json
    assert (len(said["hashes"]), said["book"]["events"]) == (2, 1)
    assert leads_to_the_site(said)
    night(2)
    said = owners(post_json("/api/track/books", keys)).json
    assert said["book"]["events"] == 2
    assert leads_to_the_site(said)


def test_a_change_of_one_event_no_longer_leads_there(owners: Ask) -> None:
    emptied()
    keys = reported(owners)
    night()
    said = owners(post_json("/api/track/books", keys)).json
    said["hashes"][0] = said["hashes"][0][::-1]
    assert not leads_to_the_site(said)


def test_without_the_code_nothing_is_told(owners: Ask) -> None:
    keys = reported(owners)
    said = owners(post_json("/api/track/books", keys | {"code": "0000-0000-0000-0000"}))
    assert (said.status, said.json["code"]) == (404, "case_unknown")
    assert owners(post_json("/api/track/books", keys | {"more": "1"})).status == 400
