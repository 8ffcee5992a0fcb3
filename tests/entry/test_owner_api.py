"""The owners' door, asked as the gateway asks it."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

import account
from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import EVENTS, KEY, MATTER, TABLE, complaint, event, post_form, post_json
from entry.people import receipt
from huiyin.core.case import case_id_of
from huiyin.core.events import ComplaintReceived
from huiyin.entry import wiring
from huiyin.entry.owner_acts import ACTS, ACTS_TO_COME
from huiyin.policy import load_policy


def opened(number: str) -> ComplaintReceived:
    history = wiring.case_store().load(case_id_of(number))
    assert history is not None
    first = wiring.case_store().open(history)[0]
    assert isinstance(first, ComplaintReceived)
    return first


def cases() -> int:
    items = account.client("dynamodb").scan(TableName=TABLE)["Items"]
    return sum(item["sk"]["S"] == "META" for item in items)


def test_a_complaint_gets_a_number_a_code_a_promise_and_leave_to_send_photos(owners: Ask) -> None:
    given = receipt(owners)
    assert re.fullmatch(r"HY-2026-\d{8}", given["number"])
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", given["code"])
    assert given["received_at"] == "2026-11-23T09:00:00+08:00"
    # A lift out of service is P2 and essential: two hours, at any time of the day.
    assert given["priority"] == "P2"
    assert given["first_contact_due"] == "2026-11-23T11:00:00+08:00"
    assert given["promises"]["first_contact"] == {"zh": "11 月 23 日（周一）11:00 前", "en": "by 11:00 on Monday 23 November"}
    assert given["danger"] is False
    assert given["emergency"] is None
    assert len(given["evidence"]["upload"]) == load_policy().limits.files
    assert all(grant["fields"]["key"].startswith(f"incoming/{case_id_of(given['number'])}/") for grant in given["evidence"]["upload"])


def test_what_was_sent_is_kept_word_for_word(owners: Ask) -> None:
    matter = "  𠮷字房的 👨‍👩‍👧 葛󠄀 \u202e说\n第二行"
    given = receipt(owners, matter=matter, wish="请修", spot="二号梯", answers={"停了多久？": "三天"}, occurred_at="昨晚八点")
    kept = opened(given["number"])
    assert kept.matter == matter
    assert (kept.wish, kept.spot, kept.occurred_at) == ("请修", "二号梯", None)
    assert json.loads(kept.answers) == {"停了多久？": "三天", "occurred_at": "昨晚八点"}
    assert kept.consents == (f"service:{load_policy().consents['service'].edition}",)


def test_a_complaint_needs_only_what_happened_and_a_consent(owners: Ask) -> None:
    said = owners(post_json("/api/complaints", {"matter": MATTER, "consent": complaint()["consent"]}))
    assert said.status == 201
    assert said.json["priority"] == load_policy().promises.unclassified


def test_whoever_has_no_photo_gets_no_leave_to_send_one(owners: Ask) -> None:
    assert receipt(owners, no_evidence=True)["evidence"] == {"upload": []}


@pytest.mark.parametrize("text", ["电梯困人了，快来", "闻到煤气泄漏的味道"], ids=["W15-trapped", "W15-gas"])
def test_words_of_danger_bring_the_emergency_number_at_once(owners: Ask, text: str) -> None:
    given = receipt(owners, matter=text, category=None, sub_issue=None)
    assert given["danger"] is True
    assert load_policy().charter.emergency_phone in given["emergency"]["zh"]


def test_an_owner_in_danger_is_called_first(owners: Ask) -> None:
    assert receipt(owners, danger=True)["priority"] == "P1"


def test_w07_a_double_click_makes_one_case_and_one_receipt(owners: Ask) -> None:
    first = receipt(owners)
    later = owners(post_json("/api/complaints", complaint(), key=KEY, at=MONDAY_9AM + timedelta(hours=30)))
    assert later.status == 201
    kept = ("number", "code", "received_at", "first_contact_due", "priority")
    assert {name: later.json[name] for name in kept} == {name: first[name] for name in kept}
    assert len(later.json["evidence"]["upload"]) == load_policy().limits.files
    assert cases() == 1


def test_w08_the_same_key_with_other_words_is_refused_and_tells_nothing_of_the_first(owners: Ask) -> None:
    first = receipt(owners)
    said = owners(post_json("/api/complaints", complaint(matter="别的事"), key=KEY))
    assert (said.status, said.code) == (409, "idempotency_mismatch")
    assert first["number"] not in said.text
    assert first["code"] not in said.text
    assert opened(first["number"]).matter == MATTER
    assert cases() == 1


def test_w09_a_page_without_a_key_sent_twice_within_ten_minutes_is_one_case(owners: Ask) -> None:
    first = owners(post_json("/api/complaints", complaint())).json
    again = owners(post_json("/api/complaints", complaint(), at=MONDAY_9AM + timedelta(minutes=9))).json
    later = owners(post_json("/api/complaints", complaint(), at=MONDAY_9AM + timedelta(minutes=11))).json
    assert (again["number"], again["code"]) == (first["number"], first["code"])
    assert later["number"] != first["number"]
    assert cases() == 2


def test_two_strangers_with_the_same_few_words_never_share_a_receipt(owners: Ask) -> None:
    body = {"matter": "电梯坏了", "consent": complaint()["consent"], "anonymous": True}
    one, other = post_json("/api/complaints", body), post_json("/api/complaints", body)
    other["requestContext"]["http"]["sourceIp"] = "203.0.113.99"
    assert owners(one).json["number"] != owners(other).json["number"]


def test_w12_a_form_without_script_is_taken_and_says_the_same_thing_as_json(owners: Ask) -> None:
    fields = complaint(no_evidence=None) | {"danger": "", "needs": ["large_print", "dialect"], "language": "zh", "occurred_at": ""}
    page = owners(post_form("/api/complaints", fields, headers={"idempotency-key": KEY}))
    assert page.status == 201
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    again = owners(post_json("/api/complaints", complaint(needs=["large_print", "dialect"]), key=KEY))
    assert again.status == 201
    assert again.json["number"] in page.text
    assert again.json["code"] in page.text
    person = wiring.people_store().read(case_id_of(again.json["number"]))
    assert person is not None
    assert person.needs == ("large_print", "dialect")


def test_w11_an_old_browser_may_send_its_form_in_gbk(owners: Ask) -> None:
    text = f"matter={'%'.join(['', *(f'{byte:02X}' for byte in '漏水了'.encode('gbk'))])}&consent={complaint()['consent']}"
    head = {"content-type": "application/x-www-form-urlencoded; charset=GBK", "idempotency-key": KEY}
    said = owners(post_form("/api/complaints", text, page=False, headers=head))
    assert said.status == 201
    assert opened(said.json["number"]).matter == "漏水了"


def test_a_refusal_names_code_and_field_in_both_languages_and_keeps_nothing(owners: Ask) -> None:
    said = owners(post_json("/api/complaints", complaint(consent=None), key=KEY))
    assert (said.status, said.code, said.json["field"]) == (400, "consent_required", "consent")
    assert set(said.json["message"]) == {"zh", "en"}
    assert cases() == 0


def test_a_body_that_is_no_complaint_is_refused_without_an_echo(owners: Ask) -> None:
    said = owners(post_json("/api/complaints", '{"matter": "王芳'))
    assert (said.status, said.code) == (400, "invalid_json")
    assert "王芳" not in said.text


def test_u08_a_surname_may_be_any_word(owners: Ask) -> None:
    for place, name in enumerate(("Null", "None", "undefined", "true", "0", "NaN")):
        said = owners(post_json("/api/complaints", complaint(name=name), key=f"a-key-for-surname-{place}"))
        person = wiring.people_store().read(case_id_of(said.json["number"]))
        assert person is not None
        assert person.name == name


def test_l01_the_limit_counts_characters_not_bytes(owners: Ask) -> None:
    limit = load_policy().limits.matter_chars
    assert owners(post_json("/api/complaints", complaint(matter="𠮷" * limit), key=KEY)).status == 201
    said = owners(post_json("/api/complaints", complaint(matter="a" * (limit + 1)), key=KEY + "x"))
    assert (said.code, said.json["limit"]) == ("max_length", limit)
    assert f"{limit}" in said.json["message"]["zh"]


def test_l02_a_matter_beyond_any_item_is_refused_by_its_size(owners: Ask) -> None:
    assert owners(post_json("/api/complaints", complaint(matter="漏" * 150_000), key=KEY)).status == 413


@pytest.mark.parametrize("media", ["text/plain", "", "multipart/form-data", "application/xml"])
def test_j09_j10_only_json_and_plain_forms_are_read(owners: Ask, media: str) -> None:
    said = owners(post_json("/api/complaints", complaint(), headers={"content-type": media}))
    assert (said.status, said.code) == (415, "unsupported_media_type")


def test_j11_a_packed_body_is_not_unpacked(owners: Ask) -> None:
    assert owners(post_json("/api/complaints", complaint(), headers={"content-encoding": "gzip"})).status == 415


def test_j12_broken_base64_and_missing_keys_are_refused(owners: Ask) -> None:
    broken = owners(post_json("/api/complaints", "{{{", isBase64Encoded=True))
    assert (broken.status, broken.code) == (400, "invalid_base64")
    bare = json.loads((EVENTS / "http_no_keys.json").read_text("utf-8"))
    assert owners(bare).status == 415


def test_u09_bytes_that_are_no_text_are_refused(owners: Ask) -> None:
    for blob in ("eyJtYXR0ZXIiOiL//iJ9", "eyJtYXR0ZXIiOiLAryJ9"):  # {"matter":"\xff\xfe"} and an overlong slash
        said = owners(post_json("/api/complaints", blob, isBase64Encoded=True))
        assert (said.status, said.code) == (400, "invalid_utf8")


@pytest.mark.asvs("V15.3.7")
def test_w10_a_form_that_says_a_thing_twice_is_refused(owners: Ask) -> None:
    said = owners(post_form("/api/complaints", "matter=a&matter=b", page=False))
    assert (said.code, said.json["field"]) == ("duplicate_field", "matter")


@pytest.mark.parametrize("key", ["short", "x" * 65, "has a space in it here", "schlüssel-mit-umlaut-0001", ""])
def test_an_idempotency_key_has_a_form(owners: Ask, key: str) -> None:
    said = owners(post_json("/api/complaints", complaint(), headers={"idempotency-key": key}))
    assert (said.status, said.code) == (400, "idempotency_key_invalid")


def test_an_anonymous_owner_leaves_no_trace_even_if_his_browser_fills_the_boxes(owners: Ask) -> None:
    given = receipt(owners, anonymous=True, phone="not even a number", unit="2 单元", spot="二号梯")
    person = wiring.people_store().read(case_id_of(given["number"]))
    assert person is None or (person.name, person.phone, person.email, person.unit) == ("", "", "", "")
    assert opened(given["number"]).spot == "2 单元 二号梯"


# ---- following a case ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spell", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("0", "O").replace("1", "l")])
def test_k09_a_code_may_be_typed_as_people_type(owners: Ask, spell: Any) -> None:
    given = receipt(owners)
    assert owners(post_json("/api/track", {"number": given["number"].lower(), "code": spell(given["code"])})).status == 200


def test_a_wrong_number_and_a_wrong_code_look_alike(owners: Ask) -> None:
    given = receipt(owners)
    other_year = given["number"].replace("2026", "2025")
    tries = [
        (given["number"], "0000-0000-0000-0000"),
        (given["number"], ""),
        (given["number"], "not a code"),
        ("HY-2026-00000000", given["code"]),
        ("HY-2026-18720043", given["code"]),
        (other_year, given["code"]),
        ("", ""),
        ("x", "y"),
    ]
    said = [owners(post_json("/api/track", {"number": number, "code": code})) for number, code in tries]
    assert {(one.status, one.text) for one in said} == {(404, said[0].text)}
    assert said[0].code == "case_unknown"
    assert len({json.dumps(dict(one.headers)) for one in said}) == 1


def test_e15_the_key_of_another_case_is_unknown_here(owners: Ask) -> None:
    given = receipt(owners)
    other = owners(post_json("/api/complaints", complaint(matter="别的事"), key=KEY + "-2")).json
    strange = [other["evidence"]["upload"][0]["fields"]["key"], "incoming/00000000/1-" + "0" * 32, "../etc/passwd"]
    for key in strange:
        said = owners(post_json("/api/owner/add", {"number": given["number"], "code": given["code"], "files": [key]}))
        assert (said.status, said.code) == (404, "upload_unknown")


def test_an_addition_must_add_something(owners: Ask) -> None:
    given = receipt(owners)
    said = owners(post_json("/api/owner/add", {"number": given["number"], "code": given["code"]}))
    assert (said.status, said.code, said.json["field"]) == (400, "field_required", "note")


def test_acts_of_later_releases_say_so_and_others_do_not_exist(owners: Ask) -> None:
    given = receipt(owners)
    body = {"number": given["number"], "code": given["code"]}
    for name in sorted(ACTS_TO_COME):
        said = owners(post_json(f"/api/owner/{name}", body))
        assert (said.code, said.status) == ("not_yet", 409)
    assert owners(post_json("/api/owner/explode", body)).status == 404
    # An hour apart, for whoever keeps trying at one address is slowed down.
    for hour, name in enumerate((*sorted(ACTS_TO_COME), *ACTS, "reads")):
        said = owners(post_json(f"/api/owner/{name}", body | {"code": "0"}, at=MONDAY_9AM + timedelta(hours=hour)))
        assert said.code == "case_unknown", name


# ---- what everybody may read -----------------------------------------------------------------------------------------


def test_the_policy_may_be_kept_for_five_minutes_and_asked_for_again_cheaply(owners: Ask) -> None:
    said = owners(event("GET", "/api/policy.json"))
    assert said.status == 200
    assert said.headers["cache-control"] == "public, max-age=300"
    assert said.json["edition"] == load_policy().charter.edition
    again = owners(event("GET", "/api/policy.json", headers={"if-none-match": said.headers["etag"]}))
    assert (again.status, again.text) == (304, "")


def test_published_figures_are_given_and_missing_ones_are_not_there(owners: Ask) -> None:
    wiring.figures_store().write("2026-10", '{"month":"2026-10"}', {})
    assert owners(event("GET", "/api/figures/2026-10.json")).json == {"month": "2026-10"}
    for name in ("2026-09.json", "2026-13.json", "2026-10", "..%2fsecret.json", "2026-10.zh.svg"):
        assert owners(event("GET", f"/api/figures/{name}")).status == 404


def test_no_word_of_an_owner_reaches_the_table_in_clear(owners: Ask) -> None:
    given = receipt(owners, wish="想要一个说法", spot="二号梯", occurred_at="昨晚八点", household="1502", accused="张经理")
    owners(post_json("/api/owner/add", {"number": given["number"], "code": given["code"], "note": "今天又停了一次。"}))
    dump = repr(account.client("dynamodb").scan(TableName=TABLE)["Items"])
    said = (MATTER, "想要一个说法", "二号梯", "昨晚八点", "王芳", "13800138000", "wang@example.com", "1502", "张经理", "又停了")
    for word in (*said, given["code"]):
        assert word not in dump
        assert word.encode().hex() not in dump
