"""By what a list of the desk is narrowed: codes in its address, so that a list can be kept as a bookmark and sent to a colleague."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from huiyin.core.case import Case
from huiyin.core.errors import NotUnderstood
from huiyin.core.lifecycle import STATES
from huiyin.core.workload import Age, age_of, ages
from huiyin.entry import sentences
from huiyin.entry.descriptors import choice, named, person_choice
from huiyin.entry.fields import Fields
from huiyin.policy.records import dataclass
from huiyin.policy.schema import PRIORITIES, Policy
from huiyin.store.lists import WorklistRow

Json = dict[str, Any]
# Fewer digits would be every tenth case, or every hundredth; more than eight is a whole number, which is opened.
_ENDING = re.compile(r"[0-9]{4,8}")
_NUMBER_CHARS = 20
_COLUMNS = {"department": "lead", "assignee": "handler"}
# Labels that say more here than those of the fields of a form.
_LABELS = {"department": "fields.lead", "assignee": "fields.handler", "building": "labels.place"}
_HANDLERS = frozenset({"handler", "dept_lead", "confid"})
# No department, or nobody, has it yet. No code of a department or a person looks like this.
NOBODY = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What somebody narrows a list to, by codes; None: whatever it is. department: that leads; assignee: who handles it; both may be
    NOBODY. age: a group of days since it came in; ending: digits with which the number ends, as people remember it."""

    state: str | None = None
    department: str | None = None
    assignee: str | None = None
    category: str | None = None
    level: str | None = None
    priority: str | None = None
    building: str | None = None
    age: str | None = None
    ending: str | None = None

    def holds(self, row: WorklistRow | Case, policy: Policy, now: datetime) -> bool:
        """Whether a row is what was asked for."""
        if self.age is not None and age_group(row, policy, now).code != self.age:
            return False
        asked = ((getattr(self, name), getattr(row, _COLUMNS.get(name, name))) for name in _BY_CODE)
        return row.number.endswith(self.ending or "") and all(wanted is None or wanted == (value or NOBODY) for wanted, value in asked)


_BY_CODE = tuple(one.name for one in fields(Narrowed) if one.name not in {"age", "ending"})
EVERYTHING = Narrowed()


def read_narrowed(asked: Fields, policy: Policy) -> dict[str, str]:
    """What a list is narrowed to, without what was not sent. Raises: NotUnderstood "unknown_word", which never tells what was typed.

    Policy: 5.1
    """
    codes = {name: asked.code(name, known) for name, known in narrowings(policy).items()}
    # Digits of any width. Those of a number of ours are no word of a person; they stand in addresses everywhere.
    ending = unicodedata.normalize("NFKC", asked.line("ending", _NUMBER_CHARS))
    if ending and _ENDING.fullmatch(ending) is None:
        raise NotUnderstood("unknown_word", field="ending")
    return {name: said for name, said in (codes | {"ending": ending}).items() if said}


def narrowings(policy: Policy) -> dict[str, Collection[str]]:
    """By which codes a list may be narrowed."""
    return {
        "state": STATES,
        "department": {NOBODY, *policy.departments.departments},
        "assignee": {NOBODY, *policy.departments.staff},
        "category": policy.categories,
        "level": policy.charter.levels,
        "priority": PRIORITIES,
        "building": dict.fromkeys(code for one in policy.communities.values() for code in (*one.buildings, *one.common_areas)),
        "age": [one.code for one in ages(policy.overview.ages_d)],
    }


def age_group(row: WorklistRow | Case, policy: Policy, now: datetime) -> Age:
    """How old a case is today.

    Policy: 5.1
    """
    return age_of(row.received_at, ages(policy.overview.ages_d), policy.calendar, now)


def age_words(age: Age, policy: Policy) -> sentences.Words:
    """A group of ages in words: 4–7 days, over 30 days.

    Policy: 5.1
    """
    if age.last_d is None:
        return sentences.word("labels.age_over", policy, days=age.first_d - 1)
    return sentences.word("labels.age_days", policy, first=age.first_d, last=age.last_d)


def filters_of(policy: Policy) -> list[Json]:
    """The same as fields of a page, each with its choices by name.

    Policy: 5.1
    """
    places = [code for one in policy.communities.values() for code in (*one.buildings, *one.common_areas)]
    nobody = {"value": NOBODY, "name": sentences.word("labels.filter_nobody", policy)}
    people = [person_choice(code, one, policy) for code, one in policy.departments.staff.items() if _HANDLERS & set(one.roles)]
    choices: dict[str, list[Json]] = {
        "state": named(policy.charter.states),
        "priority": [{"value": code, "name": sentences.both(policy.promises.clocks[code].name)} for code in PRIORITIES],
        "level": named(policy.charter.levels),
        "category": [{"value": code, "name": sentences.category(code, policy)} for code in policy.categories],
        "building": [{"value": code, "name": _place(code, policy)} for code in places],
        "department": [nobody, *({"value": code, "name": sentences.department(code, policy)} for code in policy.departments.departments)],
        "assignee": [nobody, *people],
        "age": [{"value": one.code, "name": age_words(one, policy)} for one in ages(policy.overview.ages_d)],
    }
    return [
        choice(name, policy, known, needed=False, label=sentences.word(_LABELS.get(name, f"fields.{name}"), policy))
        for name, known in choices.items()
    ]


def _place(code: str, policy: Policy) -> sentences.Words | None:
    return next(
        sentences.place(name, code, policy) for name, one in policy.communities.items() if code in one.buildings or code in one.common_areas
    )
