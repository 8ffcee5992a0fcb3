"""Who may see which case: deny by default, accusation beats every role, guarded means confid alone."""

from dataclasses import replace

import pytest

from builders import a_case, a_task, register, someone, staff, triage, with_plan
from huiyin.core.commands import OWNER, SYSTEM, Actor
from huiyin.core.privacy import may_open, may_see
from huiyin.policy.schema import Policy

SEE_ALL = {"desk", "duty", "triage", "duty_manager", "manager", "quality", "confid", "company"}


def actor(role: str, department: str | None = None) -> Actor:
    return Actor(code=f"some.{role}", roles=frozenset({role}), department=department)


def test_every_role_of_the_charter_has_its_cell(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    for role in set(policy.charter.roles) - {"owner", "system"}:
        assert may_see(case, actor(role)) == (role in SEE_ALL), role
        assert may_see(replace(case, guarded=True), actor(role, "repairs")) == (role == "confid"), role


@pytest.mark.parametrize("role", ["handler", "dept_lead", "steward"])
def test_a_department_sees_its_own_cases(policy: Policy, role: str) -> None:
    case = a_case(policy, register(policy), triage(policy))
    assert may_see(case, actor(role, "repairs"))
    assert not may_see(case, actor(role, "security"))
    assert not may_see(a_case(policy), actor(role))


def test_the_accused_sees_nothing_whatever_his_roles(policy: Policy) -> None:
    manager = someone(policy, "manager")
    case = a_case(policy)
    assert may_see(case, manager)
    assert not may_see(replace(case, accused=(manager.code,)), replace(manager, roles=frozenset(policy.charter.roles)))


def test_owner_and_clocks_pass_by_other_proofs(policy: Policy) -> None:
    assert may_see(replace(a_case(policy), guarded=True), OWNER)
    assert may_see(a_case(policy), SYSTEM)


def test_an_accused_department_sees_nothing_either(policy: Policy) -> None:
    case = replace(a_case(policy, register(policy), triage(policy)), accused=("repairs",))
    assert not may_see(case, actor("dept_lead", "repairs"))
    assert may_see(case, actor("quality", "quality"))


def test_departments_that_take_part_open_the_case_and_others_do_not(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy, co_departments=("security",)))
    assert may_open(case, actor("dept_lead", "security"))
    assert not may_open(case, actor("dept_lead", "environment"))
    assert not may_open(case, actor("analyst", "security"))
    assert not may_open(replace(case, accused=("security",)), actor("dept_lead", "security"))
    helped = with_plan(policy, tasks=(a_task(department="environment", assignee="ma.hui"),))
    assert may_open(helped, staff(policy, "ma.hui"))


def test_a_guarded_case_opens_for_the_company_only_while_its_plan_waits(policy: Policy) -> None:
    case = replace(with_plan(policy, tasks=(a_task(),)), guarded=True)
    assert may_open(case, actor("company"))
    assert not may_open(case, actor("manager"))
    assert not may_open(case, actor("dept_lead", "repairs"))
    assert not may_open(replace(case, state="EXECUTING"), actor("company"))
    assert not may_open(replace(case, accused=("some.company",)), actor("company"))
