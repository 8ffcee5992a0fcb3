"""Group J: bodies that are no body, at every door that reads one."""

import base64
import gzip
import json
from typing import Any

import pytest

from badinput.house import House, a_complaint, refused
from huiyin.policy import load_policy
from tests.faults.canaries import MATTER


def refused_everywhere(
    house: House, raw: bytes, status: int, code: str, field: str | None = None, media: str | None = "application/json"
) -> None:
    """Every door says the same to it, and keeps nothing."""
    with house.unchanged():
        for path, more in house.doors().items():
            headers = [*more, *([("content-type", media)] if media else [])]
            refused(house.ask("POST", path, raw, headers), status, code, field)


@pytest.mark.parametrize("raw", [b"", b"null", b"[]", b'"x"', b"1", b" \n"], ids=["empty", "null", "list", "text", "number", "blank"])
def test_j01_what_is_no_object_is_refused(house: House, raw: bytes) -> None:
    refused_everywhere(house, raw, 400, "body_not_object")


@pytest.mark.parametrize(
    "raw",
    [f'{{"matter": "{MATTER}', f'{{"matter":"{MATTER}"}}x', f"{{'matter':'{MATTER}'}}", f'{{"matter":"{MATTER}",}}'],
    ids=["cut", "more-behind", "single-quotes", "comma-at-the-end"],
)
def test_j02_what_is_no_json_is_refused_without_an_echo(house: House, raw: str) -> None:
    refused_everywhere(house, raw.encode(), 400, "invalid_json")


@pytest.mark.asvs("V15.3.7")
def test_j03_a_field_that_stands_twice_is_refused(house: House) -> None:
    refused_everywhere(house, f'{{"matter":"a","matter":"{MATTER}"}}'.encode(), 400, "duplicate_field", "matter")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_j04_a_number_without_a_value_is_refused(house: House, number: str) -> None:
    refused_everywhere(house, f'{{"version":{number}}}'.encode(), 400, "invalid_number")


@pytest.mark.parametrize("raw", [b"[" * 60_000, b'{"matter":' * 6_000, b'{"matter":[' * 5_000], ids=["lists", "objects", "both"])
def test_j05_what_is_nested_too_deep_is_refused(house: House, raw: bytes) -> None:
    refused_everywhere(house, raw, 400, "too_deep")


@pytest.mark.parametrize("digits", ["1" * 5000, "1" * 39, "-" + "9" * 39], ids=["5000-digits", "39-digits", "negative"])
def test_j06_a_number_that_nothing_can_hold_is_refused(house: House, digits: str) -> None:
    refused_everywhere(house, f'{{"version":{digits}}}'.encode(), 400, "invalid_number")


@pytest.mark.parametrize("raw", [rb'{"matter":"\ud800"}', rb'{"\udfff":"x"}', rb'{"needs":["\ud83d"]}'], ids=["value", "name", "in-a-list"])
def test_j07_half_a_character_is_refused(house: House, raw: bytes) -> None:
    refused_everywhere(house, raw, 400, "invalid_unicode")


TEXTS = ("matter", "wish", "name", "phone", "email", "unit", "household", "spot", "accused", "avoid", "category", "building", "occurred_at")


@pytest.mark.asvs("V15.3.5")
@pytest.mark.parametrize("value", [["x"], {"x": 1}, True, 0, {"S": "x"}], ids=["list", "object", "true", "zero", "attribute-value"])
def test_j08_what_is_no_text_where_text_is_meant_is_refused(house: House, value: Any) -> None:
    with house.unchanged():
        for field in TEXTS:
            refused(house.post("/api/complaints", a_complaint() | {field: value}), 400, "wrong_type", field)
        for path in ("/api/track", "/api/owner/add"):
            refused(house.post(path, house.owner.receipt | {"code": value}), 400, "wrong_type", "code")
        refused(house.post("/api/owner/add", house.owner.receipt | {"note": value}), 400, "wrong_type", "note")
        case = f"/api/desk/cases/{house.owner.number}"
        refused(house.post(f"{case}/add-fact", {"version": 1, "note": value}, house.signed()), 400, "wrong_type", "note")
        refused(house.post(f"{case}/identity", {"reason": value}, house.signed()), 400, "wrong_type", "reason")


