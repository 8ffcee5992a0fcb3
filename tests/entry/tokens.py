"""An OIDC issuer of the tests: its keys, and access tokens as Cognito writes them."""

import json
from datetime import datetime
from functools import cache
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from builders import MONDAY_9AM
from huiyin.policy import released_policy

ISSUER, CLIENT, KID = "https://issuer.example/pool", "desk", "key-of-the-tests"


@cache
def key(kid: str) -> RSAKey:
    """A signing key of the issuer, or of somebody else."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


def published(*kids: str) -> bytes:
    """What stands at the issuer's JWKS address."""
    return json.dumps({"keys": [key(kid).as_dict(private=False) for kid in kids or (KID,)]}).encode()


def claims(code: str, at: datetime = MONDAY_9AM, **changes: Any) -> dict[str, Any]:
    """The claims of an access token; a change to None leaves the claim out."""
    person = released_policy().departments.staff.get(code)
    moment = int(at.timestamp())
    plain = {
        "iss": ISSUER,
        "client_id": CLIENT,
        "token_use": "access",
        "username": code,
        "cognito:groups": list(person.roles) if person else [],
        "scope": "openid",
        "sub": f"sub-of-{code}",
        "iat": moment,
        "exp": moment + 900,
    }
    return {name: value for name, value in (plain | changes).items() if value is not None}


def token(code: str, at: datetime = MONDAY_9AM, *, signed_by: Any = None, head: dict[str, Any] | None = None, **changes: Any) -> str:
    """An access token of that person."""
    return jwt.encode({"alg": "RS256", "kid": KID} | (head or {}), claims(code, at, **changes), signed_by or key(KID))


def bearer(code: str, at: datetime = MONDAY_9AM, **changes: Any) -> dict[str, str]:
    """The header that carries it."""
    return {"authorization": f"Bearer {token(code, at, **changes)}"}
