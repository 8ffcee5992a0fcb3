"""Several cases at once: each is done or refused by itself, hidden ones look like missing ones, and nobody is overrun unseen."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from entry.conftest import Ask
from entry.doors import Said, complaint, event, post_json
from entry.people import CONFID, DESK, HANDLER, MANAGER, OTHER, TRIAGE, do, get, taken_to
from entry.tokens import bearer
from huiyin.core.case import case_id_of
from huiyin.entry import bulk, wiring
from huiyin.entry.worklists import PAGE
from infra.local import patches

NOTE = "请一并查看同一台电梯。"


def bulk_of(
    desk: Ask, who: str, command: str, numbers: list[str], *, version: int = 1, key: str = "a-key-of-a-bulk-test-01", **more: Any
) -> Said:
    cases = [{"number": one, "version": version} for one in numbers]
    return desk(post_json(f"/api/desk/bulk/{command}", {"cases": cases, **more}, headers=bearer(who), key=key))


def reports(owners: Ask, count: int) -> list[str]:
    sent = (owners(post_json("/api/complaints", complaint(), key=f"key-of-bulk-report-{n:04d}")) for n in range(count))
    return [said.json["number"] for said in sent]


def version_of(number: str) -> int:
    history = wiring.case_store().load(case_id_of(number))
    assert history is not None
    return history.case.version


def test_a_note_is_added_to_every_case_that_was_ticked_and_to_no_other(desk: Ask, owners: Ask) -> None:
    first, second, third = reports(owners, 3)
    said = bulk_of(desk, DESK, "add-fact", [first, second, first], note=NOTE)
    assert said.status == 200, said.text
    assert said.json == {"results": [{"number": one, "done": True, "version": 2} for one in (first, second)]}
    assert [version_of(one) for one in (first, second, third)] == [2, 2, 1]
    assert NOTE in get(desk, DESK, f"cases/{first}").text


def test_the_same_request_again_adds_nothing(desk: Ask, owners: Ask) -> None:
    numbers = reports(owners, 2)
    first, again = (bulk_of(desk, DESK, "add-fact", numbers, note=NOTE).json for _ in range(2))
    assert first == again
    assert [version_of(one) for one in numbers] == [2, 2]


def test_cases_get_another_handler_and_each_says_why_it_did_not(desk: Ask, owners: Ask) -> None:
    given, untriaged, moved = reports(owners, 3)
    taken_to(desk, given)
    taken_to(desk, moved, accepted=True)
    said = bulk_of(desk, "zhao.gang", "assign-case", [given, moved], version=3, handler="wu.lei").json["results"]
    assert said[0] == {"number": given, "done": True, "version": 4}
    assert (said[1]["done"], said[1]["code"], said[1]["current_version"]) == (False, "stale_version", 4)
    # Whoever was overtaken reads who changed what.
    assert said[1]["by_words"]["zh"]
    assert said[1]["event_words"]["zh"]
    assert [row["assignee"] for row in get(desk, "wu.lei", "cases", view="mine").json["items"]] == ["wu.lei"]
    (refused,) = bulk_of(desk, MANAGER, "assign-case", [untriaged], handler="wu.lei", key="a-key-of-a-bulk-test-02").json["results"]
    assert (refused["code"], version_of(untriaged)) == ("not_allowed_now", 1)


def test_s21_of_fifty_three_that_are_hidden_stay_as_they_are_and_are_not_described(desk: Ask, owners: Ask, guarded: str) -> None:
    seen = reports(owners, PAGE - 3)
    missing, malformed = "HY-2026-00000018", "HY-2026-1; drop"
    said = bulk_of(desk, DESK, "add-fact", [*seen[:20], guarded, missing, malformed, *seen[20:]], note=NOTE)
    by_number = {one["number"]: one for one in said.json["results"]}
    assert len(by_number) == PAGE
    assert all(by_number[one]["done"] for one in seen)
    hidden = [{name: value for name, value in by_number[one].items() if name != "number"} for one in (guarded, missing, malformed)]
    assert hidden[0] == hidden[1] == hidden[2]
    assert hidden[0]["code"] == "not_found"
    assert set(hidden[0]) == {"done", "code", "message"}
    assert version_of(guarded) == 1


def test_s21_what_a_department_does_not_see_it_does_not_change(desk: Ask, owners: Ask) -> None:
    ours, theirs = reports(owners, 2)
    taken_to(desk, ours)
    taken_to(desk, theirs)
    (first, second) = bulk_of(desk, OTHER, "add-fact", [ours, theirs], version=3, note=NOTE).json["results"]
    assert (first["code"], second["code"]) == ("not_found", "not_found")
    assert (version_of(ours), version_of(theirs)) == (3, 3)


@pytest.mark.parametrize(
    ("command", "body", "status", "code"),
    [
        pytest.param("release-answer", {"note": "x"}, 404, "not_found", id="not-for-many"),
        pytest.param("reveal-identity", {"reason": "call_owner"}, 404, "not_found", id="no-identity-in-bulk"),
        pytest.param("add-fact", {"note": " "}, 400, "field_required", id="no-note"),
        pytest.param("add-fact", {"note": "x", "cases": []}, 400, "field_required", id="nothing-ticked"),
        pytest.param("add-fact", {"note": "x", "cases": "HY"}, 400, "wrong_type", id="no-list"),
        pytest.param("add-fact", {"note": "x", "cases": [{"number": "HY-2026-00000018"}]}, 400, "field_required", id="S03-no-version"),
        pytest.param("add-fact", {"note": "x", "cases": [{"number": "HY", "version": "1"}]}, 400, "wrong_type", id="S16-version"),
        pytest.param(
            "add-fact", {"note": "x", "cases": [{"number": "HY", "version": 1, "state": "CLOSED"}]}, 400, "unknown_field", id="S14"
        ),
        pytest.param(
            "add-fact", {"note": "x", "cases": [{"number": "HY", "version": 1}] * 51}, 400, "too_many_values", id="more-than-a-page"
        ),
        pytest.param("assign-case", {"handler": "nobody.here"}, 400, "assignee_unknown", id="unknown-handler"),
    ],
)
def test_what_is_sent_for_many_is_read_as_strictly_as_for_one(
    desk: Ask, number: str, command: str, body: dict[str, Any], status: int, code: str
) -> None:
    sent = {"cases": [{"number": number, "version": 1}], **body}
    said = desk(post_json(f"/api/desk/bulk/{command}", sent, headers=bearer(DESK)))
    assert (said.status, said.code) == (status, code), said.text
    assert version_of(number) == 1


def test_what_passes_by_itself_is_said_of_one_case_and_the_rest_goes_on(desk: Ask, owners: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = reports(owners, 3)
    store = wiring.case_store()
    load = store.load

    def throttled(case_id: str) -> Any:
        if case_id == case_id_of(numbers[1]):
            raise ClientError({"Error": {"Code": "ThrottlingException", "Message": "slow"}}, "Query")
        return load(case_id)

    monkeypatch.setattr(store, "load", throttled)
    said = bulk_of(desk, DESK, "add-fact", numbers, note=NOTE).json["results"]
    assert [one["done"] for one in said] == [True, False, True]
    assert said[1]["code"] == "unavailable"
    monkeypatch.undo()
    again = bulk_of(desk, DESK, "add-fact", numbers, note=NOTE).json["results"]
    assert [one["done"] for one in again] == [True, True, True]
    assert [version_of(one) for one in numbers] == [2, 2, 2]


def test_s17_of_fifty_who_change_one_version_at_once_one_does_and_the_others_read_who_it_was(desk: Ask, number: str) -> None:
    patches.install()
    taken_to(desk, number)
    people = ["wu.lei", "qian.feng"]

    def one_of_them(n: int) -> Any:
        return bulk_of(desk, TRIAGE, "assign-case", [number], version=3, key=f"a-key-of-fifty-{n:04d}", handler=people[n % 2]).json[
            "results"
        ][0]

    with ThreadPoolExecutor(max_workers=8) as pool:
        said = list(pool.map(one_of_them, range(50)))
    assert sum(one["done"] for one in said) == 1
    lost = [one for one in said if not one["done"]]
    assert {one["code"] for one in lost} <= {"stale_version", "handler_already"}
    stale = [one for one in lost if one["code"] == "stale_version"]
    assert len(stale) >= 20
    assert all(one["by_words"]["zh"] and one["event_words"]["zh"] and one["current_version"] == 4 for one in stale)
    history = wiring.case_store().load(case_id_of(number))
    assert history is not None
    assert (history.case.version, len(history.events)) == (4, 4)


def test_commands_for_many_are_commands_for_one() -> None:
    from huiyin.entry.actions import ACTIONS

    assert set(bulk.COMMANDS) <= {one.command for one in ACTIONS}


def test_without_a_token_nothing_is_done(desk: Ask, number: str) -> None:
    sent = {"cases": [{"number": number, "version": 1}], "note": NOTE}
    assert desk(post_json("/api/desk/bulk/add-fact", sent)).status == 401
    assert desk(event("GET", "/api/desk/bulk/add-fact", headers=bearer(DESK))).status == 405
    assert desk(post_json("/api/desk/bulk/add-fact", sent, headers=bearer("yan.zheng"))).status == 404
    assert version_of(number) == 1


def test_a_confidential_officer_notes_on_a_guarded_case(desk: Ask, guarded: str) -> None:
    (said,) = bulk_of(desk, CONFID, "add-fact", [guarded], note=NOTE).json["results"]
    assert said["done"]
    assert do(desk, HANDLER, guarded, "add-fact", {"version": 2, "note": "x"}).status == 404
