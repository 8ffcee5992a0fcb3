"""Whoever changes a number gives the policy a new edition."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import time
from pathlib import Path

from huiyin.policy import load_policy
from huiyin.policy.schema import Limit, Phrase, Policy

EDITIONS = tomllib.loads((Path(__file__).parent / "editions.toml").read_text("utf-8"))


def numbers(value: object, path: str) -> Iterator[str]:
    """Every number below that place, one a line, with its path."""
    if isinstance(value, Phrase):
        return
    if isinstance(value, Limit):
        yield f"{path} = {value.amount} {value.unit} {value.window}"
    elif is_dataclass(value):
        for field in fields(value):
            yield from numbers(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from numbers(item, f"{path}.{key}")
    elif isinstance(value, int | float | time) or (isinstance(value, str) and value in ("P1", "P2", "P3", "P4")):
        yield f"{path} = {value}"


def digest_of(policy: Policy) -> str:
    counted = {
        "statutory_answer_d": policy.charter.statutory_answer_d,
        "kept": policy.charter.kept,
        "windows": policy.calendar.windows,
        "channels": policy.channels,
        "postage": policy.postage,
        "limits": policy.limits,
        "categories": policy.categories,
        "promises": policy.promises,
        "risk": policy.risk,
        "measures": policy.measures,
        "playbooks": policy.playbooks,
        "survey": policy.survey,
        "rights": policy.rights,
    }
    return digest("\n".join(sorted(numbers(counted, ""))))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def test_a_changed_number_asks_for_a_new_edition() -> None:  # TM08
    policy = load_policy()
    edition = policy.charter.edition
    assert edition in EDITIONS["numbers"], f'new edition: add "{edition}" = "{digest_of(policy)}" to editions.toml'
    assert digest_of(policy) == EDITIONS["numbers"][edition], (
        f'a number changed: give charter.toml a new edition and add it here with "{digest_of(policy)}"'
    )


def test_the_edition_in_force_is_the_newest() -> None:
    written = list(EDITIONS["numbers"])
    assert written == sorted(written)
    assert written[-1] == load_policy().charter.edition
    assert len(set(EDITIONS["numbers"].values())) == len(written)


def test_a_changed_consent_text_asks_for_a_new_edition_of_the_consent() -> None:
    now = {f"{code} {consent.edition}": digest(consent.text.zh + consent.text.en) for code, consent in load_policy().consents.items()}
    assert {name: EDITIONS["consents"].get(name) for name in now} == now


def test_the_digest_moves_with_each_kind_of_number() -> None:
    policy = load_policy()
    p1 = replace(policy.promises.clocks["P1"], answer=Limit(amount=23, unit="h"))
    changed = [
        replace(policy, limits=replace(policy.limits, files=8)),
        replace(policy, promises=replace(policy.promises, red=0.9)),
        replace(policy, promises=replace(policy.promises, clocks={**policy.promises.clocks, "P1": p1})),
        replace(policy, charter=replace(policy.charter, statutory_answer_d=9)),
        replace(policy, charter=replace(policy.charter, kept=replace(policy.charter.kept, closed_y=5))),
        replace(policy, postage=replace(policy.postage, a_day=4)),
    ]
    assert len({digest_of(policy), *map(digest_of, changed)}) == 7
