"""Triage and levels at the desk's door: further points and departments, returns, and why a level moves."""

from typing import Any

import pytest

from builders import a_case, register, staff, triage
from entry.conftest import Ask
from entry.doors import post_json
from entry.people import DESK, HANDLER, MANAGER, TRIAGE, TRIAGED, do, get, receipt, taken_to
from huiyin.core.commands import LowerLevel, RaiseLevel, ReturnToTriage, TriageCase
from huiyin.core.errors import NotUnderstood
from huiyin.entry.actions.triage import LEVELS
from huiyin.entry.actions.triage import TRIAGE as CLASSING
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields
from huiyin.policy.schema import Policy

BY_COMMAND = {one.command: one for one in (*CLASSING, *LEVELS)}


def read(policy: Policy, command: str, **values: Any) -> Any:
    fields = Fields(Body(values=values, form=False))
    ask = BY_COMMAND[command].read(fields, staff(policy, "he.min"), policy)
    fields.nothing_else()
    return ask


def test_further_points_and_departments_are_read(policy: Policy) -> None:
    point = {"category": "noise", "sub_issue": "plant_hum"}
    ask = read(policy, "triage-case", **TRIAGED, handler=HANDLER, points=[point], co_departments=["security"])
    assert isinstance(ask, TriageCase)
    assert (ask.points, ask.co_departments) == ((("noise", "plant_hum"),), ("security",))
    with pytest.raises(NotUnderstood) as refused:
        read(policy, "triage-case", **TRIAGED, handler=HANDLER, points=[point, {**point, "sub_issue": "roof_leak"}])
    assert (refused.value.code, refused.value.field) == ("unknown_sub_issue", "points.1.sub_issue")


def test_the_form_offers_departments_that_are_not_accused(policy: Policy) -> None:
    fields = {one["name"]: one for one in BY_COMMAND["triage-case"].fields(a_case(policy), staff(policy, "he.min"), policy)}
    assert "security" in [choice["value"] for choice in fields["co_departments"]["choices"]]
    assert [column["name"] for column in fields["points"]["columns"]] == ["category", "sub_issue"]
    assert fields["points"]["needed"] is False


def test_levels_and_returns_are_read(policy: Policy) -> None:
    by = staff(policy, "he.min")
    raising = read(policy, "raise-level", reasons=["M2", "M6"], note="有人受伤")
    assert raising == RaiseLevel(by=by, level="major", reasons=("M2", "M6"), note="有人受伤")
    assert read(policy, "lower-level", reason="没有人受伤") == LowerLevel(by=by, level="general", reason="没有人受伤")
    assert read(policy, "return-to-triage", reason="属于秩序部") == ReturnToTriage(by=by, reason="属于秩序部")
    with pytest.raises(NotUnderstood):
        read(policy, "raise-level", reasons=["M99"], note="有人受伤")
    assert BY_COMMAND["lower-level"].fields(a_case(policy, register(policy), triage(policy)), by, policy)[0]["kind"] == "long"


def test_a_case_is_given_back_triaged_anew_and_raised_through_the_door(desk: Ask, number: str) -> None:
    taken_to(desk, number)
    said = do(desk, HANDLER, number, "return-to-triage", {"version": 3, "reason": "属于秩序部"})
    assert (said.status, said.json["state"], said.json["lead"]) == (200, "REGISTERED", None), said.text
    assert do(desk, TRIAGE, number, "triage-case", {"version": 4, **TRIAGED, "handler": HANDLER}).status == 200
    assert do(desk, HANDLER, number, "return-to-triage", {"version": 5, "reason": "还是秩序部"}).status == 200
    of_triage = {one["command"]: one for one in get(desk, TRIAGE, f"cases/{number}").json["actions"]}
    assert (of_triage["triage-case"]["open"], of_triage["triage-case"]["why"]["code"]) == (False, "manager_decides")
    assert do(desk, MANAGER, number, "triage-case", {"version": 6, **TRIAGED, "handler": HANDLER}).status == 200
    said = do(desk, DESK, number, "raise-level", {"version": 7, "reasons": ["M2"], "note": "有人受伤"})
    assert (said.status, said.json["level"]) == (200, "major"), said.text
    assert said.json["timeline"][-1]["words"] == "有人受伤"
    again = do(desk, DESK, number, "raise-level", {"version": 8, "reasons": ["M2"], "note": "有人受伤"})
    assert (again.code, again.json["field"]) == ("level_stands", "reasons")
    assert do(desk, DESK, number, "lower-level", {"version": 8, "reason": "没有人受伤"}).code == "not_yours"
    assert do(desk, MANAGER, number, "lower-level", {"version": 8, "reason": "没有人受伤"}).json["level"] == "general"


def test_points_before_a_court_are_noted_at_the_desk_and_told_to_the_owner(desk: Ask, owners: Ask) -> None:
    given = receipt(owners)
    number = given["number"]
    taken_to(desk, number)
    offered = {one["command"]: one["fields"] for one in get(desk, TRIAGE, f"cases/{number}").json["actions"]}
    assert [choice["value"] for choice in offered["note-pending"][0]["choices"]] == ["1"]
    said = do(desk, TRIAGE, number, "note-pending", {"version": 3, "points": ["1"], "elsewhere": "court", "note": "已立案"})
    assert (said.status, said.json["state"]) == (200, "TRIAGED"), said.text
    row = said.json["timeline"][-1]
    assert (row["title"]["zh"], row["words"]) == ("第 1 条正由法院办理，以那边的结果为准；其余照常办理", "已立案")
    seen = owners(post_json("/api/track", {"number": number, "code": given["code"]})).json["timeline"][-1]
    assert (seen["title"]["en"], seen["words"]) == ("Point 1 is before a court and is left to it; the rest goes on", None)
    again = do(desk, TRIAGE, number, "note-pending", {"version": 4, "points": [], "note": "已撤诉"})
    assert again.json["timeline"][-1]["title"]["zh"] == "原来另案办理的部分恢复由我们办理"
    assert do(desk, TRIAGE, number, "note-pending", {"version": 5, "points": ["9"], "note": "x"}).code == "unknown_word"


def test_the_asset_is_chosen_from_the_estate_and_shown_on_the_case(desk: Ask, owners: Ask) -> None:
    given = receipt(owners)
    number = given["number"]
    taken_to(desk, number, accepted=True)
    (offered,) = [one for one in get(desk, HANDLER, f"cases/{number}").json["actions"] if one["command"] == "name-asset"]
    (field,) = offered["fields"]
    assert (field["choices"][0]["name"]["zh"], field["value"], field["needed"]) == ("3 号楼 1 号梯", None, False)
    said = do(desk, HANDLER, number, "name-asset", {"version": 4, "asset": "b3_lift2"})
    assert (said.status, said.json["asset_words"]["zh"]) == (200, "3 号楼 2 号梯")
    assert said.json["timeline"][-1]["title"]["zh"] == "涉及设备：3 号楼 2 号梯"
    none = do(desk, TRIAGE, number, "name-asset", {"version": 5})
    assert (none.json["asset_words"], none.json["timeline"][-1]["title"]["zh"]) == (None, "不涉及具体设备")
    # What staff settle among themselves is no news to the owner.
    seen = owners(post_json("/api/track", {"number": number, "code": given["code"]})).json
    assert not [one for one in seen["timeline"] if one["type"] == "AssetNamed"]
