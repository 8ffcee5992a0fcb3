"""Actors and the role they act in."""

from typing import get_args

from huiyin.core.commands import OWNER, SYSTEM, Actor, Command, LaterCommand
from huiyin.core.lifecycle import LIFECYCLE, STEPS


def test_a_person_acts_in_the_preferred_role_if_he_holds_it() -> None:
    person = Actor(code="a.b", roles=frozenset({"desk", "triage"}))
    assert (person.role("desk"), person.role("handler"), person.role()) == ("desk", "triage", "triage")


def test_owner_and_clock_act_as_themselves() -> None:
    assert (OWNER.role("desk"), SYSTEM.role()) == ("owner", "system")
    assert not OWNER.is_staff
    assert Actor(code="a.b", roles=frozenset()).role() == ""


def test_every_built_step_has_its_command() -> None:
    names = {kind.__name__ for kind in get_args(Command)} - {LaterCommand.__name__}
    assert {step.command for step in LIFECYCLE if step.built} <= names <= set(STEPS)
