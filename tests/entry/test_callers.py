"""Who calls: what the gateway or our distribution saw, never what a client claims."""

import pytest

from entry.doors import FRONT, event
from huiyin.entry.callers import caller_of, neighbourhood_of
from huiyin.entry.requests import Request

GATEWAY, VISITOR = "203.0.113.7", "198.51.100.20"


def caller(**headers: str) -> str:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return caller_of(Request.of(event("GET", "/api/challenge", headers=named)), FRONT.encode)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"x_forwarded_for": "127.0.0.1"}, id="HD02-localhost"),
        pytest.param({"x_forwarded_for": ", ".join(f"10.0.0.{n}" for n in range(100))}, id="HD02-100-hops"),
        pytest.param({"forwarded": "for=127.0.0.1", "x_real_ip": "127.0.0.1", "true_client_ip": "127.0.0.1"}, id="HD02-others"),
        pytest.param({"huiyin_viewer": VISITOR}, id="HD02-without-the-secret"),
        pytest.param({"huiyin_viewer": VISITOR, "huiyin_door": "guessed"}, id="HD02-a-guessed-secret"),
        pytest.param({"huiyin_viewer": VISITOR, "huiyin_door": "门"}, id="HD02-a-secret-in-no-ascii"),
    ],
)
def test_what_a_client_claims_is_not_believed(headers: dict[str, str]) -> None:
    assert caller(**headers) == GATEWAY


def test_our_distribution_is_believed() -> None:
    assert caller(huiyin_door=FRONT, huiyin_viewer=VISITOR) == VISITOR
    assert caller(huiyin_door=FRONT) == GATEWAY


def test_the_secret_is_asked_for_only_when_somebody_claims_to_know_it() -> None:
    def never() -> bytes:
        raise AssertionError("asked for")

    assert caller_of(Request.of(event("GET", "/api/challenge")), never) == GATEWAY


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_whoever_changes_his_address_within_his_own_network_stays_the_same(address: str, place: str) -> None:
    assert neighbourhood_of(address) == place
