"""Proof of work: an answer serves one complaint, for a while, and costs what was asked."""

from datetime import timedelta
from hashlib import sha256
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import MONDAY_9AM
from entry.doors import solved
from huiyin.entry.proof import bits_after, challenge_for, fault_of, window_end, zero_bits
from huiyin.store.receipts import Receipts

RECEIPTS = Receipts(b"a secret of the tests, 32 bytes!")
KEY, OTHER = "a-key-of-one-form-0001", "a-key-of-another-0002"
HOUR = timedelta(hours=1)
ANSWER = solved(challenge_for(KEY, 10, RECEIPTS, until=MONDAY_9AM + HOUR))


def too_little(challenge: str) -> str:
    """An answer that is well formed and has not done the work."""
    bits = int(challenge.split(".")[1])
    return next(text for n in count() if zero_bits(sha256((text := f"{challenge}.{n}").encode()).digest()) < bits)


def test_work_that_was_done_counts_for_its_key_until_it_expires() -> None:
    assert fault_of(ANSWER, KEY, RECEIPTS, MONDAY_9AM) is None
    assert fault_of(ANSWER, KEY, RECEIPTS, MONDAY_9AM + HOUR) is None
    assert fault_of(ANSWER, KEY, RECEIPTS, MONDAY_9AM + HOUR + timedelta(seconds=1)) == "pow_expired"


def test_w13_work_for_one_complaint_is_none_for_another() -> None:
    assert fault_of(ANSWER, OTHER, RECEIPTS, MONDAY_9AM) == "pow_wrong"
    assert fault_of(ANSWER, KEY, Receipts(b"another secret of 32 bytes, all!"), MONDAY_9AM) == "pow_wrong"


def test_w13_too_little_work_and_work_made_easy_are_refused() -> None:
    challenge = challenge_for(KEY, 10, RECEIPTS, until=MONDAY_9AM + HOUR)
    assert fault_of(too_little(challenge), KEY, RECEIPTS, MONDAY_9AM) == "pow_wrong"
    easy = challenge.replace(".10.", ".0.")
    assert fault_of(solved(easy), KEY, RECEIPTS, MONDAY_9AM) == "pow_wrong"
    longer = str(int(challenge[:10]) + 3600) + challenge[10:]
    assert fault_of(solved(longer), KEY, RECEIPTS, MONDAY_9AM) == "pow_wrong"


@pytest.mark.parametrize(
    "text", ["x", "1.2.3.4", ANSWER + " ", ANSWER + "\n", ANSWER.replace(".", "．"), ANSWER + ".1", "." * 40, "９" + ANSWER[1:]]
)
def test_what_is_no_answer_is_wrong(text: str) -> None:
    assert fault_of(text, KEY, RECEIPTS, MONDAY_9AM) == "pow_wrong"


@given(st.text(max_size=80))
def test_nothing_that_somebody_makes_up_is_an_answer(text: str) -> None:
    assert fault_of(text, KEY, RECEIPTS, MONDAY_9AM) == "pow_wrong"


@given(st.integers(0, len(ANSWER) - 1), st.sampled_from("0123456789abcdef."))
def test_one_other_character_spoils_an_answer(at: int, char: str) -> None:
    spoilt = ANSWER[:at] + char + ANSWER[at + 1 :]
    fault = fault_of(spoilt, KEY, RECEIPTS, MONDAY_9AM)
    # Another number may be an answer too; then it has done the work.
    assert fault == "pow_wrong" or zero_bits(sha256(spoilt.encode()).digest()) >= 10


@given(st.text(min_size=16, max_size=64), st.integers(0, 12))
def test_every_challenge_can_be_answered_and_fits_one_block(key: str, bits: int) -> None:
    challenge = challenge_for(key, bits, RECEIPTS, until=MONDAY_9AM + HOUR)
    # The worker counts eight digits within the 55 bytes that one block of SHA-256 holds.
    assert len(challenge) + 9 <= 55
    assert fault_of(solved(challenge), key, RECEIPTS, MONDAY_9AM) is None


def test_a_challenge_says_nothing_of_its_key() -> None:
    assert KEY not in challenge_for(KEY, 16, RECEIPTS, until=MONDAY_9AM)


@pytest.mark.parametrize(("asked", "more"), [(0, 0), (1, 0), (20, 0), (21, 1), (40, 1), (41, 2), (80, 2), (81, 3), (1000, 6)])
def test_the_work_doubles_when_what_was_asked_for_doubles(asked: int, more: int) -> None:
    assert bits_after(asked, 20) == more


def test_zero_bits_are_counted_from_the_front() -> None:
    assert [zero_bits(bytes(n)) for n in (b"\xff", b"\x80", b"\x40", b"\x00\x01", b"\x00\x00")] == [0, 0, 1, 15, 16]


def test_windows_are_the_same_for_everybody() -> None:
    assert window_end(MONDAY_9AM, 10) == MONDAY_9AM + timedelta(minutes=10)
    assert window_end(MONDAY_9AM + timedelta(minutes=9, seconds=59), 10) == MONDAY_9AM + timedelta(minutes=10)
