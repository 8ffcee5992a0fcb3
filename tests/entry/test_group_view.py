"""The group on the page of a case: its number, whether it is an incident, and the members whom the reader may know of."""

from typing import Any

import pytest

from entry.conftest import Ask
from entry.doors import KEY, complaint, post_json
from entry.people import DESK, HANDLER, MANAGER, TRIAGE, do, get, taken_to
from huiyin.entry import group_view


def a_group(desk: Ask, number: str) -> dict[str, Any]:
    taken_to(desk, number)
    said = do(desk, TRIAGE, number, "open-group-case", {"version": 3, "cause": "同一台曳引机", "whole": False})
    assert said.status == 200, said.text
    return dict(said.json["group"])


def test_a_member_shows_the_number_of_its_group_and_no_other_member(desk: Ask, number: str) -> None:
    group = a_group(desk, number)
    assert (group["incident"], group["members"], group["more"]) == (False, [], False)
    assert group["number"] != number


def test_the_group_case_lists_its_members_by_number_and_state(desk: Ask, number: str) -> None:
    shown = get(desk, TRIAGE, f"cases/{a_group(desk, number)['number']}").json["group"]
    assert [(one["number"], one["state"]) for one in shown["members"]] == [(number, "MERGED")]
    assert {key for one in shown["members"] for key in one} == {"number", "state", "state_words"}


def test_an_ordinary_case_shows_no_group(desk: Ask, number: str) -> None:
    assert get(desk, DESK, f"cases/{number}").json["group"] is None


def test_whoever_may_not_open_the_group_does_not_learn_its_number(desk: Ask, number: str) -> None:
    a_group(desk, number)
    assert get(desk, HANDLER, f"cases/{number}").json["group"] is None
    assert get(desk, MANAGER, f"cases/{number}").json["group"] is not None


def test_a_long_list_says_that_there_are_more(desk: Ask, owners: Ask, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_view, "SHOWN", 1)
    group = a_group(desk, number)["number"]
    other = str(owners(post_json("/api/complaints", complaint(), key=f"{KEY}-0002")).json["number"])
    taken_to(desk, other)
    assert do(desk, TRIAGE, other, "join-group", {"version": 3, "group": group}).status == 200
    shown = get(desk, TRIAGE, f"cases/{group}").json["group"]
    assert (len(shown["members"]), shown["more"]) == (1, True)
