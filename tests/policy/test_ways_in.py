"""Phone, address and hours stand once in the policy; the channels say them in words."""

from collections.abc import Callable
from pathlib import Path

from huiyin.policy import PolicyError, load_policy, load_policy_from
from huiyin.policy.hours import window_words
from huiyin.policy.schema import LANGUAGES

Spoil = Callable[[str, str, str], PolicyError]


def test_the_channels_name_phone_address_and_hours_of_the_policy() -> None:
    policy = load_policy()
    for language in LANGUAGES:
        assert policy.charter.duty_phone in policy.channels["hotline"].how.of(language)
        assert policy.charter.contact_mail in policy.channels["email"].how.of(language)
        assert policy.channels["counter"].open.of(language) == window_words(policy.calendar.windows["service"], language)


def test_no_channel_shows_a_place_that_nobody_filled() -> None:
    said = [phrase.of(language) for one in load_policy().channels.values() for phrase in (one.how, one.open) for language in LANGUAGES]
    assert [text for text in said if "{" in text or "}" in text] == []


def test_a_new_phone_number_is_written_in_one_place(folder: Path) -> None:
    charter = folder / "charter.toml"
    charter.write_text(charter.read_text("utf-8").replace('duty_phone = "0571-8000 0000"', 'duty_phone = "0571-1234 5678"'), "utf-8")
    assert "0571-1234 5678" in load_policy_from(folder).channels["hotline"].how.zh
    assert "0571-8000 0000" not in (folder / "channels.toml").read_text("utf-8")


def test_a_place_that_nothing_fills_stops_the_load(spoil: Spoil) -> None:
    error = spoil("channels.toml", "{duty_phone}，", "{duty_fone}，")
    assert (error.file, error.key) == ("channels.toml", "channels.hotline.how.zh")
    assert "Did you mean 'duty_phone'" in str(error)
