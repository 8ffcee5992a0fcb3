"""Demo staff come from the policy file, whatever the package is called."""

from __future__ import annotations

from pathlib import Path

from infra.local.stack import TEMPLATE
from infra.local.staff import read_staff
from infra.local.template import Template


def of(folder: Path) -> Template:
    return Template(folder / "template.yaml", {}, {}, {"Door": folder})


def test_the_policy_of_the_product_names_people_who_can_sign_in() -> None:
    directory = read_staff(of(TEMPLATE.parent / "functions"))
    assert directory.people
    for one in directory.people:
        assert one.roles
        assert directory.by_email(one.email.upper()) == one
        assert directory.check(one.email, directory.password) == one
        assert directory.check(one.email, directory.password + "x") is None


def test_without_a_policy_nobody_can_sign_in(tmp_path: Path) -> None:
    assert read_staff(of(tmp_path)).people == []


def test_every_start_has_a_password_of_its_own(tmp_path: Path) -> None:
    assert read_staff(of(tmp_path)).password != read_staff(of(tmp_path)).password
