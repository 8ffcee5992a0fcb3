"""Who asks at the desk: the access token of the OIDC issuer, checked by its signature and claims and nothing else."""

import base64
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from urllib.request import Request as Call
from urllib.request import urlopen

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from huiyin import settings
from huiyin.core.commands import Actor, member
from huiyin.core.errors import NotYours, Refusal
from huiyin.policy.schema import Policy

_LEEWAY_S = 30
_KEYS_S = 600
# A forged key id must not make us ask the issuer at every request.
_AGAIN_S = 30
_TIMEOUT_S = 3
_TOKEN_CHARS = 8192
_KEYS_BYTES = 262_144
_BEARER = re.compile(r"Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)")


class NotSignedIn(NotYours):
    """No token, or one that we do not accept. Why is not said."""

    default_code = "not_signed_in"


class CannotTell(Refusal):
    """The issuer's keys could not be read: nobody is let in, and nobody is told that his token is wrong."""

    default_code = "unavailable"


def fetch(url: str) -> bytes:
    """What the issuer publishes under one of its addresses. Raises: OSError."""
    with urlopen(Call(url, headers={"accept": "application/json"}), timeout=_TIMEOUT_S) as answer:  # noqa: S310 - the URL is configuration
        return cast(bytes, answer.read(_KEYS_BYTES))


@dataclass
class KeyRing:
    """The issuer's keys, kept for ten minutes and asked for again when a token names a new one. fetch: may raise OSError."""

    fetch: Callable[[], bytes]
    _keys: dict[str, RSAKey] = field(default_factory=dict)
    _fresh_until: float = 0.0
    _asked_at: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def key(self, kid: str, now: datetime) -> RSAKey | None:
        """The key of that id, or None when the issuer has none. Raises: CannotTell."""
        moment = now.timestamp()
        with self._lock:
            if moment >= self._fresh_until or (kid not in self._keys and moment - self._asked_at >= _AGAIN_S):
                self._refresh(moment)
            return self._keys.get(kid)

    def _refresh(self, moment: float) -> None:
        self._asked_at = moment
        try:
            published = json.loads(self.fetch())["keys"]
            found = {str(one["kid"]): RSAKey.import_key(one) for one in published if _signs(one)}
        except (OSError, ValueError, KeyError, TypeError, JoseError):
            # Keys that were good ten minutes ago may have been withdrawn since: no guess.
            if moment >= self._fresh_until:
                raise CannotTell from None
            return
        self._keys, self._fresh_until = found, moment + _KEYS_S


def _signs(key: Mapping[str, Any]) -> bool:
    return key.get("kty") == "RSA" and key.get("use", "sig") == "sig" and key.get("alg", "RS256") == "RS256" and "kid" in key


@dataclass
class Endpoints:
    """Where the desk's page signs in, as the issuer's discovery document says; kept for ten minutes. read: may raise OSError."""

    read: Callable[[], bytes]
    _known: dict[str, str] = field(default_factory=dict)
    _fresh_until: float = 0.0

    def at(self, now: datetime) -> Mapping[str, str]:
        """The addresses `authorize_url` and `token_url`, and `logout_url` of an issuer that has one. Raises: CannotTell."""
        if now.timestamp() >= self._fresh_until:
            try:
                self._known = _addresses(json.loads(self.read()))
            except (OSError, ValueError, KeyError, TypeError):
                raise CannotTell from None
            self._fresh_until = now.timestamp() + _KEYS_S
        return self._known


