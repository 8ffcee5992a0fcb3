"""Commands of the desk: offered by role, read strictly, held to the words of the policy."""

from typing import Any

import pytest

from entry.conftest import Ask
from entry.people import CONFID, DESK, HANDLER, OTHER, TRIAGE, TRIAGED, do, get, receipt, taken_to
from huiyin.core.lifecycle import SLUGS


def test_actions_are_those_of_the_role_open_or_closed_with_a_reason(desk: Ask, number: str) -> None:
    of_desk = {one["command"]: one for one in get(desk, DESK, f"cases/{number}").json["actions"]}
    assert {"register-case", "log-contact", "add-fact", "raise-level", "reveal-identity"} <= set(of_desk)
    assert [command for command in of_desk if "desk" not in SLUGS[command].roles] == []
    assert of_desk["register-case"]["open"] is True
    check, flags = of_desk["register-case"]["fields"]
    assert (flags["name"], flags["needed"]) == ("flags", False)
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


def test_whoever_triages_may_set_what_makes_it_risky_and_the_score_is_shown(desk: Ask, number: str) -> None:
    assert do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "called_back"}).status == 200
    body = {"version": 2, **TRIAGED, "handler": HANDLER}
    assert do(desk, TRIAGE, number, "triage-case", {**body, "legal": 1}).json["field"] == "legal"
    said = do(desk, TRIAGE, number, "triage-case", {**body, "legal": 3, "likelihood": "4"})
    assert said.status == 200, said.text
    assert {one["code"]: one["words"]["zh"] for one in said.json["flags"]}["risk_orange"] == "风险 12（橙）"


def test_the_handler_of_a_closed_action_is_told_why(desk: Ask, number: str) -> None:
    taken_to(desk, number, accepted=True)
    (accept,) = [one for one in get(desk, HANDLER, f"cases/{number}").json["actions"] if one["command"] == "accept-case"]
    assert (accept["open"], accept["why"]["code"]) == (False, "already_accepted")


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


def test_commands_of_others_are_refused_and_of_other_doors_are_not_there(desk: Ask, number: str) -> None:
    assert do(desk, DESK, number, "triage-case", {"version": 1, **TRIAGED, "handler": HANDLER}).code == "not_yours"
    for command in ("receive-complaint", "reveal-identity", "watch-clocks", "check-evidence", "explode", "Register-Case"):
        assert do(desk, DESK, number, command, {"version": 1}).status == 404


@pytest.mark.asvs("V15.3.3")
def test_s14_fields_that_no_command_asks_for_are_refused(desk: Ask, number: str) -> None:
    for name in ("events", "state", "guarded", "by"):
        said = do(desk, DESK, number, "add-fact", {"version": 1, "note": "x", name: "y"})
        assert (said.status, said.code, said.json["field"]) == (400, "unknown_field", name)


def asked_of(desk: Ask, number: str) -> set[str]:
    """The names of everything that an officer may fill in on that case."""
    return {one["name"] for action in get(desk, CONFID, f"cases/{number}").json["actions"] for one in action["fields"]}


def test_the_confidential_officer_may_open_a_case_to_ordinary_staff(desk: Ask, owners: Ask, guarded: str) -> None:
    # What the owner asked for himself no officer opens alone.
    assert "release" not in asked_of(desk, guarded)
    hinted = receipt(owners, accused="三号岗的保安")["number"]
    assert "release" in asked_of(desk, hinted)
    released = {"version": 1, "identity_check": "not_possible", "release": True}
    assert do(desk, CONFID, guarded, "register-case", released).code == "release_needs_two"
    said = do(desk, CONFID, hinted, "register-case", released)
    assert said.status == 200, said.text
    assert get(desk, TRIAGE, f"cases/{hinted}").status == 200
