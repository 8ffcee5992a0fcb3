"""ArchiveCases: when its time is over a case loses what is personal, once, whatever happens on the way; what is needed longer stays."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

import account
from builders import a_group
from entry.conftest import Ask
from entry.doors import EVIDENCE, KEY, TABLE, complaint, post_json
from entry.people import do, get, receipt
from huiyin.core.archiving import archive_due
from huiyin.core.case import case_id_of
from huiyin.entry import archive_cases, wiring
from huiyin.policy import load_policy
from huiyin.store.cases import CaseStore

TIME = SimpleNamespace(get_remaining_time_in_millis=lambda: 600_000)
NOW = datetime.now(UTC)
IN_2Y, IN_4Y, IN_6Y = (NOW + timedelta(days=366 * years) for years in (2, 4, 6))


def night(at: datetime, context: Any = TIME) -> int:
    """How many cases the round of that night erased."""
    return int(archive_cases.handler({"at": at.isoformat()}, context)["archived"])


def withdrawn(owners: Ask, key: str = KEY, **changes: Any) -> dict[str, Any]:
    """A report that its owner took back: number and code."""
    told = owners(post_json("/api/complaints", complaint(**changes), key=key)).json
    keys = {"number": told["number"], "code": told["code"]}
    assert owners(post_json("/api/owner/withdraw", keys, key=key + "-back")).json["state"] == "WITHDRAWN"
    return keys


def opens(owners: Ask, keys: dict[str, Any]) -> int:
    return int(owners(post_json("/api/track", keys)).status)


def stored() -> str:
    return repr(account.client("dynamodb").scan(TableName=TABLE)["Items"])


def files() -> list[str]:
    return [entry["Key"] for entry in account.client("s3").list_objects_v2(Bucket=EVIDENCE).get("Contents", [])]


def test_nothing_is_erased_before_its_time_and_all_of_it_after(owners: Ask, desk: Ask) -> None:
    keys = withdrawn(owners)
    case_id = case_id_of(keys["number"])
    for key in (f"served/{case_id}/1.jpg", f"original/{case_id}/1"):
        account.client("s3").put_object(Bucket=EVIDENCE, Key=key, Body=b"x")
    assert (night(IN_2Y), opens(owners, keys)) == (0, 200)
    assert (night(IN_4Y), night(IN_4Y)) == (1, 0)
    # Number and code open nothing any more, as if they had never been.
    unknown = owners(post_json("/api/track", keys | {"code": "0000-0000-0000-0000"}))
    gone = owners(post_json("/api/track", keys))
    assert (gone.status, gone.text) == (404, unknown.text)
    assert not [key for key in files() if case_id in key]
    assert wiring.people_store().read(case_id) is None
    shown = get(desk, "jiang.bo", f"cases/{keys['number']}").json
    assert (shown["state"], shown["matter"], shown["wish"], shown["identity"]["held"]) == ("ARCHIVED", "", "", False)
    assert [row["type"] for row in shown["timeline"]] == ["ComplaintReceived", "CaseWithdrawn", "ErasureBegun", "CaseArchived"]
    assert not [one for one in shown["actions"] if one["open"]]
    last = wiring.case_store().load(case_id).events[-1]  # type: ignore[union-attr]
    assert last.files == 2  # type: ignore[union-attr]


def test_what_was_major_is_kept_for_two_years_more(owners: Ask, desk: Ask) -> None:
    keys = receipt(owners)
    raised = do(desk, "jiang.bo", keys["number"], "raise-level", {"version": 1, "reasons": ["M6"], "note": "媒体已报道"})
    assert raised.status == 200, raised.text
    back = owners(post_json("/api/owner/withdraw", {"number": keys["number"], "code": keys["code"]}, key=KEY + "-back"))
    assert back.json["state"] == "WITHDRAWN"
    assert (night(IN_4Y), night(IN_6Y)) == (0, 1)


def test_a_held_case_is_passed_over_and_goes_the_first_night_after_it_is_let_go(owners: Ask, desk: Ask) -> None:
    keys = withdrawn(owners)
    assert do(desk, "gu.ning", keys["number"], "hold-case", {"version": 2, "reason": "法院立案"}).status == 200
    assert (night(IN_6Y), opens(owners, keys)) == (0, 200)
    assert do(desk, "gu.ning", keys["number"], "release-hold", {"version": 3, "reason": "已经撤诉"}).status == 200
    assert night(IN_4Y) == 1


def test_whoever_is_held_at_the_last_moment_loses_nothing(owners: Ask, desk: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = withdrawn(owners)
    found = CaseStore.to_archive

    def and_then_somebody_holds_it(store: CaseStore, before: datetime, limit: int) -> tuple[str, ...]:
        page = found(store, before, limit)
        monkeypatch.setattr(CaseStore, "to_archive", found)
        assert do(desk, "gu.ning", keys["number"], "hold-case", {"version": 2, "reason": "法院立案"}).status == 200
        return page

    monkeypatch.setattr(CaseStore, "to_archive", and_then_somebody_holds_it)
    before = files()
    assert (night(IN_4Y), opens(owners, keys), files()) == (0, 200, before)
    assert [row["type"] for row in get(desk, "gu.ning", f"cases/{keys['number']}").json["timeline"]][-1] == "CaseHeld"


def test_a_night_that_breaks_off_says_so_and_the_next_one_ends_it(owners: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    keys, other = withdrawn(owners), withdrawn(owners, KEY + "-two", building="b5")

    class Broken:
        def files(self, case_id: str) -> int:
            if case_id == case_id_of(keys["number"]):
                raise OSError("S3 is away")
            return 0

        def person(self, case_id: str) -> None:
            return None

    with monkeypatch.context() as patch:
        patch.setattr(wiring, "eraser", Broken)
        with pytest.raises(archive_cases.NightIncomplete):
            night(IN_4Y)
    # It began and did not end; the other one was not kept by it.
    assert (opens(owners, keys), opens(owners, other)) == (200, 404)
    assert (night(IN_4Y), opens(owners, keys)) == (1, 404)


def test_a_night_without_time_begins_nothing(owners: Ask) -> None:
    keys = withdrawn(owners)
    hurry = SimpleNamespace(get_remaining_time_in_millis=lambda: 5_000)
    before = stored()
    assert (night(IN_4Y, hurry), opens(owners, keys), stored()) == (0, 200, before)


def test_more_cases_than_a_page_holds_are_erased_in_one_night(owners: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_cases, "_PAGE", 2)
    for n in range(5):
        withdrawn(owners, f"{KEY}-{n}", building=f"b{n + 1}")
    assert (night(IN_4Y), night(IN_4Y)) == (5, 0)


def test_a_group_waits_for_the_members_that_did_not_hold_it_solved(owners: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = load_policy()
    founder, doubter = withdrawn(owners), withdrawn(owners, KEY + "-two", building="b5")
    names = [case_id_of(one["number"]) for one in (founder, doubter)]
    group = a_group(policy).handled(state="CLOSED", closed_at=NOW - timedelta(days=6 * 366))
    known = group.handling.group
    assert known is not None
    case = group.handled(group=type(known)(place="b3", founder=names[0], opened_at=NOW, disputed=(names[1], "00000001")))
    due = archive_due(case, policy)
    assert due is not None
    assert due < NOW
    assert not archive_cases._members_are_over(case, NOW)
    assert night(IN_4Y) == 2
    assert archive_cases._members_are_over(case, NOW)
