"""A call at the desk's door: who says the code hears his own page; who does not hears nothing; the owner sees both."""

from typing import Any

import pytest

from entry.conftest import Ask
from entry.doors import post_json
from entry.people import DESK, HANDLER, do, get, receipt, taken_to
from huiyin.core.commands import Actor
from huiyin.core.errors import NotUnderstood
from huiyin.entry.bodies import Body
from huiyin.entry.calls import READ_OUT, read_call, read_out
from huiyin.entry.fields import Fields
from huiyin.policy import load_policy

POLICY = load_policy()
CLERK = Actor(code=DESK, roles=frozenset({"desk"}))
WRONG = "0000-0000-0000-0000"


def call(desk: Ask, number: str, who: str = DESK, **body: Any) -> Any:
    return do(desk, who, number, "call", body)


def his_page(owners: Ask, given: dict[str, Any]) -> Any:
    return owners(post_json("/api/track", {"number": given["number"], "code": given["code"]})).json


def test_who_says_the_code_hears_what_he_would_read_on_his_own_page(desk: Ask, owners: Ask) -> None:
    given = receipt(owners)
    taken_to(desk, given["number"], accepted=True)
    said = call(desk, given["number"], way="code", code=given["code"].lower().replace("-", " "))
    assert (said.status, said.json["passed"], said.json["left"]) == (200, True, POLICY.checks.wrong_callers), said.text
    page = his_page(owners, given)
    assert said.json["told"] == {name: page[name] for name in READ_OUT}
    assert page["timeline"][-1]["title"]["zh"] == "核对您的身份（报出查询码）后，告诉了您办到哪一步"


def test_a_wrong_code_is_told_nothing_and_the_owner_sees_that_somebody_tried(desk: Ask, owners: Ask) -> None:
    given = receipt(owners)
    lefts = [call(desk, given["number"], way="code", code=WRONG).json for _ in range(POLICY.checks.wrong_callers)]
    assert [one["told"] for one in lefts] == [None] * POLICY.checks.wrong_callers
    assert [one["left"] for one in lefts] == [2, 1, 0]
    refused = call(desk, given["number"], way="code", code=given["code"])
    assert (refused.status, refused.code) == (409, "too_many_callers")
    assert his_page(owners, given)["timeline"][-1]["title"]["zh"] == "有人来问这件事，没有通过身份核对，什么也没有告诉他"
    row = get(desk, DESK, f"cases/{given['number']}").json["timeline"][-1]
    assert (row["type"], row["by"], row["title"]["en"]) == (
        "CallTaken",
        DESK,
        "Somebody asked and did not pass the check (Says the code); told nothing",
    )


def test_a_repeated_key_is_no_way_to_guess_without_being_counted(desk: Ask, owners: Ask) -> None:
    given = receipt(owners)
    key = {"idempotency-key": "the-same-key-every-time"}
    lefts = [do(desk, DESK, given["number"], "call", {"way": "code", "code": WRONG}, headers=key).json["left"] for _ in range(2)]
    assert lefts == [2, 1]


@pytest.mark.parametrize(("passed", "told"), [(True, True), (False, False), (None, False)])
def test_of_papers_and_a_call_back_whoever_takes_the_call_says_whether_they_fit(
    desk: Ask, number: str, *, passed: bool | None, told: bool
) -> None:
    said = call(desk, number, way="called_back", **({} if passed is None else {"passed": passed}))
    assert (said.json["passed"], said.json["told"] is not None) == (told, told)


def test_nobody_says_for_the_program_that_the_code_was_right(desk: Ask, number: str) -> None:
    assert call(desk, number, way="code", code=WRONG, passed=True).json["passed"] is False


def test_a_call_overtakes_nobody_and_the_desk_offers_the_ways_that_there_are(desk: Ask, owners: Ask) -> None:
    number = receipt(owners, anonymous=True)["number"]
    (offered,) = [one for one in get(desk, DESK, f"cases/{number}").json["actions"] if one["command"] == "take-call"]
    assert [one["value"] for one in offered["fields"][0]["choices"]] == ["code"]
    call(desk, number, way="code", code=WRONG)
    assert do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "anonymous"}).status == 200


def test_whoever_may_not_know_of_the_case_answers_no_call_about_it(desk: Ask, number: str, guarded: str) -> None:
    assert call(desk, number, HANDLER, way="called_back", passed=True).status == 404
    assert call(desk, guarded, way="called_back", passed=True).status == 404


def test_a_code_has_to_be_said_where_one_is_asked_for() -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_call(Fields(Body(values={"way": "code", "passed": True}, form=False)), CLERK, POLICY, lambda code: True)
    assert (refused.value.code, refused.value.field) == ("field_required", "code")


def test_what_is_read_out_is_no_more_than_its_parts_of_the_page() -> None:
    view = dict.fromkeys(READ_OUT, "x") | {"matter": "他自己的话", "reads": []}
    assert read_out(view) == dict.fromkeys(READ_OUT, "x")
