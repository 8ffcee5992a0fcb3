"""Strict reading of bodies: what is wrong is said by code, whatever was sent."""

from urllib.parse import quote_plus

import pytest

from entry.doors import event
from huiyin.core.errors import NotUnderstood
from huiyin.entry.bodies import read_body, read_form, read_json, safe_name
from huiyin.entry.requests import Request

LISTS = frozenset({"needs"})


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param("", "body_not_object", id="J01-empty"),
        pytest.param("null", "body_not_object", id="J01-null"),
        pytest.param("[]", "body_not_object", id="J01-list"),
        pytest.param('"x"', "body_not_object", id="J01-text"),
        pytest.param("1", "body_not_object", id="J01-number"),
        pytest.param('{"matter": "王芳', "invalid_json", id="J02-cut"),
        pytest.param('{"a":1}x', "invalid_json", id="J02-more"),
        pytest.param("{'a':1}", "invalid_json", id="J02-quotes"),
        pytest.param('{"a":1,}', "invalid_json", id="J02-comma"),
        pytest.param('{"matter":"a","matter":"b"}', "duplicate_field", id="J03"),
        pytest.param('{"urgency_stated":NaN}', "invalid_number", id="J04-nan"),
        pytest.param('{"urgency_stated":Infinity}', "invalid_number", id="J04-infinity"),
        pytest.param('{"urgency_stated":1e999}', "invalid_number", id="J04-1e999"),
        pytest.param("[" * 100_000, "too_deep", id="J05"),
        pytest.param('{"urgency_stated":' + "1" * 5000 + "}", "invalid_number", id="J06-5000-digits"),
        pytest.param('{"urgency_stated":' + "1" * 39 + "}", "invalid_number", id="J06-39-digits"),
        pytest.param('{"matter":"\\ud800"}', "invalid_unicode", id="J07"),
    ],
)
def test_a_body_that_is_no_object_is_refused_by_code(body: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_json(body.encode())
    assert refused.value.code == code
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    "blob", [b'{"matter":"\xff\xfe"}', b'{"matter":"\xc0\xaf"}', b'{"matter":"\xed\xa0\x80"}'], ids=["U09", "U09-overlong", "U09-half"]
)
def test_bytes_that_are_no_text_are_refused(blob: bytes) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_json(blob)
    assert refused.value.code == "invalid_utf8"


def test_a_whole_character_in_two_escapes_is_a_character() -> None:
    assert read_json(b'{"a":"\\ud83d\\ude00","b":"\\\\ud800"}') == {"a": "😀", "b": "\\ud800"}


def test_a_mark_of_byte_order_and_spaces_do_no_harm() -> None:
    assert read_json('\ufeff {"a": 1.5, "b": -12, "c": null, "d": true}\n'.encode()) == {"a": 1.5, "b": -12, "c": None, "d": True}


def test_brackets_inside_texts_are_no_depth() -> None:
    text = '{"a":"' + "[" * 1000 + '","b":"\\"[[[[[[[[[[[[[[[[[[[[[[[["}'
    assert set(read_json(text.encode())) == {"a", "b"}


@pytest.mark.parametrize("text", ['{"a":"' + '\\"' * 50_000, '"' * 100_001, '{"a":"' + "\\" * 100_001, "[" * 20 + '"' + "x" * 200_000])
def test_j05_hostile_texts_are_read_in_one_pass(text: str) -> None:
    # Each would take minutes if a failed match went back: the suite's bound on a test would end it.
    with pytest.raises(NotUnderstood):
        read_json(text.encode())


def test_a_field_is_named_only_when_its_name_looks_like_one_of_ours() -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_json('{"王芳":1,"王芳":2}'.encode())
    assert refused.value.field is None
    assert safe_name("matter") == "matter"
    assert [safe_name(name) for name in ("13800138000", "a" * 41, "a b", "Matter", "")] == [None] * 5


def test_a_form_gives_text_lists_and_answers() -> None:
    text = "matter=%E6%BC%8F&wish=&needs=large_print&needs=dialect&answers%5B%E5%A4%9A%E4%B9%85%5D=%E4%B8%89%E5%A4%A9+"
    assert read_form(text.encode(), "utf-8", LISTS) == {
        "matter": "漏",
        "wish": "",
        "needs": ["large_print", "dialect"],
        "answers": {"多久": "三天 "},
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("matter=a&matter=b", "duplicate_field", id="W10"),
        pytest.param("answers[a]=1&answers[a]=2", "duplicate_field", id="W10-answer"),
        pytest.param("answers=1&answers[a]=2", "duplicate_field", id="W10-both"),
        pytest.param("matter=%FF%FE", "invalid_utf8", id="U09"),
        pytest.param("&".join(f"a{n}=1" for n in range(10_000)), "too_many_fields", id="J10-10000-fields"),
    ],
)
def test_a_form_is_read_as_strictly(text: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_form(text.encode(), "utf-8", LISTS)
    assert refused.value.code == code


@pytest.mark.parametrize("charset", ["GBK", "gb2312", '"GB18030"'])
def test_w11_a_form_of_an_old_browser_is_decoded_as_it_says(charset: str) -> None:
    form = f"matter={quote_plus('漏水了', encoding='gb18030')}"
    head = {"content-type": f"application/x-www-form-urlencoded; charset={charset}"}
    assert read_body(Request.of(event("POST", "/", form, headers=head)), limit_kb=64).values == {"matter": "漏水了"}


@pytest.mark.parametrize(
    ("head", "code"),
    [
        pytest.param({"content-type": "application/json; charset=utf-16"}, "unsupported_charset", id="W11-utf16"),
        pytest.param({"content-type": "application/x-www-form-urlencoded; charset=big5"}, "unsupported_charset", id="W11-big5"),
        pytest.param({"content-type": "text/plain"}, "unsupported_media_type", id="J09-text"),
        pytest.param({}, "unsupported_media_type", id="J09-none"),
        pytest.param({"content-type": "multipart/form-data"}, "unsupported_media_type", id="J10"),
        pytest.param({"content-type": "application/json", "content-encoding": "gzip"}, "unsupported_media_type", id="J11"),
        pytest.param({"content-type": "application/json", "content-encoding": "br"}, "unsupported_media_type", id="J11-br"),
    ],
)
def test_only_what_we_read_is_read(head: dict[str, str], code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_body(Request.of(event("POST", "/", "{}", headers=head)), limit_kb=64)
    assert refused.value.code == code


def test_j13_a_body_beyond_the_limit_is_refused_before_it_is_read() -> None:
    request = Request.of(event("POST", "/", "[" * (64 * 1024 + 1), headers={"content-type": "application/json"}))
    with pytest.raises(NotUnderstood) as refused:
        read_body(request, limit_kb=64)
    assert (refused.value.code, refused.value.facts) == ("body_too_large", {"limit": 64})


def test_a_door_may_refuse_forms() -> None:
    request = Request.of(event("POST", "/", "a=1", headers={"content-type": "application/x-www-form-urlencoded"}))
    assert read_body(request, limit_kb=64).form is True
    with pytest.raises(NotUnderstood):
        read_body(request, limit_kb=64, forms=False)
