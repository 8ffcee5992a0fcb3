"""Sign-in: the token of the issuer and nothing else."""

import base64
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import event
from entry.people import DESK, OTHER
from entry.tokens import CLIENT, KID, bearer, claims, key, published, token
from huiyin.entry import desk_door
from huiyin.entry.sign_in import CannotTell, Endpoints, KeyRing, fetch
from huiyin.policy import load_policy, put_in_force

EPOCH = int(MONDAY_9AM.timestamp())


@pytest.mark.parametrize(
    "head",
    [
        pytest.param({"x-remote-user": "admin"}, id="HD03-remote-user"),
        pytest.param({"x-user-id": DESK, "x-amzn-oidc-data": "e30.e30.e30"}, id="HD03-oidc-data"),
        pytest.param({"authorization": ""}, id="HD10-empty"),
        pytest.param({"authorization": "Basic bGluLmppbmc6eA=="}, id="HD10-basic"),
    ],
)
def test_headers_that_claim_a_user_open_nothing(desk: Ask, head: dict[str, str]) -> None:
    said = desk(event("GET", "/api/desk/me", headers=head))
    assert (said.status, said.code) == (401, "not_signed_in")


def test_hd10_two_tokens_or_a_strange_scheme_open_nothing(desk: Ask) -> None:
    good = bearer(DESK)["authorization"]
    for header in (f"{good},{good}", good.replace("Bearer", "bearer"), good + " ", "Bearer"):
        assert desk(event("GET", "/api/desk/me", headers={"authorization": header})).status == 401


@pytest.mark.asvs("V6.8.1", "V6.8.2", "V7.2.1", "V9.1.1", "V9.1.2", "V9.1.3", "V9.2.1", "V9.2.2", "V9.2.3", "V10.3.1", "V11.6.1")
@pytest.mark.parametrize(
    "token_of",
    [
        pytest.param(lambda: _unsigned({"alg": "none"}), id="S07-alg-none"),
        pytest.param(lambda: _hmac_with_public_key() + "", id="S07-hs256-with-the-public-key"),
        pytest.param(lambda: token(DESK, signed_by=key("another")), id="S07-signed-by-another"),
        pytest.param(lambda: token(DESK, signed_by=key("another"), head={"kid": "another"}), id="S07-unknown-kid"),
        pytest.param(lambda: token(DESK, iss="https://evil.example/pool"), id="S07-other-issuer"),
        pytest.param(lambda: token(DESK, client_id="shop"), id="S07-other-client"),
        pytest.param(lambda: token(DESK, client_id="shop", azp=CLIENT), id="S07-other-client-for-us"),
        pytest.param(lambda: token(DESK, client_id=None, azp="shop"), id="S07-other-azp"),
        pytest.param(lambda: token(DESK, client_id=None, azp=CLIENT, aud=CLIENT, token_use=None, scope=None), id="S07-id-token-with-azp"),
        pytest.param(lambda: token(DESK, client_id=None, aud=CLIENT), id="S07-no-client"),
        pytest.param(lambda: token(DESK, client_id=None, aud=CLIENT, token_use="id"), id="S07-id-token"),
        pytest.param(lambda: token(DESK, token_use="id"), id="S07-token-use"),
        pytest.param(lambda: token(DESK, exp=EPOCH - 31), id="S07-expired"),
        pytest.param(lambda: token(DESK, exp=None), id="S07-no-end"),
        pytest.param(lambda: token(DESK, exp="2030"), id="S07-end-as-text"),
        pytest.param(lambda: token(DESK, nbf=EPOCH + 31), id="S07-not-yet"),
        pytest.param(lambda: token(DESK, username=None), id="S07-nobody"),
        pytest.param(lambda: token("owner"), id="S07-owner"),
        pytest.param(lambda: token(DESK)[:-2], id="S07-cut"),
        pytest.param(lambda: f"{'x' * 9000}.e30.e30", id="S07-huge"),
        pytest.param(lambda: f"{_part(b'[' * 3000)}.e30.e30", id="S07-nested-head"),
        pytest.param(lambda: "e30.e30.e30", id="S07-empty-head"),
    ],
)
def test_a_token_that_is_not_ours_opens_nothing_and_is_told_nothing(desk: Ask, token_of: Any) -> None:
    nobody = desk(event("GET", "/api/desk/me"))
    said = desk(event("GET", "/api/desk/me", headers={"authorization": f"Bearer {token_of()}"}))
    assert (said.status, said.text, said.headers) == (401, nobody.text, nobody.headers)


