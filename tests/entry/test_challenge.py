"""Machines are held up at the owners' door, people are not; nothing is dropped."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.client import BaseClient

import account
from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import FRONT, KEY, MATTER, TABLE, complaint, event, post_form, post_json, solved
from huiyin.core.case import case_id_of
from huiyin.entry import wiring
from huiyin.policy import load_policy
from huiyin.store.receipts import Receipts

CHECKS = load_policy().checks
MINUTE = timedelta(minutes=1)


@pytest.fixture
def guarded(owners: Ask, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """The owners' door with the work switched on."""
    monkeypatch.setenv("PROOF_OF_WORK", "on")
    return owners


def challenge(ask: Ask, key: str = KEY, **more: Any) -> dict[str, Any]:
    said = ask(event("GET", "/api/challenge", headers={"idempotency-key": key} | more.pop("headers", {}), **more))
    assert said.status == 200, said.text
    return dict(said.json)


def at(address: str) -> dict[str, str]:
    """The headers of a visitor that our distribution brings."""
    return {"huiyin-door": FRONT, "huiyin-viewer": address}


def cases() -> int:
    items = account.client("dynamodb").scan(TableName=TABLE)["Items"]
    return sum(item["sk"]["S"] == "META" for item in items)


def send(ask: Ask, proof: str | None = None, key: str = KEY, **more: Any) -> Any:
    return ask(post_json("/api/complaints", complaint(proof=proof), key=key, **more))


def test_a_complaint_that_brings_its_work_is_taken_in(guarded: Ask) -> None:
    asked = challenge(guarded)
    assert asked["bits"] == CHECKS.bits == int(asked["challenge"].split(".")[1])
    assert send(guarded, solved(asked["challenge"])).status == 201


