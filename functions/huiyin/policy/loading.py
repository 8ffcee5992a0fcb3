"""Read, check, freeze and keep the policy."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any, get_type_hints

from huiyin.policy.files import SHARED, WHOLE, fingerprint, read_files, spot_of
from huiyin.policy.reading import as_table, read
from huiyin.policy.schema import LANGUAGES, Grade, Policy
from huiyin.policy.spots import Spot
from huiyin.policy.ways_in import filled_in

# The fingerprint of the policy whose parts were found to fit together when the release was made, by infra.built. Every value is
# checked in every start all the same; whether they fit each other is asked again only of other files, or by other rules.
FITTING = Path(__file__).parents[1] / "built" / "policy-fits"


# What an estate of its own has brought, as long as it is in force here; none: the release as it is.
_brought: list[Policy] = []


def load_policy() -> Policy:
    """The policy in force: of this release, with the places and people that an estate has brought, if it has.

    Raises: PolicyError naming file, key and what is allowed.
    """
    return _brought[0] if _brought else released_policy()


def put_in_force(policy: Policy | None) -> None:
    """From now on this one is in force; None: the release as it is."""
    _brought[:] = [policy] if policy is not None else []


@cache
def released_policy() -> Policy:
    """The policy of this release, read once.

    Raises: PolicyError naming file, key and what is allowed.
    """
    folder = Path(__file__).parent
    policy = _read(folder)
    if not FITTING.is_file() or FITTING.read_text("ascii") != fingerprint(folder):
        _check(policy)
    return policy


def load_policy_from(folder: Path) -> Policy:
    """The policy written in that folder, checked as a whole and frozen.

    Raises: PolicyError naming file, key and what is allowed.
    """
    policy = _read(folder)
    _check(policy)
    return policy


def _check(policy: Policy) -> None:
    # Imported by whoever checks: a release was checked when it was made.
    from huiyin.policy.order import check_order
    from huiyin.policy.redaction import check_redaction
    from huiyin.policy.references import check_references

    check_references(policy)
    check_order(policy)
    check_redaction(policy.redaction)


def _read(folder: Path) -> Policy:
    tables = read_files(folder)
    _fill_rows(tables["taxonomy"])
    hints = get_type_hints(Policy, include_extras=True)
    parts: dict[str, Any] = {name: read(hints[name], tables[name], spot_of(name)) for name in WHOLE}
    for file, names in SHARED.items():
        for key in tables[file]:
            if key not in names:
                raise (Spot(f"{file}.toml") / key).unknown(key, names, "table")
        for name in names:
            if name not in tables[file]:
                raise spot_of(name).wrong("is missing")
            parts[name] = read(hints[name], tables[file][name], spot_of(name))
    parts["channels"] = filled_in(parts["channels"], parts["charter"], parts["calendar"])
    words = {language: _words(tables[f"words.{language}"], Spot(f"words.{language}.toml")) for language in LANGUAGES}
    return Policy(**parts, words=MappingProxyType(words))


def _fill_rows(taxonomy: dict[str, object]) -> None:
    """A sub-issue says only what is its own; the rest comes from its category, its severity and `usual`."""
    spot = Spot("taxonomy.toml")
    usual = as_table(taxonomy.pop("usual", {}), spot / "usual")
    urgencies = read(Mapping[Grade, Grade], taxonomy.pop("urgency_of_severity", {}), spot / "urgency_of_severity")
    for code, category in as_table(taxonomy.get("categories", {}), spot / "categories").items():
        here = spot / "categories" / code
        head = as_table(category, here)
        inherited = usual | {key: head[key] for key in ("severity", "department") if key in head}
        rows = as_table(head.get("sub_issues", {}), here / "sub_issues")
        for name, own in rows.items():
            row = inherited | as_table(own, here / "sub_issues" / name)
            severity = row.get("severity")
            if isinstance(severity, int) and severity in urgencies:
                row.setdefault("urgency", urgencies[severity])
            rows[name] = row


def _words(table: Mapping[str, object], spot: Spot) -> Mapping[str, str]:
    """Nested tables as flat keys: [labels] number -> "labels.number"."""
    words: Mapping[str, str] = read(Mapping[str, str], dict(_flat(table, "")), spot)
    for code, sentence in words.items():
        if "{" in sentence or "}" in sentence:
            _check_placeholders(sentence, spot / code)
    return words


def _flat(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _check_placeholders(sentence: str, spot: Spot) -> None:
    """Only {name} may stand in a sentence: no attribute, index, conversion or format can reach into a value."""
    try:
        holes = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(sentence) if name is not None]
    except ValueError as error:
        raise spot.wrong(f"has a broken placeholder: {error}. Allowed: {{name}}") from None
    for name, spec, conversion in holes:
        if not name.isidentifier() or spec or conversion:
            raise spot.wrong(f"has the placeholder {{{name}}}. Allowed: {{name}} in plain letters")
