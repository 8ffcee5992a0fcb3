"""By what a list of the desk is narrowed: codes in its address, so that a list can be kept as a bookmark and sent to a colleague."""

from collections.abc import Collection
from dataclasses import fields
from typing import Any

from huiyin.core.case import Case
from huiyin.core.lifecycle import STATES
from huiyin.entry import sentences
from huiyin.entry.descriptors import choice, named, person_choice
from huiyin.policy.records import dataclass
from huiyin.policy.schema import PRIORITIES, Policy
from huiyin.store.lists import WorklistRow

Json = dict[str, Any]
_COLUMNS = {"department": "lead", "assignee": "handler"}
# Labels that say more here than those of the fields of a form.
_LABELS = {"department": "fields.lead", "assignee": "fields.handler", "building": "labels.place"}
_HANDLERS = frozenset({"handler", "dept_lead", "confid"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What somebody narrows a list to, by codes; None: whatever it is. department: that leads; assignee: who handles it."""

    state: str | None = None
    department: str | None = None
    assignee: str | None = None
    category: str | None = None
    level: str | None = None
    priority: str | None = None
    building: str | None = None

    def holds(self, row: WorklistRow | Case) -> bool:
        """Whether a row is what was asked for."""
        asked = ((getattr(self, one.name), getattr(row, _COLUMNS.get(one.name, one.name))) for one in fields(self))
        return all(wanted is None or wanted == value for wanted, value in asked)


_COLUMNS = {"department": "lead", "assignee": "handler"}
EVERYTHING = Narrowed()


def narrowings(policy: Policy) -> dict[str, Collection[str]]:
    """By which codes a list may be narrowed."""
    return {
        "state": STATES,
        "department": policy.departments.departments,
        "assignee": policy.departments.staff,
        "category": policy.categories,
        "level": policy.charter.levels,
        "priority": PRIORITIES,
        "building": dict.fromkeys(code for one in policy.communities.values() for code in (*one.buildings, *one.common_areas)),
    }


def filters_of(policy: Policy) -> list[Json]:
    """The same as fields of a page, each with its choices by name.

    Policy: 5.1
    """
    places = [code for one in policy.communities.values() for code in (*one.buildings, *one.common_areas)]
    people = [person_choice(code, one, policy) for code, one in policy.departments.staff.items() if _HANDLERS & set(one.roles)]
    choices = {
        "state": named(policy.charter.states),
        "priority": [{"value": code, "name": sentences.both(policy.promises.clocks[code].name)} for code in PRIORITIES],
        "level": named(policy.charter.levels),
        "category": [{"value": code, "name": sentences.category(code, policy)} for code in policy.categories],
        "building": [{"value": code, "name": _place(code, policy)} for code in places],
        "department": [{"value": code, "name": sentences.department(code, policy)} for code in policy.departments.departments],
        "assignee": people,
    }
    return [
        choice(name, policy, known, needed=False, label=sentences.word(_LABELS.get(name, f"fields.{name}"), policy))
        for name, known in choices.items()
    ]


def _place(code: str, policy: Policy) -> sentences.Words | None:
    return next(
        sentences.place(name, code, policy) for name, one in policy.communities.items() if code in one.buildings or code in one.common_areas
    )
