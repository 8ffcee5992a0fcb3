"""Taking a complaint in: counted once, told apart from a stranger's."""

from collections.abc import Callable
from typing import Any

import pytest

from builders import MONDAY_9AM
from entry.conftest import Ask
from entry.doors import KEY, complaint, post_form, post_json
from entry.people import DESK, do, get, receipt
from entry.tokens import bearer
from estate import household
from huiyin.entry import wiring
from huiyin.policy import load_policy
from huiyin.store.estate import Delivery

NOWHERE = "12-9999"


def test_a_complaint_is_counted_once_however_often_it_is_sent(owners: Ask, written: Callable[[], str]) -> None:
    for _ in range(3):
        assert owners(post_json("/api/complaints", complaint(), key=KEY)).status == 201
    assert written().count('"Received":[1.0]') == 1


def test_whoever_left_a_contact_is_known_by_it_from_any_address(owners: Ask) -> None:
    at_home, outside = post_json("/api/complaints", complaint()), post_json("/api/complaints", complaint())
    outside["requestContext"]["http"]["sourceIp"] = "203.0.113.99"
    assert owners(at_home).json["number"] == owners(outside).json["number"]


def test_leave_to_send_photos_returns_a_browser_to_the_site_and_a_program_to_itself(owners: Ask) -> None:
    grants = owners(post_json("/api/complaints", complaint(), key=KEY)).json["evidence"]["upload"]
    assert len(grants) == load_policy().limits.files
    assert all("success_action_redirect" not in grant["fields"] for grant in grants)
    assert "success_action_redirect" in owners(post_form("/api/complaints", complaint())).text


@pytest.fixture
def register(cloud: None) -> None:
    """One flat of the demo's building 3, as a workbook would have brought it."""
    houses: Any = {("yunjin", "b3"): [household("b3", "1 单元", "1502", "王芳")]}
    wiring.estate_store().keep(0, {}, houses, Delivery(by="jiang.bo", at=MONDAY_9AM, digest="0" * 64, rows={}))


def flags_of(desk: Ask, number: str) -> list[str]:
    return [one["code"] for one in get(desk, DESK, f"cases/{number}").json["flags"]]


def test_w16_a_flat_on_no_register_is_taken_in_and_shown_to_staff_until_somebody_looked(register: None, desk: Ask, owners: Ask) -> None:
    number = receipt(owners, household=NOWHERE)["number"]
    (flag,) = get(desk, DESK, f"cases/{number}").json["flags"]
    assert (flag["code"], flag["words"]) == ("address_unverified", {"zh": "房号待核对", "en": "Flat to be checked"})
    assert "核实" in flag["advice"]["zh"]
    assert "ask the owner" in flag["advice"]["en"]
    (line,) = get(desk, DESK, "cases", view="all").json["items"]
    assert [one["code"] for one in line["flags"]] == ["address_unverified"]
    assert do(desk, DESK, number, "register-case", {"version": 1, "identity_check": "called_back"}).status == 200
    assert flags_of(desk, number) == ["address_unverified"], "the desk's word about him says nothing of his flat"
    noted = do(desk, DESK, number, "note-flags", {"version": 2, "flags": []})
    assert (noted.status, noted.json["flags"], noted.json["timeline"][-1]["type"]) == (200, [], "FlagsNoted")
    assert [one["flags"] for one in get(desk, DESK, "cases", view="all").json["items"]] == [[]]


def test_w16_at_the_counter_too(register: None, desk: Ask) -> None:
    taken = {"channel": "counter", "mode": "oral", "read_back": True}
    said = desk(post_json("/api/desk/complaints", complaint(household=NOWHERE, **taken), key=KEY, headers=bearer(DESK)))
    assert said.status == 201, said.text
    assert flags_of(desk, said.json["number"]) == ["address_unverified"]


@pytest.mark.parametrize(
    "told",
    [
        {"household": "1 单元 1502"},
        {"household": "1502 室"},
        {"household": None},
        {"household": NOWHERE, "building": "b4"},
        {"household": NOWHERE, "building": "garden"},
        {"household": NOWHERE, "building": None},
    ],
    ids=["on it", "without its entrance", "told none", "building without a register", "common ground", "no building"],
)
def test_w16_nothing_is_said_where_no_register_contradicts(register: None, desk: Ask, owners: Ask, told: dict[str, Any]) -> None:
    assert flags_of(desk, receipt(owners, **told)["number"]) == []


def test_w16_nobody_finds_out_at_the_door_which_flats_there_are(register: None, owners: Ask) -> None:
    def told(n: int, flat: str) -> list[Any]:
        said = owners(post_json("/api/complaints", complaint(household=flat), key=f"a-key-of-somebody-who-tries-{n}"))
        keys = {"number": said.json["number"], "code": said.json["code"]}
        answers = [said, *(owners(post_json(path, keys)) for path in ("/api/track", "/api/owner/rights"))]
        assert [one.status for one in answers] == [201, 200, 200]
        assert not [one for one in answers if "address_unverified" in one.text or "房号待核对" in one.text]
        return [_shape(one.json) for one in answers]

    assert told(1, "1-1502") == told(2, "1-9999")


def _shape(said: Any) -> Any:
    """An answer without its words, of which number, code and signatures are others each time."""
    if isinstance(said, dict):
        return {name: _shape(part) for name, part in said.items()}
    return [_shape(part) for part in said] if isinstance(said, list) else type(said)
