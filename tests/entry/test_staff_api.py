"""The desk's door: three people take a complaint to the first contact; nobody else learns of it."""

from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import KEY, MATTER, complaint, event, post_json
from entry.tokens import bearer
from huiyin.entry import staff_api, wiring
from huiyin.policy import load_policy

DESK, TRIAGE, HANDLER, OTHER, CONFID, MANAGER = "lin.jing", "he.min", "li.wei", "ma.hui", "ye.qing", "jiang.bo"
TRIAGED = {"category": "elevator", "sub_issue": "out_of_service", "severity": 3, "urgency": 3, "level": "general", "lead": "repairs"}


@pytest.fixture
def number(owners: Ask) -> str:
    return str(owners(post_json("/api/complaints", complaint(wish="请尽快检修", spot="二号梯"), key=KEY)).json["number"])


@pytest.fixture
def guarded(owners: Ask) -> str:
    return str(owners(post_json("/api/complaints", complaint(sensitive=True), key=KEY + "-guarded")).json["number"])


def get(desk: Ask, who: str, path: str, **query: str) -> Any:
    return desk(event("GET", f"/api/desk/{path}", headers=bearer(who), query=query))


def do(desk: Ask, who: str, number: str, command: str, body: dict[str, Any], **more: Any) -> Any:
    return desk(post_json(f"/api/desk/cases/{number}/{command}", body, headers=bearer(who) | more.pop("headers", {}), **more))


def taken_to(desk: Ask, number: str, *, accepted: bool = False) -> None:
    assert do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "called_back"}).status == 200
    assert do(desk, TRIAGE, number, "triage-case", {"version": 2, **TRIAGED, "handler": HANDLER}).status == 200
    if accepted:
        assert do(desk, HANDLER, number, "accept-case", {"version": 3, "no_interest": True}).status == 200


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


def test_the_case_page_says_what_was_said_and_not_by_whom(desk: Ask, number: str) -> None:
    said = get(desk, DESK, f"cases/{number}")
    view = said.json
    assert (view["matter"], view["wish"], view["spot"], view["version"]) == (MATTER, "请尽快检修", "二号梯", 1)
    assert view["due"]["first_contact"] == "2026-11-23T11:00:00+08:00"
    assert view["identity"] == {"held": True, "anonymous": False, "masked": {"name": "***", "phone": "***", "flat": "***"}}
    for secret in ("王芳", "13800138000", "wang@example.com"):
        assert secret not in said.text


def test_actions_are_those_of_the_role_open_or_closed_with_a_reason(desk: Ask, number: str) -> None:
    of_desk = {one["command"]: one for one in get(desk, DESK, f"cases/{number}").json["actions"]}
    assert set(of_desk) == {"register-case", "log-contact", "add-fact", "reveal-identity"}
    assert of_desk["register-case"]["open"] is True
    (check,) = of_desk["register-case"]["fields"]
    assert (check["name"], check["kind"], check["needed"]) == ("identity_check", "choice", True)
    assert "called_back" in [choice["value"] for choice in check["choices"]]
    of_triage = {one["command"]: one for one in get(desk, TRIAGE, f"cases/{number}").json["actions"]}
    assert of_triage["triage-case"]["open"] is False
    assert set(of_triage["triage-case"]["why"]) == {"code", "message"}


def test_triage_is_offered_the_people_who_can_handle_by_department(desk: Ask, number: str) -> None:
    do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "called_back"})
    (triage,) = [one for one in get(desk, TRIAGE, f"cases/{number}").json["actions"] if one["command"] == "triage-case"]
    fields = {one["name"]: one for one in triage["fields"]}
    assert fields["category"]["value"] == "elevator"
    assert fields["lead"]["value"] == "repairs"
    people = {one["value"]: one["group"] for one in fields["handler"]["choices"]}
    assert people[HANDLER] == "repairs"
    assert DESK not in people
    assert CONFID not in people
    assert [one["value"] for one in fields["level"]["choices"]] == ["general", "major"]


def test_the_handler_of_a_closed_action_is_told_why(desk: Ask, number: str) -> None:
    taken_to(desk, number, accepted=True)
    (accept,) = [one for one in get(desk, HANDLER, f"cases/{number}").json["actions"] if one["command"] == "accept-case"]
    assert (accept["open"], accept["why"]["code"]) == (False, "already_accepted")


# ---- who may know ------------------------------------------------------------------------------------------------------


def test_s01_a_hidden_case_looks_exactly_like_a_missing_or_a_malformed_one(desk: Ask, number: str, guarded: str) -> None:
    taken_to(desk, number)
    asked = [f"cases/{number}", f"cases/{guarded}", "cases/HY-2026-00000000", "cases/HY-2026-18720043", "cases/nonsense", "cases/hy'--"]
    said = [get(desk, OTHER, path) for path in asked]
    assert {(one.status, one.text, tuple(one.headers.items())) for one in said} == {(404, said[0].text, tuple(said[0].headers.items()))}
    body = {"version": 1, "note": "x"}
    for path in (number, guarded, "HY-2026-00000000"):
        refused = do(desk, OTHER, path, "add-fact", body)
        assert (refused.status, refused.text) == (404, said[0].text)


