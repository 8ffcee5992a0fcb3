"""Staff sign in with code and PKCE, and carry tokens like those of Cognito."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from infra.local.gateway import NotSignedIn
from infra.local.stack import Stack

Ask = Callable[..., Any]
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def order(stack: Stack, **change: str) -> dict[str, str]:
    asked = {
        "client_id": "desk",
        "redirect_uri": f"{stack.url}/desk/",
        "response_type": "code",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "state": "s&t",
        "nonce": "n1",
        "scope": "openid",
    }
    return asked | change


def post(ask: Ask, path: str, form: dict[str, str]) -> Any:
    return ask("POST", f"/_local/oidc/{path}", urlencode(form).encode(), content_type="application/x-www-form-urlencoded")


def signed_in(stack: Stack, ask: Ask, email: str = "an.ran@yunjin.example") -> str:
    reply = post(ask, "authorize", order(stack, email=email, password=stack.directory.password))
    assert reply.status == 303
    where = urlsplit(reply.header("location"))
    assert f"{where.scheme}://{where.netloc}{where.path}" == f"{stack.url}/desk/"
    query = parse_qs(where.query)
    assert query["state"] == ["s&t"]
    return query["code"][0]


def exchange(stack: Stack, ask: Ask, code: str, /, **change: str) -> Any:
    form = {
        "grant_type": "authorization_code",
        "client_id": "desk",
        "code": code,
        "redirect_uri": f"{stack.url}/desk/",
        "code_verifier": VERIFIER,
    }
    return post(ask, "token", form | change)


def test_discovery_names_addresses_that_answer(stack: Stack, ask: Ask) -> None:
    found = json.loads(ask("GET", "/_local/oidc/.well-known/openid-configuration").body)
    assert found["issuer"] == f"{stack.url}/_local/oidc"
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert ask("GET", found["jwks_uri"].removeprefix(stack.url)).status == 200


def test_the_page_asks_for_e_mail_and_password_and_runs_no_script(stack: Stack, ask: Ask) -> None:
    reply = ask("GET", "/_local/oidc/authorize?" + urlencode(order(stack)))
    assert reply.status == 200
    for part in ("登录", "Sign in", 'type="password"', "an.ran@yunjin.example", 'value="s&amp;t"'):
        assert part in reply.text
    assert "<script" not in reply.text
    assert "unsafe" not in reply.header("content-security-policy")


def test_a_sign_in_gives_tokens_with_the_claims_of_cognito(stack: Stack, ask: Ask) -> None:
    answer = exchange(stack, ask, signed_in(stack, ask))
    assert answer.status == 200
    tokens = json.loads(answer.body)
    assert tokens["expires_in"] == 900
    keys = KeySet.import_key_set(json.loads(ask("GET", "/_local/oidc/jwks.json").body))
    access = jwt.decode(tokens["access_token"], keys, algorithms=["RS256"]).claims
    assert (access["iss"], access["client_id"], access["token_use"]) == (f"{stack.url}/_local/oidc", "desk", "access")
    assert (access["username"], access["cognito:groups"], access["scope"]) == ("an.ran", ["desk", "handler"], "openid")
    assert access["exp"] - access["iat"] == 900
    identity = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims
    assert (identity["aud"], identity["nonce"], identity["email"]) == ("desk", "n1", "an.ran@yunjin.example")
    assert identity["sub"] == access["sub"]


def test_a_code_is_good_once_for_its_page_and_for_who_asked(stack: Stack, ask: Ask) -> None:
    code = signed_in(stack, ask)
    assert exchange(stack, ask, code).status == 200
    assert json.loads(exchange(stack, ask, code).body) == {"error": "invalid_grant"}
    for change in (
        {"code_verifier": "w" * 64},
        {"redirect_uri": f"{stack.url}/other/"},
    ):
        assert json.loads(exchange(stack, ask, signed_in(stack, ask), **change).body) == {"error": "invalid_grant"}
    assert json.loads(exchange(stack, ask, "invented").body) == {"error": "invalid_grant"}
    assert json.loads(exchange(stack, ask, signed_in(stack, ask), client_id="other").body) == {"error": "invalid_client"}
    assert json.loads(exchange(stack, ask, "x", grant_type="password").body) == {"error": "unsupported_grant_type"}


def test_a_code_is_good_for_a_minute(stack: Stack, ask: Ask) -> None:
    code = signed_in(stack, ask)
    with stack.at(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=61)):
        assert exchange(stack, ask, code).status == 400


def test_a_shift_goes_on_with_its_refresh_token(stack: Stack, ask: Ask) -> None:
    refresh = json.loads(exchange(stack, ask, signed_in(stack, ask)).body)["refresh_token"]
    again = post(ask, "token", {"grant_type": "refresh_token", "client_id": "desk", "refresh_token": refresh})
    assert again.status == 200
    assert post(ask, "token", {"grant_type": "refresh_token", "client_id": "desk", "refresh_token": "invented"}).status == 400


@pytest.mark.parametrize(
    "change",
    [
        {"redirect_uri": "https://elsewhere.example/desk/"},
        {"redirect_uri": "//elsewhere.example/"},
        {"redirect_uri": ""},
        {"client_id": "other"},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
        {"code_challenge": "short"},
    ],
)
def test_an_order_that_does_not_fit_is_refused_and_never_sent_on(stack: Stack, ask: Ask, change: dict[str, str]) -> None:
    asked = order(stack, **change)
    for reply in (
        ask("GET", "/_local/oidc/authorize?" + urlencode(asked)),
        post(ask, "authorize", {**asked, "email": "an.ran@yunjin.example", "password": stack.directory.password}),
    ):
        assert reply.status == 400
        assert "location" not in reply.headers


@pytest.mark.parametrize(("email", "password"), [("an.ran@yunjin.example", "wrong"), ("nobody@yunjin.example", None), ("", "")])
def test_a_wrong_password_and_a_stranger_look_the_same(stack: Stack, ask: Ask, email: str, password: str | None) -> None:
    reply = post(ask, "authorize", order(stack, email=email, password=stack.directory.password if password is None else password))
    assert reply.status == 401
    assert "邮箱或密码不正确" in reply.text


def test_signing_out_leads_back_to_the_site_only(stack: Stack, ask: Ask) -> None:
    assert ask("GET", f"/_local/oidc/logout?logout_uri={stack.url}/desk/").header("location") == f"{stack.url}/desk/"
    assert ask("GET", "/_local/oidc/logout?logout_uri=https://elsewhere.example/").header("location") == f"{stack.url}/"


def test_an_old_token_and_one_for_another_audience_are_refused(stack: Stack) -> None:
    token, issuer = stack.token("bai.yu"), f"{stack.url}/_local/oidc"
    assert stack.issuer.verify(token, issuer, ["desk"])["username"] == "bai.yu"
    for wrong in ((issuer, ["other"]), ("https://elsewhere.example", ["desk"])):
        with pytest.raises(NotSignedIn):
            stack.issuer.verify(token, *wrong)
    with stack.at(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=16)), pytest.raises(NotSignedIn):
        stack.issuer.verify(token, issuer, ["desk"])


def test_another_start_has_another_key(stack: Stack, ask: Ask) -> None:
    from infra.local.oidc import Issuer
    from infra.local.taps import TAPS

    other = Issuer(stack.url, stack.directory, TAPS.clock)
    person = stack.directory.people[0]
    with pytest.raises(NotSignedIn):
        stack.issuer.verify(other.access_token(person), other.issuer, ["desk"])
