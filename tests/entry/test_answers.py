"""Answers: JSON and pages, always with the security headers."""

import json

import pytest

from huiyin.entry.answers import in_html, in_json


def test_json_is_compact_and_in_its_own_letters() -> None:
    answer = in_json(200, {"zh": "已收到"}, etag='"x"', cache_control="public, max-age=300").as_event()
    assert answer["body"] == '{"zh":"已收到"}'
    assert (answer["headers"]["etag"], answer["headers"]["cache-control"]) == ('"x"', "public, max-age=300")


def test_a_number_that_json_does_not_know_is_never_sent() -> None:
    with pytest.raises(ValueError, match="JSON"):
        in_json(200, {"share": float("nan")})


def test_json_written_elsewhere_is_passed_on_as_it_is() -> None:
    assert in_json(200, None).holding('{"a": 1}').as_event()["body"] == '{"a": 1}'


def test_a_page_may_post_and_show_only_where_it_says() -> None:
    csp = in_html(200, "<p>", posts_to=["https://s3.example", "https://s3.example"], shows_from=["https://img.example"]).headers[
        "content-security-policy"
    ]
    assert "form-action 'self' https://s3.example;" in csp
    assert "img-src 'self' https://img.example;" in csp
    assert "style-src 'self';" in csp
    assert "unsafe" not in csp


def test_an_answer_names_what_it_is_about_for_the_log_only() -> None:
    answer = in_json(409, {}, code="stale_version", number="HY-2026-18720043")
    assert (answer.code, answer.number) == ("stale_version", "HY-2026-18720043")
    assert json.dumps(answer.as_event()).count("18720043") == 0
