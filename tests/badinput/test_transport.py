"""Group HD: what can be wrong around a body: names, addresses, methods, paths, tokens."""

import json
from typing import Any

import pytest

from badinput.house import FORM, JSON, House, a_complaint, refused
from huiyin.entry import desk_door, estate_api, owner_door, wiring
from huiyin.policy import load_policy
from tests.faults.canaries import EMAIL, MATTER, PHONE

ROUTES = [(route.method, route.path) for route in (*owner_door.ROUTES, *desk_door.ROUTES, *estate_api.ROUTES)]
EVIL = "evil.example"
HEADERS = {
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
}


def at(house: House, path: str) -> str:
    """An address of the routing table, with a name in each of its holes."""
    return (
        path.replace("{number}", house.owner.number)
        .replace("{act}", "add")
        .replace("{name}", "2026-10.json")
        .replace("{command}", "add-fact")
    )


def test_hd01_another_name_of_the_host_reaches_no_page_and_no_letter(house: House) -> None:
    head: Any = {"host": EVIL, "x-forwarded-host": EVIL, "forwarded": f"host={EVIL};proto=http", "x_original_host": EVIL, "origin": "null"}
    raw = json.dumps(a_complaint(no_evidence=False, email="hd01@example.com")).encode()
    said = house.inside("POST", "/api/complaints", raw, content_type=JSON, **head)
    page = house.inside("POST", "/api/complaints", b"matter=x&consent=2026.11", content_type=FORM, accept="text/html", **head)
    assert (said.status, page.status) == (201, 201)
    (letter,) = house.letters_to("hd01@example.com")
    assert house.stack.url in letter["text"]
    for text in (said.text, page.text, json.dumps(letter)):
        assert EVIL not in text


@pytest.mark.parametrize("claim", ["127.0.0.1", ", ".join(f"10.0.0.{n}" for n in range(100))], ids=["localhost", "100-hops"])
def test_hd02_who_keeps_trying_is_known_by_the_address_that_the_gateway_saw(house: House, claim: str) -> None:
    address = f"198.51.100.{len(claim) % 200}"
    raw = json.dumps({"number": house.owner.number, "code": "0000-0000-0000-0000"}).encode()
    for n in range(load_policy().checks.wrong_codes):
        said = house.inside(
            "POST", "/api/track", raw, address=address, content_type=JSON, x_forwarded_for=f"{claim}, 192.0.2.{n}", x_real_ip=f"192.0.2.{n}"
        )
        refused(said, 404, "case_unknown")
    refused(house.inside("POST", "/api/track", raw, address=address, content_type=JSON, x_forwarded_for="192.0.2.250"), 429, "slow_down")
    assert house.inside("POST", "/api/track", raw, address="198.51.100.250", content_type=JSON).status == 404


CLAIMS = {
    "x-remote-user": "admin",
    "x-user-id": "lin.jing",
    "x-amzn-oidc-data": "e30.e30.e30",
    "x-amzn-oidc-identity": "lin.jing",
    "x-forwarded-user": "jiang.bo",
    "remote-user": "jiang.bo",
}


@pytest.mark.asvs("V4.1.3")
@pytest.mark.parametrize("name", CLAIMS)
def test_hd03_a_header_that_names_somebody_signs_nobody_in(house: House, name: str) -> None:
    with house.unchanged():
        for method, path in ROUTES:
            if path.startswith("/api/desk/") and not path.endswith("/sign-in"):
                said = house.ask(method, at(house, path), b"{}", [(name, CLAIMS[name]), ("content-type", JSON)])
                refused(said, 401, "not_signed_in")


@pytest.mark.parametrize("header", ["x-http-method-override", "x-http-method", "x-method-override"])
def test_hd04_neither_header_nor_query_changes_the_method(house: House, header: str) -> None:
    with house.unchanged():
        for method in ("POST", "DELETE"):
            assert house.ask("GET", f"/api/policy.json?_method={method}", headers=[(header, method)]).status == 200
            said = house.ask("GET", f"/api/complaints?_method={method}", b"", [(header, method)])
            assert refused(said, 405, "method_not_allowed").headers["allow"] == "POST"


@pytest.mark.asvs("V3.4.2")
@pytest.mark.parametrize("origin", ["null", f"https://{EVIL}", "https://huiyin.example.evil.example"])
def test_hd05_no_other_origin_is_let_in(house: House, origin: str) -> None:
    more = [
        ("origin", origin),
        ("cookie", "a=b"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "authorization"),
    ]
    for method, path in ROUTES:
        for asked in {method, "OPTIONS"}:
            said = house.ask(asked, at(house, path), b"", more)
            assert [name for name in said.headers if name.startswith("access-control-")] == []


@pytest.mark.asvs("V13.4.4")
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW"])
def test_hd06_other_methods_are_told_which_ones_there_are(house: House, method: str) -> None:
    over_http = method not in ("TRACE", "BREW")
    with house.unchanged():
        for path in dict.fromkeys(path for _, path in ROUTES):
            ask = house.ask if over_http else house.inside
            said = ask(method, at(house, path), b"")
            known = ", ".join(sorted(known for known, other in ROUTES if other == path))
            assert (said.status, said.headers["allow"]) == (405, known), path
            if method == "HEAD":
                assert said.body == b""
            else:
                refused(said, 405, "method_not_allowed")


NOWHERE = [
    "/api/..;/complaints",
    "/api//complaints",
    "/api/%2e%2e/complaints",
    "/api/complaints/",
    "/api/Complaints",
    "/api/complaints;jsessionid=1",
    "/api/owner/..%2f..%2fdesk%2fme",
    "/api/owner/" + "a" * 5000,
    "/api/figures/..%2f..%2fsecret.json",
    "/api/" + "%F0%9F%92%A9" * 20,
]


