"""What the pages say of roles, states and dangers is what the program does."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from huiyin.core.commands import Actor
from huiyin.core.lifecycle import STAFF, STEPS
from huiyin.core.privacy import may_see
from huiyin.policy.schema import Language, Policy

SITE = Path(__file__).resolve().parents[2] / "site"
PRIVACY = "about/privacy.md"


@dataclass(frozen=True)
class ACase:
    """An ordinary case that one department leads, handled by nobody yet."""

    accused: tuple[str, ...] = ()
    guarded: bool = False
    community: str = ""
    handler: str | None = None
    lead: str | None = "repairs"


def page(name: str, language: Language) -> str:
    return (SITE / ("" if language == "zh" else "en") / name).read_text("utf-8")


def paragraph(text: str, begins: str) -> str:
    (found,) = [line for line in text.splitlines() if line.startswith(begins)]
    return found.lower()


def who_sees(case: ACase, department: str | None) -> set[str]:
    return {role for role in STAFF if may_see(case, Actor(code="a.b", roles=frozenset({role}), department=department))}


@pytest.mark.parametrize(("language", "begins"), [("zh", "**您的姓名、电话和房号："), ("en", "**Your name, phone and flat:")])
def test_the_roles_that_open_an_identity_are_all_named_and_no_other(policy: Policy, language: Language, begins: str) -> None:
    told = paragraph(page(PRIVACY, language), begins)
    named = {code for code, role in policy.charter.roles.items() if role.of(language).lower() in told}
    assert named == set(STEPS["RevealIdentity"].roles)


def test_who_sees_an_ordinary_case_is_told_as_the_table_of_rights_has_it() -> None:
    everywhere = who_sees(ACase(), "security")
    in_the_department = who_sees(ACase(), "repairs") - everywhere
    # 客服（登记、主管）、值班（经理）、品质督导、保密专员和管理人员（项目经理、公司）
    assert everywhere == {"desk", "triage", "duty", "duty_manager", "quality", "confid", "manager", "company"}
    # 管家、经办人和部门负责人只看得到自己部门的
    assert in_the_department == {"steward", "handler", "dept_lead"}
    zh = paragraph(page(PRIVACY, "zh"), "**事情本身：")
    assert all(said in zh for said in ("客服", "值班", "品质督导", "保密专员", "管理人员", "管家、经办人和部门负责人"))


def test_a_confidential_case_is_seen_by_the_confidential_officer_alone_and_never_by_who_is_accused() -> None:
    assert who_sees(ACase(guarded=True), "repairs") == {"confid"}
    assert who_sees(ACase(accused=("repairs",)), "repairs") == set()


def test_who_is_on_duty_hears_of_what_the_owner_ticks_as_danger(policy: Policy) -> None:
    assert policy.promises.danger in policy.promises.wakes_duty
