"""2 接收与登记: how a flat is told, so that two reports of one flat can be known as such however they spell it."""

import re
import unicodedata

from huiyin.core.commands import Person
from huiyin.policy.schema import Policy

_PART = re.compile(r"[0-9]+|[a-z]+")
_HALF = 2


def flat_of(person: Person, community: str, building: str | None, policy: Policy) -> str | None:
    """The flat in one spelling: entrance and door of the building that the matter is about; elsewhere all that was told. None: none told.

    Policy: 1.2
    An entrance alone is no flat.
    """
    return spelt(person.unit, person.household, at_home=building in policy.communities[community].buildings)


def spelt(unit: str, household: str, *, at_home: bool) -> str | None:
    """The same of an entrance and a door as somebody wrote them. at_home: of a building, and not of what belongs to none.

    Policy: 1.2
    """
    parts = _PART.findall(unicodedata.normalize("NFKC", f"{unit} {household}").casefold())
    if not parts or (len(parts) < _HALF and not household.strip()):
        return None
    # Some write the building before it, some do not.
    return "-".join(part.lstrip("0") or "0" for part in (parts[-_HALF:] if at_home else parts))