@pytest.mark.parametrize(
    ("path", "statuses"),
    [
        *((path, (404, 404)) for path in NOWHERE),
        # There is something under this address once it is read as the gateway reads it: another method, and a case that is not there.
        ("/api/desk/cases/HY-2026-12345674%2fidentity", (405, 404)),
        ("/api/desk/cases/%00", (404, 405)),
        # What is no address of the API is a page; the distribution lets pages be read and nothing else.
        ("/API/complaints", (308, 403)),
        ("/api", (308, 403)),
        ("/x//api/complaints", (308, 403)),
        ("/%2e%2e/api/complaints.json", (403, 403)),
    ],
)
def test_hd07_a_strange_path_is_simply_not_there(house: House, path: str, statuses: tuple[int, int]) -> None:
    with house.unchanged():
        for (method, raw), status in zip((("GET", b""), ("POST", json.dumps(a_complaint()).encode())), statuses, strict=True):
            said = house.ask(method, path, raw, [("content-type", JSON), house.signed()])
            assert said.status == status, said.text
            assert b"Traceback" not in said.body
            assert b".py" not in said.body


@pytest.mark.asvs("V3.4.1", "V3.4.3", "V3.4.4", "V3.4.5", "V3.4.6", "V4.1.1", "V14.2.2", "V14.3.2")
def test_hd08_every_class_of_answer_carries_the_security_headers(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    new = a_complaint(no_evidence=False)
    said = [
        house.ask("GET", "/api/policy.json"),
        house.post("/api/complaints", new),
        house.post_form("/api/complaints", {"matter": MATTER, "consent": load_policy().consents["service"].edition}),
        house.post_form("/api/complaints", {"matter": MATTER}),
        house.post_form("/api/track", {"number": "x", "code": "y"}),
        house.post_form("/api/track", house.owner.receipt),
        house.post("/api/complaints", b"{"),
        house.ask("GET", "/api/desk/me"),
        house.ask("GET", "/api/nowhere"),
        house.ask("OPTIONS", "/api/track"),
        house.post("/api/complaints", new, media="text/plain"),
        house.post("/api/complaints", b"{" * 500_000),
    ]
    house.may_break = True
    monkeypatch.setattr(wiring, "case_store", breaking)
    event = {"rawPath": "/api/track", "headers": {"content-type": JSON}, "body": json.dumps({"number": "", "code": ""})}
    broken = house.stack.invoke("OwnerApi", event | {"requestContext": {"http": {"method": "POST"}}})
    assert [one.status for one in said] == [200, 201, 201, 400, 404, 200, 400, 401, 404, 405, 415, 413]
    assert broken["statusCode"] == 500
    assert set(json.loads(broken["body"])) == {"code", "message", "request_id"}
    for headers in (*(one.headers for one in said), broken["headers"]):
        kept = {name: headers[name] for name in HEADERS}
        # What everybody may read may be kept for a while.
        assert kept == HEADERS or kept == HEADERS | {"cache-control": "public, max-age=300"}
        csp = headers["content-security-policy"]
        assert csp.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in csp
        assert "script-src" not in csp
        assert headers["strict-transport-security"].startswith("max-age=")
        assert headers["content-type"].endswith("; charset=utf-8")


def breaking() -> Any:
    raise ValueError(f"{MATTER} {PHONE} {EMAIL} arn:aws:kms:nowhere")


@pytest.mark.asvs("V3.7.2")
@pytest.mark.parametrize(
    "target", ["//evil.example", "\\evil.example", "https:evil.example", "javascript:alert(1)", "/\\evil.example", "%5cevil.example"]
)
def test_hd09_nobody_is_sent_to_a_foreign_address(house: House, target: str) -> None:
    for name in ("next", "redirect", "return_to", "url"):
        said = house.post_form(f"/api/track?{name}={target}", house.owner.receipt)
        assert (said.status, said.headers.get("location")) == (200, None)
        assert EVIL not in said.text
        refused(house.post("/api/track", house.owner.receipt | {name: target}), 400, "unknown_field", name)
    # The one redirect there is adds the slash that a folder was written without.
    for path in (f"/{target}/x", f"//{target}/x", f"/report?next={target}"):
        to = house.page(path).headers.get("location", "/")
        assert to[0] == "/", to
        assert to[1:2] not in ("/", "\\"), to


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("authorization", "")],
        [("authorization", "Basic bGluLmppbmc6eA==")],
        "lower",
        "twice",
        "none-first",
        [("authorization", "Bearer")],
    ],
    ids=["none", "empty", "basic", "lower-case", "two-headers", "a-bad-one-first", "no-token"],
)
def test_hd10_what_is_no_bearer_token_opens_nothing_and_is_told_alike(house: House, headers: Any) -> None:
    name, good = house.signed()
    special = {
        "lower": [(name, good.replace("Bearer", "bearer"))],
        "twice": [(name, good), (name, good)],
        "none-first": [(name, "Basic bGluLmppbmc6eA=="), (name, good)],
    }
    asked = special.get(headers, headers) if isinstance(headers, str) else headers
    said = refused(house.ask("GET", "/api/desk/me", b"", asked), 401, "not_signed_in")
    plain = house.ask("GET", "/api/desk/me")
    assert said.body == plain.body
    assert {k: v for k, v in said.headers.items() if k != "date"} == {k: v for k, v in plain.headers.items() if k != "date"}