def test_bringing_its_work_a_complaint_costs_no_call_of_aws_more(guarded: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    proof, calls, call = solved(challenge(guarded)["challenge"]), [], BaseClient._make_api_call

    def counted(client: Any, operation: str, order: Any) -> Any:
        calls.append(operation)
        return call(client, operation, order)

    monkeypatch.setattr(BaseClient, "_make_api_call", counted)
    assert send(guarded, proof).status == 201
    assert calls == ["GenerateDataKey", "GenerateDataKey", "TransactWriteItems"]


def test_w13_work_done_once_opens_one_case_and_the_same_sending_gets_the_same_receipt(guarded: Ask) -> None:
    proof = solved(challenge(guarded)["challenge"])
    first, again = send(guarded, proof), send(guarded, proof)
    assert first.json["number"] == again.json["number"]
    other = send(guarded, proof, key="a-key-of-another-0002")
    assert (other.status, other.code, cases()) == (400, "pow_wrong", 1)


@pytest.mark.parametrize(
    ("spoil", "late", "code"),
    [
        pytest.param(lambda text: text, timedelta(minutes=CHECKS.fresh_min, seconds=1), "pow_expired", id="W13-expired"),
        pytest.param(lambda text: text[:-1] + "x", timedelta(), "pow_wrong", id="W13-not-an-answer"),
        pytest.param(lambda text: text.replace(f".{CHECKS.bits}.", ".1."), timedelta(), "pow_wrong", id="W13-made-easy"),
    ],
)
def test_w13_a_refusal_brings_a_new_challenge_that_can_be_solved(
    guarded: Ask, spoil: Callable[[str], str], late: timedelta, code: str
) -> None:
    proof, now = spoil(solved(challenge(guarded)["challenge"])), MONDAY_9AM + late
    said = send(guarded, proof, at=now)
    assert (said.status, said.code, said.json["field"], cases()) == (400, code, "proof", 0)
    assert send(guarded, solved(said.json["challenge"]), at=now).status == 201


def test_w13_without_work_one_a_minute_of_an_address_is_taken_in_and_the_next_is_told_when(guarded: Ask) -> None:
    assert send(guarded).status == 201
    said = send(guarded, key="a-key-of-another-0002", at=MONDAY_9AM + timedelta(seconds=20))
    assert (said.status, said.code, said.headers["retry-after"]) == (429, "needs_check", "41")
    assert "41" in said.json["message"]["zh"]
    assert send(guarded, solved(said.json["challenge"]), key="a-key-of-another-0002").status == 201
    assert send(guarded, key="a-key-of-a-third-00003", at=MONDAY_9AM + MINUTE).status == 201
    assert cases() == 3


def test_without_work_every_address_has_a_minute_of_its_own(guarded: Ask) -> None:
    sent = [send(guarded, key=f"a-key-of-form-{n:08d}", headers=at(f"198.51.100.{n}")).status for n in range(3)]
    assert sent == [201, 201, 201]
    assert send(guarded, key="a-key-of-form-99999999", headers={"x-forwarded-for": "192.0.2.1"}).status == 201
    claimed = send(guarded, key="a-key-of-form-99999998", headers={"x-forwarded-for": "192.0.2.2"})
    assert claimed.code == "needs_check"


def test_whoever_presses_twice_without_script_gets_his_receipt_twice(guarded: Ask) -> None:
    first, again = guarded(post_form("/api/complaints", complaint())), guarded(post_form("/api/complaints", complaint()))
    numbers = {re.findall(r"HY-\d{4}-\d{8}", said.text)[0] for said in (first, again)}
    assert (first.status, again.status, len(numbers), cases()) == (201, 201, 1, 1)


def test_who_got_the_second_number_drawn_and_presses_again_gets_it_again(guarded: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = send(guarded, key="a-key-of-another-0002", headers=at("198.51.100.9")).json["number"]
    drawn = Receipts.number_for
    monkeypatch.setattr(
        Receipts, "number_for", lambda self, key, attempt, year: taken if key == KEY and attempt == 0 else drawn(self, key, attempt, year)
    )
    first, again = send(guarded), send(guarded)
    assert (first.status, again.status) == (201, 201)
    assert first.json["number"] == again.json["number"] != taken


def test_a_page_without_script_keeps_every_word_and_says_when_to_press_again(guarded: Ask) -> None:
    assert guarded(post_form("/api/complaints", complaint())).status == 201
    second = complaint(matter="另一件事：" + MATTER, phone="13900139000", wish="请尽快检修")
    said = guarded(post_form("/api/complaints", second))
    assert (said.status, said.headers["retry-after"], cases()) == (429, "61", 1)
    for typed in ("另一件事", "13900139000", "请尽快检修", "王芳", "61 秒"):
        assert typed in said.text
    assert "<script" not in said.text
    assert guarded(post_form("/api/complaints", second, at=MONDAY_9AM + MINUTE)).status == 201


def test_a_form_with_a_mistake_costs_no_minute(guarded: Ask) -> None:
    assert guarded(post_form("/api/complaints", complaint(matter=""))).status == 400
    assert guarded(post_form("/api/complaints", complaint())).status == 201


@pytest.mark.asvs("V2.4.1")
def test_the_work_grows_for_an_address_that_asks_on_and_on_and_for_nobody_else(guarded: Ask) -> None:
    bits = [challenge(guarded, f"a-key-of-form-{n:08d}")["bits"] for n in range(CHECKS.here * 2 + 1)]
    assert bits == [CHECKS.bits] * CHECKS.here + [CHECKS.bits + 1] * CHECKS.here + [CHECKS.bits + 2]
    assert challenge(guarded, headers=at("198.51.100.20"))["bits"] == CHECKS.bits
    assert challenge(guarded, at=MONDAY_9AM + CHECKS.window_min * MINUTE)["bits"] == CHECKS.bits


def test_the_work_grows_for_all_when_all_together_ask_too_much_and_never_without_end(guarded: Ask) -> None:
    item = {"pk": {"S": f"BUDGET#{wiring.receipts().budget_key('estate', '')}"}, "sk": {"S": "SLOT#ask:2026-11-23T01:10"}}
    for used, bits in ((CHECKS.estate, CHECKS.bits + 1), (10**9, CHECKS.bits_most)):
        account.client("dynamodb").put_item(TableName=TABLE, Item=item | {"used": {"N": str(used)}})
        assert challenge(guarded)["bits"] == bits


def test_a_challenge_is_of_a_key(owners: Ask) -> None:
    assert owners(event("GET", "/api/challenge")).code == "idempotency_key_invalid"
    assert owners(event("GET", "/api/challenge", headers={"idempotency-key": "short"})).code == "idempotency_key_invalid"


def test_switched_off_nobody_works_and_nothing_is_counted(owners: Ask) -> None:
    asked = challenge(owners)
    assert asked["bits"] == 0
    assert {send(owners, key=f"a-key-of-form-{n:08d}").status for n in range(3)} == {201}
    assert send(owners, solved(asked["challenge"])).status == 201
    keys = [item["pk"]["S"] for item in account.client("dynamodb").scan(TableName=TABLE)["Items"]]
    assert not any(key.startswith("BUDGET#") for key in keys)


def test_counters_hold_no_address_and_go_by_themselves(guarded: Ask) -> None:
    challenge(guarded)
    send(guarded)
    items = [item for item in account.client("dynamodb").scan(TableName=TABLE)["Items"] if item["pk"]["S"].startswith("BUDGET#")]
    assert len(items) == 3
    assert "203.0.113" not in str(items)
    latest = MONDAY_9AM + timedelta(hours=2)
    assert all(MONDAY_9AM.timestamp() < int(item["expires"]["N"]) < latest.timestamp() for item in items)


@pytest.mark.asvs("V6.3.1")
def test_ab03_wrong_codes_are_answered_alike_then_slowed_while_right_ones_and_others_are_served(owners: Ask) -> None:
    receipt = owners(post_json("/api/complaints", complaint(), key=KEY)).json
    wrong = {"number": receipt["number"], "code": "0000-0000-0000-0000"}
    unknown = {"number": "HY-2026-00000000", "code": receipt["code"]}
    said = [owners(post_json("/api/track", body)) for body in [wrong, unknown] * (CHECKS.wrong_codes // 2)]
    assert {(one.status, one.text) for one in said} == {(404, said[0].text)}
    slowed = [owners(post_json("/api/track", body)) for body in (wrong, unknown)]
    assert {(one.status, one.code, one.headers["retry-after"]) for one in slowed} == {(429, "slow_down", "601")}
    assert slowed[0].text == slowed[1].text
    assert owners(post_json("/api/track", {"number": receipt["number"], "code": receipt["code"]})).status == 200
    assert owners(post_json("/api/track", wrong, headers=at("198.51.100.20"))).status == 404


def test_ab03_many_addresses_at_one_number_ring_the_bell_and_lock_nobody_out(owners: Ask, written: Callable[[], str]) -> None:
    receipt = owners(post_json("/api/complaints", complaint(), key=KEY)).json
    wrong = {"number": receipt["number"], "code": "0000-0000-0000-0000"}
    for n in range(CHECKS.wrong_codes + 1):
        assert owners(post_json("/api/track", wrong, headers=at(f"198.51.100.{n}"))).status == 404
    log = written()
    assert (log.count('"WrongCode"') > CHECKS.wrong_codes, '"NumberTried"' in log) == (True, True)
    assert owners(post_json("/api/track", {"number": receipt["number"], "code": receipt["code"]})).status == 200


def test_ab04_asking_for_leave_again_and_again_gives_leave_for_the_same_few_places(owners: Ask) -> None:
    receipt = owners(post_json("/api/complaints", complaint(), key=KEY)).json
    keys = {"number": receipt["number"], "code": receipt["code"]}
    places = {grant["fields"]["key"] for _ in range(5) for grant in owners(post_json("/api/track", keys)).json["upload"]}
    assert places == {grant["fields"]["key"] for grant in receipt["evidence"]["upload"]}
    assert len(places) == load_policy().limits.files
    assert all(place.split("/")[1] == case_id_of(receipt["number"]) for place in places)
