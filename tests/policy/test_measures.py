"""Measures: money limits in order, codes that events and levels rest on, and a slip of the pen that is refused by name."""

import pytest

from huiyin.core.commands import PLAN_WORDS
from huiyin.policy import PolicyError
from huiyin.policy.schema import Policy
from policy.conftest import Spoil


def test_more_money_needs_somebody_higher(policy: Policy) -> None:
    approval = policy.measures.approval
    assert 0 < approval.lead_yuan < approval.group_yuan < approval.owners_yuan
    assert approval.change_yuan < approval.lead_yuan


def test_what_a_plan_may_be_asked_is_what_it_can_say(policy: Policy) -> None:
    asked = policy.measures.plan_words
    assert asked["guarded"] == PLAN_WORDS
    assert asked["general"] == ("solution",)


def test_a_dispute_leads_to_somebody_else_before_it_leads_outside(policy: Policy) -> None:
    measures = policy.measures
    assert 1 < measures.dispute_other_handler < measures.dispute_review


def test_a_question_ends_before_the_day_of_the_law(policy: Policy) -> None:
    measures = policy.measures
    assert measures.question_d + measures.question_before_cap_d < policy.charter.statutory_answer_d
    assert measures.dispute_d <= policy.charter.statutory_answer_d


def test_what_guards_a_level_and_what_goes_on_are_rules_of_levels(policy: Policy) -> None:
    rules = policy.measures.level_rules
    for role, codes in policy.measures.level_guard.items():
        assert role in policy.charter.roles
        assert set(codes) <= set(rules)
    assert set(policy.measures.goes_on) <= set(rules)


def test_fewer_reports_are_watched_than_are_a_group_and_fewer_are_a_group_than_an_incident(policy: Policy) -> None:
    rules = policy.measures.groups
    assert rules.watch < rules.group < rules.incident
    assert rules.watch_d <= rules.window_d


def test_only_known_kinds_form_a_group_and_neither_wishes_nor_praise_do(policy: Policy) -> None:
    kinds = set(policy.measures.groups.kinds)
    assert kinds <= policy.charter.kinds.keys()
    assert not kinds & {"enquiry", "suggestion", "praise"}


def test_a_share_of_disputes_and_a_number_of_them_open_a_group_again(policy: Policy) -> None:
    rules = policy.measures.groups
    assert 0 < rules.dispute_share < 1
    assert rules.disputes >= 2


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ("questions = 2", "questions = 0", "questions", "Allowed: 1 to 20"),
        ("lead_yuan = 1000", "lead_yuan = -1", "approval.lead_yuan", "out of range"),
        ("lead_yuan = 1000", 'lead_yuan = "1000"', "approval.lead_yuan", "is not a whole number"),
        ("[decline_reasons]", "[decline_reason]", "decline_reason", "Did you mean 'decline_reasons'"),
    ],
)
def test_a_wrong_measure_names_its_place(spoil: Spoil, old: str, new: str, where: str, said: str) -> None:
    error = spoil("measures.toml", old, new)
    assert isinstance(error, PolicyError)
    assert "measures.toml" in str(error)
    assert where in str(error)
    assert said in str(error)
