"""The desk on matters of many households: what it is asked for, who may, and what the group case shows."""

from typing import Any

import pytest

from entry.conftest import Ask
from entry.doors import KEY, complaint, post_json
from entry.people import CONFID, DESK, HANDLER, TRIAGE, do, get, taken_to
from huiyin.casework import members_list
from huiyin.core.case import case_id_of
from huiyin.entry import wiring
from huiyin.entry.actions.groups import GROUPS

DUTY_MANAGER = "luo.han"
CAUSE = {"cause": "同一台曳引机磨损", "whole": False}


def action(desk: Ask, who: str, number: str, command: str) -> dict[str, Any]:
    (found,) = [one for one in get(desk, who, f"cases/{number}").json["actions"] if one["command"] == command]
    return dict(found)


def names(found: dict[str, Any]) -> list[str]:
    return [one["name"] for one in found["fields"]]


def group_of(number: str) -> str:
    history = wiring.case_store().load(case_id_of(number))
    assert history is not None
    assert history.case.handling.membership is not None
    group = wiring.case_store().load(history.case.handling.membership.group)
    assert group is not None
    return group.case.number


def another(owners: Ask, n: int = 2) -> str:
    return str(owners(post_json("/api/complaints", complaint(), key=f"{KEY}-{n:04d}")).json["number"])


def test_triage_opens_a_group_case_which_has_no_owner_and_says_what_is_common(desk: Ask, number: str) -> None:
    taken_to(desk, number)
    assert names(action(desk, TRIAGE, number, "open-group-case")) == ["cause", "whole"]
    said = do(desk, TRIAGE, number, "open-group-case", {"version": 3, **CAUSE})
    assert (said.status, said.json["state"]) == (200, "MERGED"), said.text
    group = get(desk, TRIAGE, f"cases/{group_of(number)}").json
    assert (group["level"], group["matter"], group["state"]) == ("group", CAUSE["cause"], "REGISTERED")
    assert group["identity"]["masked"] == {"phone": None, "email": None}
    assert (group["identity"]["held"], group["flags"]) == (False, [])
    assert (group["channel_words"]["zh"], group["submitter_words"]["zh"]) == ("群体件", "多户")
    assert [one["number"] for one in group["group"]["members"]] == [number]


def test_another_case_joins_by_the_number_of_the_group_and_leaves_with_a_reason(desk: Ask, owners: Ask, number: str) -> None:
    taken_to(desk, number)
    do(desk, TRIAGE, number, "open-group-case", {"version": 3, **CAUSE})
    group, other = group_of(number), another(owners)
    taken_to(desk, other)
    assert names(action(desk, TRIAGE, other, "join-group")) == ["group", "own"]
    unknown = do(desk, TRIAGE, other, "join-group", {"version": 3, "group": number})
    assert (unknown.code, unknown.json["field"]) == ("unknown_group", "group")
    joined = do(desk, TRIAGE, other, "join-group", {"version": 3, "group": group, "own": "我家门铃也坏了"})
    assert (joined.status, joined.json["state"]) == (200, "MERGED"), joined.text
    assert names(action(desk, TRIAGE, other, "answer-own-part")) == ["text"]
    written = do(desk, TRIAGE, other, "answer-own-part", {"version": 4, "text": "门铃明天换。"})
    assert written.status == 200, written.text
    assert do(desk, TRIAGE, other, "leave-group", {"version": 5}).json["field"] == "reason"
    assert do(desk, TRIAGE, other, "leave-group", {"version": 5, "reason": "另有损失"}).json["state"] == "TRIAGED"


def test_members_stand_on_the_list_of_their_group_and_not_on_the_desks(desk: Ask, number: str) -> None:
    taken_to(desk, number)
    do(desk, TRIAGE, number, "open-group-case", {"version": 3, **CAUSE})
    group = group_of(number)
    shown = [row["number"] for row in get(desk, TRIAGE, "cases", view="all").json["items"]]
    assert (group in shown, number in shown) == (True, False)
    page = wiring.case_store().worklist(members_list(case_id_of(group)), cursor=None, limit=5)
    assert [row.number for row in page.rows] == [number]


def test_the_duty_manager_declares_an_incident_of_what_has_just_come_in(desk: Ask, number: str) -> None:
    assert names(action(desk, DUTY_MANAGER, number, "declare-incident")) == ["cause", "whole"]
    said = do(desk, DUTY_MANAGER, number, "declare-incident", {"version": 1, "cause": "三栋停梯", "whole": False})
    assert (said.status, said.json["state"]) == (200, "MERGED"), said.text


def test_an_open_group_case_is_made_an_incident_without_asking_where(desk: Ask, number: str) -> None:
    taken_to(desk, number)
    do(desk, TRIAGE, number, "open-group-case", {"version": 3, **CAUSE})
    group = group_of(number)
    assert names(action(desk, DUTY_MANAGER, group, "declare-incident")) == ["cause"]
    said = do(
        desk, DUTY_MANAGER, group, "declare-incident", {"version": get(desk, DUTY_MANAGER, f"cases/{group}").json["version"], **CAUSE}
    )
    assert said.status == 200, said.text
    assert action(desk, DUTY_MANAGER, group, "declare-incident")["why"]["code"] == "incident_runs"


@pytest.mark.parametrize(("who", "command"), [(DESK, "open-group-case"), (HANDLER, "join-group"), (TRIAGE, "declare-incident")])
def test_nobody_else_makes_or_joins_a_group(desk: Ask, number: str, who: str, command: str) -> None:
    taken_to(desk, number)
    assert command not in [one["command"] for one in get(desk, who, f"cases/{number}").json["actions"]]
    body: dict[str, Any] = {"group": number} if command == "join-group" else {"cause": "x"}
    assert do(desk, who, number, command, {"version": 3, **body}).code == "not_yours"


def test_a_confidential_case_and_its_group_are_not_to_be_seen_from_each_other(desk: Ask, guarded: str) -> None:
    said = do(desk, TRIAGE, guarded, "open-group-case", {"version": 1, **CAUSE})
    assert said.status == 404
    assert "open-group-case" not in [one["command"] for one in get(desk, CONFID, f"cases/{guarded}").json["actions"]]


def test_every_command_of_a_person_on_groups_has_its_form() -> None:
    commands = {one.command for one in GROUPS}
    of_an_incident = {"declare-incident", "update-incident", "end-incident"}
    assert commands == {"open-group-case", "refuse-group", "join-group", "leave-group", "answer-own-part"} | of_an_incident
