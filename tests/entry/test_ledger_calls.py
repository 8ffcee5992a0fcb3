"""The ledger at the desk's door: what one sees is what one takes, who asked is who fetches, and it is on record."""

from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import KEY, complaint, event, post_json
from entry.ledgers import asked_for, job, numbers, taken, work
from entry.people import CONFID, DESK, HANDLER, MANAGER, OTHER, TRIAGE, do, get, taken_to
from entry.tokens import bearer
from huiyin.entry import ledger_calls
from huiyin.policy import load_policy


@pytest.fixture
def several(owners: Ask, desk: Ask, number: str, guarded: str) -> tuple[str, str, str]:
    """One case in the hands of a handler, one that nobody looked at, one that is for the confidential officer alone."""
    taken_to(desk, number)
    other = owners(post_json("/api/complaints", complaint(building="b5"), key=KEY + "-other")).json["number"]
    return number, str(other), guarded


@pytest.mark.parametrize("view", ["to-accept", "all", "mine", "due-today", "approvals", "to-call"])
@pytest.mark.parametrize("who", [DESK, TRIAGE, MANAGER, "zhao.gang", CONFID, "gu.ning"])
def test_what_one_sees_is_what_one_takes(who: str, view: str, several: tuple[str, str, str], desk: Ask) -> None:
    listed = [row["number"] for row in get(desk, who, "cases", view=view).json["items"]]
    assert numbers(desk, who, view=view) == [number for number in listed if number != several[2]]


def test_s02_whoever_is_accused_takes_nothing_and_no_total_either(several: tuple[str, str, str], owners: Ask, desk: Ask) -> None:
    before = taken(desk, "zhao.gang", view="all")
    about = owners(post_json("/api/complaints", complaint(building="b6"), key=KEY + "-about")).json["number"]
    known = {"version": 1, "identity_check": "called_back", "accused": ["zhao.gang"]}
    # From here on it is for the confidential officer alone.
    assert do(desk, DESK, about, "register-case", known).status == 404
    assert taken(desk, "zhao.gang", view="all") == before
    assert len(taken(desk, "zhao.gang", from_month="2026-11")) == len(before)
    first = asked_for(desk, "zhao.gang", view="all", key=KEY + "-totals").json["id"]
    work(first)
    assert job(desk, "zhao.gang", first).json["rows"] == len(before) - 1


def test_a_filter_of_the_list_is_a_filter_of_the_ledger(several: tuple[str, str, str], desk: Ask) -> None:
    assert numbers(desk, DESK, view="all", state="TRIAGED") == [several[0]]
    assert numbers(desk, DESK, view="all", department="repairs") == [several[0]]
    assert numbers(desk, DESK, view="all", department="security") == []
    assert numbers(desk, DESK, view="all", assignee=HANDLER) == [several[0]]
    assert numbers(desk, DESK, from_month="2026-11", building="b5") == [several[1]]


def test_the_months_of_a_ledger_hold_what_came_in_then_and_no_guarded_case(several: tuple[str, str, str], desk: Ask) -> None:
    assert sorted(numbers(desk, CONFID, from_month="2026-10", to_month="2026-11")) == sorted(several[:2])
    assert numbers(desk, DESK, from_month="2026-09", to_month="2026-10") == []
    # A department takes its own cases, as it sees them.
    assert numbers(desk, "zhao.gang", from_month="2026-11") == [several[0]]


def test_whoever_asked_follows_it_and_nobody_else(number: str, desk: Ask) -> None:
    said = asked_for(desk, DESK)
    assert (said.status, said.json["phase"], said.json["url"]) == (202, "waiting", None)
    job_id = said.json["id"]
    for who, path in ((MANAGER, job_id), (DESK, "0" * 40), (DESK, "nonsense")):
        assert (job(desk, who, path).status, job(desk, who, path).code) == (404, "not_found")
    work(job_id)
    ready = job(desk, DESK, job_id).json
    assert (ready["phase"], ready["done"], ready["total"], ready["rows"]) == ("ready", 1, 1, 1)
    assert f"/ledger/made/{job_id}?" in ready["url"]
    assert "filename%3D%22huiyin-20261123" in ready["url"]
    late = MONDAY_9AM + timedelta(hours=load_policy().ledger.kept_h)
    assert job(desk, DESK, job_id, at=late).json["url"] is None


@pytest.mark.parametrize("who", [HANDLER, "bai.xue", "yan.zheng", "pan.rui"], ids=["handler", "analyst", "auditor", "admin"])
def test_s18_whoever_may_not_take_it_is_told_so(who: str, desk: Ask) -> None:
    said = asked_for(desk, who)
    assert (said.status, said.code) == (404, "not_yours")


def test_the_same_order_again_is_the_same_ledger(number: str, desk: Ask) -> None:
    first, again = (asked_for(desk, DESK, key=KEY).json["id"] for _ in range(2))
    assert first == again
    assert asked_for(desk, DESK, key=KEY + "2").json["id"] != first
    assert asked_for(desk, MANAGER, key=KEY).json["id"] != first
    work(first)
    assert asked_for(desk, DESK, key=KEY).json["phase"] == "ready"


@pytest.mark.parametrize(
    ("order", "code", "field"),
    [
        ({"format": "pdf"}, "unknown_word", "format"),
        ({"format": ""}, "field_required", "format"),
        ({"view": "everything"}, "unknown_word", "view"),
        ({"state": "OPEN"}, "unknown_word", "state"),
        ({"department": "nobody"}, "unknown_word", "department"),
        ({"from_month": "2026-13"}, "date_invalid", "from_month"),
        ({"from_month": "2026-11", "to_month": "2026-10"}, "date_invalid", "to_month"),
        ({"to_month": "2026-11-01"}, "max_length", "to_month"),
        ({"names": "1"}, "unknown_field", "names"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_by_its_field(order: dict[str, str], code: str, field: str, desk: Ask) -> None:
    said = asked_for(desk, DESK, **order)
    assert (said.status, said.code, said.json["field"]) == (400, code, field)


def test_s18_who_took_what_is_on_record_for_those_who_watch(number: str, desk: Ask) -> None:
    job_id = asked_for(desk, DESK, view="all", format="csv").json["id"]
    assert watched(desk, "yan.zheng").json["items"] == []
    work(job_id)
    (one,) = watched(desk, "yan.zheng").json["items"]
    assert (one["by_words"]["zh"], one["format"], one["rows"], one["mark"]) == ("林静", "csv", 1, job_id[:12])
    assert one["at"] == "2026-11-23T09:00:00+08:00"
    assert watched(desk, "yan.zheng", "2026-10").json["items"] == []
    assert (watched(desk, OTHER).status, watched(desk, OTHER).code) == (404, "not_yours")
    assert (watched(desk, "yan.zheng", "2026").status, watched(desk, "yan.zheng", "2026").code) == (400, "date_invalid")


def watched(desk: Ask, who: str, month: str = "2026-11") -> Any:
    return desk(event("GET", "/api/desk/ledger/taken", headers=bearer(who), query={"month": month}))


def test_every_phase_and_every_role_has_its_words() -> None:
    policy = load_policy()
    assert {policy.word(code, "zh") for code in ledger_calls._PHASES.values()}
    assert set(policy.charter.roles) >= ledger_calls.TAKERS | ledger_calls.WATCHERS
