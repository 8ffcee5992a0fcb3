"""The desk on bodies outside, and on what the ladder brought to somebody."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from entry.conftest import Ask
from entry.people import CONFID, HANDLER, MANAGER, do, get, taken_to
from huiyin.casework import look_at_clocks
from huiyin.core.case import case_id_of
from huiyin.entry import wiring
from huiyin.policy import load_policy

LEAD = "zhao.gang"
PASSED = {"outside_body": "street_office", "contact": "张主任", "document": "函 12 号", "follow_up_d": 7}


def action(desk: Ask, who: str, number: str, command: str) -> dict[str, Any]:
    (found,) = [one for one in get(desk, who, f"cases/{number}").json["actions"] if one["command"] == command]
    return dict(found)


def fields(found: dict[str, Any]) -> dict[str, Any]:
    return {one["name"]: one for one in found["fields"]}


def test_a_case_is_passed_on_and_comes_back(desk: Ask, number: str) -> None:
    taken_to(desk, number, accepted=True)
    asked = fields(action(desk, MANAGER, number, "transfer-case"))
    assert list(asked) == ["outside_body", "contact", "document", "follow_up_d"]
    assert [one["value"] for one in asked["outside_body"]["choices"]] == list(load_policy().measures.bodies)
    assert [one["value"] for one in asked["follow_up_d"]["choices"]] == list(range(1, load_policy().measures.follow_up_d + 1))
    sent = do(desk, MANAGER, number, "transfer-case", {"version": 4, **PASSED})
    assert (sent.status, sent.json["state"]) == (200, "TRANSFERRED"), sent.text
    assert fields(action(desk, MANAGER, number, "record-transfer-result")).keys() == {"result", "to"}
    back = do(desk, MANAGER, number, "record-transfer-result", {"version": 5, "result": "已派人", "to": "VERIFYING"})
    assert (back.status, back.json["state"]) == (200, "VERIFYING"), back.text


def test_only_roles_of_the_row_are_shown_the_command(desk: Ask, number: str) -> None:
    taken_to(desk, number, accepted=True)
    assert not [one for one in get(desk, HANDLER, f"cases/{number}").json["actions"] if one["command"] == "transfer-case"]
    assert do(desk, HANDLER, number, "transfer-case", {"version": 4, **PASSED}).code == "not_yours"
    assert action(desk, CONFID, number, "transfer-case")["why"]["code"] == "not_yours"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outside_body": "moon"}, "outside_body"),
        ({"contact": ""}, "contact"),
        ({"follow_up_d": 31}, "follow_up_d"),
        ({"body": "police"}, "body"),
    ],
)
def test_what_is_sent_is_read_strictly(desk: Ask, number: str, changes: dict[str, Any], field: str) -> None:
    taken_to(desk, number)
    said = do(desk, MANAGER, number, "transfer-case", {"version": 3, **PASSED, **changes})
    assert (said.status, said.json["field"]) == (400, field)


def test_whoever_hears_of_a_promise_says_so_once(desk: Ask, number: str) -> None:
    taken_to(desk, number, accepted=True)
    quiet = action(desk, LEAD, number, "acknowledge-step")
    assert (quiet["open"], quiet["why"]["code"]) == (False, "nothing_to_acknowledge")
    late = datetime.now(UTC) + timedelta(days=2)
    look_at_clocks(case_id_of(number), store=wiring.case_store(), policy=load_policy(), now=late)
    told = fields(action(desk, LEAD, number, "acknowledge-step"))["step"]
    values = [one["value"] for one in told["choices"]]
    assert "answer.dept_lead" in values
    assert not [value for value in values if value.endswith(".company")]
    assert [one["name"]["zh"] for one in told["choices"] if one["value"] == "answer.dept_lead"] == ["答复（部门负责人）"]
    version = get(desk, LEAD, f"cases/{number}").json["version"]
    said = do(desk, LEAD, number, "acknowledge-step", {"version": version, "step": "answer.dept_lead"})
    assert said.status == 200, said.text
    left = fields(action(desk, LEAD, number, "acknowledge-step")).get("step", {"choices": []})
    assert "answer.dept_lead" not in [one["value"] for one in left["choices"]]
    wrong = do(desk, LEAD, number, "acknowledge-step", {"version": version + 1, "step": "answer"})
    assert (wrong.status, wrong.json["field"]) == (400, "step")