def _part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _unsigned(head: dict[str, str]) -> str:
    return f"{_part(json.dumps(head | {'kid': KID}).encode())}.{_part(json.dumps(claims(DESK)).encode())}."


def _hmac_with_public_key() -> str:
    body = f"{_part(json.dumps({'alg': 'HS256', 'kid': KID}).encode())}.{_part(json.dumps(claims(DESK)).encode())}"
    return f"{body}.{_part(hmac.digest(key(KID).as_pem(private=False), body.encode(), 'sha256'))}"


@pytest.mark.asvs("V10.3.2")
def test_s08_attributes_that_a_user_may_write_himself_have_no_effect(desk: Ask) -> None:
    head = bearer(OTHER, **{"custom:role": "admin", "role": "manager", "cognito:groups": ["handler"]})
    assert desk(event("GET", "/api/desk/me", headers=head)).json["roles"] == ["handler"]


def test_groups_may_come_as_a_list_or_as_text(desk: Ask) -> None:
    for groups in (["desk", "handler"], "[desk handler]", "desk,handler"):
        head = bearer("sun.qi", **{"cognito:groups": groups})
        assert desk(event("GET", "/api/desk/me", headers=head)).json["roles"] == ["desk", "handler"]


def test_an_issuer_may_name_the_client_as_azp_and_the_roles_by_a_claim_of_its_own(desk: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_GROUPS_CLAIM", "groups")
    desk_door.issuer.cache_clear()
    head = bearer(DESK, client_id=None, azp=CLIENT, groups=["handler"])
    assert desk(event("GET", "/api/desk/me", headers=head)).json["roles"] == ["handler"]
    desk_door.issuer.cache_clear()


def test_somebody_without_a_role_is_known_but_may_do_nothing(desk: Ask) -> None:
    said = desk(event("GET", "/api/desk/me", headers=bearer(DESK, **{"cognito:groups": ["emperor", "system"]})))
    assert (said.status, said.code) == (404, "not_yours")


@pytest.fixture
def in_force() -> Iterator[None]:
    """Whatever a test puts into force, the release is in force again after it."""
    yield
    put_in_force(None)


@pytest.mark.asvs("V7.4.2", "V7.4.5", "V10.3.3")
@pytest.mark.parametrize("left", [True, False], ids=["gone", "kept-by-name-alone"])
def test_s09_whoever_is_put_out_of_the_directory_is_out_however_long_his_token_runs(desk: Ask, in_force: None, left: bool) -> None:
    held, nobody = bearer(DESK), desk(event("GET", "/api/desk/me"))
    assert desk(event("GET", "/api/desk/me", headers=held)).status == 200
    policy = load_policy()
    others = {code: one for code, one in policy.departments.staff.items() if code != DESK}
    named = {} if left else {DESK: replace(policy.departments.staff[DESK], roles=())}
    put_in_force(replace(policy, departments=replace(policy.departments, staff=others | named)))
    for path in ("me", "cases", "duty"):
        said = desk(event("GET", f"/api/desk/{path}", headers=held))
        assert (said.status, said.text, said.headers) == (401, nobody.text, nobody.headers)


def test_an_administrator_whom_no_directory_knows_is_that_and_nothing_else(desk: Ask) -> None:
    head = bearer("new.face", **{"cognito:groups": ["admin", "manager"]})
    me = desk(event("GET", "/api/desk/me", headers=head)).json
    assert (me["roles"], me["department"]) == (["admin"], None)
    assert desk(event("GET", "/api/desk/cases", headers=head)).status == 404


def test_clocks_may_differ_by_half_a_minute(desk: Ask) -> None:  # TM05
    assert desk(event("GET", "/api/desk/me", headers=bearer(DESK, exp=EPOCH - 29, nbf=EPOCH + 29))).status == 200


class Published:
    """A JWKS address that counts how often it is asked and may be down."""

    def __init__(self, *kids: str) -> None:
        self.kids, self.asked, self.down = kids, 0, False

    def __call__(self) -> bytes:
        self.asked += 1
        if self.down:
            raise TimeoutError
        return published(*self.kids)


def test_keys_are_asked_for_once_in_ten_minutes() -> None:
    site = Published(KID)
    ring = KeyRing(fetch=site)
    for minute in range(10):
        assert ring.key(KID, MONDAY_9AM + timedelta(minutes=minute)) is not None
    assert site.asked == 1
    assert ring.key(KID, MONDAY_9AM + timedelta(minutes=10)) is not None
    assert site.asked == 2


def test_a_new_key_is_found_at_once_but_a_forged_id_does_not_make_us_ask_again_and_again() -> None:
    site = Published(KID)
    ring = KeyRing(fetch=site)
    ring.key(KID, MONDAY_9AM)
    for second in range(29):
        assert ring.key("forged", MONDAY_9AM + timedelta(seconds=second)) is None
    assert site.asked == 1
    site.kids = (KID, "another")
    assert ring.key("another", MONDAY_9AM + timedelta(seconds=30)) is not None
    assert site.asked == 2


def test_without_the_issuers_keys_nobody_is_let_in() -> None:
    site = Published(KID)
    site.down = True
    with pytest.raises(CannotTell):
        KeyRing(fetch=site).key(KID, MONDAY_9AM)
    with pytest.raises(CannotTell):
        KeyRing(fetch=lambda: b"<html>busy</html>").key(KID, MONDAY_9AM)


def test_an_issuer_that_is_down_for_a_moment_does_not_end_the_work() -> None:
    site = Published(KID)
    ring = KeyRing(fetch=site)
    ring.key(KID, MONDAY_9AM)
    site.down = True
    assert ring.key(KID, MONDAY_9AM + timedelta(minutes=5)) is not None
    assert ring.key("forged", MONDAY_9AM + timedelta(minutes=5)) is None
    with pytest.raises(CannotTell):
        ring.key(KID, MONDAY_9AM + timedelta(minutes=11))


def test_a_desk_without_its_issuer_says_that_it_is_busy(desk: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(url: str) -> bytes:
        raise TimeoutError

    monkeypatch.setattr(desk_door, "fetch", down)
    said = desk(event("GET", "/api/desk/me", headers=bearer(DESK)))
    assert (said.status, said.code) == (503, "unavailable")


def test_only_signing_keys_count() -> None:
    strange = [{"kty": "oct", "k": "c2VjcmV0", "kid": KID}, {"kty": "RSA", "use": "enc", "kid": KID, "n": "AQAB", "e": "AQAB"}]
    assert KeyRing(fetch=lambda: json.dumps({"keys": strange}).encode()).key(KID, MONDAY_9AM) is None


def test_the_keys_are_read_from_the_address_of_the_issuer(tmp_path: Path) -> None:
    address = tmp_path / "jwks.json"
    address.write_bytes(published())
    assert fetch(address.as_uri()) == published()


def test_the_page_learns_where_to_sign_in_from_the_issuer_and_asks_again_after_a_while() -> None:
    said = [b'{"authorization_endpoint": "https://issuer.example/a", "token_endpoint": "https://issuer.example/t"}']
    asked: list[int] = []

    def read() -> bytes:
        asked.append(1)
        return said[0]

    endpoints = Endpoints(read=read)
    assert endpoints.at(MONDAY_9AM) == {"authorize_url": "https://issuer.example/a", "token_url": "https://issuer.example/t"}
    endpoints.at(MONDAY_9AM + timedelta(minutes=9))
    assert len(asked) == 1
    said[0] = b"<html>"
    with pytest.raises(CannotTell):
        endpoints.at(MONDAY_9AM + timedelta(minutes=11))


@pytest.mark.parametrize(
    ("said", "known"),
    [
        pytest.param({"end_session_endpoint": "https://issuer.example/out"}, "https://issuer.example/out", id="has-one"),
        pytest.param({}, None, id="has-none"),
        pytest.param({"end_session_endpoint": "javascript:alert(1)"}, None, id="no-address-of-the-web"),
        pytest.param({"end_session_endpoint": ["https://issuer.example/out"]}, None, id="no-text"),
    ],
)
def test_signing_out_goes_to_the_issuer_where_it_has_an_address_for_it(
    desk: Ask, monkeypatch: pytest.MonkeyPatch, said: dict[str, Any], known: str | None
) -> None:
    document = {"authorization_endpoint": "https://issuer.example/a", "token_endpoint": "https://issuer.example/t"} | said
    monkeypatch.setattr(desk_door, "fetch", lambda url: json.dumps(document).encode())
    desk_door.endpoints.cache_clear()
    told = desk(event("GET", "/api/desk/sign-in"))
    desk_door.endpoints.cache_clear()
    assert (told.status, told.json["authorize_url"]) == (200, "https://issuer.example/a")
    assert told.json.get("logout_url") == known