@pytest.mark.asvs("V3.5.2")
@pytest.mark.parametrize("media", ["text/plain", "application/xml", "application/jsonp", "", None])
def test_j09_json_that_does_not_say_so_is_refused(house: House, media: str | None) -> None:
    refused_everywhere(house, json.dumps(a_complaint()).encode(), 415, "unsupported_media_type", media=media)


PARTS = b'--x\r\nContent-Disposition: form-data; name="matter"\r\n\r\nx\r\n'


@pytest.mark.parametrize(
    ("media", "raw"),
    [
        ("multipart/form-data", PARTS + b"--x--"),
        ("multipart/form-data; boundary=x", PARTS.replace(b'; name="matter"', b"") + b"--x--"),
        ("multipart/form-data; boundary=x", PARTS * 10_000 + b"--x--"),
    ],
    ids=["no-boundary", "no-name", "10000-parts"],
)
def test_j10_a_body_in_parts_is_refused_unread(house: House, media: str, raw: bytes) -> None:
    # The ten thousand parts are larger than any body that is read: that is said first.
    status, code = (413, "body_too_large") if len(raw) > load_policy().limits.body_kb * 1024 else (415, "unsupported_media_type")
    refused_everywhere(house, raw, status, code, media=media)


BOMB = gzip.compress(b" " * 10_000_000)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, identity", "GZIP"])
def test_j11_a_packed_body_is_refused_unopened(house: House, encoding: str) -> None:
    with house.unchanged():
        for path, more in house.doors().items():
            said = house.post(path, BOMB, ("content-encoding", encoding), *more)
            refused(said, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        pytest.param({"body": "{{{", "isBase64Encoded": True}, 400, "invalid_base64", id="broken-base64"),
        pytest.param({"body": "=" * 9, "isBase64Encoded": True}, 400, "invalid_base64", id="padding-only"),
        pytest.param({"body": "漏水", "isBase64Encoded": True}, 400, "invalid_base64", id="base64-in-chinese"),
        pytest.param({"body": None}, 400, "body_not_object", id="body-null"),
        pytest.param({"body": "\ud800"}, 400, "invalid_utf8", id="half-a-character"),
        pytest.param({"headers": None}, 415, "unsupported_media_type", id="headers-null"),
        pytest.param({"headers": {}}, 415, "unsupported_media_type", id="no-headers"),
        pytest.param({"headers": {"content-type": None}}, 415, "unsupported_media_type", id="header-null"),
        # Without it nobody can tell the method: it is taken for a look, which this address does not offer.
        pytest.param({"requestContext": None}, 405, "method_not_allowed", id="no-context"),
        pytest.param({"rawPath": None}, 404, "not_found", id="no-path"),
    ],
)
def test_j12_an_event_of_the_gateway_with_holes_is_refused(house: House, changes: Any, status: int, code: str) -> None:
    context = {"http": {"method": "POST", "sourceIp": "203.0.113.7"}, "timeEpoch": 1_795_395_600_000, "requestId": "one"}
    whole = {"rawPath": "/api/complaints", "headers": {"content-type": "application/json"}, "body": "{}", "requestContext": context}
    event = whole | changes
    for given in (event, {name: value for name, value in event.items() if value is not None}):
        answer = house.stack.invoke("OwnerApi", given)
        assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (status, code)


def test_j13_a_photo_inside_the_json_is_refused_with_the_way_to_send_it(house: House) -> None:
    photo = base64.b64encode(b"\xff\xd8\xff" * 100_000).decode()
    said = refused_with_the_way(house, a_complaint(photo=photo))
    assert said["limit"] == load_policy().limits.body_kb
    with house.unchanged():
        # Beyond six megabytes the gateway itself answers, before any function is called.
        said_by_gateway = house.post("/api/complaints", a_complaint(photo="A" * 6_300_000))
    assert said_by_gateway.status == 413
    assert "matter" not in said_by_gateway.text


def refused_with_the_way(house: House, body: Any) -> Any:
    with house.unchanged():
        said = refused(house.post("/api/complaints", body), 413, "body_too_large").json
    assert "编号后上传" in said["message"]["zh"]
    assert "after you have your case number" in said["message"]["en"]
    return said
