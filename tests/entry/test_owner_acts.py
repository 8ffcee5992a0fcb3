"""What an owner may do: each act reads its own fields, and is offered exactly when it would be taken."""

from datetime import timedelta
from typing import Any

import pytest

from builders import MONDAY_9AM, a_case, a_complaint, agree_to_decline, ask_owner, propose_decline, register, triage
from core.fitting import fitted
from entry.conftest import Ask
from entry.doors import KEY, post_json
from entry.people import DESK, do, receipt
from huiyin.core.case import Case, case_id_of
from huiyin.core.commands import OWNER, DisputeAnswer, ReplyToQuestion, WithdrawCase
from huiyin.core.decide import why_not
from huiyin.core.errors import NotUnderstood
from huiyin.core.lifecycle import STATES, STEPS
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields
from huiyin.entry.owner_acts import ACTS, ACTS_TO_COME, READS, SHARE, forms_of, open_to_owner, read_act
from huiyin.policy.schema import Policy

# As the contract names them.
# What an act asks for beside his words.
SAID_TOO = {
    "dispute": {"solved": "partly"},
    "survey": {"solved": "solved", "rate_result": "4"},
    "withdraw-consent": {"consents": ["service"]},
}
NAMES = """about-handler add reply urge withdraw object object-limit confirm dispute reopen review join name-me leave survey reads new-code
rights erase withdraw-consent about-data confide open-up share"""
# Open whatever became of the matter.
ALWAYS = {"rights", "withdraw-consent", "about-data", "share", "reads"}


def read(name: str, policy: Policy, *, form: bool = False, **values: Any) -> Any:
    return read_act(name, Fields(Body(values=values, form=form)), policy)


def test_every_act_of_the_contract_is_there_or_said_to_come() -> None:
    assert {*ACTS, *ACTS_TO_COME, READS, SHARE} == set(NAMES.split())
    assert not set(ACTS) & ACTS_TO_COME


def test_every_act_is_a_step_of_the_owner() -> None:
    for act in ACTS.values():
        assert "owner" in STEPS[act.command].roles
        assert type(act.example).__name__ == act.command
        assert act.example.by == OWNER


def test_a_reply_is_words_or_files(policy: Policy) -> None:
    assert read("reply", policy, answer="二号梯", files=["k"]) == ReplyToQuestion(by=OWNER, answer="二号梯", files=("k",))


def test_nobody_need_say_why_he_takes_it_back(policy: Policy) -> None:
    assert read("withdraw", policy) == WithdrawCase(by=OWNER)
    assert read("withdraw", policy, form=True, grounds="").grounds == ""


@pytest.mark.parametrize("form", [False, True])
def test_a_dispute_names_points_by_number(policy: Policy, form: bool) -> None:
    said = read("dispute", policy, form=form, solved="partly", points=["2", "1"], words="还在漏")
    assert said == DisputeAnswer(by=OWNER, solved="partly", points=(2, 1), words="还在漏")
    for wrong in ({"solved": "solved"}, {"points": ["0"]}, {"points": ["x"]}, {"words": ""}):
        with pytest.raises(NotUnderstood) as refusal:
            read("dispute", policy, form=form, **({"solved": "partly", "words": "x"} | wrong))
        assert refusal.value.field == next(iter(wrong))


