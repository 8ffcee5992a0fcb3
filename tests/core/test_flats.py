"""One flat is one flat however somebody spells it, and an entrance is none."""

import pytest

from huiyin.core.commands import Person
from huiyin.core.flats import flat_of, spelt
from huiyin.policy.schema import Policy


@pytest.mark.parametrize(
    ("unit", "household"),
    [("1单元", "802室"), ("1 单元", "802"), ("", "1-802"), ("3-1-802", ""), ("3栋1单元", "８０２"), ("01", "0802"), ("", "３－１－８０２")],
)
def test_a_flat_is_known_however_it_is_spelt(policy: Policy, unit: str, household: str) -> None:
    assert flat_of(Person(unit=unit, household=household), "yunjin", "b3", policy) == "1-802"


def test_a_door_alone_is_another_flat_than_one_with_its_entrance_told(policy: Policy) -> None:
    assert flat_of(Person(household="802"), "yunjin", "b3", policy) == "802"
    assert flat_of(Person(household="2-802"), "yunjin", "b3", policy) == "2-802"


@pytest.mark.parametrize(("unit", "household"), [("1单元", ""), ("", ""), ("东门", "不便透露")])
def test_who_tells_no_flat_has_none(policy: Policy, unit: str, household: str) -> None:
    assert flat_of(Person(unit=unit, household=household), "yunjin", "b3", policy) is None


def test_of_what_belongs_to_no_building_the_whole_address_counts(policy: Policy) -> None:
    one, two = (flat_of(Person(household=told), "yunjin", "garage", policy) for told in ("3-1-802", "4-1-802"))
    assert one != two


def test_what_a_register_says_and_what_an_owner_says_have_one_spelling(policy: Policy) -> None:
    assert spelt("1 单元", "0802", at_home=True) == flat_of(Person(household="3-1-802"), "yunjin", "b3", policy) == "1-802"
    assert spelt("", "东户", at_home=True) is None
