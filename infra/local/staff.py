"""Demo staff of the local sign-in, read from the policy file that the product itself uses."""

from __future__ import annotations

import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

from infra.local.template import Template

FILE = "*/policy/departments.toml"


@dataclass(frozen=True)
class Person:
    """One member of staff; `code` is the user name at sign-in."""

    code: str
    name: str
    email: str
    roles: tuple[str, ...]
    department: str | None


class Directory:
    """Everyone who can sign in locally. All share one password, made anew at every start."""

    def __init__(self, people: list[Person]) -> None:
        self.people = people
        self.password = f"demo-{secrets.token_hex(3)}"

    def by_email(self, email: str) -> Person | None:
        """A person by e-mail address or staff code, capitals aside."""
        wanted = email.strip().lower()
        return next((one for one in self.people if wanted in (one.email.lower(), one.code.lower())), None)

    def check(self, email: str, password: str) -> Person | None:
        """The person, if the password is right."""
        known = secrets.compare_digest(password.encode(), self.password.encode())
        return self.by_email(email) if known else None

    def as_list(self) -> list[dict[str, object]]:
        """As /_local/staff.json gives it."""
        return [
            {"code": one.code, "email": one.email, "password": self.password, "roles": list(one.roles), "department": one.department}
            for one in self.people
        ]


def read_staff(template: Template) -> Directory:
    """The table [staff] of departments.toml, wherever it lies in the functions' code; nobody when there is none."""
    for folder in sorted(set(template.code.values())):
        for file in sorted(folder.glob(FILE)):
            return Directory(_people(file))
    return Directory([])


def _people(file: Path) -> list[Person]:
    staff = tomllib.loads(file.read_text(encoding="utf-8")).get("staff", {})
    return [
        Person(code, one.get("zh", code), one["email"], tuple(one.get("roles", [])), one.get("department")) for code, one in staff.items()
    ]
