"""Photos of staff at the desk's door: places of their own, the owner's limits, the same leave for the same request."""

from typing import Any

import pytest

from entry.conftest import Ask
from entry.doors import Said, post_json
from entry.people import DESK, HANDLER, OTHER, do, get, taken_to
from entry.tokens import bearer
from huiyin.policy import load_policy

KEY = "one-request-for-room-1"
PHOTO = {"type": "image/jpeg", "size": 250_000, "purpose": "after"}


def sent(desk: Ask, who: str, number: str, body: Any, key: str | None = KEY) -> Said:
    return desk(post_json(f"/api/desk/cases/{number}/files", body, key=key, headers=bearer(who)))


def test_a_photo_of_staff_gets_leave_as_an_owners_does(desk: Ask, number: str) -> None:
    taken_to(desk, number)
    said = sent(desk, HANDLER, number, {"files": [PHOTO, PHOTO | {"purpose": "signature"}]})
    assert said.status == 201, said.text
    given = said.json["evidence"]
    assert given["slots"] == ["101", "102"]
    case_id = number.rsplit("-", 1)[1]
    assert [grant["fields"]["key"].rsplit("-", 1)[0] for grant in given["upload"]] == [f"incoming/{case_id}/{slot}" for slot in (101, 102)]
    assert said.json["version"] == 4
    shown = get(desk, HANDLER, f"cases/{number}").json["evidence"]
    assert [(one["slot"], one["state"], one["by_words"]["zh"], one["purpose_words"]["zh"], one["url"]) for one in shown] == [
        ("101", "pending", "李伟", "处理后", None),
        ("102", "pending", "李伟", "签字", None),
    ]


def test_the_same_request_again_gets_the_same_places_and_another_one_others(desk: Ask, number: str) -> None:
    taken_to(desk, number)
    places = [sent(desk, HANDLER, number, {"files": [PHOTO]}, key).json["evidence"]["slots"] for key in (KEY, KEY, "another-request-1234")]
    assert places == [["101"], ["101"], ["102"]]
    assert sent(desk, DESK, number, {"files": [PHOTO]}).json["evidence"]["slots"] == ["103"], "the same key of somebody else"
    assert sent(desk, HANDLER, number, {"files": [PHOTO, PHOTO]}).json["evidence"]["slots"] == ["101"], "its first words count"


def test_a_photo_that_came_in_overtakes_nobody_but_a_version_that_never_was_is_refused(desk: Ask, number: str) -> None:
    taken_to(desk, number)
    assert sent(desk, HANDLER, number, {"files": [PHOTO], "version": 3}).json["version"] == 4
    assert do(desk, HANDLER, number, "accept-case", {"version": 3, "no_interest": True}).status == 200
    for version in (3, 9, 0):
        said = sent(desk, HANDLER, number, {"files": [PHOTO], "version": version}, f"a-key-of-version-{version}")
        assert (said.status, said.code) == (409, "stale_version")


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "field_required", "files"),
        ({"files": []}, "field_required", "files"),
        ({"files": {}}, "wrong_type", "files"),
        ({"files": [PHOTO | {"type": "application/pdf"}]}, "file_type", "files.0.type"),
        ({"files": [PHOTO, PHOTO | {"size": 10 * 1024 * 1024 + 1}]}, "file_too_large", "files.1.size"),
        ({"files": [PHOTO | {"size": 0}]}, "invalid_number", "files.0.size"),
        ({"files": [PHOTO | {"purpose": "souvenir"}]}, "unknown_word", "files.0.purpose"),
        ({"files": [PHOTO | {"purpose": "before", "may_be_shown": True}]}, "only_results_are_shown", "files.0.may_be_shown"),
        ({"files": [PHOTO | {"slot": "1"}]}, "unknown_field", "files.0.slot"),
        ({"files": [PHOTO] * 10}, "too_many_values", "files"),
        ({"files": [PHOTO], "task": 5}, "unknown_word", "task"),
        ({"files": [PHOTO], "state": "CLOSED"}, "unknown_field", "state"),
    ],
)
def test_what_is_wrong_is_refused_by_its_name_and_keeps_no_place(desk: Ask, number: str, body: Any, code: str, field: str) -> None:
    said = sent(desk, DESK, number, body)
    assert (said.status, said.code, said.json["field"]) == (400, code, field), said.text
    assert get(desk, DESK, f"cases/{number}").json["version"] == 1


def test_too_large_is_told_with_the_limit_of_the_policy(desk: Ask, number: str) -> None:
    said = sent(desk, DESK, number, {"files": [PHOTO | {"size": 10**9}]})
    assert said.json["message"]["zh"] == f"照片太大了，一张最多 {load_policy().limits.file_mb} MB。"


def test_a_hidden_case_is_a_missing_one(desk: Ask, number: str, guarded: str) -> None:
    taken_to(desk, number)
    missing = sent(desk, OTHER, "HY-2026-00000000", {"files": [PHOTO]})
    assert missing.status == 404
    for who, hidden in ((OTHER, number), (DESK, guarded), (HANDLER, guarded)):
        assert (sent(desk, who, hidden, {"files": [PHOTO]}).text, missing.status) == (missing.text, 404)
    assert sent(desk, "bai.xue", number, {"files": [PHOTO]}).status == 404
    assert desk(post_json(f"/api/desk/cases/{number}/files", {"files": [PHOTO]})).status == 401


def test_the_command_has_no_second_address(desk: Ask, number: str) -> None:
    assert do(desk, DESK, number, "add-files", {"version": 1, "files": [PHOTO]}).status == 404
    (shown,) = (one for one in get(desk, DESK, f"cases/{number}").json["actions"] if one["command"] == "add-files")
    assert shown["open"]
    assert [field["name"] for field in shown["fields"]] == ["purpose", "may_be_shown"]
