"""Requests as the gateway hands them over, with whatever may be missing."""

import json
from datetime import UTC, datetime

import pytest

from builders import MONDAY_9AM
from entry.doors import EVENTS, event
from huiyin.core.errors import NotUnderstood
from huiyin.entry.requests import Request, preferred_language


def test_a_request_is_of_the_moment_at_which_the_gateway_got_it() -> None:
    assert Request.of(event("GET", "/x")).now == MONDAY_9AM
    assert Request.of(event("GET", "/x", at=datetime(2027, 2, 17, 16, 0, tzinfo=UTC))).now.tzinfo is UTC


def test_j12_missing_keys_are_missing_and_nothing_more() -> None:
    bare = Request.of(json.loads((EVENTS / "http_no_keys.json").read_text("utf-8")))
    assert (bare.headers, bare.query, bare.body()) == ({}, {}, b"")
    assert Request.of({}).path == "/"


@pytest.mark.asvs("V1.1.1")
def test_j12_a_body_in_base64_is_decoded_strictly() -> None:
    assert Request.of(event("POST", "/x", "eyJhIjoxfQ==", isBase64Encoded=True)).body() == b'{"a":1}'
    for broken in ("eyJhIjoxfQ", "e y", "{}", "===="):
        with pytest.raises(NotUnderstood) as refused:
            Request.of(event("POST", "/x", broken, isBase64Encoded=True)).body()
        assert refused.value.code == "invalid_base64"


def test_names_of_headers_are_read_in_any_case() -> None:
    made = event("GET", "/x") | {"headers": {"Accept": "text/html", "AUTHORIZATION": "Bearer x"}}
    request = Request.of(made)
    assert request.wants_page is True
    assert request.headers["authorization"] == "Bearer x"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9", "en"),
        ("en;q=0.8, zh-Hans;q=0.9", "zh"),
        ("fr, en;q=0.5", "en"),
        ("en, zh", "en"),
        ("fr", "zh"),
        ("*", "zh"),
        ("en;q=nonsense", "zh"),
        (",;q=,,", "zh"),
        ("en," * 10_000, "en"),
    ],
)
def test_chinese_comes_first_unless_the_browser_prefers_english(header: str, language: str) -> None:
    assert preferred_language(header) == language
