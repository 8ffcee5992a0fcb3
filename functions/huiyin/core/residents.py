"""2 接收与登记: who lives where, as the estate's workbook says: added to what is kept, counted, and compared with what an owner told."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from huiyin.core.cells import folded
from huiyin.core.commands import Person
from huiyin.core.estate import Tally
from huiyin.core.flats import flat_of, spelt
from huiyin.core.sheets import Row
from huiyin.policy.schema import Policy

Household = Mapping[str, str]
_KEPT = ("unit", "room", "person", "relation", "phone", "email")
_KEY = ("unit", "room", "person")
_DIGITS = re.compile(r"[0-9]+")
# A number with and without the code of its country ends on the same digits.
_COMPARED_DIGITS = 8


def merged(kept: Sequence[Household], rows: Iterable[Row]) -> tuple[tuple[Household, ...], Tally]:
    """Add the rows of a building to what is kept of it: a person of a flat who comes again takes his own place, who moved out has none.

    Policy: 2.2
    """
    by_key = {_key(one): one for one in kept}
    fresh = changed = same = 0
    for row in rows:
        one = {name: str(row.values[name]) for name in _KEPT if row.values.get(name) is not None}
        key, known = _key(one), by_key.get(_key(one))
        if row.values.get("left"):
            changed += known is not None
            same += known is None
            by_key.pop(key, None)
            continue
        fresh += known is None
        changed += known is not None and known != one
        same += known == one
        by_key[key] = one
    return tuple(by_key.values()), Tally(fresh=fresh, changed=changed, same=same)


def _key(one: Household) -> tuple[str, ...]:
    return tuple(folded(one.get(name, "")) for name in _KEY)


def flats_in(households: Iterable[Household]) -> int:
    """How many flats that are.

    Policy: 1.2
    """
    return len({(folded(one.get("unit", "")), folded(one["room"])) for one in households})


def flats_of(households: Iterable[Household]) -> tuple[str, ...]:
    """Those flats in one spelling, and nobody who lives there.

    Policy: 2.2
    """
    return tuple(sorted({flat for one in households if (flat := _flat(one)) is not None}))


def is_a_flat(told: str, flats: Collection[str]) -> bool:
    """Whether the register of a building has the flat that an owner told; who told no entrance is asked for none.

    Policy: 2.2
    """
    return any(_same_flat(told, kept) or ("-" not in told and kept.endswith(f"-{told}")) for kept in flats)


def is_on_record(person: Person, households: Iterable[Household], community: str, building: str, policy: Policy) -> bool:
    """Whether somebody of that flat has the name or the number that the owner told. Nobody is shown who that is.

    Policy: 1.2, 2.2
    """
    told = flat_of(person, community, building, policy)
    if told is None:
        return False
    at_home = (one for one in households if _same_flat(told, _flat(one)))
    return any(_same_name(person, one) or _same_number(person, one) for one in at_home)


def _flat(one: Household) -> str | None:
    return spelt(one.get("unit", ""), one["room"], at_home=True)


def _same_flat(told: str, kept: str | None) -> bool:
    # A building with one entrance is kept without it; an owner may name it all the same.
    return kept is not None and (told == kept or ("-" not in kept and told.rpartition("-")[2] == kept))


def _same_name(person: Person, one: Household) -> bool:
    return bool(person.name) and folded(person.name) == folded(one.get("person", ""))


def _same_number(person: Person, one: Household) -> bool:
    told, kept = ("".join(_DIGITS.findall(text)) for text in (person.phone, one.get("phone", "")))
    return min(len(told), len(kept)) >= _COMPARED_DIGITS and (told.endswith(kept) or kept.endswith(told))
