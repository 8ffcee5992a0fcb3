"""The shape of a mail: headers, parts, charsets."""

import pytest

from huiyin.mail.mime import PARTS, TEXT_BYTES, Part, decoded, from_base64, line_of, parts_of, split, tidy


def test_headers_go_on_over_several_lines_and_keep_their_order() -> None:
    headers, body = split(b"A: one\r\n two\r\nB: x\r\nA: three\r\n\r\nbody")
    assert headers == {"a": (b"one two", b"three"), "b": (b"x",)}
    assert body == b"body"


def test_a_mail_without_headers_is_all_body() -> None:
    assert split(b"\r\nbody") == ({}, b"\r\nbody")


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        pytest.param("停水".encode("gbk"), "", "停水", id="M03-undeclared"),
        pytest.param("镕喆€".encode("gb18030"), "gb2312", "镕喆€", id="M04-more-than-declared"),
        pytest.param("停水".encode(), "x-unknown", "停水", id="M05-unknown"),
        pytest.param("停水".encode(), "utf-8\0", "停水", id="M05-nul"),
        pytest.param("停水".encode(), "idna", "停水", id="M05-idna"),
        pytest.param("停水".encode(), "rot13", "停水", id="M05-no-charset-at-all"),
        pytest.param(b"+ADw-", "utf-7", "+ADw-", id="M06-utf-7"),
        pytest.param(b"caf\xe9", "iso-8859-1", "café", id="latin"),
        pytest.param("停水".encode("utf-16"), "utf-16", "停水", id="utf-16"),
        pytest.param(b"\xff\xff", "utf-8", "\ufffd\ufffd", id="M05-nothing-fits"),
    ],
)
def test_text_is_told_from_its_bytes_when_its_declaration_is_wrong(content: bytes, charset: str, text: str) -> None:
    assert decoded(content, charset) == text


def test_encoded_words_of_one_charset_are_joined_before_they_are_read() -> None:  # M08
    assert line_of(b"=?utf-8?Q?=E7=94?= \r\n\t=?UTF-8?Q?=B5?= x =?gbk?B?zfI=?=") == "电 x 万"


def test_no_control_passes_into_a_line() -> None:  # M07
    assert line_of(b"=?utf-8?Q?a=0D=0AB=00?=") == "a B"


def test_a_file_name_is_no_way_to_a_file() -> None:  # M15
    headers, body = split(b"Content-Disposition: attachment; filename*=utf-8''..%2F..%5C%E5%8D%95.pdf\r\n\r\n")
    (part,) = parts_of(headers, body)
    assert (part.name, part.shown) == ("单.pdf", False)


def test_a_long_name_of_a_file_is_cut_before_its_ending() -> None:  # L05
    for name, kept in (("照" * 255 + ".jpg", "照" * 116 + ".jpg"), ("照" * 255, "照" * 120), ("a." + "b" * 300, "a." + "b" * 118)):
        headers, body = split(f'Content-Type: image/jpeg; name="{name}"\r\n\r\n'.encode())
        assert parts_of(headers, body)[0].name == kept


def test_of_more_parts_than_anybody_sends_the_first_are_read() -> None:  # M20
    headers, _ = split(b"Content-Type: multipart/mixed; boundary=x\r\n\r\n")
    assert len(parts_of(headers, b"--x\r\n\r\na\r\n" * 1000)) == PARTS + 1


def test_half_a_group_of_base64_is_passed_over() -> None:  # M09
    assert from_base64(b"YWJj\r\nZA") == b"abcd"
    assert from_base64(b"YWJjZ") == b"abc"


def test_of_a_very_long_text_the_beginning_is_read() -> None:
    part = Part(kind="text/plain", charset="utf-8", encoding="8bit", name="", shown=True, body="水水水\n".encode() * 200_000)
    assert len(part.text().encode()) <= TEXT_BYTES
    assert set(part.text()) == {"水", "\n"}


def test_text_is_kept_with_one_kind_of_line_end_and_no_controls() -> None:  # U01
    assert tidy("a\r\nb\rc \x00\x07\n\n\n\nd\xa0e\n") == "a\nb\nc\n\nd e"
