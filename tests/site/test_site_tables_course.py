"""The table of how often and how long takes every number from the policy."""

import re
from dataclasses import fields, replace
from datetime import date

import pytest

from huiyin.policy.schema import LANGUAGES, Language, Policy
from infra.site_tables_course import course

TODAY = date(2026, 11, 25)
TOLD = (
    "questions", "question_d", "question_before_cap_d", "triage_returns", "extension_d", "evaluate_d", "emergency_triage_h",
    "emergency_approval_h", "reply_wd", "reply_tries", "reply_apart_d", "dispute_d", "dispute_other_handler", "dispute_review",
    "review_d", "reopen_d", "objection_d", "urge_apart_h", "follow_up_d", "contact_limit_d",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TOLD)
def test_a_number_of_the_policy_stands_in_the_table(policy: Policy, language: Language, name: str) -> None:
    changed = replace(policy, measures=replace(policy.measures, **{name: 777}))
    assert re.search(r"\b777\b", course(changed, language, TODAY))
    assert "777" not in course(policy, language, TODAY)


def test_what_is_counted_in_the_table_is_a_number_of_the_measures(policy: Policy) -> None:
    assert set(TOLD) <= {field.name for field in fields(policy.measures)}


def test_a_day_of_urgent_work_is_told_in_hours(policy: Policy) -> None:
    changed = replace(policy, measures=replace(policy.measures, evaluate_urgent_d=2, question_reminder=0.75))
    assert "every 48 hours" in course(changed, "en", TODAY)
    assert "用去 75% 时提醒一次" in course(changed, "zh", TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["open_d", "change_d", "call_wd", "tries", "tries_apart_d"])
def test_a_number_of_the_survey_stands_in_it_too(policy: Policy, language: Language, name: str) -> None:
    changed = replace(policy, survey=replace(policy.survey, **{name: 777}))
    assert re.search(r"\b777\b", course(changed, language, TODAY))
