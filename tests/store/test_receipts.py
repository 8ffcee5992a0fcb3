"""Numbers and codes: the same for the same request, readable by people, useless to whoever has the table."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.store.receipts import Receipts

RECEIPTS = Receipts(b"a secret of the tests, 32 bytes!")
KEYS = st.text("abcdefABCDEF0123456789_-", min_size=16, max_size=64)
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@settings(deadline=None)
@given(KEYS, st.integers(0, 9), st.integers(2024, 2099))
def test_the_same_request_gets_the_same_receipt_and_every_receipt_is_well_formed(key: str, attempt: int, year: int) -> None:
    number, code = RECEIPTS.number_for(key, attempt, year), RECEIPTS.code_for(key, attempt)
    again = Receipts(b"a secret of the tests, 32 bytes!")
    assert (again.number_for(key, attempt, year), again.code_for(key, attempt)) == (number, code)
    assert re.fullmatch(rf"HY-{year}-\d{{8}}", number)
    assert Receipts.number_is_valid(number)
    assert re.fullmatch(f"[{CROCKFORD}]{{4}}(-[{CROCKFORD}]{{4}}){{3}}", code)


def test_a_retry_after_new_year_meets_the_same_case() -> None:
    old, new = RECEIPTS.number_for("a-key-of-december", 0, 2026), RECEIPTS.number_for("a-key-of-december", 0, 2027)
    assert old.rsplit("-", 1)[1] == new.rsplit("-", 1)[1]


def test_number_and_code_change_with_attempt_key_and_secret() -> None:
    other = Receipts(b"another secret of the same tests")
    made = [(r.number_for(k, a, 2026), r.code_for(k, a)) for r in (RECEIPTS, other) for k in ("k" * 16, "l" * 16) for a in (0, 1)]
    assert len({number for number, _ in made}) == len({code for _, code in made}) == 8


def test_numbers_spread_over_all_digits() -> None:
    digits = [Counter(RECEIPTS.number_for(f"key-{n:012d}", 0, 2026)[8 + place] for n in range(3000)) for place in range(7)]
    assert all(set(counted) == set("0123456789") and min(counted.values()) > 200 for counted in digits)


@settings(deadline=None)
@given(KEYS, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_always_told(key: str, place: int, step: int) -> None:
    number = RECEIPTS.number_for(key, 0, 2026)
    wrong = str((int(number[8 + place]) + step) % 10)
    assert not Receipts.number_is_valid(number[: 8 + place] + wrong + number[9 + place :])


@settings(deadline=None)
@given(KEYS, st.integers(0, 6))
def test_two_swapped_digits_are_told_but_for_the_pair_that_the_rule_cannot_see(key: str, place: int) -> None:
    number = RECEIPTS.number_for(key, 0, 2026)
    left, right = number[8 + place], number[9 + place]
    swapped = number[: 8 + place] + right + left + number[10 + place :]
    assert Receipts.number_is_valid(swapped) == (left == right or {left, right} == {"0", "9"})


@pytest.mark.parametrize(
    "text", ["", "HY-2026-1872004", "HY-2026-187200431", "hy-2026-18720043", "HY-2026-18720043\n", "HY-２026-18720043", "XX-2026-18720043"]
)
def test_a_text_of_another_shape_is_no_number(text: str) -> None:
    assert not Receipts.number_is_valid(text)


@pytest.mark.parametrize(
    "typed",
    [
        "{}", " {} ", "{}。", "（{}）", "{}>", "\u3000{}\u200b",
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_was_typed(typed: str) -> None:
    number = RECEIPTS.number_for("a-key-that-is-typed", 0, 2026)
    wide = "".join(chr(ord(char) + 0xFEE0) for char in number)
    for spelled in (number, number.lower(), number.replace("-", ""), number.replace("-", " "), number.replace("-", "—"), wide):
        assert Receipts.normalise_number(typed.format(spelled)) == number


def test_a_code_is_read_however_it_was_typed() -> None:
    code = next(code for n in range(999) if {"0", "1"} <= set(code := RECEIPTS.code_for(f"key-{n:012d}", 0)))
    plain = code.replace("-", "")
    wide = "".join(chr(ord(char) + 0xFEE0) for char in code)
    spelled = [code, plain, code.lower(), code.replace("-", " "), code.replace("0", "O"), code.replace("0", "o"), code.replace("1", "I"),
               code.replace("1", "l"), wide, f"{code}。", f"({code})", f"{code}>", f"\u200b{code}\u3000"]  # fmt: skip
    assert {Receipts.normalise_code(text) for text in spelled} == {plain}
    stored = RECEIPTS.code_hash("18720043", code)
    assert all(RECEIPTS.code_matches("18720043", text, stored) for text in spelled)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_the_reading_of_codes_and_numbers_fail(text: str) -> None:
    code, number = Receipts.normalise_code(text), Receipts.normalise_number(text)
    assert code is None or (len(code) == 16 and set(code) <= set(CROCKFORD))
    assert number is None or Receipts.number_is_valid(number)


@settings(deadline=None)
@given(st.integers(0, 15), st.sampled_from(CROCKFORD))
def test_a_code_with_one_other_character_opens_nothing(place: int, char: str) -> None:
    plain = RECEIPTS.code_for("a-key-of-somebody", 0).replace("-", "")
    other = plain[:place] + char + plain[place + 1 :]
    assert RECEIPTS.code_matches("18720043", other, RECEIPTS.code_hash("18720043", plain)) == (other == plain)


def test_a_code_opens_its_own_case_only_and_unreadable_text_opens_none() -> None:
    code = RECEIPTS.code_for("a-key-of-somebody", 0)
    assert RECEIPTS.code_hash("18720043", code) != RECEIPTS.code_hash("18720050", code)
    assert not RECEIPTS.code_matches("18720043", "UUUU", RECEIPTS.code_hash("18720043", code))


def test_what_the_table_keeps_is_different_for_every_use_of_the_secret() -> None:
    kept = [
        RECEIPTS.key_hash("k" * 16), RECEIPTS.fingerprint(b"k" * 16), RECEIPTS.code_hash("k" * 16, ""),
        bytes.fromhex(RECEIPTS.key_from("k" * 16))[:16], bytes.fromhex(RECEIPTS.upload_token("k" * 16, "")),
    ]  # fmt: skip
    assert len(set(kept)) == 5
    assert {len(one) for one in kept} == {16}


@settings(deadline=None)
@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_two_clients_without_a_key_share_one_only_for_the_same_facts(left: list[str], right: list[str]) -> None:
    assert (RECEIPTS.key_from(*left) == RECEIPTS.key_from(*right)) == (left == right)


def test_a_secret_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(ValueError, match="short"):
        Receipts(b"short")


def test_the_key_of_a_budget_depends_on_its_kind_and_holder_and_tells_neither() -> None:
    receipts = Receipts(b"s" * 32)
    keys = {receipts.budget_key(kind, holder) for kind in ("letters", "door") for holder in ("a@example.org", "b@example.org")}
    assert len(keys) == 4
    assert receipts.budget_key("letters", "a@example.org") != Receipts(b"t" * 32).budget_key("letters", "a@example.org")
    assert all(len(key) == 32 and int(key, 16) >= 0 for key in keys)


def test_the_mark_of_a_challenge_is_of_its_key_its_end_and_its_work() -> None:
    marks = {RECEIPTS.challenge_mark(*facts) for facts in (("k1", "1", "16"), ("k2", "1", "16"), ("k1", "2", "16"), ("k1", "1", "15"))}
    assert len(marks) == 4
    assert {len(mark) for mark in marks} == {24}


def test_the_code_behind_a_key_and_its_number_is_found_and_no_other() -> None:
    number = RECEIPTS.number_for("k" * 16, 3, 2026)
    assert RECEIPTS.code_behind("k" * 16, number) == RECEIPTS.code_for("k" * 16, 3)
    assert RECEIPTS.code_behind("l" * 16, number) is None
