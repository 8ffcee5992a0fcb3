"""Two lanes behind the doors: what a door does with a guarded case, and what it tells when the lane does not answer."""

from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import KEY, MATTER, complaint, event, post_json
from entry.people import DESK, do, get
from entry.tokens import bearer
from huiyin.entry import wiring
from huiyin.entry.lanes import Confided, keep_to_lane
from huiyin.entry.requests import Request
from huiyin.store.lane import LaneFailed
from infra.local.calls import CALLS


@pytest.fixture
def asked(cloud: None, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Everything that was handed over."""
    heard: list[Any] = []
    answer = CALLS.answer
    assert answer is not None

    def listening(name: str, event: Any) -> Any:
        heard.append((name, event["rawPath"]))
        return answer(name, event)

    monkeypatch.setattr(CALLS, "answer", listening)
    return heard


def test_what_is_asked_of_a_guarded_case_is_answered_by_the_lane_and_of_every_other_by_the_door(
    owners: Ask, desk: Ask, guarded: str, number: str, asked: list[Any]
) -> None:
    assert get(desk, "ye.qing", f"cases/{guarded}").json["number"] == guarded
    assert asked == [("ConfidentialLane:live", f"/api/desk/cases/{guarded}")]
    assert get(desk, DESK, f"cases/{number}").json["number"] == number
    assert get(desk, "ye.qing", "cases", view="all").status == 200
    assert len(asked) == 1


def test_whoever_may_not_know_of_it_is_refused_before_anything_is_handed_over(
    desk: Ask, owners: Ask, guarded: str, asked: list[Any]
) -> None:
    assert get(desk, DESK, f"cases/{guarded}").status == 404
    assert owners(post_json("/api/track", {"number": guarded, "code": "0000-0000-0000-0000"})).status == 404
    assert asked == []


def test_a_lane_that_does_not_answer_closes_that_case_alone(
    owners: Ask, desk: Ask, guarded: str, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(event: Any) -> Any:
        raise LaneFailed

    monkeypatch.setattr(wiring.lane(), "answer", silent)
    said = get(desk, "ye.qing", f"cases/{guarded}")
    assert (said.status, said.code, said.headers["retry-after"]) == (503, "unavailable", "60")
    assert {row["number"] for row in get(desk, "ye.qing", "cases", view="all").json["items"]} == {guarded, number}
    assert get(desk, "ye.qing", f"cases/{number}").status == 200


def test_a_door_goes_no_further_with_a_guarded_case(owners: Ask, guarded: str, number: str) -> None:
    store = wiring.case_store()
    ordinary, confided = (store.load(one.rsplit("-", 1)[1]) for one in (number, guarded))
    assert ordinary is not None
    assert confided is not None
    here, in_lane = (Request.of(event("GET", "/", at=MONDAY_9AM), confided=where) for where in (False, True))
    keep_to_lane(here, ordinary.case)
    keep_to_lane(in_lane, confided.case)
    with pytest.raises(Confided):
        keep_to_lane(here, confided.case)


def test_many_cases_of_which_one_is_guarded_are_seen_to_where_all_can_be(desk: Ask, owners: Ask, guarded: str, asked: list[Any]) -> None:
    other = owners(post_json("/api/complaints", complaint(), key=KEY + "-another")).json["number"]
    ticked = {"cases": [{"number": one, "version": 1} for one in (other, guarded)], "note": "已转告。"}
    said = desk(post_json("/api/desk/bulk/add-fact", ticked, key=KEY + "-bulk", headers=bearer("ye.qing")))
    assert [(one["number"], one["done"], one["version"]) for one in said.json["results"]] == [(other, True, 2), (guarded, True, 2)]
    assert [path for _, path in asked] == ["/api/desk/bulk/add-fact"]


def test_a_colleague_who_reads_what_it_is_about_makes_it_confidential_and_sees_it_no_more(
    desk: Ask, owners: Ask, number: str, asked: list[Any]
) -> None:
    assert do(desk, DESK, number, "confide-case", {"version": 1, "reason": ""}).status == 400
    said = do(desk, DESK, number, "confide-case", {"version": 1, "reason": "里面指认了一位同事。"})
    assert said.status == 200, said.text
    # No door may wrap a key for the lane: the step is carried out there.
    assert [path for _, path in asked] == [f"/api/desk/cases/{number}/confide-case"]
    assert get(desk, DESK, f"cases/{number}").status == 404
    assert get(desk, "ye.qing", f"cases/{number}").json["matter"] == MATTER
