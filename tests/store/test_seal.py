"""What is sealed opens with its own key under its own context, and in no other way."""

import os
import zlib

import pytest
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.store.seal import CannotOpen, DataKey, Sealer, seal, seal_bytes, seal_file, unseal, unseal_bytes, wrapped_key_of
from store.clouds import Stack

KEY = DataKey(bytes(range(32)), b"wrapped")
WORDS = st.dictionaries(
    st.text("abcdefghij_", min_size=1, max_size=8), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)
)


@settings(deadline=None)
@given(WORDS)
def test_words_come_back_as_they_were_said(words: dict[str, str]) -> None:
    assert unseal(KEY, seal(KEY, words, context="CASE#1"), context="CASE#1") == words


def test_a_word_that_was_not_said_takes_no_room() -> None:
    assert unseal(KEY, seal(KEY, {"matter": "漏水", "wish": ""}, context="c"), context="c") == {"matter": "漏水"}


@pytest.mark.asvs("V11.3.3")
@settings(deadline=None)
@given(st.binary(min_size=1, max_size=200), st.data())
def test_a_blob_with_one_bit_changed_does_not_open(content: bytes, data: st.DataObject) -> None:
    blob = bytearray(seal_bytes(KEY, content, context="c"))
    at = data.draw(st.integers(0, len(blob) * 8 - 1))
    blob[at // 8] ^= 1 << at % 8
    with pytest.raises(CannotOpen):
        unseal_bytes(KEY, bytes(blob), context="c")


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01" + bytes(12), b"\x02" + bytes(40)])
def test_a_blob_cut_short_or_of_another_format_does_not_open(blob: bytes) -> None:
    with pytest.raises(CannotOpen):
        unseal_bytes(KEY, blob, context="c")


def test_a_blob_does_not_open_for_another_case_or_with_another_key() -> None:
    blob = seal(KEY, {"matter": "漏水"}, context="CASE#18720043/EV#000001")
    for key, context in ((KEY, "CASE#18720043/EV#000002"), (DataKey(os.urandom(32), b""), "CASE#18720043/EV#000001")):
        with pytest.raises(CannotOpen):
            unseal(key, blob, context=context)


def test_the_same_words_are_never_sealed_twice_alike() -> None:
    assert seal(KEY, {"matter": "漏水"}, context="c") != seal(KEY, {"matter": "漏水"}, context="c")


@pytest.mark.asvs("V11.2.2", "V11.3.1", "V11.3.2")
def test_a_blob_sealed_by_an_earlier_release_still_opens() -> None:
    # Sealed once by this format with a nonce of zeros; must open for as long as cases are kept.
    blob = bytes.fromhex(
        "01000000000000000000000000a5ea7f939905ca905a1afb4f26497a2a97a8c99df67104f8ae3be9837097bd7c54b73b389459cb5097792c46"
    )
    assert unseal(KEY, blob, context="CASE#18720043/EV#000001") == {"matter": "电梯困人"}


def test_a_data_key_shows_itself_to_nobody() -> None:
    assert "wrapped" not in repr(KEY)
    assert repr(KEY) == "DataKey()"


@pytest.mark.asvs("V11.2.1", "V11.2.3")
def test_kms_opens_a_data_key_only_for_its_case_and_its_purpose(stack: Stack) -> None:
    key = stack.sealer.new_key("18720043", "case")
    assert len(key.plain) == 32
    assert stack.sealer.open_key("18720043", "case", key.wrapped) == key
    for case_id, purpose in (("18720050", "case"), ("18720043", "person")):
        with pytest.raises(ClientError):
            stack.sealer.open_key(case_id, purpose, key.wrapped)  # type: ignore[arg-type]


def test_cases_and_people_are_sealed_under_different_keys() -> None:
    asked: list[dict[str, object]] = []

    class Kms:
        def generate_data_key(self, **wanted: object) -> dict[str, bytes]:
            asked.append(wanted)
            return {"Plaintext": bytes(32), "CiphertextBlob": b"w"}

    sealer = Sealer(Kms(), "key-of-cases", "key-of-people", "key-of-guarded")
    sealer.new_key("18720043", "case")
    sealer.new_key("18720043", "person")
    assert [one["KeyId"] for one in asked] == ["key-of-cases", "key-of-people"]
    # The context is written to the trail of KMS in clear: ids only.
    assert [one["EncryptionContext"] for one in asked] == [{"case": "18720043", "for": "case"}, {"case": "18720043", "for": "person"}]


def test_a_data_key_changes_its_wrapping_and_stays_the_same_key(stack: Stack) -> None:
    key = stack.sealer.new_key("18720043", "case", guarded=True)
    blob = seal(key, {"matter": "保安打人"}, context="c")
    out = stack.sealer.wrapped_anew(key, "18720043", "case", guarded=False)
    assert (out.plain, out.wrapped != key.wrapped) == (key.plain, True)
    assert unseal(stack.sealer.open_key("18720043", "case", out.wrapped), blob, context="c") == {"matter": "保安打人"}
    for wrapped, guarded in ((out.wrapped, True), (key.wrapped, False)):
        with pytest.raises(ClientError):
            stack.sealer.open_key("18720043", "case", wrapped, guarded=guarded)


def test_a_file_may_bring_its_own_key_along() -> None:
    for beside, found in ((True, KEY.wrapped), (False, None)):
        wrapped, sealed = wrapped_key_of(seal_file(KEY, b"a photo", context="c", beside=beside))
        assert (wrapped, unseal_bytes(KEY, sealed, context="c")) == (found, b"a photo")


def test_long_words_are_deflated_before_they_are_sealed() -> None:
    matter = "二号梯这周停了三次。" * 30
    assert len(seal(KEY, {"matter": matter}, context="c")) < len(matter.encode("utf-8")) / 4
    assert (
        zlib.decompress(unseal_bytes(KEY, seal(KEY, {"matter": matter}, context="c"), context="c"), -15).decode().startswith('{"matter":')
    )
