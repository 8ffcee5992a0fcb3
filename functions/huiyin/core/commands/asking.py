"""Who asks, and for whom: actors, and the person behind a case."""

from huiyin.policy.records import dataclass

_RANK = ("confid", "manager", "duty_manager", "company", "quality", "triage", "dept_lead", "handler", "desk", "duty", "steward")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks. code: staff code, "owner" or "system"; roles: role codes of the charter; department: of the directory.

    stands_in: staff codes of those who are away and for whom he acts.
    """

    code: str
    roles: frozenset[str]
    department: str | None = None
    stands_in: frozenset[str] = frozenset()

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
