"""The router: known addresses and methods, refusals in both languages, security headers on every answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from entry.conftest import Ask
from entry.doors import Said, complaint, event, post_form, post_json
from huiyin.core.commands import OWNER, Actor
from huiyin.core.errors import NotAllowedNow, NotThere, NotUnderstood, NotYet, NotYours, Overtaken, Refusal
from huiyin.entry import desk_door, owner_api, owner_door
from huiyin.entry.answers import Answer, in_json
from huiyin.entry.http import Door, Route, status_of
from huiyin.entry.requests import Request
from huiyin.policy import load_policy
from huiyin.store.cases import Stale

HEADERS = {
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
}


def a_door(answer: Any, *, roles: frozenset[str] = frozenset({"owner"})) -> Any:
    door = Door(
        routes=(
            Route(method="GET", path="/api/things/{name}", roles=roles, answer=answer),
            Route(method="POST", path="/api/things/{name}", roles=roles, answer=answer),
        ),
        who=lambda request: OWNER,
        policy=load_policy,
    )
    return lambda made: Said(door(made))


def raises(error: BaseException) -> Any:
    def answer(request: Request, actor: Actor) -> Answer:
        raise error

    return answer


def named(request: Request, actor: Actor) -> Answer:
    return in_json(200, dict(request.at))


def test_a_path_names_its_parts() -> None:
    assert a_door(named)(event("GET", "/api/things/one")).json == {"name": "one"}


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "HEAD", "OPTIONS", "DELETE", "BREW"])
def test_hd06_other_methods_are_refused_with_those_that_work(method: str) -> None:
    said = a_door(named)(event(method, "/api/things/one"))
    assert (said.status, said.code, said.headers["allow"]) == (405, "method_not_allowed", "GET, POST")


@pytest.mark.asvs("V3.5.3")
def test_hd06_every_route_of_both_doors_refuses_other_methods(owners: Ask, desk: Ask) -> None:
    for ask, routes in ((owners, owner_door.ROUTES), (desk, desk_door.ROUTES)):
        for route in routes:
            path = route.path.replace("{", "").replace("}", "")
            for method in ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"):
                said = ask(event(method, path))
                assert (said.status, route.method in said.headers["allow"]) == (405, True), (method, path)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "/api",
        "/api/things/",
        "/api/things/a/b",
        "/api//things/one",
        "/api/things/one/",
        "/API/things/one",
        "/api/..;/things/one",
        "/api/%2e%2e/one",
    ],
)
def test_hd07_strange_paths_are_simply_not_there(path: str) -> None:
    said = a_door(named)(event("GET", path))
    assert (said.status, said.code) == (404, "not_found")


def test_hd04_a_header_or_a_query_never_changes_the_method() -> None:
    made = event("GET", "/api/things/one", headers={"x-http-method-override": "DELETE"}, query={"_method": "PUT"})
    assert a_door(named)(made).status == 200


def test_hd05_no_foreign_origin_is_let_in(owners: Ask) -> None:
    for origin in ("null", "https://evil.example"):
        said = owners(event("GET", "/api/policy.json", headers={"origin": origin}))
        assert not [name for name in said.headers if name.startswith("access-control")]


def test_hd01_links_come_from_configuration_only(owners: Ask) -> None:
    head = {"host": "evil.example", "x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    for said in (
        owners(post_form("/api/complaints", complaint(), headers=head)),
        owners(post_json("/api/complaints", complaint(), headers=head)),
    ):
        assert said.status == 201
        assert "evil.example" not in said.text


@pytest.mark.asvs("V4.1.3", "V15.3.4")
def test_hd02_the_address_is_the_one_that_the_gateway_saw() -> None:
    made = event("GET", "/api/things/one", headers={"x-forwarded-for": ", ".join(["127.0.0.1"] * 100)})
    assert Request.of(made).source == "203.0.113.7"


def test_hd08_every_class_of_answer_carries_the_security_headers(owners: Ask, desk: Ask) -> None:
    said = [
        owners(post_json("/api/complaints", complaint())),
        owners(post_json("/api/complaints", "{")),
        owners(event("GET", "/api/nowhere")),
        owners(event("OPTIONS", "/api/track")),
        owners(post_form("/api/complaints", complaint())),
        owners(post_form("/api/complaints", complaint(consent=None))),
        owners(post_form("/api/track", {"number": "x", "code": "y"})),
        desk(event("GET", "/api/desk/me")),
        a_door(raises(KeyError("王芳")))(event("GET", "/api/things/one")),
    ]
    assert [one.status for one in said] == [201, 400, 404, 405, 201, 400, 404, 401, 500]
    for one in said:
        for name, value in HEADERS.items():
            assert one.headers[name] == value, (one.status, name)
        csp = one.headers["content-security-policy"]
        assert csp.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in csp
        assert "script-src" not in csp
        assert one.headers["strict-transport-security"].startswith("max-age=")
        assert one.headers["content-type"].endswith("; charset=utf-8")


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotUnderstood("invalid_json"), 400),
        (NotUnderstood("body_too_large"), 413),
        (NotUnderstood("unsupported_media_type"), 415),
        (NotUnderstood("unsupported_charset"), 415),
        (NotUnderstood("version_required"), 428),
        (NotYours("not_signed_in"), 401),
        (NotYours(), 404),
        (NotThere(), 404),
        (NotThere("case_unknown"), 404),
        (NotAllowedNow(), 409),
        (NotYet(), 409),
        (Overtaken(current_version=1, by="owner", at="2026-11-23T01:00:00+00:00", event="FactAdded"), 409),
        (Refusal("unavailable"), 503),
    ],
)
def test_each_kind_of_refusal_has_its_status_and_its_sentence(refusal: Refusal, status: int) -> None:
    said = a_door(raises(refusal))(event("GET", "/api/things/one"))
    assert (status_of(refusal), said.status, said.code) == (status, status, refusal.code)
    assert all(said.json["message"][language] for language in ("zh", "en"))


def test_whoever_lacks_the_role_is_refused() -> None:
    said = a_door(named, roles=frozenset({"desk"}))(event("GET", "/api/things/one"))
    assert (said.status, said.code) == (404, "not_yours")


@pytest.mark.asvs("V13.4.2", "V16.5.1")
def test_s22_an_unexpected_error_says_its_number_and_nothing_else(written: Callable[[], str]) -> None:
    said = a_door(raises(ValueError("王芳 13800138000 arn:aws:kms")))(event("GET", "/api/things/one"))
    assert said.status == 500
    assert set(said.json) == {"code", "message", "request_id"}
    assert said.json["request_id"] == "JKJaXmPLvHcESHA="
    logged = written()
    assert '"error":"ValueError"' in logged
    for secret in ("王芳", "13800138000", "arn:aws"):
        assert secret not in said.text + logged


@pytest.mark.asvs("V16.5.2")
def test_what_passes_by_itself_is_told_as_busy() -> None:
    said = a_door(raises(Stale("18720043")))(event("GET", "/api/things/one"))
    assert (said.status, said.code, said.headers["retry-after"]) == (503, "unavailable", "60")


def test_an_event_without_anything_in_it_is_answered() -> None:
    for made in ({}, {"requestContext": None}, {"headers": {"a": None}}, {"rawPath": None, "requestContext": {"http": None}}):
        assert a_door(named)(made).status == 404


def test_answers_are_json_that_a_browser_reads(owners: Ask) -> None:
    answer = owner_api.handler(event("GET", "/api/policy.json"), None)
    assert answer["isBase64Encoded"] is False
    assert json.loads(answer["body"])["language_default"] == "zh"
