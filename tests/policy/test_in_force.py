"""What an estate brought takes the place of the demo, which keeps its names for old cases and is chosen no more."""

from collections.abc import Iterator
from datetime import time
from typing import Any

import pytest

from core.test_estate import brought
from estate import book
from huiyin.policy import load_policy, put_in_force, released_policy
from huiyin.policy.in_force import with_estate
from huiyin.policy.references import check_references
from huiyin.policy.schema import Policy


@pytest.fixture
def tables(policy: Policy) -> Any:
    made = book()
    del made["households"]
    return brought(policy, made).tables


@pytest.fixture(autouse=True)
def released_again() -> Iterator[None]:
    yield
    put_in_force(None)


def test_its_places_and_people_hold_and_fit_together(policy: Policy, tables: Any) -> None:
    found = with_estate(policy, tables)
    check_references(found)
    assert [code for code, one in found.communities.items() if not one.closed] == ["binjiang", "old"]
    assert found.communities["binjiang"].buildings["t1"].steward == "desk.lead"
    assert found.mail_in.community == "binjiang"
    assert found.departments.desk_mailbox == "desk@bj.example"
    assert {turn.opens for turn in found.departments.roster} == {time(8)}
    assert [one.kind for one in found.departments.staff["repairs.lead"].certificates] == ["lift"]


def test_the_demo_keeps_its_names_and_nobody_of_it_works_any_more(policy: Policy, tables: Any) -> None:
    found = with_estate(policy, tables)
    assert found.communities["yunjin"].closed
    assert found.communities["yunjin"].name == policy.communities["yunjin"].name
    demo = found.departments.staff["li.wei"]
    assert (demo.name.zh, demo.roles, demo.certificates) == ("李伟", (), ())
    assert found.departments.absences == ()


def test_places_alone_leave_the_people_as_they_are(policy: Policy, tables: Any) -> None:
    found = with_estate(policy, {"communities": tables["communities"]})
    assert found.departments is policy.departments
    assert with_estate(policy, {}) == policy


def test_what_is_put_in_force_is_what_everybody_loads_until_the_release_is_back(policy: Policy, tables: Any) -> None:
    put_in_force(with_estate(policy, tables))
    assert "binjiang" in load_policy().communities
    assert "binjiang" not in released_policy().communities
    put_in_force(None)
    assert load_policy() is released_policy()