def test_a_guarded_case_is_on_no_list_but_that_of_the_confidential_officer(desk: Ask, guarded: str) -> None:
    for who in (DESK, TRIAGE, HANDLER, MANAGER, "wei.lan", "luo.han", "gu.ning"):
        for view in ("to-accept", "all", "overdue", "due-today"):
            assert get(desk, who, "cases", view=view).json["items"] == []
    (row,) = get(desk, CONFID, "cases", view="to-accept").json["items"]
    assert row["number"] == guarded
    assert [one["code"] for one in get(desk, CONFID, f"cases/{guarded}").json["flags"]] == ["sensitive"]


def test_the_confidential_officer_may_open_a_case_to_ordinary_staff(desk: Ask, guarded: str) -> None:
    fields = {one["name"] for action in get(desk, CONFID, f"cases/{guarded}").json["actions"] for one in action["fields"]}
    assert "release" in fields
    said = do(desk, CONFID, guarded, "register-case", {"version": 1, "identity_check": "not_possible", "release": True})
    assert said.status == 200, said.text
    assert get(desk, TRIAGE, f"cases/{guarded}").status == 200


@pytest.mark.parametrize("who", ["bai.xue", "yan.zheng", "pan.rui"], ids=["analyst", "auditor", "admin"])
def test_those_who_never_see_content_are_told_so(desk: Ask, number: str, who: str) -> None:
    assert get(desk, who, "me").status == 200
    for said in (get(desk, who, "cases"), get(desk, who, f"cases/{number}"), do(desk, who, number, "identity", {"reason": "call_owner"})):
        assert (said.status, said.code) == (403, "not_yours")


def test_somebody_whom_the_directory_does_not_know_has_the_roles_of_his_token_and_no_department(desk: Ask, number: str) -> None:
    head = bearer("new.face", **{"cognito:groups": ["desk", "emperor", "system"]})
    me = desk(event("GET", "/api/desk/me", headers=head)).json
    assert (me["code"], me["roles"], me["department"]) == ("new.face", ["desk"], None)
    assert desk(event("GET", f"/api/desk/cases/{number}", headers=head)).status == 200


# ---- lists -----------------------------------------------------------------------------------------------------------


def test_lists_show_what_is_due_and_overdue(desk: Ask, number: str) -> None:
    def numbers(view: str, hours: int) -> list[str]:
        at = MONDAY_9AM + timedelta(hours=hours)
        said = desk(event("GET", "/api/desk/cases", headers=bearer(DESK, at), query={"view": view}, at=at))
        return [row["number"] for row in said.json["items"]]

    assert numbers("due-today", 1) == [number]
    assert numbers("overdue", 1) == []
    assert numbers("due-today", 3) == []
    assert numbers("overdue", 3) == [number]


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
    for view in ("approvals", "verification", "to-call"):
        assert get(desk, MANAGER, "cases", view=view).json == {"items": [], "next": None}


def test_a_list_can_be_narrowed(desk: Ask, number: str) -> None:
    assert get(desk, DESK, "cases", view="all", state="RECEIVED").json["items"] != []
    assert get(desk, DESK, "cases", view="all", state="TRIAGED").json["items"] == []
    taken_to(desk, number)
    assert get(desk, MANAGER, "cases", view="all", department="repairs").json["items"] != []
    assert get(desk, MANAGER, "cases", view="all", department="finance").json["items"] == []
    assert [row["number"] for row in get(desk, "zhao.gang", "cases", view="department").json["items"]] == [number]
    assert get(desk, "wu.lei", "cases", view="to-accept").json["items"] == []


# ---- commands ----------------------------------------------------------------------------------------------------------


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


def test_s14_fields_that_no_command_asks_for_are_refused(desk: Ask, number: str) -> None:
    for name in ("events", "state", "guarded", "by"):
        said = do(desk, DESK, number, "add-fact", {"version": 1, "note": "x", name: "y"})
        assert (said.status, said.code, said.json["field"]) == (400, "unknown_field", name)


def test_s05_steps_in_the_wrong_order_are_refused(desk: Ask, number: str) -> None:
    said = do(desk, TRIAGE, number, "triage-case", {"version": 1, **TRIAGED, "handler": HANDLER})
    assert said.status == 409
    do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "known"})
    said = do(desk, DESK, number, "register-case", {"version": 2, "identity_check": "known"})
    assert (said.status, said.code) == (409, "already_registered")