def _addresses(said: Mapping[str, Any]) -> dict[str, str]:
    known = {"authorize_url": str(said["authorization_endpoint"]), "token_url": str(said["token_endpoint"])}
    logout = said.get("end_session_endpoint")
    # The page goes where this says: nothing but an address of the web will do.
    return known | ({"logout_url": logout} if isinstance(logout, str) and logout.startswith(("https://", "http://")) else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Whose tokens count. user_claim: the claim that holds the staff code; groups_claim: the one that holds his roles.

    second_factor: the claim by which a token shows that a password alone did not do, and its values that say so; None where the issuer
    lets nobody in otherwise.
    """

    issuer: str
    client_id: str
    user_claim: str
    groups_claim: str
    keys: KeyRing
    second_factor: tuple[str, frozenset[str]] | None = None


def issuer_by(read: Callable[[str], bytes]) -> Issuer:
    """The issuer that the environment names. read: fetches a document of the web."""
    url = settings.oidc_jwks_url()
    return Issuer(
        issuer=settings.oidc_issuer(),
        client_id=settings.oidc_client_id(),
        user_claim=settings.oidc_user_claim(),
        groups_claim=settings.oidc_groups_claim(),
        keys=KeyRing(fetch=lambda: read(url)),
        second_factor=settings.oidc_second_factor(),
    )


def signed_in(header: str | None, issuer: Issuer, policy: Policy, now: datetime) -> Actor:
    """The person behind a request. His department and his communities come from the directory, his roles from the token alone.

    Whoever is not, or no longer, in the directory is not signed in, however long his token runs: putting him out of it takes
    effect as fast as the directory does. Only an administrator is let in without, for he brings the first directory.

    Policy: 2.5
    Raises: NotSignedIn, the same for every reason; CannotTell when the issuer's keys cannot be read.
    """
    found = _BEARER.fullmatch(header or "") if len(header or "") <= _TOKEN_CHARS else None
    if found is None:
        raise NotSignedIn
    claims = _claims(found[1], issuer, now)
    code = claims.get(issuer.user_claim)
    if not isinstance(code, str) or not code or code in {"owner", "system"}:
        raise NotSignedIn
    person = policy.departments.staff.get(code)
    roles = frozenset(_groups(claims.get(issuer.groups_claim))) & (policy.charter.roles.keys() - {"owner", "system"})
    if person is None and "admin" in roles:
        return Actor(code=code, roles=frozenset({"admin"}))
    # Whoever has left keeps his name in the directory, for it stands in cases, and no role.
    if person is None or not person.roles:
        raise NotSignedIn
    return member(code, person, roles)


def _claims(token: str, issuer: Issuer, now: datetime) -> Mapping[str, Any]:
    try:
        if not all(_is_plain(part) for part in token.split(".")):
            raise NotSignedIn
        key = issuer.keys.key(_key_id(token), now)
        if key is None:
            raise NotSignedIn
        claims = jwt.decode(token, key, algorithms=["RS256"]).claims
    except (JoseError, ValueError, TypeError, RecursionError):
        raise NotSignedIn from None
    if not _hold(claims, issuer, now.timestamp()):
        raise NotSignedIn
    return claims


def _is_plain(part: str) -> bool:
    """Whether a part is written in the one way in which it is; bits that nobody reads would make many tokens of one."""
    raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == part


def _key_id(token: str) -> str:
    """The key that the token's head names; its algorithm must be the one we use, whatever else it asks for."""
    head = token.partition(".")[0]
    said = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    if not isinstance(said, dict) or said.get("alg") != "RS256" or not isinstance(said.get("kid"), str):
        raise NotSignedIn
    return str(said["kid"])


def _hold(claims: Mapping[str, Any], issuer: Issuer, moment: float) -> bool:
    """Whether the claims are of this issuer, for this client, now. An id token says who someone is, not that he may ask."""
    expires, starts = _moment(claims.get("exp")), _moment(claims.get("nbf", 0))
    return (
        expires is not None
        and starts is not None
        and claims.get("iss") == issuer.issuer
        and _client(claims) == issuer.client_id
        and claims.get("token_use", "access") == "access"
        and moment < expires + _LEEWAY_S
        and moment >= starts - _LEEWAY_S
        and _by_two_factors(claims, issuer)
    )


def _by_two_factors(claims: Mapping[str, Any], issuer: Issuer) -> bool:
    """Whether the token shows a second factor, where that is asked of it: `amr` as a list (RFC 8176), `acr` as a text."""
    if issuer.second_factor is None:
        return True
    name, wanted = issuer.second_factor
    shown = claims.get(name)
    return bool(wanted & {one for one in (shown if isinstance(shown, list) else [shown]) if isinstance(one, str)})


def _client(claims: Mapping[str, Any]) -> object:
    """For whom the token was made: `client_id` (RFC 9068, Cognito) or, where there is none, `azp` (Keycloak and others)."""
    if "client_id" in claims:
        return claims["client_id"]
    # An id token has an azp as well, but no scope: it lets nobody do anything.
    return claims.get("azp") if "scope" in claims or "scp" in claims else None


def _moment(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _groups(claim: object) -> list[str]:
    """Groups as a list, or as the text "[a b]" that a gateway makes of one."""
    if isinstance(claim, list):
        return [one for one in claim if isinstance(one, str)]
    if isinstance(claim, str):
        return claim.strip().removeprefix("[").removesuffix("]").replace(",", " ").split()
    return []
