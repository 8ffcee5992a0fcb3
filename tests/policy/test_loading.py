"""The policy is read once, as a whole, and a wrong file stops it with file and key."""

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import pytest

from huiyin.policy import PolicyError, load_policy, load_policy_from

Spoil = Callable[[str, str, str], PolicyError]


def test_the_policy_of_this_release_loads_once() -> None:
    assert load_policy() is load_policy()


def test_a_copy_of_the_folder_is_the_same_policy(folder: Path) -> None:
    assert load_policy_from(folder) == load_policy()


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "said"),
    [
        (
            "promises.toml",
            "first_contact = { h = 24 }",
            "frist_contact = { h = 24 }",
            "clocks.P3.frist_contact",
            "Did you mean 'first_contact'",
        ),
        ("promises.toml", "first_contact = { h = 24 }", "", "clocks.P3.first_contact", "is missing"),
        ("promises.toml", "first_contact = { h = 24 }", "first_contact = { h = 0 }", "clocks.P3.first_contact.h", "Allowed: 1 to 240"),
        ("promises.toml", "first_contact = { h = 24 }", "first_contact = { h = -1 }", "clocks.P3.first_contact.h", "Allowed: 1 to 240"),
        (
            "promises.toml",
            "first_contact = { h = 24 }",
            "first_contact = { h = 1000000000 }",
            "clocks.P3.first_contact.h",
            "Allowed: 1 to 240",
        ),
        ("promises.toml", "first_contact = { h = 24 }", "first_contact = 24", "clocks.P3.first_contact", "is not a table"),
        ("promises.toml", "public_cell = 5", "public_cell = 1", "public_cell", "Allowed: 2 to 50"),
        ("promises.toml", 'unclassified = "P3"', 'unclassified = "P0"', "unclassified", "Allowed: P1, P2, P3, P4"),
        ("charter.toml", "in_force = 2026-11-01", 'in_force = "2026-11-01"', "in_force", "is not a date such as"),
        ("charter.toml", 'emergency_phone = "119"', "emergency_phone = 119", "emergency_phone", "119 is not text in quotes"),
        ("charter.toml", 'en = "Owner"', "en = false", "roles.owner.en", "False is not text in quotes"),
        ("charter.toml", ', en = "Owner"', "", "roles.owner.en", "is missing"),
        ("charter.toml", "[levels]", "[level]", "level", "Did you mean 'levels'"),
        ("channels.toml", "[needs]", "[need]", "need", "Did you mean 'needs'"),
        ("channels.toml", "files = 9", "files = 900", "limits.files", "Allowed: 1 to 20"),
        ("channels.toml", "online = true", "online = 1", "channels.web.online", "1 is not true or false"),
        ("places.toml", "households = 68", "households = 0", "communities.yunjin.buildings.b1.households", "Allowed: 1 to 2000"),
        (
            "taxonomy.toml",
            "severity = 4\nurgency = 4",
            "severity = 5\nurgency = 4",
            "categories.facility_repair.sub_issues.facade_falling.severity",
            "to 4",
        ),
        (
            "taxonomy.toml",
            "visit = false",
            "visti = false",
            "categories.facility_repair.sub_issues.roof_leak.visti",
            "Did you mean 'visit'",
        ),
        ("taxonomy.toml", "4 = 2\n", "4 = 9\n", "urgency_of_severity.4", "Allowed: 1 to 4"),
        ("taxonomy.toml", "[hints]", "[hint]", "hint", "Did you mean 'hints'"),
        ("words.zh.toml", "{limit} KB", "{limit.__class__} KB", "refusals.body_too_large", "Allowed: {name} in plain letters"),
        ("words.zh.toml", "{limit} KB", "{limit!r} KB", "refusals.body_too_large", "Allowed: {name} in plain letters"),
        ("words.zh.toml", "{limit} KB", "{} KB", "refusals.body_too_large", "Allowed: {name} in plain letters"),
        ("words.en.toml", "{limit} KB", "{limit KB", "refusals.body_too_large", "has a broken placeholder"),
        ("words.en.toml", 'slow_down = "Too', 'slow_down = " Too', "refusals.slow_down", "without space at its ends"),
    ],
)
def test_a_wrong_file_stops_the_load_with_file_and_key(spoil: Spoil, file: str, old: str, new: str, key: str, said: str) -> None:
    error = spoil(file, old, new)
    assert (error.file, error.key) == (file, key)
    assert said in str(error)


def test_a_part_that_is_gone_is_named(folder: Path) -> None:
    path = folder / "channels.toml"
    path.write_text(path.read_text("utf-8").split("[identity_reasons]")[0], "utf-8")
    with pytest.raises(PolicyError, match=r"channels.toml: identity_reasons: is missing"):
        load_policy_from(folder)


def test_a_sub_issue_takes_from_its_category_what_it_does_not_say() -> None:
    elevator = load_policy().categories["elevator"]
    plain, own = elevator.sub_issues["out_of_service"], elevator.sub_issues["car_clean_adverts"]
    assert (plain.severity, plain.urgency, plain.department, plain.confid) == (3, 3, "repairs", False)
    assert (own.severity, own.urgency, own.department) == (1, 1, "environment")


def test_words_are_found_by_table_and_key() -> None:
    words = load_policy().words["en"]
    assert words["letters.subject.confidential-case"] == "[Confidential] 1 item awaits you"
    assert isinstance(words, MappingProxyType)