def test_commands_of_others_are_refused_and_later_ones_say_not_yet(desk: Ask, number: str) -> None:
    assert do(desk, DESK, number, "triage-case", {"version": 1, **TRIAGED, "handler": HANDLER}).code == "not_yours"
    assert do(desk, DESK, number, "submit-plan", {"version": 1}).code == "not_yet"
    for command in ("receive-complaint", "reveal-identity", "watch-clocks", "check-evidence", "explode", "Register-Case"):
        assert do(desk, DESK, number, command, {"version": 1}).status == 404


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"category": "plumbing"}, "unknown_category", "category"),
        ({"sub_issue": "roof_leak"}, "unknown_sub_issue", "sub_issue"),
        ({"severity": 9}, "unknown_word", "severity"),
        ({"severity": 2.5}, "wrong_type", "severity"),
        ({"level": "group"}, "unknown_word", "level"),
        ({"lead": "moon"}, "unknown_word", "lead"),
        ({"handler": "nobody"}, "assignee_unknown", "handler"),
        ({"handler": OTHER}, "assignee_unknown", "handler"),
        ({"handler": DESK}, "assignee_unknown", "handler"),
        ({"handler": None}, "field_required", "handler"),
    ],
)
def test_triage_is_held_to_the_words_of_the_policy(desk: Ask, number: str, changes: dict[str, Any], code: str, field: str) -> None:
    do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "known"})
    said = do(desk, TRIAGE, number, "triage-case", {"version": 2, **TRIAGED, "handler": HANDLER} | changes)
    assert (said.status, said.code, said.json["field"]) == (400, code, field), said.text


def test_a_handler_with_an_interest_does_not_take_the_case(desk: Ask, number: str) -> None:
    taken_to(desk, number)
    assert do(desk, HANDLER, number, "accept-case", {"version": 3, "no_interest": False}).code == "recused"
    assert do(desk, "qian.feng", number, "accept-case", {"version": 3, "no_interest": True}).code == "not_yours"


def test_a_form_post_is_no_way_to_command(desk: Ask, number: str) -> None:
    head = bearer(DESK) | {"content-type": "application/x-www-form-urlencoded"}
    assert desk(event("POST", f"/api/desk/cases/{number}/add-fact", "version=1&note=x", headers=head)).status == 415


# ---- identity ----------------------------------------------------------------------------------------------------------


def test_an_identity_is_shown_for_a_reason_and_the_reading_is_recorded_first(desk: Ask, number: str) -> None:
    said = do(desk, DESK, number, "identity", {"reason": "call_owner"})
    assert said.status == 200, said.text
    assert (said.json["name"], said.json["phone"], said.json["email"]) == ("王芳", "13800138000", "wang@example.com")
    assert said.json["version"] == 2
    view = get(desk, DESK, f"cases/{number}")
    (reading,) = view.json["reads"]
    assert reading["by_words"] == {"zh": "林静", "en": "Lin Jing"}
    assert reading["reason_words"]["zh"] == "联系业主核实情况"
    assert "王芳" not in view.text


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "curious"}, {"reason": ["call_owner"]}])
def test_without_a_reason_of_the_policy_no_identity_is_shown(desk: Ask, number: str, body: dict[str, Any]) -> None:
    said = do(desk, DESK, number, "identity", body)
    assert said.status == 400
    assert "王芳" not in said.text
    assert get(desk, DESK, f"cases/{number}").json["reads"] == []


def test_an_anonymous_owner_has_no_identity_to_show(desk: Ask, owners: Ask) -> None:
    number = owners(post_json("/api/complaints", complaint(anonymous=True), key=KEY + "-anonymous")).json["number"]
    view = get(desk, DESK, f"cases/{number}").json
    assert (view["identity"]["held"], view["identity"]["anonymous"]) == (False, True)
    assert do(desk, DESK, number, "identity", {"reason": "call_owner"}).code == "no_contact_needed"


# ---- the door itself -----------------------------------------------------------------------------------------------------


def test_every_route_of_both_doors_declares_its_roles() -> None:
    from huiyin.entry import owner_api

    known = set(load_policy().charter.roles)
    for route in (*staff_api.ROUTES, *owner_api.ROUTES):
        assert route.roles, route.path
        assert route.roles <= known, route.path
    assert not any("owner" in route.roles for route in staff_api.ROUTES)


def test_no_route_of_the_desk_answers_without_a_token(desk: Ask, number: str) -> None:
    said = []
    for route in staff_api.ROUTES:
        path = route.path.replace("{number}", number).replace("{command}", "add-fact")
        said.append(desk(event(route.method, path)))
    assert {(one.status, one.text) for one in said} == {(401, said[0].text)}
    assert {one.headers["www-authenticate"] for one in said} == {"Bearer"}


@pytest.mark.parametrize(
    "head",
    [
        pytest.param({"x-remote-user": "admin"}, id="HD03-remote-user"),
        pytest.param({"x-user-id": DESK, "x-amzn-oidc-data": "e30.e30.e30"}, id="HD03-oidc-data"),
        pytest.param({"authorization": ""}, id="HD10-empty"),
        pytest.param({"authorization": "Basic bGluLmppbmc6eA=="}, id="HD10-basic"),
    ],
)
def test_headers_that_claim_a_user_open_nothing(desk: Ask, head: dict[str, str]) -> None:
    said = desk(event("GET", "/api/desk/me", headers=head))
    assert (said.status, said.code) == (401, "not_signed_in")


def test_hd10_two_tokens_or_a_strange_scheme_open_nothing(desk: Ask) -> None:
    good = bearer(DESK)["authorization"]
    for header in (f"{good},{good}", good.replace("Bearer", "bearer"), good + " ", "Bearer"):
        assert desk(event("GET", "/api/desk/me", headers={"authorization": header})).status == 401


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
