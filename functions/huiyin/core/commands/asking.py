"""Who asks, and for whom: actors, and the person behind a case."""

from collections.abc import Collection

from huiyin.policy.records import dataclass
from huiyin.policy.staffing import StaffMember

_RANK = ("confid", "manager", "duty_manager", "company", "quality", "triage", "dept_lead", "handler", "desk", "duty", "steward")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks. code: staff code, "owner" or "system"; roles: role codes of the charter; department: of the directory.

    stands_in: staff codes of those who are away and for whom he acts; communities: where he works, none named for all of them.
    """

    code: str
    roles: frozenset[str]
    department: str | None = None
    stands_in: frozenset[str] = frozenset()
    communities: frozenset[str] = frozenset()

    def acts_for(self, code: str | None) -> bool:
        """Whether that person's cases are his now: his own, and those of whom he stands in for."""
        return code is not None and (code == self.code or code in self.stands_in)

    @property
    def is_staff(self) -> bool:
        """Somebody of the property company, not the owner and not a clock."""
        return self.code not in {"owner", "system"}

    def role(self, preferred: str = "") -> str:
        """The one role this person acts in when he holds several: the preferred one, else the first in rank."""
        if not self.is_staff:
            return self.code
        return preferred if preferred in self.roles else next((role for role in _RANK if role in self.roles), "")


def member(code: str, person: StaffMember, roles: Collection[str] | None = None) -> Actor:
    """That person of the directory as somebody who asks. roles: those that his token gives him, where it is he who asks."""
    held = person.roles if roles is None else roles
    return Actor(code=code, roles=frozenset(held), department=person.department, communities=frozenset(person.communities))


OWNER = Actor(code="owner", roles=frozenset({"owner"}))
SYSTEM = Actor(code="system", roles=frozenset({"system"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who complains and how to reach him. Kept apart from the case under a key of its own."""

    name: str = ""
    phone: str = ""
    email: str = ""
    unit: str = ""
    household: str = ""
    contact_by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something asked of a case."""

    by: Actor
