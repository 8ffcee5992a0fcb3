"""Identities: kept apart from cases, sealed under a key of their own."""

from dataclasses import fields
from typing import Any

from pynamodb.exceptions import DoesNotExist

from huiyin.core.commands import Person
from huiyin.store.items import PERSON, CaseTable, PersonItem, person_key
from huiyin.store.seal import DataKey, Sealer, seal, unseal

_SEVERAL = frozenset({"contact_by", "needs"})


def person_item(table: CaseTable, case_id: str, person: Person, key: DataKey) -> PersonItem:
    """The item that a registration writes beside its case."""
    words = {f.name: getattr(person, f.name) for f in fields(Person)}
    said = {name: "\n".join(value) if name in _SEVERAL else value for name, value in words.items()}
    sealed = seal(key, said, context=person_key(case_id))
    return table.people(person_key(case_id), PERSON, data_key=key.wrapped, sealed=sealed)


class PeopleStore:
    """Reader of identities. Whoever reads one for staff records the reading on the case first."""

    def __init__(self, table: CaseTable, sealer: Sealer) -> None:
        self._table = table
        self._sealer = sealer

    def read(self, case_id: str) -> Person | None:
        """Who is behind a case; None when nobody gave a name or a way to be reached, or it was erased. One read and one call of KMS.

        Policy: 2.5
        Raises: CannotOpen when the item was changed or moved.
        """
        try:
            item = self._table.people.get(person_key(case_id), PERSON, consistent_read=True)
        except DoesNotExist:
            return None
        if not item.data_key or not item.sealed:
            # Erased when the case went into the archive.
            return None
        key = self._sealer.open_key(case_id, "person", item.data_key)
        words = unseal(key, item.sealed, context=person_key(case_id))
        values: dict[str, Any] = {f.name: words[f.name] for f in fields(Person) if f.name in words}
        return Person(**(values | {name: tuple(words[name].split("\n")) for name in _SEVERAL if name in words}))
