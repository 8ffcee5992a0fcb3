"""The desk's door: three people take a complaint to the first contact; nobody else learns of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from entry.conftest import Ask
from entry.doors import KEY, complaint, event, post_json
from entry.people import DESK, HANDLER, OTHER, TRIAGE, TRIAGED, do, get, taken_to
from entry.tokens import bearer
from huiyin.entry import desk_door, owner_door, wiring
from huiyin.entry.http import ANYBODY
from huiyin.policy import load_policy
from huiyin.policy.staffing import Absence


def test_three_people_take_a_complaint_to_the_first_contact(desk: Ask, owners: Ask, number: str) -> None:
    (row,) = get(desk, DESK, "cases", view="to-accept").json["items"]
    assert (row["number"], row["state"], row["version"], row["due_kind"]) == (number, "RECEIVED", 1, "first_contact")
    assert row["due_words"] == {"zh": "还剩 2 小时", "en": "2 h left"}
    taken_to(desk, number)
    (row,) = get(desk, HANDLER, "cases", view="mine").json["items"]
    assert (row["lead_words"]["zh"], row["assignee_words"]["zh"]) == ("工程部", "李伟")
    assert do(desk, HANDLER, number, "accept-case", {"version": 3, "no_interest": True}).json["state"] == "INVESTIGATING"
    note = "已电话联系，约定明早上门。"
    said = do(desk, HANDLER, number, "log-contact", {"version": 4, "way": "phone", "outcome": "reached", "note": note})
    assert said.status == 200, said.text
    assert said.json["first_contact_at"] == "2026-11-23T09:00:00+08:00"
    assert said.json["version"] == 5
    titles = [(one["type"], one["by_words"]["zh"], one["words"]) for one in said.json["timeline"]]
    assert titles[-1] == ("ContactLogged", "李伟", note)
    assert [one[0] for one in titles] == ["ComplaintReceived", "CaseRegistered", "CaseTriaged", "CaseAccepted", "ContactLogged"]


@pytest.mark.asvs("V8.2.2")
def test_s01_a_hidden_case_looks_exactly_like_a_missing_or_a_malformed_one(desk: Ask, number: str, guarded: str) -> None:
    taken_to(desk, number)
    asked = [f"cases/{number}", f"cases/{guarded}", "cases/HY-2026-00000000", "cases/HY-2026-18720043", "cases/nonsense", "cases/hy'--"]
    said = [get(desk, OTHER, path) for path in asked]
    assert {(one.status, one.text, tuple(one.headers.items())) for one in said} == {(404, said[0].text, tuple(said[0].headers.items()))}
    body = {"version": 1, "note": "x"}
    for path in (number, guarded, "HY-2026-00000000"):
        refused = do(desk, OTHER, path, "add-fact", body)
        assert (refused.status, refused.text) == (404, said[0].text)


@pytest.mark.asvs("V8.2.3")
@pytest.mark.parametrize("who", ["bai.xue", "yan.zheng", "pan.rui"], ids=["analyst", "auditor", "admin"])
def test_those_who_never_see_content_are_told_so(desk: Ask, number: str, who: str) -> None:
    assert get(desk, who, "me").status == 200
    for said in (get(desk, who, "cases"), get(desk, who, f"cases/{number}"), do(desk, who, number, "identity", {"reason": "call_owner"})):
        assert (said.status, said.code) == (404, "not_yours")


@pytest.mark.parametrize(
    ("version", "status", "code"),
    [
        pytest.param("1", 400, "wrong_type", id="S16-text"),
        pytest.param(1.0, 400, "wrong_type", id="S16-fraction"),
        pytest.param(True, 400, "wrong_type", id="S16-true"),
        pytest.param(None, 400, "wrong_type", id="S16-null"),
        pytest.param([1], 400, "wrong_type", id="S16-list"),
        pytest.param(0, 400, "wrong_type", id="S16-zero"),
        pytest.param(-1, 400, "wrong_type", id="S16-negative"),
        pytest.param("missing", 428, "version_required", id="S03-missing"),
        pytest.param(7, 409, "stale_version", id="S03-ahead"),
    ],
)
def test_a_command_names_the_version_it_was_decided_on(desk: Ask, number: str, version: Any, status: int, code: str) -> None:
    body = {"identity_check": "called_back"} | ({} if version == "missing" else {"version": version})
    said = do(desk, DESK, number, "register-case", body)
    assert (said.status, said.code) == (status, code), said.text
    assert get(desk, DESK, f"cases/{number}").json["version"] == 1


def test_s03_whoever_was_overtaken_learns_by_whom_and_by_what(desk: Ask, number: str) -> None:
    do(desk, DESK, number, "add-fact", {"version": 1, "note": "电话里又说了一遍。"})
    said = do(desk, "sun.qi", number, "add-fact", {"version": 1, "note": "我也记一笔。"})
    assert (said.status, said.code, said.json["current_version"]) == (409, "stale_version", 2)
    assert said.json["by_words"] == {"zh": "林静", "en": "Lin Jing"}
    assert said.json["event"] == "FactAdded"
    assert said.json["event_words"]["zh"] == "补充了说明或材料"
    assert said.json["at"] == "2026-11-23T09:00:00+08:00"


def test_s04_the_same_command_twice_is_done_once(desk: Ask, number: str) -> None:
    body = {"version": 1, "note": "电话里又说了一遍。"}
    key = {"idempotency-key": "key-of-one-command-1"}
    for _ in range(2):
        assert do(desk, DESK, number, "add-fact", body, headers=key).json["version"] == 2
    for _ in range(2):
        assert do(desk, DESK, number, "add-fact", body | {"version": 2, "note": "另一句。"}).json["version"] == 3
    # The same key under another command or from another person is another command.
    assert do(desk, DESK, number, "register-case", {"version": 3, "identity_check": "known"}, headers=key).json["version"] == 4


@pytest.mark.asvs("V2.3.1")
def test_s05_steps_in_the_wrong_order_are_refused(desk: Ask, number: str) -> None:
    said = do(desk, TRIAGE, number, "triage-case", {"version": 1, **TRIAGED, "handler": HANDLER})
    assert said.status == 409
    do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "known"})
    said = do(desk, DESK, number, "register-case", {"version": 2, "identity_check": "known"})
    assert (said.status, said.code) == (409, "already_registered")


def test_a_form_post_is_no_way_to_command(desk: Ask, number: str) -> None:
    head = bearer(DESK) | {"content-type": "application/x-www-form-urlencoded"}
    assert desk(event("POST", f"/api/desk/cases/{number}/add-fact", "version=1&note=x", headers=head)).status == 415


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "curious"}, {"reason": ["call_owner"]}])
def test_without_a_reason_of_the_policy_no_identity_is_shown(desk: Ask, number: str, body: dict[str, Any]) -> None:
    said = do(desk, DESK, number, "identity", body)
    assert said.status == 400
    assert "王芳" not in said.text
    assert get(desk, DESK, f"cases/{number}").json["reads"] == []


def test_every_route_of_both_doors_declares_its_roles() -> None:
    known = set(load_policy().charter.roles)
    for route in (*desk_door.ROUTES, *owner_door.ROUTES):
        assert route.roles, route.path
        assert route.roles <= known or route.roles == ANYBODY, route.path
    assert [route.path for route in desk_door.ROUTES if route.roles == ANYBODY] == ["/api/desk/sign-in"]
    assert not any("owner" in route.roles for route in desk_door.ROUTES)


@pytest.mark.asvs("V3.5.1", "V6.3.4")
def test_no_route_of_the_desk_answers_without_a_token(desk: Ask, number: str) -> None:
    said = []
    for route in (one for one in desk_door.ROUTES if one.roles != ANYBODY):
        path = route.path.replace("{number}", number).replace("{command}", "add-fact")
        said.append(desk(event(route.method, path)))
    assert {(one.status, one.text) for one in said} == {(401, said[0].text)}
    assert {one.headers["www-authenticate"] for one in said} == {"Bearer"}


def test_s22_a_fault_of_ours_says_only_that_there_was_one(desk: Ask, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("arn:aws:dynamodb:ap-southeast-1:123456789012:table/cases 王芳")

    monkeypatch.setattr(wiring.case_store(), "load", broken)
    said = get(desk, DESK, f"cases/{number}")
    assert said.status == 500
    assert set(said.json) == {"code", "message", "request_id"}
    assert said.code == "internal"
    for secret in ("arn:", "王芳", "RuntimeError", "Traceback"):
        assert secret not in said.text


# ---- registration on an owner's behalf ---------------------------------------------------------------------------------


def behalf(desk: Ask, who: str = DESK, **changes: Any) -> Any:
    body = complaint(channel="counter", mode="oral", read_back=True) | changes
    return desk(
        post_json("/api/desk/complaints", {k: v for k, v in body.items() if v is not None}, headers=bearer(who), key=KEY + "-counter")
    )


def test_staff_take_in_what_an_owner_says_and_hand_him_his_receipt(desk: Ask) -> None:
    said = behalf(desk, received_at="2026-11-23T08:30", late_proof="note", summary="电梯反复停运。")
    assert said.status == 201, said.text
    assert said.json["code"]
    # Promises run from when somebody first heard it, not from when it was typed in.
    assert (said.json["received_at"], said.json["first_contact_due"]) == ("2026-11-23T08:30:00+08:00", "2026-11-23T10:30:00+08:00")
    view = get(desk, DESK, f"cases/{said.json['number']}").json
    assert view["channel_words"]["zh"] == "服务中心窗口"
    assert view["timeline"][0]["by_words"]["zh"] == "林静"
    # The owner's words stand as he said them; who wrote them down, and what shows it, stands beside them.
    assert view["matter"] == complaint()["matter"]
    assert view["taken_down"] == {
        "by_words": {"zh": "林静", "en": "Lin Jing"},
        "written_at": "2026-11-23T09:00:00+08:00",
        "read_back_words": {"zh": "当场口头确认", "en": "Confirmed aloud on the spot"},
        "read_back_at": "2026-11-23T09:00:00+08:00",
        "late_words": {"zh": "当时的手写记录", "en": "Note made at the time"},
        "summary": "电梯反复停运。",
    }


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"channel": None}, "field_required", "channel"),
        ({"channel": "pigeon"}, "unknown_channel", "channel"),
        ({"mode": "sung"}, "unknown_word", "mode"),
        ({"read_back": None}, "field_required", "read_back"),
        ({"read_back": False}, "field_required", "read_back"),
        ({"mode": None, "read_back": None}, "field_required", "read_back"),
        ({"read_back_proof": "hearsay"}, "unknown_word", "read_back_proof"),
        ({"read_back_at": "2026-11-23T09:01"}, "date_in_future", "read_back_at"),
        ({"read_back_at": "2026-11-23T08:59"}, "date_before_receipt", "read_back_at"),
        ({"received_at": "2026-11-23T08:30"}, "field_required", "late_proof"),
        ({"received_at": "2026-11-23T08:30", "late_proof": "memory"}, "unknown_word", "late_proof"),
        ({"received_at": "2026-11-23T09:01", "late_proof": "note"}, "date_in_future", "received_at"),
        ({"received_at": "yesterday"}, "date_invalid", "received_at"),
        ({"received_at": "2019-01-01", "late_proof": "note"}, "date_too_old", "received_at"),
        ({"state": "CLOSED"}, "unknown_field", "state"),
    ],
)
def test_a_registration_on_behalf_is_checked_like_any_other(desk: Ask, changes: dict[str, Any], code: str, field: str) -> None:
    said = behalf(desk, **changes)
    assert (said.status, said.code, said.json["field"]) == (400, code, field)


def test_written_words_need_no_reading_back(desk: Ask) -> None:
    assert behalf(desk, mode="written", read_back=None).status == 201


def test_whoever_stands_in_finds_and_takes_on_the_cases_of_the_one_who_is_away(
    desk: Ask, owners: Ask, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_to(desk, number)
    stand_in = load_policy().departments.staff[HANDLER].deputy or ""
    assert get(desk, stand_in, "cases", view="mine").json["items"] == []
    away = Absence(staff=HANDLER, since=date(2026, 11, 23), until=date(2026, 11, 23))
    that_day = replace(load_policy(), departments=replace(load_policy().departments, absences=(away,)))
    monkeypatch.setattr(desk_door, "load_policy", lambda: that_day)
    (row,) = get(desk, stand_in, "cases", view="mine").json["items"]
    assert row["number"] == number
    assert do(desk, stand_in, number, "accept-case", {"version": 3, "no_interest": True}).json["state"] == "INVESTIGATING"


def test_a_case_is_not_given_to_somebody_away_and_the_sentence_names_who_stands_in(
    desk: Ask, owners: Ask, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Absence(staff=HANDLER, since=date(2026, 11, 23), until=date(2026, 11, 23))
    that_day = replace(load_policy(), departments=replace(load_policy().departments, absences=(away,)))
    monkeypatch.setattr(desk_door, "load_policy", lambda: that_day)
    assert do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "called_back"}).status == 200
    said = do(desk, TRIAGE, number, "triage-case", {"version": 2, **TRIAGED, "handler": HANDLER})
    assert (said.status, said.code) == (409, "assignee_away")
    assert "经办人" in said.json["message"]["zh"]
    assert "{" not in said.json["message"]["zh"] + said.json["message"]["en"]
