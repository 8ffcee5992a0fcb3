"""The tables of chapter 4: who agrees is what the program asks for; every rule, factor and playbook stands in them."""

from dataclasses import replace
from datetime import date

import pytest

from huiyin.core.risk import FACTORS
from huiyin.policy.schema import LANGUAGES, Language, Policy
from infra import site_tables_measures as tables

TODAY = date(2026, 11, 25)


def rows(table: str) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in table.splitlines()[2:] if line.startswith("|")]


def with_limits(policy: Policy, **limits: int) -> Policy:
    return replace(policy, measures=replace(policy.measures, approval=replace(policy.measures.approval, **limits)))


def test_who_agrees_is_what_the_program_asks_for(policy: Policy) -> None:
    zh = dict(rows(tables.approvals(policy, "zh", TODAY)))
    assert zh["一般，1,000 元以内"] == "部门负责人"
    assert zh["一般，超过 1,000 元"] == "项目经理"
    assert zh["有眼前危险"] == "值班经理、项目经理"
    assert zh["重大"] == "项目经理、品质督导"
    assert zh["保密件"] == "保密专员、公司"
    assert zh["赔付、减免、赠予，超过 5,000 元"] == "项目经理、公司"


def test_another_limit_stands_in_the_table_at_once(policy: Policy) -> None:
    changed = with_limits(policy, lead_yuan=1_500, change_yuan=321)
    assert "General, up to 1,500 yuan" in tables.approvals(changed, "en", TODAY)
    assert "多出 321 元以上" in tables.approvals(changed, "zh", TODAY)


def test_more_of_the_owners_money_asks_the_company(policy: Policy) -> None:
    en = dict(rows(tables.approvals(policy, "en", TODAY)))
    (large,) = [who for plan, who in en.items() if plan.startswith("More than 20,000 yuan")]
    (fund,) = [who for plan, who in en.items() if plan.startswith("Out of: Maintenance fund")]
    assert "Company" in large
    assert "Company" in fund


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_for_major_matters_is_told(policy: Policy, language: Language) -> None:
    told = dict(rows(tables.major_rules(policy, language, TODAY)))
    assert told == {code: rule.of(language) for code, rule in policy.measures.level_rules.items()}


def test_numbers_of_households_are_those_of_the_policy(policy: Policy) -> None:
    groups = replace(policy.measures.groups, watch=4, incident_min=45, confirm_wh=7, major_share=0.25)
    changed = replace(policy, measures=replace(policy.measures, groups=groups))
    zh = tables.many_households(changed, "zh", TODAY)
    assert all(said in zh for said in ("天内 4 户", "45 分钟内", "7 个工作小时", "25%"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_factor_of_the_risk_stands_with_all_its_grades(policy: Policy, language: Language) -> None:
    table = tables.risk(policy, language, TODAY)
    assert len(rows(table.split("\n\n")[0])) == len(FACTORS)
    for factor in FACTORS:
        assert all(words.of(language) in table for words in getattr(policy.risk, factor).values())
    assert all(f"| {light.name.of(language)} | {light.score_from} |" in table for light in policy.risk.lights.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_resource_and_every_source_of_money_is_named(policy: Policy, language: Language) -> None:
    table = tables.resources(policy, language, TODAY)
    known = policy.measures
    named = (*known.resources.values(), *known.resource_states.values(), *known.sources.values(), *known.certificates.values())
    assert all(phrase.of(language) in table for phrase in named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_playbook_stands_with_its_steps_and_its_price(policy: Policy, language: Language) -> None:
    found = rows(tables.playbooks(policy, language, TODAY))
    assert len(found) == len(policy.playbooks)
    for (name, steps, price), book in zip(found, policy.playbooks.values(), strict=True):
        assert name.startswith(book.name.of(language))
        assert all(step.name.of(language) in steps for step in book.steps)
        assert f"{book.cost_yuan:,} " in price
        assert str(book.done_d) in price
