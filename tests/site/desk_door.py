"""A staff's door and an issuer that exist in the browser's interception alone, for pages of the desk."""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Page, Request, Route

from tests.site.desk_answers import ME, NUMBER, PERSON, ROWS, Json, case, refusal
from tests.site.windows import Windows

ISSUER = "/_local/oidc"


@dataclass
class Door:
    """What the page asked (`calls`), and what it is told. `answers[path]`: (status, body) or a function of the request."""

    origin: str
    calls: list[tuple[str, str, Json | None, dict[str, str]]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    refresh: bool = False
    refuses: bool = False
    orders: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    given: int = 0

    def asked(self, method: str, path: str) -> list[tuple[Json | None, dict[str, str]]]:
        """Body and headers of every call of that kind."""
        return [(body, headers) for m, p, body, headers in self.calls if (m, p) == (method, path)]

    def api(self, route: Route) -> None:
        request = route.request
        parts = urlsplit(request.url)
        path = parts.path.removeprefix("/api/desk/")
        body = json.loads(request.post_data) if request.post_data else None
        headers = request.all_headers()
        self.calls.append((request.method, path, body, headers))
        if path == "sign-in":
            return tell(route, 200, self.settings())
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            return tell(route, 401, {"message": "Unauthorized"})
        answer = self.answers.get(f"{path}?{parts.query}") or self.answers.get(path) or self.usual(request, path)
        if callable(answer):
            answer = answer(request)
        if answer is None:
            return route.abort("connectionfailed")
        return tell(route, *answer)

    def usual(self, request: Request, path: str) -> tuple[int, Json]:
        if path == "me":
            return 200, ME
        if path == "cases":
            return 200, {"items": ROWS, "next": None}
        if path == f"cases/{NUMBER}":
            return 200, case()
        if path == f"cases/{NUMBER}/identity":
            return 200, PERSON
        return 404, refusal("not_there", "没有这个投诉件。", "There is no such case.")

    def settings(self) -> Json:
        at = self.origin + ISSUER
        return {"issuer": at, "client_id": "desk", "authorize_url": f"{at}/authorize", "token_url": f"{at}/token", "scope": "openid"}

    def issuer(self, route: Route) -> None:
        request = route.request
        parts = urlsplit(request.url)
        if parts.path == f"{ISSUER}/authorize":
            order = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            self.orders.append(order)
            code = f"code-{len(self.orders)}"
            self.codes[code] = order
            back = {"error": "access_denied", "state": order["state"]} if self.refuses else {"code": code, "state": order["state"]}
            address = f"{order['redirect_uri']}?{urlencode(back)}".replace("&", "&amp;")
            return route.fulfill(status=200, content_type="text/html", body=f'<title>issuer</title><a id="go" href="{address}">go</a>')
        form = {name: values[-1] for name, values in parse_qs(request.post_data or "").items()}
        return tell(route, *self.exchange(form))

    def exchange(self, form: dict[str, str]) -> tuple[int, Json]:
        if form["grant_type"] == "refresh_token":
            if not self.refresh or form["refresh_token"] != "refresh-1":
                return 400, {"error": "invalid_grant"}
            return 200, self.token()
        order = self.codes.pop(form["code"], None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if order is None or proof != order["code_challenge"] or form["redirect_uri"] != order["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, self.token() | ({"refresh_token": "refresh-1"} if self.refresh else {})

    def token(self) -> Json:
        self.given += 1
        self.tokens.add(f"token-{self.given}")
        return {"access_token": f"token-{self.given}", "token_type": "Bearer", "expires_in": 900}


def tell(route: Route, status: int, body: Json) -> None:
    route.fulfill(status=status, content_type="application/json", body=json.dumps(body, ensure_ascii=False))


@dataclass
class Desk:
    """The page of the desk with its door, and all that the browser complained about."""

    page: Page
    door: Door
    said: list[str]

    def sign_in(self) -> None:
        """Through the issuer and back."""
        self.page.locator("#desk-sign-in").click()
        self.page.locator("#go").click()
        self.ready()

    def ready(self) -> None:
        """Until the list or the case has come."""
        self.page.locator("#desk-sign-out").wait_for()
        self.page.locator(
            "tr[data-number], .desk-empty:not([aria-busy] *, [aria-busy]), #desk-case, #desk-place .desk-note"
        ).first.wait_for()

    def complaints(self) -> list[str]:
        """What the console said, without the browser's own line for a call that was refused on purpose."""
        return [line for line in self.said if "Failed to load resource" not in line]


Opening = Callable[..., Desk]


def returning(door: Door, path: str) -> tuple[str, str]:
    """The address with which the issuer sends a person back, and what the page had kept for the way back."""
    page, _, fragment = path.partition("#")
    proof = base64.urlsafe_b64encode(hashlib.sha256(b"verifier").digest()).rstrip(b"=").decode()
    door.codes["code-0"] = {"redirect_uri": door.origin + page, "code_challenge": proof}
    kept = json.dumps({"state": "state-0", "verifier": "verifier", "back": f"#{fragment}" if fragment else ""})
    return f"{page}?code=code-0&state=state-0", kept


def desks(windows: Windows, address: str) -> Opening:
    """Opens desks, signed in unless told otherwise."""

    def opening(
        path: str = "/desk/",
        *,
        width: int = 1280,
        height: int = 800,
        scheme: str = "light",
        signed_in: bool = True,
        prepare: Callable[[Door], None] = lambda door: None,
    ) -> Desk:
        page = windows.tab(width=width, height=height, scheme=scheme)
        desk = Desk(page, Door(address), [])
        prepare(desk.door)
        if signed_in:
            path, kept = returning(desk.door, path)
            page.goto(f"{address}/404.html")
            page.evaluate("kept => sessionStorage.setItem('hy-desk-sign-in', kept)", kept)
        page.on("console", lambda message: desk.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: desk.said.append(f"error: {error}"))
        page.route("**/api/desk/**", desk.door.api)
        page.route(f"**{ISSUER}/**", desk.door.issuer)
        page.goto(address + path)
        if signed_in:
            desk.ready()
        else:
            page.locator("#desk-sign-in").wait_for()
        return desk

    return opening
