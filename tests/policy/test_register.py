"""Every field that holds something of a person has its purpose, its class, its readers and its end; what has none is refused."""

from collections.abc import Callable
from dataclasses import fields

import pytest

from huiyin.core.commands import Person
from huiyin.core.events import EVENTS, sealed_fields
from huiyin.policy import PolicyError
from huiyin.policy.schema import Policy

Spoil = Callable[[str, str, str], PolicyError]
# What lies beside events and identities: files, marks, readings, counters, the log.
BESIDE = {"evidence", "mail", "consents", "code_hash", "key_hash", "flat_mark", "reads", "unusual", "address_hash", "expires", "log"}


def held() -> set[str]:
    """The names of all fields that hold something of a person: of identities, and of people's words in events."""
    return {one.name for one in fields(Person)} | {name for kind in EVENTS.values() for name in sealed_fields(kind)} | BESIDE


@pytest.mark.asvs("V14.1.1")
def test_every_field_that_is_held_stands_in_the_register_once_and_no_other(policy: Policy) -> None:
    named = [name for row in policy.register.rows.values() for name in row.fields]
    assert len(named) == len(set(named))
    assert sorted(held() ^ set(named)) == []


def test_a_field_that_nobody_registered_would_be_seen(policy: Policy) -> None:
    named = {name for row in policy.register.rows.values() for name in row.fields}
    assert held() - (named - {"phone"}) == {"phone"}


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('purpose = { zh = "联系业主，答复业主", en = "To reach the owner and answer him" }\n', "", "rows.contact"),
        ('kind = "personal"\n', "", "rows.contact"),
        ('kind = "personal"', 'kind = "secret"', "rows.contact.kind"),
        ('readers = "revealed"', 'readers = "everybody"', "rows.contact.readers"),
        ('kept = "case"', 'kept = "ever"', "rows.contact.kept"),
        ('rows = ["contact", "home", "accused"', 'rows = ["contact", "home", "faces"', "risks.told.rows.2"),
    ],
)
def test_a_row_without_purpose_or_class_fails_the_load_with_its_place(spoil: Spoil, old: str, new: str, key: str) -> None:
    error = spoil("register.toml", old, new)
    assert (error.file, str(error.key).startswith(key)) == ("register.toml", True), error.key


def test_every_purpose_is_assessed_and_no_measure_makes_it_worse(policy: Policy) -> None:
    known = policy.register
    assert {code for risk in known.risks.values() for code in risk.rows} == set(known.rows)
    assert all(risk.left <= max(risk.impact, risk.likelihood) for risk in known.risks.values())
