"""The key under which one request has one effect."""

from datetime import timedelta

import pytest

from builders import MONDAY_9AM
from entry.doors import event
from huiyin.core.errors import NotUnderstood
from huiyin.entry.idempotency import command_key, key_of
from huiyin.entry.requests import Request
from huiyin.store.receipts import Receipts

RECEIPTS = Receipts(b"a secret of the tests, 32 bytes!")


def request(body: str = "{}", *, key: str | None = None, minutes: float = 0) -> Request:
    head = {} if key is None else {"idempotency-key": key}
    return Request.of(event("POST", "/x", body, headers=head, at=MONDAY_9AM + timedelta(minutes=minutes)))


def test_the_client_s_own_key_counts() -> None:
    assert key_of(request(key="a-key-of-one-form-0001"), RECEIPTS, "x") == "a-key-of-one-form-0001"


@pytest.mark.parametrize("key", ["", "x" * 15, "x" * 65, "a key with spaces", "钥匙" * 10, "x" * 20 + "\n"])
def test_a_key_of_another_form_is_refused(key: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        key_of(request(key=key), RECEIPTS, "x")
    assert refused.value.code == "idempotency_key_invalid"


def test_w09_without_a_key_the_same_facts_within_ten_minutes_are_the_same_request() -> None:
    first = key_of(request(), RECEIPTS, "138", "漏水")
    assert key_of(request(minutes=9.9), RECEIPTS, "138", "漏水") == first
    assert key_of(request(minutes=10), RECEIPTS, "138", "漏水") != first
    assert key_of(request(), RECEIPTS, "138", "漏水了") != first
    assert key_of(request(), RECEIPTS, "138漏水") != first


def test_a_derived_key_says_nothing_of_the_facts() -> None:
    assert "138" not in key_of(request(), RECEIPTS, "13800138000")
    assert key_of(request(), Receipts(b"another secret of 32 bytes, all!"), "x") != key_of(request(), RECEIPTS, "x")


def test_a_command_s_key_is_of_this_person_case_and_command() -> None:
    sent = request(key="a-key-of-one-command-1")
    keys = {
        command_key(sent, RECEIPTS, by, case_id, command)
        for by, case_id, command in (
            ("lin.jing", "18720043", "add-fact"),
            ("sun.qi", "18720043", "add-fact"),
            ("lin.jing", "18720050", "add-fact"),
            ("lin.jing", "18720043", "register-case"),
        )
    }
    assert len(keys) == 4


def test_without_a_key_the_same_body_is_the_same_command() -> None:
    def key(body: str) -> str:
        return command_key(request(body), RECEIPTS, "lin.jing", "18720043", "add-fact")

    assert key('{"version":1}') == key('{"version":1}')
    assert key('{"version":1}') != key('{"version":2}')
