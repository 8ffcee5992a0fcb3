"""The local OpenID Connect issuer: sign-in with code and PKCE, tokens with the claims that Cognito writes.

Its signing key is made at start and lives in memory only, so a token of one run is worth nothing in another - unless
the stack keeps its state in a folder: then the key lies there, too.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import uuid
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from infra.local.clock import Clock
from infra.local.gateway import NotSignedIn
from infra.local.http_message import Answer, Request, as_json, as_page
from infra.local.staff import Directory, Person
from infra.local.template import Json

PATH = "/_local/oidc"
CLIENT_ID = "desk"
TOKEN_SECONDS = 15 * 60
CODE_SECONDS = 60


@dataclass(frozen=True)
class Grant:
    """A code given out at sign-in: good once, for a minute, for the page that asked."""

    person: Person
    redirect_uri: str
    challenge: str
    nonce: str
    until: float


class Issuer:
    """Discovery, keys, sign-in page and tokens under one path of the local server."""

    def __init__(self, origin: str, directory: Directory, clock: Clock) -> None:
        self.issuer = origin + PATH
        self._origin = origin
        self._directory = directory
        self._clock = clock
        self._grants: dict[str, Grant] = {}
        self._refresh: dict[str, Person] = {}

    @cached_property
    def _key(self) -> Any:
        from cryptography.hazmat.primitives.asymmetric import rsa

        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @cached_property
    def _key_id(self) -> str:
        return hashlib.sha256(str(self._key.public_key().public_numbers().n).encode()).hexdigest()[:16]

    def key_as_text(self) -> str:
        """The signing key in PEM, to be kept with the state of the stack."""
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        text: bytes = self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return text.decode()

    def take_key(self, text: str) -> None:
        """Sign with a key that was kept, so that who is signed in stays signed in."""
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        self._key = load_pem_private_key(text.encode(), None)

    def answer(self, request: Request) -> Answer:
        """Answer anything under the issuer's path."""
        match request.method, request.path.removeprefix(PATH):
            case "GET", "/.well-known/openid-configuration":
                return as_json(self._discovery())
            case "GET", "/jwks.json":
                return as_json(self._jwks())
            case "GET", "/authorize":
                return self._ask(request.asked(), "")
            case "POST", "/authorize":
                return self._sign_in(request.form())
            case "POST", "/token":
                return self._exchange(request.form())
            case "GET", "/logout":
                return self._sign_out(request.asked())
            case _:
                return as_json({"error": "not_found"}, 404)

    def access_token(self, person: Person) -> str:
        """An access token with the claims that Cognito writes."""
        return self._signed({**self._who(person), "token_use": "access", "scope": "openid", "client_id": CLIENT_ID, "version": 2})

    def verify(self, token: str, issuer: str, audience: list[str]) -> Json:
        """The claims of a token, checked as the JWT authorizer of an HTTP API does.

        Raises: NotSignedIn.
        """
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        try:
            head, body, signature = token.split(".")
            if json.loads(_unpadded(head)).get("alg") != "RS256":
                raise NotSignedIn
            self._key.public_key().verify(_unpadded(signature), f"{head}.{body}".encode(), PKCS1v15(), SHA256())
            claims: Json = json.loads(_unpadded(body))
        except (ValueError, InvalidSignature) as wrong:
            raise NotSignedIn from wrong
        meant = claims.get("aud") or claims.get("client_id")
        if claims["iss"] != issuer or meant not in audience or claims["exp"] <= self._clock.now().timestamp():
            raise NotSignedIn
        return claims

    def _discovery(self) -> Json:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks.json",
            "end_session_endpoint": f"{self.issuer}/logout",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "scopes_supported": ["openid"],
        }

    def _jwks(self) -> Json:
        numbers = self._key.public_key().public_numbers()
        parts = {name: _padless(value.to_bytes((value.bit_length() + 7) // 8)) for name, value in (("n", numbers.n), ("e", numbers.e))}
        return {"keys": [{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": self._key_id, **parts}]}

    def _ask(self, asked: dict[str, str], wrong: str) -> Answer:
        """The sign-in page; an order that does not fit this issuer is refused on a page, never sent on."""
        if refusal := self._refusal(asked):
            return as_page("登录 · Sign in", f'<h1>无法登录 · Cannot sign in</h1><p class="wrong">{escape(refusal)}</p>', 400)
        return as_page("登录 · Sign in", _sign_in_form(asked, wrong, self._directory), 401 if wrong else 200)

    def _refusal(self, asked: dict[str, str]) -> str:
        if asked.get("client_id") != CLIENT_ID:
            return "client_id is not known"
        if not self._ours(asked.get("redirect_uri", "")):
            return "redirect_uri is not an address of this site"
        if asked.get("response_type") != "code":
            return "response_type must be code"
        if asked.get("code_challenge_method") != "S256" or len(asked.get("code_challenge", "")) != 43:
            return "PKCE with S256 is needed"
        return ""

    def _ours(self, address: str) -> bool:
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc}" == self._origin and not parts.fragment

    def _sign_in(self, form: dict[str, str]) -> Answer:
        person = self._directory.check(form.get("email", ""), form.get("password", ""))
        if self._refusal(form) or person is None:
            return self._ask(form, "邮箱或密码不正确。 E-mail or password is wrong.")
        code = secrets.token_urlsafe(24)
        until = self._clock.now().timestamp() + CODE_SECONDS
        self._grants[code] = Grant(person, form["redirect_uri"], form["code_challenge"], form.get("nonce", ""), until)
        return _sent_to(form["redirect_uri"], {"code": code, **({"state": form["state"]} if "state" in form else {})})

    def _exchange(self, form: dict[str, str]) -> Answer:
        if form.get("client_id") != CLIENT_ID:
            return as_json({"error": "invalid_client"}, 400)
        if form.get("grant_type") == "refresh_token":
            known = self._refresh.get(form.get("refresh_token", ""))
            return self._tokens(known, "", {}) if known else as_json({"error": "invalid_grant"}, 400)
        if form.get("grant_type") != "authorization_code":
            return as_json({"error": "unsupported_grant_type"}, 400)
        grant = self._grants.pop(form.get("code", ""), None)
        proof = _padless(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            grant is None
            or grant.until < self._clock.now().timestamp()
            or form.get("redirect_uri") != grant.redirect_uri
            or not secrets.compare_digest(proof, grant.challenge)
        ):
            return as_json({"error": "invalid_grant"}, 400)
        refresh = secrets.token_urlsafe(32)
        self._refresh[refresh] = grant.person
        return self._tokens(grant.person, grant.nonce, {"refresh_token": refresh})

    def _tokens(self, person: Person, nonce: str, more: Json) -> Answer:
        identity = {**self._who(person), "token_use": "id", "aud": CLIENT_ID, "cognito:username": person.code}
        identity |= {"email": person.email, "name": person.name, **({"nonce": nonce} if nonce else {})}
        tokens = {"access_token": self.access_token(person), "id_token": self._signed(identity)}
        return as_json({**tokens, "token_type": "Bearer", "expires_in": TOKEN_SECONDS, **more})

    def _sign_out(self, asked: dict[str, str]) -> Answer:
        target = asked.get("logout_uri") or asked.get("post_logout_redirect_uri") or self._origin + "/"
        return _sent_to(target if self._ours(target) else self._origin + "/", {})

    def _who(self, person: Person) -> Json:
        now = int(self._clock.now().timestamp())
        return {
            "sub": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.issuer}/{person.code}")),
            "iss": self.issuer,
            "username": person.code,
            "cognito:groups": list(person.roles),
            # Claimed, not asked: a person of the demo has a password alone, and the doors look for the second factor here as well.
            "amr": ["pwd", "otp"],
            "auth_time": now,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "jti": str(uuid.uuid4()),
        }

    def _signed(self, claims: Json) -> str:
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        head = _padless(json.dumps({"alg": "RS256", "kid": self._key_id, "typ": "JWT"}).encode())
        text = f"{head}.{_padless(json.dumps(claims, ensure_ascii=False).encode())}"
        return f"{text}.{_padless(self._key.sign(text.encode(), PKCS1v15(), SHA256()))}"


def _sign_in_form(asked: dict[str, str], wrong: str, directory: Directory) -> str:
    kept = ("client_id", "redirect_uri", "response_type", "code_challenge", "code_challenge_method", "state", "nonce", "scope")
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(asked[name])}">' for name in kept if name in asked)
    choices = "".join(f'<option value="{escape(one.email)}">{escape(one.name)}</option>' for one in directory.people)
    rows = "".join(
        f"<tr><td>{escape(one.name)}</td><td>{escape(one.email)}</td><td>{escape(', '.join(one.roles))}</td>"
        f"<td>{escape(one.department or '')}</td></tr>"
        for one in directory.people
    )
    said = f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    return (
        f"<main><h1>员工登录 · Staff sign-in</h1>{said}"
        f'<form method="post" action="{PATH}/authorize">{hidden}'
        f'<label for="email">邮箱 · E-mail</label><input id="email" name="email" type="email" list="people" autocomplete="username" '
        f'required value="{escape(asked.get("email", ""))}"><datalist id="people">{choices}</datalist>'
        f'<label for="password">密码 · Password</label><input id="password" name="password" type="password" '
        f'autocomplete="current-password" required><button type="submit">登录 · Sign in</button></form>'
        f'<p class="soft">本机演示环境，下列人员均为虚构，密码都是 <code>{directory.password}</code>。'
        f"<br>A demo on your own machine: invented people, one password for all.</p><table>"
        f"<thead><tr><th>姓名 · Name</th><th>邮箱 · E-mail</th><th>角色 · Roles</th><th>部门 · Department</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></main>"
    )


def _sent_to(address: str, more: dict[str, str]) -> Answer:
    parts = urlsplit(address)
    query = urlencode({**{name: values[-1] for name, values in parse_qs(parts.query).items()}, **more})
    where = f"{parts.scheme}://{parts.netloc}{parts.path}" + (f"?{query}" if query else "")
    return Answer(303, b"", [("location", where), ("cache-control", "no-store"), ("referrer-policy", "no-referrer")])


def _padless(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
