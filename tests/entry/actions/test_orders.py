"""The desk on orders of authorities: written down at the counter or later, put right, and their reply recorded."""

from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import KEY, complaint, event, post_json
from entry.people import CONFID, DESK, HANDLER, TRIAGE, do, get, receipt, taken_to
from entry.tokens import bearer

TOLD = {"order_body": "hotline_12345", "order_number": "HZ202611230017", "order_due": "2026-11-24T12:00"}
REPLY = {"order": "1", "order_way": "platform"}


def taken_down(desk: Ask, **changes: Any) -> Any:
    body = {**complaint(channel="authority", mode="written"), **TOLD, **changes}
    sent = {name: value for name, value in body.items() if value is not None}
    return desk(post_json("/api/desk/complaints", sent, headers=bearer(DESK), key=f"{KEY}-order"))


def action(desk: Ask, who: str, number: str, command: str) -> dict[str, Any]:
    (found,) = [one for one in get(desk, who, f"cases/{number}").json["actions"] if one["command"] == command]
    return dict(found) | {"by_name": {one["name"]: one for one in found["fields"]}}


def test_a_matter_of_an_authority_is_registered_with_its_order_at_the_counter(desk: Ask) -> None:
    said = taken_down(desk)
    assert said.status == 201, said.text
    view = get(desk, DESK, f"cases/{said.json['number']}").json
    assert view["channel_words"]["zh"] == "12345 等部门转办"
    (order,) = view["orders"]
    assert (order["body_words"]["zh"], order["number"]) == ("12345 政务服务便民热线", TOLD["order_number"])
    assert (order["due"], order["replied"]) == ("2026-11-24T12:00:00+08:00", None)
    # The day of the authority comes before our own: the owner is answered by then.
    assert view["due"]["answer"] == "2026-11-24T12:00:00+08:00"
    flags = {one["code"]: one["words"]["zh"] for one in view["flags"]}
    assert flags["authority_due"].startswith("转办单位要求 11 月 24 日")
    assert "authority_order" in flags


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"order_number": None}, "field_required", "order_number"),
        ({"order_due": None}, "field_required", "order_due"),
        ({"order_body": None}, "field_required", "order_body"),
        ({"order_body": "moon"}, "unknown_word", "order_body"),
        ({"order_due": "soon"}, "date_invalid", "order_due"),
        ({"order_due": "2026-11-20T12:00"}, "date_passed", "order_due"),
        ({"order_number": "x" * 101}, "max_length", "order_number"),
    ],
)
def test_an_order_at_the_counter_is_read_strictly(desk: Ask, changes: dict[str, Any], code: str, field: str) -> None:
    said = taken_down(desk, **changes)
    assert (said.status, said.code, said.json["field"]) == (400, code, field)


def test_an_order_is_written_down_and_put_right_on_an_open_case(desk: Ask, number: str) -> None:
    taken_to(desk, number)
    offered = action(desk, TRIAGE, number, "note-order")
    assert list(offered["by_name"]) == ["order_body", "order_number", "order_due"]
    noted = do(desk, TRIAGE, number, "note-order", {"version": 3, **TOLD})
    assert noted.status == 200, noted.text
    assert noted.json["timeline"][-1]["title"]["zh"].startswith("登记12345 政务服务便民热线的转办单：要求 11 月 24 日")
    assert noted.json["timeline"][-1]["words"] == TOLD["order_number"]
    again = action(desk, TRIAGE, number, "note-order")["by_name"]["order"]
    assert ([one["value"] for one in again["choices"]], again["needed"]) == (["1"], False)
    assert again["choices"][0]["name"]["zh"] == "12345 政务服务便民热线（2026-11-24）"
    right = do(
        desk, TRIAGE, number, "note-order", {"version": 4, **TOLD, "order": "1", "order_body": "street_office", "order_number": "17"}
    )
    assert [(one["number"], one["body_words"]["zh"]) for one in right.json["orders"]] == [("17", "街道办事处")]
    assert right.json["timeline"][-1]["title"]["zh"].startswith("更正街道办事处的转办单")


def test_the_reply_is_recorded_and_the_owner_sees_that_the_authority_has_it(desk: Ask, owners: Ask) -> None:
    given = receipt(owners)
    number = given["number"]
    taken_to(desk, number, accepted=True)
    closed = action(desk, DESK, number, "record-order-reply")
    assert (closed["open"], closed["why"]["code"]) == (False, "no_order_owed")
    assert do(desk, DESK, number, "note-order", {"version": 4, **TOLD}).status == 200
    offered = action(desk, HANDLER, number, "record-order-reply")["by_name"]
    assert list(offered) == ["order", "order_way", "replied_at", "order_document", "note", "files"]
    assert offered["order"]["value"] == "1"
    assert do(desk, HANDLER, number, "record-order-reply", {"version": 5, "order": "1"}).json["field"] == "order_way"
    body = {"version": 5, **REPLY, "order_document": "物函〔2026〕8 号", "replied_at": "2026-11-23T09:00", "note": "已说明更换皮带"}
    said = do(desk, HANDLER, number, "record-order-reply", body)
    assert said.status == 200, said.text
    replied = said.json["orders"][0]["replied"]
    assert (replied["by_words"]["zh"], replied["way_words"]["zh"]) == ("李伟", "转办平台回填")
    assert (replied["document"], replied["at"]) == ("物函〔2026〕8 号", "2026-11-23T09:00:00+08:00")
    assert "authority_due" not in [one["code"] for one in said.json["flags"]]
    seen = owners(post_json("/api/track", {"number": number, "code": given["code"]})).json
    assert [one["title"]["zh"] for one in seen["timeline"][-2:]][1] == "我们已答复12345 政务服务便民热线"
    # The owner hears whom we replied to, nothing of the papers.
    assert [one["words"] for one in seen["timeline"][-2:]] == [None, None]
    assert "物函" not in str(seen)
    assert TOLD["order_number"] not in str(seen)


def test_of_a_guarded_case_the_confidential_officer_has_both(desk: Ask, guarded: str) -> None:
    assert do(desk, DESK, guarded, "note-order", {"version": 1, **TOLD}).status == 404
    noted = do(desk, CONFID, guarded, "note-order", {"version": 1, **TOLD})
    assert noted.status == 200, noted.text
    said = do(desk, CONFID, guarded, "record-order-reply", {"version": 2, **REPLY})
    assert (said.status, said.json["timeline"][-1]["type"]) == (200, "OrderReplied")


def test_the_authority_waits_whatever_became_of_the_case_and_so_do_the_lists(desk: Ask, owners: Ask) -> None:
    given = receipt(owners)
    number = given["number"]
    taken_to(desk, number, accepted=True)
    assert do(desk, DESK, number, "note-order", {"version": 4, **TOLD}).status == 200
    assert owners(post_json("/api/owner/withdraw", {"number": number, "code": given["code"]})).json["state"] == "WITHDRAWN"
    late = MONDAY_9AM + timedelta(days=2)

    def listed(who: str, view: str) -> list[tuple[str, str, bool]]:
        said = desk(event("GET", "/api/desk/cases", headers=bearer(who, late), query={"view": view}, at=late))
        return [(row["number"], row["due_kind"], row["overdue"]) for row in said.json["items"]]

    for view in ("mine", "department", "overdue", "all"):
        assert listed(HANDLER, view) == [(number, "order_reply", True)], view
    assert listed(HANDLER, "to-call") == []
    assert do(desk, HANDLER, number, "record-order-reply", {"version": 6, **REPLY}).status == 200
    assert [listed(HANDLER, view) for view in ("mine", "department", "overdue", "all")] == [[]] * 4
