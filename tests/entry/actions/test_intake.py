"""The desk on what came in: registering, asking, writing down a reply, declining with two people, taking up after all."""

from typing import Any

import pytest

from entry.conftest import Ask
from entry.doors import post_json
from entry.people import CONFID, DESK, HANDLER, MANAGER, TRIAGE, do, get, receipt, taken_to
from huiyin.policy import load_policy

SECOND_CONFID = "qin.yue"
WHY = {"reason": "not_ours", "text": "这件事由供电公司负责，请拨打 95598。"}


def offered(desk: Ask, who: str, number: str) -> dict[str, Any]:
    """The open commands of this person, by name, with their fields by name."""
    actions = get(desk, who, f"cases/{number}").json["actions"]
    return {one["command"]: {field["name"]: field for field in one["fields"]} for one in actions if one["open"]}


def closed(desk: Ask, who: str, number: str, command: str) -> str:
    (found,) = [one for one in get(desk, who, f"cases/{number}").json["actions"] if one["command"] == command]
    assert not found["open"], found
    return str(found["why"]["code"])


def test_a_question_is_asked_and_the_reply_written_down(desk: Ask, owners: Ask, number: str) -> None:
    fields = offered(desk, DESK, number)["ask-owner"]
    assert [one["value"] for one in fields["days"]["choices"]] == list(range(1, load_policy().measures.question_d + 1))
    asked = do(desk, DESK, number, "ask-owner", {"version": 1, "question": "是哪一部电梯？", "days": 2})
    assert (asked.status, asked.json["state"]) == (200, "AWAITING_OWNER")
    assert set(offered(desk, DESK, number)) >= {"reply-to-question", "add-fact", "log-contact"}
    assert closed(desk, DESK, number, "ask-owner") == "not_allowed_now"
    replied = do(desk, DESK, number, "reply-to-question", {"version": 2, "answer": "电话里说是二号梯。"})
    assert (replied.status, replied.json["state"]) == (200, "RECEIVED")
    assert replied.json["timeline"][-1]["words"] == "电话里说是二号梯。"


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"question": "", "days": 2}, "field_required", "question"),
        ({"question": "哪一部？"}, "field_required", "days"),
        ({"question": "哪一部？", "days": 6}, "unknown_word", "days"),
        ({"question": "哪一部？", "days": "2.5"}, "wrong_type", "days"),
        ({"question": "哪一部？", "days": 2, "until": "x"}, "unknown_field", "until"),
    ],
)
def test_a_question_is_read_strictly(desk: Ask, number: str, body: dict[str, Any], code: str, field: str) -> None:
    said = do(desk, DESK, number, "ask-owner", {"version": 1, **body})
    assert (said.status, said.code, said.json["field"]) == (400, code, field)


def test_days_may_come_as_the_digits_that_a_page_sends(desk: Ask, number: str) -> None:
    assert do(desk, DESK, number, "ask-owner", {"version": 1, "question": "哪一部？", "days": "2"}).status == 200


def test_one_proposes_to_decline_and_another_agrees_as_it_stands(desk: Ask, number: str) -> None:
    assert set(offered(desk, DESK, number)["decline-case"]) == {"reason", "text"}
    proposed = do(desk, DESK, number, "decline-case", {"version": 1, **WHY})
    assert (proposed.status, proposed.json["state"]) == (200, "RECEIVED")
    assert proposed.json["timeline"][-1]["words"] == WHY["text"]
    assert closed(desk, DESK, number, "decline-case") == "four_eyes"
    assert closed(desk, TRIAGE, number, "decline-case") == "not_yours"
    fields = offered(desk, MANAGER, number)["decline-case"]
    assert [one["value"] for one in fields["agree"]["choices"]] == ["agreed", "refused"]
    assert not fields["text"]["needed"]
    agreed = do(desk, MANAGER, number, "decline-case", {"version": 2, "agree": "agreed"})
    assert (agreed.status, agreed.json["state"]) == (200, "DECLINED")


def test_a_proposal_may_be_refused_with_a_reason(desk: Ask, number: str) -> None:
    do(desk, DESK, number, "decline-case", {"version": 1, **WHY})
    assert do(desk, MANAGER, number, "decline-case", {"version": 2, "agree": "refused"}).json["field"] == "text"
    said = do(desk, MANAGER, number, "decline-case", {"version": 2, "agree": "refused", "text": "归我们管。"})
    assert (said.status, said.json["state"], said.json["timeline"][-1]["words"]) == (200, "RECEIVED", "归我们管。")
    assert "decline-case" in offered(desk, DESK, number)


