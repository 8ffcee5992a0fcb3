"""What a page shows for a field of a command: name, label, kind and choices, in both languages."""

from collections.abc import Mapping
from typing import Any

from huiyin.entry import sentences
from huiyin.policy.schema import Phrase, Policy
from huiyin.policy.staffing import StaffMember

Json = dict[str, Any]


def _field(name: str, policy: Policy, kind: str, *, needed: bool, label: sentences.Words | None = None, **more: Any) -> Json:
    said = label or sentences.word(f"fields.{name}", policy)
    return {"name": name, "label": said, "kind": kind, "needed": needed, "choices": None, "value": None, **more}


def text(name: str, policy: Policy, *, long: bool = False, needed: bool = True, **more: Any) -> Json:
    """Words: one line, or several when long. more: another label than that of the field, say."""
    return _field(name, policy, "long" if long else "text", needed=needed, **more)


def hidden(name: str, policy: Policy, value: str) -> Json:
    """What the page sends back as it got it, so that it is known what the person was looking at."""
    return _field(name, policy, "hidden", needed=True, value=value)


def moment(name: str, policy: Policy, *, needed: bool = True) -> Json:
    """A day with its hour, in the community's time."""
    return _field(name, policy, "moment", needed=needed)


def amount(name: str, policy: Policy, *, needed: bool = True, value: int | None = None) -> Json:
    """Money in whole yuan."""
    return _field(name, policy, "amount", needed=needed, value=value)


def several(name: str, policy: Policy, choices: list[Json], *, needed: bool = True) -> Json:
    """Any of these."""
    return _field(name, policy, "several", needed=needed, choices=choices)


def files(name: str, policy: Policy, choices: list[Json]) -> Json:
    """Photos of the case, by their slots, or new ones; a page shows each as a picture."""
    return _field(name, policy, "files", needed=False, choices=choices)


def rows(name: str, policy: Policy, columns: list[Json], *, least: int, most: int) -> Json:
    """The same fields again and again. columns: the fields of one row; least, most: how many rows."""
    return _field(name, policy, "rows", needed=least > 0, columns=columns, least=least, most=most)


def check(name: str, policy: Policy, *, needed: bool = True) -> Json:
    """A box to tick."""
    return _field(name, policy, "check", needed=needed)


def choice(
    name: str,
    policy: Policy,
    choices: list[Json],
    *,
    value: str | int | None = None,
    follows: str | None = None,
    needed: bool = True,
    kind: str = "choice",
    label: sentences.Words | None = None,
) -> Json:
    """One of these. follows: the field whose value names the group of choices that fit; kind: choice or person; label: its own."""
    return _field(name, policy, kind, needed=needed, label=label, choices=choices, value=value, follows=follows)


def named(phrases: Mapping[Any, Phrase]) -> list[Json]:
    """Codes of the policy as choices."""
    return [{"value": code, "name": sentences.both(phrase)} for code, phrase in phrases.items()]


def person_choice(code: str, person: StaffMember, policy: Policy) -> Json:
    """A member of staff as a choice, in the group of his department."""
    return {
        "value": code,
        "name": sentences.both(person.name),
        "group": person.department,
        "group_words": sentences.department(person.department, policy),
    }
