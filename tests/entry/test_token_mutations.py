"""S07 by machine: a good token with one thing changed opens nothing; and a second factor is asked of the token itself."""

import base64
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import event
from entry.people import DESK
from entry.tokens import CLIENT, ISSUER, KID, bearer, claims, key, published, token
from huiyin import settings
from huiyin.entry import desk_door
from huiyin.entry.sign_in import Issuer, KeyRing, NotSignedIn, signed_in
from huiyin.policy import load_policy

MFA = ("amr", frozenset({"mfa", "otp", "hwk"}))


def issuer(second_factor: tuple[str, frozenset[str]] | None = None) -> Issuer:
    return Issuer(
        issuer=ISSUER,
        client_id=CLIENT,
        user_claim="username",
        groups_claim="cognito:groups",
        keys=KeyRing(fetch=published),
        second_factor=second_factor,
    )


def opens(header: str, by: Issuer) -> bool:
    try:
        signed_in(header, by, load_policy(), MONDAY_9AM)
    except NotSignedIn:
        return False
    return True


def part(said: Any) -> str:
    raw = said if isinstance(said, bytes) else json.dumps(said).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def test_s07_one_bit_of_a_good_token_turned_opens_nothing() -> None:
    good, one, by = token(DESK), "Bearer ", issuer()
    assert opens(one + good, by)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for place, letter in enumerate(good):
        if letter == ".":
            continue
        for bit in range(6):
            turned = alphabet[alphabet.index(letter) ^ (1 << bit)]
            assert not opens(f"{one}{good[:place]}{turned}{good[place + 1 :]}", by), (place, bit)


@pytest.mark.parametrize("cut", [1, 2, 5, 40])
def test_s07_a_token_that_is_cut_or_longer_opens_nothing(cut: int) -> None:
    good, by = token(DESK), issuer()
    head, body, seal = good.split(".")
    for wrong in (
        good[:-cut],
        good[cut:],
        good + "A" * cut,
        f"{head}.{body[:-cut]}.{seal}",
        f"{head}.{body}",
        f"{head}.{body}.",
        f"{good}.{seal}",
    ):
        assert not opens(f"Bearer {wrong}", by), wrong[-20:]


HEADS: dict[str, dict[str, Any]] = {
    "none": {"alg": "none"},
    "None": {"alg": "None"},
    "no-algorithm": {"alg": None},
    "algorithm-as-list": {"alg": ["RS256"]},
    "PS256": {"alg": "PS256"},
    "RS384": {"alg": "RS384"},
    "RS512": {"alg": "RS512"},
    "ES256": {"alg": "ES256"},
    "HS256": {"alg": "HS256"},
    "no-kid": {"kid": None},
    "kid-as-number": {"kid": 1},
    "kid-as-path": {"kid": "../../../../dev/null"},
    "kid-of-nobody": {"kid": "another"},
    "critical": {"crit": ["never-heard-of"], "never-heard-of": True},
    "unencoded": {"crit": ["b64"], "b64": False},
}


@pytest.mark.parametrize("name", HEADS)
def test_s07_another_head_opens_nothing_though_its_seal_is_made_with_the_right_key(name: str) -> None:
    head = {key: value for key, value in ({"alg": "RS256", "kid": KID} | HEADS[name]).items() if value is not None}
    signing = f"{part(head)}.{part(claims(DESK))}"
    # The signature that the issuer would make over these very bytes.
    seal = jwt.encode({"alg": "RS256", "kid": KID}, {"sub": "x"}, key(KID)).rpartition(".")[2]
    private = key(KID).private_key
    right = part(private.sign(signing.encode(), PKCS1v15(), SHA256()))
    for made in (right, seal, ""):
        assert not opens(f"Bearer {signing}.{made}", issuer()), name


def test_s07_keys_and_addresses_of_keys_in_the_head_are_not_asked(desk: Ask) -> None:
    theirs = key("another")
    for head in (
        {"jwk": theirs.as_dict(private=False)},
        {"jku": "https://evil.example/jwks.json"},
        {"x5u": "https://evil.example/cert.pem"},
        {"x5c": ["MIIB"]},
    ):
        # joserfc does not write such heads itself: they are signed by hand.
        signing = f"{part({'alg': 'RS256', 'kid': KID} | head)}.{part(claims(DESK))}"
        seal = part(theirs.private_key.sign(signing.encode(), PKCS1v15(), SHA256()))
        assert desk(event("GET", "/api/desk/me", headers={"authorization": f"Bearer {signing}.{seal}"})).status == 401


