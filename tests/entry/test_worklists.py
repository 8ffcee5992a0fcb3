"""Lists of the desk: what each person sees, what is due, what goes on."""

from datetime import timedelta

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import complaint, event, post_json
from entry.people import CONFID, DESK, HANDLER, MANAGER, TRIAGE, get, taken_to
from entry.tokens import bearer


def test_a_guarded_case_is_on_no_list_but_that_of_the_confidential_officer(desk: Ask, guarded: str) -> None:
    for who in (DESK, TRIAGE, HANDLER, MANAGER, "wei.lan", "luo.han", "gu.ning"):
        for view in ("to-accept", "all", "overdue", "due-today"):
            assert get(desk, who, "cases", view=view).json["items"] == []
    (row,) = get(desk, CONFID, "cases", view="to-accept").json["items"]
    assert row["number"] == guarded
    assert [one["code"] for one in get(desk, CONFID, f"cases/{guarded}").json["flags"]] == ["sensitive"]


def test_lists_show_what_is_due_and_overdue(desk: Ask, number: str) -> None:
    def numbers(view: str, hours: int) -> list[str]:
        at = MONDAY_9AM + timedelta(hours=hours)
        said = desk(event("GET", "/api/desk/cases", headers=bearer(DESK, at), query={"view": view}, at=at))
        return [row["number"] for row in said.json["items"]]

    assert numbers("due-today", 1) == [number]
    assert numbers("overdue", 1) == []
    assert numbers("due-today", 3) == []
    assert numbers("overdue", 3) == [number]


def test_words_of_danger_are_marked_on_the_list_before_anybody_opened_the_case(desk: Ask, owners: Ask) -> None:
    said = {
        owners(post_json("/api/complaints", complaint(matter=matter), key=f"key-of-danger-test-{n}")).json["number"]: marked
        for n, (matter, marked) in enumerate([("二号梯有人被困，按铃没有人应。", True), ("楼道灯不亮。", False)])
    }
    rows = get(desk, DESK, "cases", view="to-accept").json["items"]
    assert {row["number"]: row["danger"] for row in rows} == said


def test_a_list_goes_on_page_by_page(desk: Ask, owners: Ask) -> None:
    sent = {owners(post_json("/api/complaints", complaint(), key=f"key-of-page-test-{n:04d}")).json["number"] for n in range(53)}
    first = get(desk, DESK, "cases", view="all").json
    assert len(first["items"]) == 50
    second = get(desk, DESK, "cases", view="all", cursor=first["next"]).json
    assert second["next"] is None
    assert {row["number"] for row in (*first["items"], *second["items"])} == sent


@pytest.mark.parametrize(
    ("query", "code"),
    [
        pytest.param({"cursor": "x" * 40}, "cursor_invalid", id="S15-cursor"),
        pytest.param({"view": "secrets"}, "unknown_word", id="view"),
        pytest.param({"state": "received"}, "unknown_word", id="state"),
        pytest.param({"department": "moon"}, "unknown_word", id="department"),
        pytest.param({"limit": "-1"}, "unknown_field", id="S15-limit"),
        pytest.param({"view": "mine,all"}, "unknown_word", id="two-views"),
    ],
)
def test_a_list_is_asked_for_in_known_words(desk: Ask, query: dict[str, str], code: str) -> None:
    said = get(desk, DESK, "cases", **query)
    assert (said.status, said.code) == (400, code)


def test_lists_of_later_releases_are_empty(desk: Ask, number: str) -> None:
    for view in ("approvals", "verification"):
        assert get(desk, MANAGER, "cases", view=view).json == {"items": [], "next": None}


def test_a_list_can_be_narrowed(desk: Ask, number: str) -> None:
    assert get(desk, DESK, "cases", view="all", state="RECEIVED").json["items"] != []
    assert get(desk, DESK, "cases", view="all", state="TRIAGED").json["items"] == []
    taken_to(desk, number)
    assert get(desk, MANAGER, "cases", view="all", department="repairs").json["items"] != []
    assert get(desk, MANAGER, "cases", view="all", department="finance").json["items"] == []
    assert [row["number"] for row in get(desk, "zhao.gang", "cases", view="department").json["items"]] == [number]
    assert get(desk, "wu.lei", "cases", view="to-accept").json["items"] == []
