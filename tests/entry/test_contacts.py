"""Phones and addresses as people type them."""

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huiyin.core.errors import NotUnderstood
from huiyin.entry import contacts
from huiyin.entry.contacts import Line, checked_email, checked_phone, lines_of, without_tag


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("13800138000", id="C01"),
        pytest.param("138-0013-8000", id="C01-dashes"),
        pytest.param("+86 138 0013 8000", id="C01-country"),
        pytest.param("１３８００１３８０００", id="C01-full-width"),
        pytest.param("138\u200b00138000", id="U11-zero-width"),
        pytest.param("0532-85012345转8001", id="C02-extension"),
        pytest.param("0532-85012345 分机 8001", id="C02-extension-word"),
        pytest.param("400-050-0827", id="C02-400"),
        pytest.param("13800138000/13900139000", id="C03-two"),
        pytest.param("13800138000、0571-80000000", id="C03-two-kinds"),
        pytest.param("85012345", id="local"),
        pytest.param("+852 2123 4567", id="C05-hong-kong"),
        pytest.param("+853 2855 5555", id="C05-macao"),
        pytest.param("+886 2 2345 6789", id="C05-taiwan"),
        pytest.param("+49 30 901820", id="C05-overseas"),
    ],
)
def test_a_number_that_can_be_dialled_is_kept_as_it_was_typed(typed: str) -> None:
    assert checked_phone(typed, otherwise=False) == typed


@given(st.from_regex(contacts._MAINLAND_MOBILE, fullmatch=True))
@example("17800002200")
def test_a_mobile_that_passes_without_the_tables_passes_with_them(typed: str) -> None:
    number = phonenumbers.parse(typed, "CN")
    assert number.country_code == 86
    assert phonenumbers.is_possible_number(number)


_letters = st.text("ABZabz019", min_size=1, max_size=6)
plain_addresses = st.builds(
    "{}@{}.{}".format,
    st.lists(st.one_of(_letters, st.just("_"), st.sampled_from([".a", "+b", "-c", "._"])), min_size=1, max_size=4).map("".join),
    st.lists(st.lists(_letters, min_size=1, max_size=3).map("-".join), min_size=1, max_size=2).map(".".join),
    st.sampled_from(["com", "cn", "net", "org"]),
).filter(lambda typed: len(typed) <= contacts._PLAIN_CHARS and contacts._PLAIN_ADDRESS.fullmatch(typed) is not None)


@given(plain_addresses)
def test_an_address_that_passes_unread_is_the_one_that_reading_it_gives(typed: str) -> None:
    assert checked_email(typed, ours=()) == contacts._read_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("1" * 300, id="C03-300-digits"),
        pytest.param("12345", id="C04-12345"),
        pytest.param("110", id="C04-110"),
        pytest.param("call me", id="words"),
        pytest.param("13800138000/call me", id="one-of-two"),
        pytest.param("/", id="nothing-between"),
        pytest.param("138001380001234567", id="too-long"),
    ],
)
def test_a_number_that_nobody_can_dial_is_refused_when_it_is_the_only_way(typed: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        checked_phone(typed, otherwise=False)
    assert (refused.value.code, refused.value.field) == ("phone_invalid", "phone")


def test_c04_with_another_way_a_short_number_is_kept_but_not_words() -> None:
    assert checked_phone("12345", otherwise=True) == "12345"
    for typed in ("call me", "1" * 300):
        with pytest.raises(NotUnderstood):
            checked_phone(typed, otherwise=True)


@pytest.mark.parametrize("typed", ["13800138000", "138-0013-8000", "+86 138 0013 8000", "１３８００１３８０００", "138\u200b00138000"])
def test_c01_one_line_is_the_same_however_it_is_typed(typed: str) -> None:
    assert lines_of(typed) == (Line(number="+8613800138000", extension="", shared=False),)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("0532-85012345转8001", [("+8653285012345", "8001", False)]),
        ("400-050-0827", [("+864000500827", "", True)]),
        ("13800138000/13900139000", [("+8613800138000", "", False), ("+8613900139000", "", False)]),
        ("85012345", [("85012345", "", False)]),
        ("+852 2123 4567", [("+85221234567", "", False)]),
        ("110 或 13800138000", [("+8613800138000", "", False)]),
        ("12345", []),
        ("", []),
    ],
)
def test_a_number_says_which_lines_can_be_dialled(typed: str, lines: list[tuple[str, str, bool]]) -> None:
    assert [(line.number, line.extension, line.shared) for line in lines_of(typed)] == lines


def test_no_number_is_no_number() -> None:
    assert checked_phone("", otherwise=False) == ""
    assert checked_email("", ours=()) == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("wang@example.com", "wang@example.com"),
        ("Wang.Fang+home@Example.com", "Wang.Fang+home@example.com"),
        ("wang@例子.中国", "wang@xn--fsqu00a.xn--fiqs8s"),
        ("wang@xn--fsqu00a.xn--fiqs8s", "wang@xn--fsqu00a.xn--fiqs8s"),
    ],
)
def test_an_address_is_kept_in_the_form_that_mail_carries(typed: str, kept: str) -> None:
    assert checked_email(typed, ours=()) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param("a@b.cn Bcc: x@y.cn", "email_invalid", id="C06-injection"),
        pytest.param("a@b.cn,c@d.cn", "email_invalid", id="C06-list"),
        pytest.param('"x" <a@b.cn>', "email_invalid", id="C06-display-name"),
        pytest.param("a@b", "email_invalid", id="C06-no-domain"),
        pytest.param("a@[127.0.0.1]", "email_invalid", id="C06-literal"),
        pytest.param("a\u200b@b.cn", "email_invalid", id="C06-invisible"),
        pytest.param("张三@例子.中国", "email_unsupported", id="C07"),
        pytest.param("service@yunjin.example", "email_ours", id="C08"),
        pytest.param("SERVICE+9@Yunjin.Example", "email_ours", id="C08-tag"),
    ],
)
def test_an_address_that_cannot_or_must_not_be_written_to_is_refused(typed: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        checked_email(typed, ours={"service@yunjin.example"})
    assert (refused.value.code, refused.value.field) == (code, "email")
    assert refused.value.__cause__ is None


def test_a_tag_does_not_make_another_mailbox() -> None:
    assert without_tag("A+b+c@D.cn") == "a@d.cn"
