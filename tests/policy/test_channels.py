"""The ways in: what channels.toml says of them is possible together."""

from collections.abc import Callable

import pytest

from huiyin.policy import PolicyError, load_policy

Spoil = Callable[[str, str, str], PolicyError]


def test_an_owner_can_write_himself_and_agrees_to_something() -> None:
    policy = load_policy()
    assert any(channel.online for channel in policy.channels.values())
    assert any(consent.needed for consent in policy.consents.values())


def test_a_day_has_room_for_an_hour() -> None:
    postage = load_policy().postage
    assert postage.an_hour <= postage.a_day <= postage.estate_a_day


def test_a_check_grows_from_its_ease_to_its_most() -> None:
    checks = load_policy().checks
    assert checks.bits <= checks.bits_most
    assert checks.here <= checks.estate


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [("file_mb = ", "file_mb = 9", "limits.file_mb"), ("wrong_codes = ", "wrong_codes = 9999", "checks.wrong_codes")],
)
def test_a_number_that_makes_no_sense_is_refused_with_its_key(spoil: Spoil, old: str, new: str, key: str) -> None:
    error = spoil("channels.toml", old, new)
    assert (error.file, error.key) == ("channels.toml", key)
