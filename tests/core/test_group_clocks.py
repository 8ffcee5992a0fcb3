"""Clocks of matters of many run while somebody has to decide or to speak, and not a moment longer."""

from datetime import timedelta

from builders import MONDAY_9AM, a_case, a_group, register, then, triage
from huiyin.core.commands import SYSTEM, ProposeGroup
from huiyin.core.group_clocks import before_triage, group_clocks
from huiyin.policy.schema import Policy


def test_a_case_of_which_nothing_is_proposed_has_no_such_clock(policy: Policy) -> None:
    assert list(group_clocks(a_case(policy))) == []
    assert list(group_clocks(a_group(policy))) == []


def test_a_proposal_runs_until_a_plan_is_drawn(policy: Policy) -> None:
    asked = then(a_case(policy, register(policy), triage(policy)), ProposeGroup(by=SYSTEM, step="group", reports=5), policy)
    ((name, since, due),) = group_clocks(asked)
    assert (name, since) == ("group_proposal", MONDAY_9AM)
    assert due > MONDAY_9AM + timedelta(hours=policy.measures.groups.confirm_wh) - timedelta(seconds=1)
    assert list(group_clocks(asked.handled(state="PLAN_REVIEW"))) == []


def test_of_a_proposal_triage_hears_and_of_everything_else_whoever_has_the_case(policy: Policy) -> None:
    case = a_case(policy, register(policy), triage(policy))
    assert before_triage(case, "group_proposal").lead is None
    assert before_triage(case, "answer") == case
