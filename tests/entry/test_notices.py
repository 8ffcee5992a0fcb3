"""What everybody may read of an incident, and what an owner reads of those with whom his matter is handled."""

from typing import Any

import pytest

from entry.conftest import Ask
from entry.doors import KEY, complaint, event, post_json
from entry.people import TRIAGE, do, get, taken_to
from entry.test_group_reactions import case_of, group_number, replay, report

DUTY = "luo.han"
LIFT = "/api/notices?sub_issue=out_of_service&building=b3"


def look(owners: Ask, path: str) -> list[dict[str, Any]]:
    path, _, query = path.partition("?")
    asked = event("GET", path)
    asked["rawQueryString"] = query
    asked["queryStringParameters"] = dict(pair.split("=") for pair in query.split("&")) if query else {}
    answer = owners(asked)
    assert answer.status == 200, answer.text
    return answer.json["notices"]  # type: ignore[no-any-return]


def declared(owners: Ask, desk: Ask) -> tuple[str, str]:
    """A report, and the number of the incident that was declared of it."""
    number = report(owners, 1)
    said = do(desk, DUTY, number, "declare-incident", {"version": 1, "cause": "曳引机故障，内部说法", "whole": False})
    assert said.status == 200, said.text
    return number, group_number(number)


def tracked(owners: Ask, receipt: dict[str, Any], act: str = "") -> Any:
    body = {"number": receipt["number"], "code": receipt["code"]}
    return owners(post_json(f"/api/owner/{act}" if act else "/api/track", body, key=f"{KEY}-{act or 'track'}"))


def test_an_incident_is_told_to_everybody_with_the_time_of_the_next_word(owners: Ask, desk: Ask) -> None:
    assert look(owners, LIFT) == []
    _, group = declared(owners, desk)
    (first,) = look(owners, LIFT)
    assert first["words"]["zh"].startswith("这个情况我们已经知道")
    assert first["next_update"] is not None
    told = do(desk, DUTY, group, "update-incident", {"version": 1, "words": "维保已到场。", "words_en": "Engineers are there."})
    assert told.status == 200, told.text
    (notice,) = look(owners, LIFT)
    assert notice["words"] == {"zh": "维保已到场。", "en": "Engineers are there."}
    assert "内部说法" not in str(notice)
    assert look(owners, "/api/notices?sub_issue=out_of_service&building=b4") == []
    assert look(owners, "/api/notices?building=b3") == []


def test_what_is_over_is_told_no_more(owners: Ask, desk: Ask) -> None:
    _, group = declared(owners, desk)
    assert do(desk, DUTY, group, "end-incident", {"version": 1, "words": "已恢复。"}).status == 200
    assert look(owners, LIFT) == []


@pytest.mark.parametrize("query", ["sub_issue=riot", "building=b99", "community=nowhere", "name=x"])
def test_what_the_policy_does_not_know_is_refused(owners: Ask, query: str) -> None:
    asked = event("GET", "/api/notices")
    asked["rawQueryString"], asked["queryStringParameters"] = query, dict([query.split("=")])
    assert owners(asked).status == 400


def test_a_member_reads_what_is_new_and_nothing_of_who_else_is_in_it(owners: Ask, desk: Ask) -> None:
    receipt = owners(post_json("/api/complaints", complaint(), key=f"{KEY}-0001")).json
    said = do(desk, DUTY, receipt["number"], "declare-incident", {"version": 1, "cause": "曳引机故障", "whole": False})
    assert said.status == 200
    group = group_number(receipt["number"])
    do(desk, DUTY, group, "update-incident", {"version": 1, "words": "维保已到场。"})
    found = tracked(owners, receipt).json
    assert (found["together"]["joined"], found["together"]["incident"]) == (True, True)
    assert found["together"]["notice"]["words"]["zh"] == "维保已到场。"
    assert group not in str(found)
    assert {"leave", "name-me"} <= set(found["can"])
    assert "join" not in found["can"]


def test_an_owner_joins_the_group_about_his_matter_and_only_that(owners: Ask, desk: Ask) -> None:
    founder = report(owners, 1)
    taken_to(desk, founder)
    receipt = owners(post_json("/api/complaints", complaint(), key=f"{KEY}-0002")).json
    taken_to(desk, receipt["number"])
    assert "join" not in tracked(owners, receipt).json["can"]
    assert tracked(owners, receipt, "join").status == 409
    assert do(desk, TRIAGE, founder, "open-group-case", {"version": 3, "cause": "同一台曳引机", "whole": False}).status == 200
    found = tracked(owners, receipt).json
    assert found["together"] == {"joined": False, "incident": False, "notice": None}
    assert "join" in found["can"]
    joined = owners(
        post_json("/api/owner/join", {"number": receipt["number"], "code": receipt["code"], "own": "门铃也坏了"}, key=f"{KEY}-j")
    )
    assert joined.status == 200, joined.text
    assert (joined.json["state"], joined.json["together"]["joined"]) == ("MERGED", True)
    membership = case_of(receipt["number"]).handling.membership
    assert membership is not None
    assert membership.own == "open"


def test_who_agrees_to_be_named_is_named_to_the_desk_by_his_number_alone(owners: Ask, desk: Ask) -> None:
    receipt = owners(post_json("/api/complaints", complaint(), key=f"{KEY}-0001")).json
    taken_to(desk, receipt["number"])
    assert do(desk, TRIAGE, receipt["number"], "open-group-case", {"version": 3, "cause": "同一台曳引机", "whole": False}).status == 200
    assert tracked(owners, receipt, "name-me").status == 200
    replay(receipt["number"])
    shown = get(desk, TRIAGE, f"cases/{group_number(receipt['number'])}").json["group"]
    assert shown["spokesmen"] == [receipt["number"]]
    assert shown["households"] == 1
    assert "1 户" in shown["committee"]["zh"]
    assert "name-me" not in tracked(owners, receipt).json["can"]