@pytest.mark.parametrize("name", ["object", "reopen", "review"])
def test_who_asks_for_something_says_why(policy: Policy, name: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read(name, policy, grounds=" ")
    assert (refusal.value.code, refusal.value.field) == ("field_required", "grounds")
    assert read(name, policy, grounds="因为").grounds == "因为"


@pytest.mark.parametrize("name", sorted(ACTS))
def test_what_no_act_asks_for_is_refused(policy: Policy, name: str) -> None:
    act = ACTS[name]
    sent = {act.words: "x", "state": "CLOSED"} | SAID_TOO.get(name, {})
    with pytest.raises(NotUnderstood) as refusal:
        read(name, policy, **sent)
    assert (refusal.value.code, refusal.value.field) == ("unknown_field", "state")


@pytest.mark.parametrize("name", sorted(ACTS))
def test_the_field_for_his_words_is_the_one_that_the_page_offers(policy: Policy, name: str) -> None:
    act, limit = ACTS[name], policy.limits.note_chars
    more = SAID_TOO.get(name, {})
    assert getattr(read(name, policy, **{act.words: "甲" * limit}, **more), act.words) == "甲" * limit
    with pytest.raises(NotUnderstood) as refusal:
        read(name, policy, **{act.words: "甲" * (limit + 1)}, **more)
    assert (refusal.value.code, refusal.value.field) == ("max_length", act.words)


def offered(case: Case, policy: Policy) -> set[str]:
    return set(open_to_owner(case, policy, MONDAY_9AM))


def test_an_act_is_offered_where_it_is_his_turn(policy: Policy) -> None:
    plain = a_complaint(category="cleaning", sub_issue=None)
    assert offered(a_case(policy, complaint=plain), policy) == {"add", "urge", "confide", "withdraw"} | ALWAYS
    assert offered(a_case(policy, ask_owner(policy), complaint=plain), policy) == {"add", "reply", "confide", "withdraw"} | ALWAYS
    assert (
        offered(a_case(policy, propose_decline(policy), agree_to_decline(policy), complaint=plain), policy) == {"object", "erase"} | ALWAYS
    )


@pytest.mark.parametrize("state", STATES)
def test_what_is_offered_is_exactly_what_would_be_taken(policy: Policy, state: str) -> None:
    plain = a_case(policy, register(policy), triage(policy))
    for name, act in ACTS.items():
        case = fitted(plain, act.command, state)
        assert (name in offered(case, policy)) is (why_not(case, act.example, policy, MONDAY_9AM) is None)
        assert READS in offered(case, policy)


def test_an_act_sent_twice_counts_once(owners: Ask) -> None:
    given = receipt(owners)
    body = {"number": given["number"], "code": given["code"], "note": "老人下不了楼。"}
    for at in (MONDAY_9AM, MONDAY_9AM + timedelta(minutes=5)):
        said = owners(post_json("/api/owner/urge", body, at=at))
        assert said.status == 200, said.text
    with_key = owners(post_json("/api/owner/urge", body | {"note": "再催"}, key=KEY, at=MONDAY_9AM + timedelta(hours=25)))
    again = owners(post_json("/api/owner/urge", body | {"note": "再催"}, key=KEY, at=MONDAY_9AM + timedelta(hours=30)))
    assert with_key.status == again.status == 200
    urged = [row["words"] for row in again.json["timeline"] if row["type"] == "CaseUrged"]
    assert urged == ["老人下不了楼。", "再催"]
    refused = owners(post_json("/api/owner/urge", body | {"note": "三催"}, at=MONDAY_9AM + timedelta(hours=30)))
    assert (refused.status, refused.code, refused.json["limit"]) == (409, "urged_already", 24)


def test_a_case_that_ended_at_a_wish_of_its_owner_takes_nothing_more(owners: Ask) -> None:
    given = receipt(owners)
    keys = {"number": given["number"], "code": given["code"]}
    said = owners(post_json("/api/owner/withdraw", keys | {"grounds": "已经修好了。"}))
    assert (said.status, said.json["state"], said.json["can"]) == (
        200,
        "WITHDRAWN",
        ["rights", "erase", "withdraw-consent", "about-data", "share", "reads"],
    )
    for name, more in (("add", {"note": "x"}), ("urge", {}), ("reply", {"answer": "x"}), ("object", {"grounds": "x"})):
        refused = owners(post_json(f"/api/owner/{name}", keys | more))
        assert (refused.status, refused.code) == (409, "not_allowed_now"), name


def test_files_of_a_reply_are_held_to_the_case_like_those_of_an_addition(owners: Ask, desk: Ask) -> None:
    given = receipt(owners)
    keys = {"number": given["number"], "code": given["code"]}
    assert do(desk, DESK, given["number"], "ask-owner", {"version": 1, "question": "哪一部？", "days": 2}).status == 200
    strange = given["evidence"]["upload"][0]["fields"]["key"].replace(case_id_of(given["number"]), "00000000")
    refused = owners(post_json("/api/owner/reply", keys | {"files": [strange]}))
    assert (refused.status, refused.code, refused.json["field"]) == (404, "upload_unknown", "files")
    file = given["evidence"]["upload"][0]["fields"]["key"]
    said = owners(post_json("/api/owner/reply", keys | {"files": [file]}))
    assert (said.status, said.json["state"]) == (200, "RECEIVED")
    assert [one["state"] for one in said.json["evidence"]] == ["pending"]


def test_a_form_asks_for_exactly_what_its_act_reads(policy: Policy) -> None:
    points = [{"n": n, "words": {"zh": f"第{n}条", "en": f"Point {n}"}} for n in (1, 2)]
    forms = forms_of(ACTS, points, policy)
    assert [form["name"] for form in forms] == [*ACTS]
    for form in forms:
        sent = {field["name"]: str(field["choices"][0]["value"]) if field["choices"] else "x" for field in form["fields"]}
        read(form["name"], policy, form=True, **sent)
        for field in (field for field in form["fields"] if field["needed"] and form["name"] != "reply" and form["name"] != "add"):
            with pytest.raises(NotUnderstood) as refusal:
                read(form["name"], policy, form=True, **(sent | {field["name"]: ""}))
            assert refusal.value.field == field["name"]


def test_which_points_are_not_solved_is_asked_only_where_there_are_several(policy: Policy) -> None:
    one = {"n": 1, "words": None}
    (alone,) = forms_of(["dispute"], [one], policy)
    assert [field["name"] for field in alone["fields"]] == ["solved", "words"]
    assert [choice["value"] for choice in alone["fields"][0]["choices"]] == ["partly", "unsolved"]
    (several,) = forms_of(["dispute"], [one, {"n": 2, "words": {"zh": "漏水", "en": "Leak"}}], policy)
    assert [choice["name"]["zh"] for choice in several["fields"][1]["choices"]] == ["1", "2 · 漏水"]