@pytest.mark.parametrize(
    ("body", "field"), [({"reason": "anonymous", "text": "x"}, "reason"), ({"reason": "spam"}, "text"), ({"text": "x"}, "reason")]
)
def test_a_proposal_is_held_to_the_words_of_the_policy(desk: Ask, number: str, body: dict[str, Any], field: str) -> None:
    said = do(desk, DESK, number, "decline-case", {"version": 1, **body})
    assert (said.status, said.json["field"]) == (400, field)


def test_of_a_guarded_case_the_other_confidential_officer_decides(desk: Ask, guarded: str) -> None:
    assert do(desk, CONFID, guarded, "decline-case", {"version": 1, **WHY}).status == 200
    assert do(desk, MANAGER, guarded, "decline-case", {"version": 2, "agree": "agreed"}).status == 404
    assert do(desk, SECOND_CONFID, guarded, "decline-case", {"version": 2, "agree": "agreed"}).status == 200


def test_a_declined_case_is_taken_up_after_its_owner_objected(desk: Ask, owners: Ask) -> None:
    given = receipt(owners)
    number = given["number"]
    do(desk, DESK, number, "decline-case", {"version": 1, **WHY})
    do(desk, MANAGER, number, "decline-case", {"version": 2, "agree": "agreed"})
    assert closed(desk, "wei.lan", number, "accept-objection") == "nothing_objected"
    objected = owners(post_json("/api/owner/object", {"number": number, "code": given["code"], "grounds": "公共管道。"}))
    assert objected.status == 200
    assert do(desk, "wei.lan", number, "accept-objection", {"version": 4}).json["field"] == "grounds"
    said = do(desk, "wei.lan", number, "accept-objection", {"version": 4, "grounds": "核实无误。"})
    assert (said.status, said.json["state"]) == (200, "REGISTERED")


def test_quality_decides_who_takes_no_part_and_the_owner_hears_it_without_names(desk: Ask, owners: Ask) -> None:
    given = receipt(owners)
    number = given["number"]
    taken_to(desk, number, accepted=True)
    fields = offered(desk, "gu.ning", number)["decide-recusal"]
    assert set(fields) == {"people", "recusal", "text"}
    assert "gu.ning" not in {one["value"] for one in fields["people"]["choices"]}
    body = {"version": 4, "people": HANDLER, "recusal": "accepted", "text": "您提出的回避请求成立，已另派人办理。"}
    assert do(desk, "gu.ning", number, "decide-recusal", {**body, "recusal": "perhaps"}).json["field"] == "recusal"
    said = do(desk, "gu.ning", number, "decide-recusal", body)
    assert (said.status, said.json["timeline"][-1]["words"]["zh"].split("\n")[0]) == (200, "采纳，不再参与: 李伟")
    assert closed(desk, "wu.lei", number, "submit-plan") == "not_yours"
    seen = owners(post_json("/api/track", {"number": number, "code": given["code"]}))
    assert seen.json["timeline"][-1]["words"] == body["text"]
    assert "李伟" not in seen.text


def test_the_desk_notes_what_to_bear_in_mind(desk: Ask, number: str) -> None:
    offer = offered(desk, DESK, number)["register-case"]["flags"]["choices"]
    assert "authority_order" not in [one["value"] for one in offer]
    body = {"version": 1, "identity_check": "called_back", "flags": ["authority_order", "vulnerable"]}
    assert do(desk, DESK, number, "register-case", body).json["field"] == "flags"
    said = do(desk, DESK, number, "register-case", {**body, "flags": ["compensation", "vulnerable"]})
    assert (said.status, said.json["state"], said.json["due"]["answer"]) == (200, "REGISTERED", "2026-11-24T09:00:00+08:00")
    assert {one["code"]: one["words"]["zh"] for one in said.json["flags"]}["vulnerable"] == "涉及老人、儿童、残疾人"
    noted = do(desk, TRIAGE, number, "note-flags", {"version": 3, "flags": ["vulnerable"]})
    assert (noted.status, [one["code"] for one in noted.json["flags"]]) == (200, ["vulnerable"])


def test_a_colleague_may_not_ask_in_the_handler_s_place(desk: Ask, number: str) -> None:
    taken_to(desk, number, accepted=True)
    assert "ask-owner" in offered(desk, HANDLER, number)
    assert closed(desk, "wu.lei", number, "ask-owner") == "not_yours"


def test_what_only_the_owner_may_do_has_no_address_at_the_desk(desk: Ask, number: str) -> None:
    for command in ("urge-case", "withdraw-case", "object-to-decline", "dispute-answer", "ask-review"):
        assert do(desk, MANAGER, number, command, {"version": 1}).status == 404