@pytest.mark.parametrize("secret", ["pem", "der", "jwk", "jwks", "modulus", "empty"])
def test_s07_what_is_published_is_no_secret_to_sign_with(secret: str) -> None:
    public = key(KID)
    made: dict[str, Callable[[], bytes]] = {
        "pem": lambda: public.as_pem(private=False),
        "der": lambda: public.as_der(private=False),
        "jwk": lambda: json.dumps(public.as_dict(private=False)).encode(),
        "jwks": published,
        "modulus": lambda: str(public.as_dict(private=False)["n"]).encode(),
        "empty": lambda: b"",
    }
    signing = f"{part({'alg': 'HS256', 'kid': KID})}.{part(claims(DESK))}"
    assert not opens(f"Bearer {signing}.{part(hmac.digest(made[secret](), signing.encode(), 'sha256'))}", issuer())


@pytest.mark.parametrize("claim", ["iss", "client_id", "exp", "username"])
@pytest.mark.parametrize("instead", [None, "", 0, [], {}, True, "x", ["x"], -1])
def test_s07_a_claim_that_is_missing_or_of_another_shape_opens_nothing(claim: str, instead: Any) -> None:
    assert not opens(f"Bearer {token(DESK, **{claim: instead})}", issuer())


def test_s07_without_roles_somebody_is_known_and_may_do_nothing() -> None:
    for groups in (None, [], "", {}, 7, ["owner"], ["system"]):
        assert (
            signed_in(bearer(DESK, **{"cognito:groups": groups})["authorization"], issuer(), load_policy(), MONDAY_9AM).roles == frozenset()
        )


@pytest.mark.parametrize(
    "said",
    [
        {"custom:role": "admin"},
        {"custom:roles": ["admin"]},
        {"roles": ["admin"]},
        {"groups": ["admin"]},
        {"cognito:roles": ["arn:aws:iam::1:role/admin"], "cognito:preferred_role": "arn:aws:iam::1:role/admin"},
        {"scope": "openid aws.cognito.signin.user.admin admin"},
        {"department": "quality", "custom:department": "quality"},
        {"preferred_username": "ye.qing", "email": "ye.qing@yunjin.example", "name": "ye.qing"},
    ],
    ids=lambda said: next(iter(said)),
)
def test_s08_whatever_else_a_token_says_gives_nobody_a_role_or_a_place(said: dict[str, Any]) -> None:
    plain = signed_in(bearer(DESK)["authorization"], issuer(), load_policy(), MONDAY_9AM)
    assert signed_in(bearer(DESK, **said)["authorization"], issuer(), load_policy(), MONDAY_9AM) == plain


@pytest.mark.parametrize(
    ("shown", "enough"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"amr": ["pwd", "otp"]}, True),
        ({"amr": "mfa"}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": []}, False),
        ({}, False),
        ({"amr": None, "acr": "mfa"}, False),
        ({"amr": "pwd mfa"}, False),
        ({"amr": {"mfa": True}}, False),
        ({"amr": [["mfa"]]}, False),
        ({"amr": True}, False),
        ({"AMR": ["mfa"]}, False),
    ],
)
def test_a_token_without_a_second_factor_is_refused_where_one_is_asked_for(shown: dict[str, Any], enough: bool) -> None:
    assert opens(bearer(DESK, **shown)["authorization"], issuer(MFA)) is enough
    assert opens(bearer(DESK, **shown)["authorization"], issuer())


def test_not_even_an_administrator_comes_in_by_a_password_alone() -> None:
    head = bearer("new.face", **{"cognito:groups": ["admin"]})["authorization"]
    assert not opens(head, issuer(MFA))
    assert opens(head, issuer())


def test_what_shows_a_second_factor_is_set_up_by_claim_and_values(desk: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_SECOND_FACTOR", "acr=urn:example:gold silver")
    assert settings.oidc_second_factor() == ("acr", frozenset({"urn:example:gold", "silver"}))
    desk_door.issuer.cache_clear()
    nobody = desk(event("GET", "/api/desk/me"))
    said = desk(event("GET", "/api/desk/me", headers=bearer(DESK)))
    assert (said.status, said.text, said.headers) == (401, nobody.text, nobody.headers)
    assert desk(event("GET", "/api/desk/me", headers=bearer(DESK, acr="silver"))).status == 200
    desk_door.issuer.cache_clear()


@pytest.mark.parametrize("said", ["amr", "amr=", "=mfa", " = "])
def test_a_second_factor_that_is_half_set_up_lets_nobody_in(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_SECOND_FACTOR", said)
    with pytest.raises(settings.Missing, match="OIDC_SECOND_FACTOR"):
        settings.oidc_second_factor()
