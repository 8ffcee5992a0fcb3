"""Who may see which case: deny by default, accusation beats every role, guarded means confid alone."""

from dataclasses import replace

import pytest

from builders import MONDAY_9AM, a_case, a_task, register, someone, staff, triage, with_plan
from huiyin.core.attendance import acting, stand_in_of
from huiyin.core.commands import OWNER, SYSTEM, Actor, member
from huiyin.core.decide import decide
from huiyin.core.errors import NotUnderstood
from huiyin.core.ladder import hearer
from huiyin.core.leaving import may_handle
from huiyin.core.privacy import may_open, may_see, may_see_past
from huiyin.policy.schema import Policy
from huiyin.policy.staffing import Absence

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


def working_in(policy: Policy, **communities: tuple[str, ...]) -> Policy:
    """The policy with these people, by codes with _ for the dot, in those communities only."""
    people = dict(policy.departments.staff)
    for name, named in communities.items():
        code = name.replace("_", ".")
        people[code] = replace(people[code], communities=named)
    return replace(policy, departments=replace(policy.departments, staff=people))


def test_whoever_works_in_some_communities_knows_of_no_case_of_another(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    for code, person in policy.departments.staff.items():
        named = [member(code, replace(person, communities=several)) for several in ((), (case.community,), ("other",))]
        for one in (case, replace(case, guarded=True), replace(case, handler=code)):
            everywhere, here, elsewhere = (may_open(one, actor) for actor in named)
            assert (here, elsewhere) == (everywhere, False), code
        assert not may_see_past("repairs", named[1]), code
    assert may_see_past("repairs", someone(policy, "manager"))


def test_nobody_is_given_a_case_or_told_of_one_that_is_not_of_his_communities(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    repairs = policy.departments.departments["repairs"]
    elsewhere = working_in(policy, zhao_gang=("other",), wu_lei=("other",), li_wei=("other",))
    assert repairs.lead == "zhao.gang"
    assert hearer(case, "dept_lead", policy) == ("dept_lead", repairs.lead)
    assert hearer(case, "dept_lead", elsewhere) == ("dept_lead", repairs.deputy)
    assert may_handle(case, "wu.lei", policy)
    assert not may_handle(case, "wu.lei", elsewhere)
    ask = triage(policy)
    with pytest.raises(NotUnderstood, match="assignee_unknown"):
        decide(a_case(policy, register(policy)), ask, working_in(policy, **{ask.handler.replace(".", "_"): ("other",)}), MONDAY_9AM)


def test_a_stand_in_works_wherever_the_other_does(policy: Policy) -> None:
    absences = (Absence(staff="li.wei", since=MONDAY_9AM.date(), until=MONDAY_9AM.date(), stand_in="wu.lei"),)
    away = replace(policy, departments=replace(policy.departments, absences=absences))
    assert stand_in_of("li.wei", MONDAY_9AM, away) == "wu.lei"
    for his, others, fits in (((), ("a",), False), (("a",), ("a", "b"), True), (("a",), ("b",), False), (("a", "b"), ("a",), False)):
        named = working_in(away, li_wei=his, wu_lei=others)
        assert (stand_in_of("li.wei", MONDAY_9AM, named) == "wu.lei") == fits, (his, others)
        assert acting(staff(named, "wu.lei"), MONDAY_9AM, named).communities == set(others)
