"""The API hands requests to functions in format 2.0 and gives their answers back."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from infra.local.gateway import _route, _specific_first
from infra.local.stack import Stack

Ask = Callable[..., Any]


def event_of(reply: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(reply.body)["event"]
    return found


def test_a_request_becomes_an_event(stack: Stack, ask: Ask) -> None:
    event = event_of(ask("GET", "/api/a%20b/c?x=1&x=2&y=%E4%B8%AD&z=", cookie="a=1; b=2", X_Own="v"))
    assert event["version"] == "2.0"
    assert event["routeKey"] == "ANY /api/{proxy+}"
    assert event["rawPath"] == "/api/a b/c"
    assert event["pathParameters"] == {"proxy": "a b/c"}
    assert event["rawQueryString"] == "x=1&x=2&y=%E4%B8%AD&z="
    assert event["queryStringParameters"] == {"x": "1,2", "y": "中", "z": ""}
    assert event["cookies"] == ["a=1", "b=2"]
    assert event["headers"]["x-own"] == "v"
    assert "cookie" not in event["headers"]
    assert event["requestContext"]["http"] == {
        "method": "GET",
        "path": "/api/a b/c",
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "",
    }
    assert "body" not in event


def test_json_comes_as_text_and_forms_and_pictures_in_base64(ask: Ask) -> None:
    as_json = event_of(ask("POST", "/api/x", '{"a":"中"}'.encode(), content_type="application/json"))
    assert (as_json["body"], as_json["isBase64Encoded"]) == ('{"a":"中"}', False)
    for kind in ("application/x-www-form-urlencoded", "image/png", "multipart/form-data; boundary=x"):
        event = event_of(ask("POST", "/api/x", b"a=\xff", content_type=kind))
        assert event["isBase64Encoded"] is True
        assert base64.b64decode(event["body"]) == b"a=\xff"
    broken = event_of(ask("POST", "/api/x", b"\xff", content_type="application/json"))
    assert base64.b64decode(broken["body"]) == b"\xff"


def test_the_moment_of_a_request_can_be_asked_for(stack: Stack, ask: Ask) -> None:
    import datetime as dt

    moment = dt.datetime(2027, 2, 6, 10, tzinfo=dt.UTC)
    with stack.at(moment):
        context = event_of(ask("GET", "/api/x"))["requestContext"]
    assert context["timeEpoch"] == int(moment.timestamp() * 1000)
    assert context["time"] == "06/Feb/2027:10:00:00 +0000"


def test_status_headers_and_cookies_come_back(ask: Ask) -> None:
    reply = ask("POST", "/api/note", b'{"pk": "web"}', content_type="application/json")
    assert reply.status == 201
    assert reply.header("content-type") == "application/json"
    assert reply.headers["set-cookie"] == ["a=1", "b=2"]


def test_a_function_that_raises_is_a_500_that_says_nothing(ask: Ask) -> None:
    reply = ask("GET", "/api/fail")
    assert reply.status == 500
    assert json.loads(reply.body) == {"message": "Internal Server Error"}


def test_a_path_without_a_route_is_a_404_of_the_gateway(ask: Ask) -> None:
    assert ask("GET", "/api/").status == 404


def test_more_than_six_megabytes_are_refused_and_six_are_not(ask: Ask) -> None:
    assert ask("POST", "/api/x", b"a" * (6 * 1024 * 1024 + 1), content_type="text/plain").status == 413
    reply = ask("POST", "/api/note", b'{"pk": "big"}' + b" " * (6 * 1024 * 1024 - 13), content_type="application/json")
    assert reply.status == 201


def test_a_signed_route_asks_for_a_token_and_passes_its_claims_on(stack: Stack, ask: Ask) -> None:
    assert ask("GET", "/api/signed/me").status == 401
    token = stack.token("an.ran@yunjin.example")
    head, body, signature = token.split(".")
    forged = base64.urlsafe_b64encode(base64.urlsafe_b64decode(body + "==").replace(b"an.ran", b"bai.yu")).rstrip(b"=").decode()
    unsigned = base64.urlsafe_b64encode(b'{"alg": "none"}').rstrip(b"=").decode()
    for wrong in ("x", "a.b.c", f"{head}.{forged}.{signature}", f"{unsigned}.{body}."):
        assert ask("GET", "/api/signed/me", authorization=f"Bearer {wrong}").status == 401
    event = event_of(ask("GET", "/api/signed/me", authorization=f"Bearer {token}"))
    claims = event["requestContext"]["authorizer"]["jwt"]["claims"]
    assert (claims["username"], claims["cognito:groups"], claims["token_use"]) == ("an.ran", "[desk handler]", "access")
    assert event["pathParameters"] == {"who": "me"}


def test_the_most_specific_route_wins() -> None:
    keys = [
        "$default",
        "ANY /api/{proxy+}",
        "GET /api/desk/cases",
        "GET /api/desk/{proxy+}",
        "GET /api/desk/cases/{n}",
        "ANY /api/desk/cases",
    ]
    ordered = sorted((_route(key, "f", None, ()) for key in keys), key=_specific_first)
    assert [route.key for route in ordered] == [
        "GET /api/desk/cases",
        "ANY /api/desk/cases",
        "GET /api/desk/cases/{n}",
        "GET /api/desk/{proxy+}",
        "ANY /api/{proxy+}",
        "$default",
    ]


@pytest.mark.parametrize(
    ("answer", "status", "body"),
    [
        ("plain words", 200, b"plain words"),
        ({"a": 1}, 200, b'{"a": 1}'),
        ({"statusCode": 200, "body": "AP8=", "isBase64Encoded": True}, 200, b"\x00\xff"),
        ({"statusCode": 204}, 204, b""),
        ({"statusCode": "many"}, 500, b'{"message": "Internal Server Error"}'),
        ({"statusCode": 200, "headers": {"x": "a\r\nset-cookie: b"}}, 500, b'{"message": "Internal Server Error"}'),
        ({"statusCode": 200, "body": {"not": "text"}}, 500, b'{"message": "Internal Server Error"}'),
    ],
)
def test_whatever_a_function_answers_becomes_http(stack: Stack, ask: Ask, answer: Any, status: int, body: bytes) -> None:
    door = stack.functions.find("Door")
    original = door.handler
    object.__setattr__(door, "handler", lambda event, context: answer)
    try:
        reply = ask("GET", "/api/x")
    finally:
        object.__setattr__(door, "handler", original)
    assert (reply.status, reply.body) == (status, body)
