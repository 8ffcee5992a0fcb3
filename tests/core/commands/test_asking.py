"""Actors and the role they act in."""

from huiyin.core.commands import OWNER, SYSTEM, Actor, Ask, Person


def test_a_person_acts_in_the_preferred_role_if_he_holds_it() -> None:
    person = Actor(code="a.b", roles=frozenset({"desk", "triage"}))
    assert (person.role("desk"), person.role("handler"), person.role()) == ("desk", "triage", "triage")


def test_owner_and_clock_act_as_themselves() -> None:
    assert (OWNER.role("desk"), SYSTEM.role()) == ("owner", "system")
    assert not OWNER.is_staff
    assert not SYSTEM.is_staff
    assert Actor(code="a.b", roles=frozenset()).role() == ""


def test_whoever_asks_is_the_same_wherever_he_asks() -> None:
    assert Ask(by=OWNER) == Ask(by=OWNER) != Ask(by=SYSTEM)


def test_a_person_who_said_nothing_of_himself_is_nobody_in_particular() -> None:
    assert set(vars(Person)["__slots__"]) == {"name", "phone", "email", "unit", "household", "contact_by", "needs"}
    assert (Person().name, Person().needs) == ("", ())
